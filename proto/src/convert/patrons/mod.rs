//! Patrons, wire and domain.

pub mod notice;
pub mod person;
pub mod reason;
pub mod staff;
pub mod standing;
