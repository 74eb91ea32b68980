//! Why can the journal not be read or written?

use std::io;
use std::path::PathBuf;

/// Says what is wrong with the journal, naming the file and the place.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// Something that was safe on disk is no longer what was written. Never repaired silently.
    #[error("the journal is damaged: {} at byte {offset}: {what}", segment.display())]
    Damaged {
        /// The segment file.
        segment: PathBuf,
        /// Where in the file.
        offset: u64,
        /// What was found.
        what: String,
    },
    /// No room: what was begun has been undone, and later writes may succeed.
    #[error("the disk is full: {} cannot grow", .0.display())]
    Full(PathBuf),
    /// One record is longer than the journal takes.
    #[error("a journal record of {0} bytes is longer than {limit}", limit = super::LONGEST_PAYLOAD)]
    TooLong(usize),
    /// The operating system refused something else.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
}

impl JournalError {
    pub(crate) fn io(path: &std::path::Path, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                Self::Full(path.to_owned())
            }
            _ => Self::Io {
                path: path.to_owned(),
                source,
            },
        }
    }
}
