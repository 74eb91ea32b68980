//! Why was something not done? Either a rule says no, or the ledger could not keep it.

use navette_domain::lending::LendingRefusal;
use navette_store::committer::CommitError;

/// Says why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FlowError {
    /// A rule says no; nothing was changed.
    #[error(transparent)]
    Refused(#[from] LendingRefusal),
    /// It could not be kept; nothing was acknowledged.
    #[error(transparent)]
    NotKept(#[from] CommitError),
}
