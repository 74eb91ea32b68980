//! Why could the ledger not be opened or cared for?

use crate::committer::CommitError;
use crate::journal::JournalError;
use crate::lock::LockError;
use crate::state::StateError;
use std::path::PathBuf;

/// Says what went wrong, naming the thing and the place.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The directory is in use or cannot be used.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The journal, or a file beside it, cannot be read or written.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The command was not acknowledged.
    #[error(transparent)]
    Commit(#[from] CommitError),
    /// The state is damaged and could not be made anew.
    #[error(transparent)]
    State(#[from] StateError),
    /// A snapshot is not what was written. Never repaired silently.
    #[error("the snapshot is damaged: {} at byte {offset}: {what}", path.display())]
    Snapshot {
        /// The snapshot file.
        path: PathBuf,
        /// Where in the file.
        offset: u64,
        /// What was found.
        what: String,
    },
    /// A whole row that this program cannot read: it was written by a newer one.
    #[error("the row with key {key} in {place} cannot be read: {what}")]
    Row {
        /// The journal or the snapshot.
        place: String,
        /// The key, as readable as bytes can be.
        key: String,
        /// What the state said of it.
        what: String,
    },
    /// Rows are taken over by a new store only.
    #[error("{} already has a store", .0.display())]
    NotEmpty(PathBuf),
    /// The writer's thread could not be started.
    #[error("the writer of the store cannot start: {0}")]
    Thread(std::io::Error),
}
