//! Why can a federator not start or run?

use navette_operation::WorkEnded;
use std::net::SocketAddr;
use std::path::PathBuf;

/// What breaks a federator.
#[derive(Debug, thiserror::Error)]
pub enum FederatorError {
    /// The configuration cannot be read.
    #[error("configuration {path}: {reason}")]
    Config {
        /// Which file, or "(text)".
        path: String,
        /// What is wrong, with key and value.
        reason: String,
    },
    /// The address is taken or not ours.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// Which address.
        address: SocketAddr,
        /// What the system says.
        source: std::io::Error,
    },
    /// The data folder cannot be used.
    #[error("data folder {path}: {source}")]
    Folder {
        /// Which folder.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Work that goes on for as long as it runs has ended.
    #[error(transparent)]
    Work(WorkEnded),
    /// No authority has been founded.
    #[error("there is no authority in {0}: `navette federator init` founds one")]
    NotFounded(PathBuf),
    /// The authority, or the federator's own certificate, cannot be used.
    #[error("authority: {0}")]
    Authority(String),
    /// Another federator uses the data folder.
    #[error("data folder {0} is used by another federator")]
    FolderInUse(PathBuf),
    /// A copy of a member's catalogue cannot be kept.
    #[error("copy of library \"{library}\": {source}")]
    Copy {
        /// Whose.
        library: String,
        /// Why.
        source: navette_indexer::search::IndexError,
    },
    /// The ledger of requests and journeys cannot be kept.
    #[error("ledger: {0}")]
    Ledger(navette_store::ledger::LedgerError),
    /// A backup cannot be made or put back.
    #[error(transparent)]
    Restore(#[from] navette_store::backup::RestoreError),
    /// There is nothing to make a backup of.
    #[error("{0} holds nothing of a federator: is data_dir the right folder?")]
    NothingKept(PathBuf),
    /// The server broke.
    #[error("server: {0}")]
    Server(String),
}
