//! The van, wire and domain.

pub mod arrival;
pub mod change;
pub mod date_change;
pub mod manifest;
pub mod round;
