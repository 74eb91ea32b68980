//! Why was a command not acknowledged?

/// Says why a command was not acknowledged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommitError {
    /// No room on disk; nothing was changed, and the same command succeeds once there is room.
    #[error(
        "the disk is full: {free_bytes} bytes left below {dir}, {reserve_bytes} are kept in reserve"
    )]
    DiskFull {
        /// The store's directory.
        dir: String,
        /// What the disk has left.
        free_bytes: u64,
        /// What must remain.
        reserve_bytes: u64,
    },
    /// The event does not fit in one journal record.
    #[error("one command may write {limit} bytes, not {0}", limit = crate::journal::LONGEST_PAYLOAD)]
    TooLong(usize),
    /// The event cannot be written down; nothing was changed.
    #[error("the command cannot be written down: {0}")]
    Unwritable(String),
    /// The journal could not be made safe, or the store is closed: nothing is accepted until it is opened again.
    #[error("the store has stopped: {0}")]
    Stopped(String),
    /// The state could not be read or written; it is rebuilt at the next command.
    #[error("the state of the store is broken: {0}")]
    StateBroken(String),
}
