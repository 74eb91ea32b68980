//! What is said to a caller whose command the ledger could not keep?

use navette_proto::Refusal;
use navette_store::committer::CommitError;

/// Says it, and leaves the detail to the log.
pub(super) fn not_kept(error: &CommitError) -> Refusal {
    tracing::error!(%error, "the ledger could not keep something");
    match error {
        CommitError::DiskFull { .. } => Refusal::DiskFull,
        CommitError::TooLong(_)
        | CommitError::Unwritable(_)
        | CommitError::Stopped(_)
        | CommitError::StateBroken(_) => Refusal::Internal,
    }
}
