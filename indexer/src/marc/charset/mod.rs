//! From bytes to text: which character set, and what its codes mean. It must not know of tags or profiles.

mod choose;
mod clean;
mod composer;
mod iso5426;
mod marc8;
mod repair;
mod tables;
mod windows1252;

pub use choose::Charset;
pub(crate) use choose::{Chosen, Declared, Unrecognised, choose};
pub use clean::{NON_SORTING_END, NON_SORTING_START};
pub(crate) use clean::{clean, is_plain};
pub(crate) use repair::{is_doubly_encoded, undo_double_encoding};
