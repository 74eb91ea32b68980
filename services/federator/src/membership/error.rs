//! Why was somebody not let in, or not put out? Either a rule says no, or something broke.

use navette_domain::membership::MembershipRefusal;
use navette_store::committer::CommitError;
use navette_trust::{AuthorityError, KeyError, VouchingError};

/// Says why.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MembershipError {
    /// A rule says no; nothing was changed.
    #[error(transparent)]
    Refused(#[from] MembershipRefusal),
    /// The signing request cannot be used.
    #[error(transparent)]
    Request(KeyError),
    /// Nobody vouches for the sealing key.
    #[error(transparent)]
    Vouching(#[from] VouchingError),
    /// The authority could not sign.
    #[error(transparent)]
    Authority(#[from] AuthorityError),
    /// The system gives no randomness.
    #[error("the system gives no randomness")]
    NoRandomness,
    /// It could not be kept; nothing was acknowledged.
    #[error(transparent)]
    NotKept(#[from] CommitError),
}
