//! Where are the keys that belong to a backup? Beside it under its name with `.keys`, unless another place was named.

use crate::failure::Failure;
use navette_store::keyring::PortableKeys;
use std::path::{Path, PathBuf};

/// The file of keys that belongs to a backup.
pub(crate) struct BesideBackup {
    path: PathBuf,
    /// Somebody named it: it must be there.
    named: bool,
}

impl BesideBackup {
    /// Finds the place.
    pub(crate) fn of(backup: &Path, named: Option<&Path>) -> Self {
        let usual = || {
            let name = backup.file_name().unwrap_or_default().to_string_lossy();
            backup.with_file_name(format!("{name}.keys"))
        };
        Self {
            path: named.map_or_else(usual, Path::to_owned),
            named: named.is_some(),
        }
    }

    /// Gives the place.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Fails where somebody named a place.
    pub(crate) fn refuse_named(&self, why: &str) -> Result<(), Failure> {
        match self.named {
            true => Err(Failure::usage(why)),
            false => Ok(()),
        }
    }

    /// Reads the keys; nothing where there are none in the usual place.
    pub(crate) fn read(&self) -> Result<Option<(PathBuf, PortableKeys)>, Failure> {
        if !self.named && !self.path.exists() {
            return Ok(None);
        }
        let shown = self.path.display();
        let keys = PortableKeys::read(&self.path);
        let keys = keys.map_err(|error| Failure::other(format!("{shown}: {error}")))?;
        Ok(Some((self.path.clone(), keys)))
    }
}
