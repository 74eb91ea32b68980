//! Why can a node not start, or not go on? Each names the thing and the place.

use crate::config_error::ConfigError;
use navette_indexer::search::IndexError;
use navette_operation::WorkEnded;
use navette_store::backup::RestoreError;
use navette_store::catalogue::StoreError;
use navette_store::keyring::KeyringError;
use navette_store::ledger::LedgerError;
use navette_trust::PutOutError;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Why a node cannot run.
#[derive(Debug, thiserror::Error)]
pub enum NodeError {
    /// Its settings cannot be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// Its folder cannot be used.
    #[error("data folder {path}: {source}")]
    DataDir {
        /// Which folder.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Its catalogue cannot be opened; a folder in use by another node is told so.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Work that goes on for as long as it runs has ended.
    #[error(transparent)]
    Work(WorkEnded),
    /// Its ledger cannot be opened.
    #[error("ledger: {0}")]
    Ledger(#[from] LedgerError),
    /// The keys of its patrons cannot be read or written.
    #[error("keys: {0}")]
    Keys(#[from] KeyringError),
    /// What it shows to others cannot be used.
    #[error("certificate {path}: {reason}: `navette join` gets one")]
    Credential {
        /// Which file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// The key to which others seal what they ask cannot be used.
    #[error(
        "sealing key {path}: {reason}: take the file away, and another key is made at the next start"
    )]
    SealingKey {
        /// Which file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// What it knows of revoked certificates cannot be read or kept.
    #[error("{0}: take the file away, and the federator names them again")]
    PutOut(PutOutError),
    /// Its desk cannot be opened.
    #[error("desk: {0}")]
    Desk(String),
    /// A backup of it cannot be made or put back.
    #[error(transparent)]
    Restore(#[from] RestoreError),
    /// There is nothing to make a backup of.
    #[error("{0} holds nothing of a node: is data_dir the right folder?")]
    NothingKept(PathBuf),
    /// Its search index cannot be opened or written.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// Somebody else listens there.
    #[error("{0} is in use by another process: stop it, or choose another port with listen")]
    PortInUse(SocketAddr),
    /// It cannot listen there.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// What the system says.
        source: std::io::Error,
    },
    /// A thread cannot be started.
    #[error("cannot start a thread: {0}")]
    Thread(std::io::Error),
    /// The server broke.
    #[error("the server stopped: {0}")]
    Serving(String),
}
