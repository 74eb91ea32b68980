//! Is it really them? Secrets are hashed slowly and tried slowly.

mod asks;
mod carried;
mod door;
mod hashing;
mod known_there;
mod new_secrets;
mod places;
mod tries;

#[cfg(test)]
mod spray_tests;

pub(crate) use carried::drawn;
pub(crate) use door::SignInDoor;
pub(crate) use new_secrets::SetBy;
pub(crate) use places::{TriedFrom, refused as too_many_tries};
pub(crate) use tries::Account;
