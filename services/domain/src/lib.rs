//! The rules of sharing library holdings across a territory.
//!
//! Pure: no async, no I/O, no clock, no randomness, no serialisation. Facts come in as arguments,
//! decisions go out as values. Every other crate may use this one; this one uses no other.

pub mod access;
pub mod catalogue;
pub mod circulation;
pub mod courier;
pub mod fees;
pub mod identity;
pub mod lending;
pub mod membership;
pub mod notices;
pub mod patrons;
pub mod privacy;
pub mod time;
