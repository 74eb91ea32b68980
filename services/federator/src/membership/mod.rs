//! Who belongs to the territory? Codes, certificates and revocations in the ledger, and the authority that signs.

mod authority_folder;
mod commands;
#[cfg(test)]
mod commands_tests;
mod error;
mod founding;
mod members;
mod office;
mod register;
mod renewing;
#[cfg(test)]
mod renewing_tests;

pub(crate) use authority_folder::AuthorityFolder;
pub(crate) use error::MembershipError;
pub use founding::{Founded, FoundingError, found};
pub(crate) use members::{MemberShown, MemberStanding};
pub(crate) use office::{Admitted, MembershipOffice};
pub(crate) use register::Register;
