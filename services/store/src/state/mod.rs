//! What is the case now? Keys and values folded from a journal; can be lost and made anew.
//!
//! It must not know what keys and values mean.

mod absent;
mod error;
mod in_memory;
mod pending;
mod seal;
mod seam;
mod walk;
mod with_sled;

pub use absent::AbsentState;
pub use error::StateError;
pub use in_memory::{MemoryState, MemoryStateHome};
pub use pending::Pending;
pub use seal::{open_value, seal_value};
pub use seam::{Pair, State, StateHome, Write};
pub(crate) use walk::for_each_pair;
pub use with_sled::{SledState, SledStateHome};
