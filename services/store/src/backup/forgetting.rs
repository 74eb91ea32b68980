//! How does what a restore has set aside go for good? Keys are overwritten first: a file that is only removed can be found again.

use super::error::RestoreError;
use super::installing::SET_ASIDE;
use crate::disk::{Disk, RealDisk};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Where keys are in a folder that was set aside.
const KEYS: &str = "keys";

/// Removes all that restores have set aside in a data folder, its keys first; gives the folders that were there. The process
/// may be running: it does not look there. Repeating it goes on where it was interrupted.
pub fn forget_set_aside(data_dir: &Path) -> Result<Vec<PathBuf>, RestoreError> {
    let mut forgotten = Vec::new();
    for entry in fs::read_dir(data_dir).map_err(at(data_dir))? {
        let entry = entry.map_err(at(data_dir))?;
        let name = entry.file_name();
        let set_aside = name.to_str().is_some_and(|name| {
            let number = name.strip_prefix(SET_ASIDE);
            number.is_some_and(|number| number.parse::<u32>().is_ok())
        });
        if set_aside {
            forgotten.push(entry.path());
        }
    }
    forgotten.sort();
    for folder in &forgotten {
        wipe_keys(&folder.join(KEYS))?;
        fs::remove_dir_all(folder).map_err(at(folder))?;
    }
    RealDisk.sync_dir(data_dir).map_err(at(data_dir))?;
    Ok(forgotten)
}

fn wipe_keys(keys: &Path) -> Result<(), RestoreError> {
    let entries = match fs::read_dir(keys) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(at(keys))?,
    };
    for entry in entries {
        let path = entry.map_err(at(keys))?.path();
        RealDisk.wipe(&path).map_err(at(&path))?;
    }
    Ok(())
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> RestoreError {
    let path = path.to_owned();
    move |source| RestoreError::Folder { path, source }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::os::unix::fs::FileExt;

    #[test]
    fn what_was_set_aside_goes_its_keys_overwritten_and_nothing_else_does() {
        let dir = tempfile::tempdir().unwrap();
        for file in [
            "before-restore-1/keys/patron-keys",
            "before-restore-2/ledger/rows",
            "before-restore-notes/keys/mine",
            "keys/patron-keys",
        ] {
            let path = dir.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "secret").unwrap();
        }
        let old = fs::File::open(dir.path().join("before-restore-1/keys/patron-keys")).unwrap();
        let gone = forget_set_aside(dir.path()).unwrap();
        let expected = ["before-restore-1", "before-restore-2"];
        assert_eq!(gone, expected.map(|name| dir.path().join(name)));
        assert!(gone.iter().all(|folder| !folder.exists()));
        // Whoever still has the file open reads nothing in it.
        let mut left = [1; 6];
        old.read_exact_at(&mut left, 0).unwrap();
        assert_eq!(left, [0; 6]);
        for kept in ["before-restore-notes/keys/mine", "keys/patron-keys"] {
            assert_eq!(fs::read_to_string(dir.path().join(kept)).unwrap(), "secret");
        }
        assert_eq!(forget_set_aside(dir.path()).unwrap(), Vec::<PathBuf>::new());
    }
}
