//! Why can something not be covered, or not be read again? No message holds a key or what it covers.

use std::io;
use std::path::{Path, PathBuf};

/// Says what is wrong with keys, naming the file or the owner.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    /// A file of keys cannot be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the disk said.
        source: io::Error,
    },
    /// A file of keys is not what was written.
    #[error("{} is damaged: {what}: put it back from the backup", path.display())]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What was found.
        what: &'static str,
    },
    /// Something is covered with a key that is not there, and that nobody destroyed.
    #[error("key {owner} is missing from {}: put the file back from the backup", path.display())]
    Missing {
        /// Whose key.
        owner: u64,
        /// Where it should be.
        path: PathBuf,
    },
    /// The key is there, and does not open it.
    #[error(
        "what is covered with key {0} was changed, stands in another place, or was covered with another key"
    )]
    DoesNotOpen(u64),
    /// Nothing is covered with a key that was destroyed.
    #[error("key {0} was destroyed for good")]
    Destroyed(u64),
    /// There was nothing to make a key from.
    #[error("no random numbers to be had: {0}")]
    Chance(io::Error),
    /// Keys are put back where there are none.
    #[error("{} is there already", .0.display())]
    NotEmpty(PathBuf),
}

impl KeyringError {
    /// Says which file a disk could not handle.
    pub(super) fn io(path: &Path, source: io::Error) -> Self {
        Self::Io {
            path: path.to_owned(),
            source,
        }
    }
}
