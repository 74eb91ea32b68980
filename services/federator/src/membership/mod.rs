//! Who belongs to the territory? Codes, certificates and revocations in the ledger, and the authority that signs.

mod authority_folder;
mod commands;
#[cfg(test)]
mod commands_tests;
mod error;
mod founding;
mod members;
mod office;
mod put_out;
mod put_out_again;
#[cfg(test)]
mod put_out_again_tests;
mod register;
mod renewing;
#[cfg(test)]
mod renewing_tests;
mod sealing_keys;

pub(crate) use authority_folder::AuthorityFolder;
pub(crate) use error::MembershipError;
pub use founding::{Founded, FoundingError, found};
pub(crate) use members::{MemberShown, MemberStanding};
pub(crate) use office::{Admitted, KioskAsks, MembershipOffice};
pub(crate) use put_out::keep as keep_put_out;
pub use put_out_again::PutOutAgain;
pub(crate) use put_out_again::{known_in as put_out_in, of_ledger as put_out_of, put_out_again};
pub(crate) use register::Register;
pub(crate) use sealing_keys::Published;
