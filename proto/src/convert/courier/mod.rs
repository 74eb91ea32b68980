//! The van, wire and domain: rounds and their exceptions, ways, manifests, whose days change.

pub mod arrival;
pub mod code;
pub mod date_change;
pub mod exception;
pub mod manifest;
pub mod round;
pub mod weekday;

#[cfg(test)]
mod fixtures;
