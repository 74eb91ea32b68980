//! Is it really them? Secrets are hashed slowly and tried slowly.

mod door;
mod hashing;
mod tries;

#[cfg(test)]
mod spray_tests;

pub(crate) use door::SignInDoor;
pub(crate) use tries::{Account, TriedFrom};
