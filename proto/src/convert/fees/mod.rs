//! What is owed, wire and domain.

pub mod entry;
pub mod money;
