//! With which key is what belongs to one person covered, and how does it become unreadable everywhere at once?
//!
//! Each owner has a key of their own, in one small file. What was covered with a key that is destroyed cannot be read any more,
//! wherever it was copied to. It must not know who the owners are, nor which rows are theirs.

mod envelope;
mod error;
mod files;
mod keys;
mod portable;

pub use envelope::is_sealed;
pub use error::KeyringError;
pub use keys::{Chance, KEYS_MADE_AT_ONCE, KeyCopy, Keyring};
pub use portable::{PortableKeys, PortableKeysError};
