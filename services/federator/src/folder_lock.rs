//! Is a data folder ours alone? Taken for as long as the file is held.

use crate::error::FederatorError;
use navette_store::disk::private;
use std::fs::{File, TryLockError};
use std::path::Path;

/// Takes the data folder for this process alone.
pub(crate) fn lock_folder(folder: &Path) -> Result<File, FederatorError> {
    let failed = |source| FederatorError::Folder {
        path: folder.to_owned(),
        source,
    };
    private::create_dir(folder).map_err(failed)?;
    let mut options = private::file_options();
    let file = options.write(true).create(true).truncate(true);
    let file = file.open(folder.join("lock")).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(FederatorError::FolderInUse(folder.to_owned())),
        Err(TryLockError::Error(source)) => Err(failed(source)),
    }
}
