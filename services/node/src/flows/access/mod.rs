//! Who may sign in at this library, and who has? Rows in, rows out: secrets come as hashes, tokens as what they are known by.

mod accounts;
mod carrying;
mod patron_access;
mod sessions;
mod signing_in;

pub(crate) use carrying::AccessKnown;
pub(crate) use sessions::forget_over;
pub use signing_in::ProvenHash;
