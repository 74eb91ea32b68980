//! Is somebody else using this directory? Two writers of one store would destroy it.

use crate::disk::private;
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// Says why a directory could not be taken.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process, or this one, has it open.
    #[error("the store in {} is already open; stop the other process first", .0.display())]
    Taken(PathBuf),
    /// The lock file could not be made.
    #[error("the lock file {} cannot be used: {source}", path.display())]
    Unusable {
        /// The lock file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
}

/// Holds a directory until dropped; the operating system lets go of it when the process dies.
#[derive(Debug)]
pub struct DirectoryLock {
    file: File,
}

impl Drop for DirectoryLock {
    fn drop(&mut self) {
        // Closing is not enough: a child process being started at this moment has a copy of the file.
        let _ = self.file.unlock();
    }
}

impl DirectoryLock {
    /// Takes an existing directory.
    pub fn take(dir: &Path) -> Result<Self, LockError> {
        let path = dir.join("lock");
        let mut options = private::file_options();
        let opened = options.write(true).create(true).truncate(false).open(&path);
        let file = opened.map_err(|source| LockError::Unusable {
            path: path.clone(),
            source,
        })?;
        match file.try_lock() {
            Ok(()) => Ok(Self { file }),
            Err(TryLockError::WouldBlock) => Err(LockError::Taken(dir.to_owned())),
            Err(TryLockError::Error(source)) => Err(LockError::Unusable { path, source }),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_directory_taken_twice_is_refused_by_name() {
        let dir = tempfile::tempdir().unwrap();
        let first = DirectoryLock::take(dir.path()).unwrap();
        let message = DirectoryLock::take(dir.path()).unwrap_err().to_string();
        assert!(message.contains(dir.path().to_str().unwrap()), "{message}");
        drop(first);
        DirectoryLock::take(dir.path()).unwrap();
    }
}
