//! Why can a backup not be written, read or put back? Each says what and where.

use crate::catalogue::StoreError;
use crate::keyring::KeyringError;
use crate::ledger::LedgerError;
use crate::lock::LockError;
use std::io;
use std::path::PathBuf;

/// What is wrong with a backup.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The file is something else.
    #[error("this is no backup of Navette: it does not begin like one")]
    NoBackup,
    /// Written by a newer program.
    #[error("this backup is of version {found}, and this program reads up to version {known}")]
    OtherVersion {
        /// What the file says.
        found: u16,
        /// The newest that is known here.
        known: u16,
    },
    /// It ends before its end: the copy was interrupted, or the disk was full.
    #[error("the backup is cut off: it ends at byte {at}, in {inside}")]
    CutOff {
        /// How long the file is.
        at: u64,
        /// What should go on there.
        inside: &'static str,
    },
    /// It is not what was written.
    #[error("the backup is damaged at byte {at}: {what}")]
    Damaged {
        /// Where what is wrong begins.
        at: u64,
        /// What was found.
        what: String,
    },
    /// It cannot be read or written.
    #[error("the backup cannot be read or written: {0}")]
    Io(#[from] io::Error),
    /// The catalogue cannot be read.
    #[error("catalogue: {0}")]
    Catalogue(#[from] StoreError),
}

/// Why nothing was put back; what was there is as it was.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// The backup cannot serve.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// It is of something else.
    #[error("the backup is of {found}, the settings are of {wanted}")]
    Foreign {
        /// Whose it is: node "aire", a federator.
        found: String,
        /// For whom it should be.
        wanted: String,
    },
    /// There is a store already, and nobody said that it may go.
    #[error("{} has a store already", .0.display())]
    NotEmpty(PathBuf),
    /// A process holds the folder.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The ledger cannot be made.
    #[error("ledger: {0}")]
    Ledger(#[from] LedgerError),
    /// The catalogue cannot be made.
    #[error("catalogue: {0}")]
    Catalogue(#[from] StoreError),
    /// What was written back is not what was read.
    #[error("what was restored has the digest {found:032x}, the backup {expected:032x}")]
    Differs {
        /// The digest of the backup's content.
        expected: u128,
        /// The digest of the new stores' content.
        found: u128,
    },
    /// The keys under which its rows are covered are nowhere.
    #[error("the keys of the backup are missing: none were given, and {} has none", .0.display())]
    KeysMissing(PathBuf),
    /// The keys are of something else.
    #[error("the keys are of library \"{found}\", the settings are of library \"{wanted}\"")]
    ForeignKeys {
        /// Whose they are.
        found: String,
        /// Whose they should be.
        wanted: String,
    },
    /// A key is nowhere, and nobody was erased who had it.
    #[error(
        "the keys do not open the backup: key {0} is missing, and nobody was erased who had it"
    )]
    KeyMissing(u64),
    /// The keys are those of something else.
    #[error("the keys do not open the backup: {0}")]
    Keys(#[from] KeyringError),
    /// What was restored cannot be brought up to date.
    #[error("what was restored cannot be used: {0}")]
    Unusable(String),
    /// A folder cannot be made, moved or removed.
    #[error("{}: {source}", path.display())]
    Folder {
        /// Which folder or file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
}
