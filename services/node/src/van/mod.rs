//! What does this library know of the van? What the federator said last, kept for days without a line.

mod kept;
mod learning;
mod news;

pub(crate) use learning::{learn, sheet};
pub(crate) use news::{Loads, Ride, Van};
