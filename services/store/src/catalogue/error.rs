//! Why could the catalogue store not do it?

use super::types::RunId;
use crate::committer::CommitError;
use crate::journal::JournalError;
use crate::lock::LockError;
use crate::state::StateError;

/// Says what went wrong, naming the thing and the place.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The directory is in use or cannot be used.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The journal cannot be read.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The command was not acknowledged.
    #[error(transparent)]
    Commit(#[from] CommitError),
    /// The state is damaged and could not be made anew.
    #[error(transparent)]
    State(#[from] StateError),
    /// No such run is open: it was finished, or given up for a newer one.
    #[error("import run {} is not open", .0.0)]
    RunNotOpen(RunId),
    /// A group is over a limit.
    #[error("an import group may have {limit} {what}, not {found}")]
    GroupTooLarge {
        /// Records or bytes.
        what: &'static str,
        /// How many are allowed.
        limit: usize,
        /// How many there were.
        found: usize,
    },
    /// A record without a usable name.
    #[error("a record id has 1 to {limit} bytes, not {0}", limit = super::limits::LONGEST_ID)]
    BadRecordId(usize),
    /// The writer's thread could not be started.
    #[error("the writer of the store cannot start: {0}")]
    Thread(std::io::Error),
}
