//! How does a restored store take its place, whole or not at all? Made in a folder beside, then renamed; what was there is
//! set aside.
//!
//! `restoring` is being made and counts for nothing. It becomes `restored` in one step once all is written and checked, and
//! from then on the stores in it take their places, also when that is interrupted: the next to open the folder goes on.

use super::error::RestoreError;
use crate::disk::private;
use crate::lock::DirectoryLock;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

const RESTORING: &str = "restoring";
const RESTORED: &str = "restored";
/// What the folders of earlier stores are called, with a number behind.
pub(super) const SET_ASIDE: &str = "before-restore-";
/// Nobody restores more often without taking away what was set aside.
const SET_ASIDE_MAX: u32 = 1_000;

/// A data folder that is being restored. Nobody else may open it or its stores.
pub(super) struct Restoration {
    data_dir: PathBuf,
    _locks: Vec<DirectoryLock>,
}

impl Restoration {
    /// Takes a data folder; refused where a process holds it, and where it has one of these stores and `replace` is not said.
    pub(super) fn begin(
        data_dir: &Path,
        stores: &[&str],
        replace: bool,
    ) -> Result<Self, RestoreError> {
        private::create_dir(data_dir).map_err(at(data_dir))?;
        let mut locks = vec![DirectoryLock::take(data_dir)?];
        for name in stores {
            let store = data_dir.join(name);
            if !store.exists() {
                continue;
            }
            locks.push(DirectoryLock::take(&store)?);
            if !replace {
                return Err(RestoreError::NotEmpty(store));
            }
        }
        let begun = Self {
            data_dir: data_dir.to_owned(),
            _locks: locks,
        };
        remove(&begun.folder())?;
        private::create_dir(&begun.folder()).map_err(at(&begun.folder()))?;
        Ok(begun)
    }

    /// Gives the folder in which the stores are made.
    pub(super) fn folder(&self) -> PathBuf {
        self.data_dir.join(RESTORING)
    }

    /// Lets the new stores take their places; gives the folder in which the old ones are, if there were any.
    pub(super) fn install(self) -> Result<Option<PathBuf>, RestoreError> {
        let restored = self.data_dir.join(RESTORED);
        fs::rename(self.folder(), &restored).map_err(at(&restored))?;
        sync(&self.data_dir)?;
        take_places(&self.data_dir)
    }
}

impl Drop for Restoration {
    /// Leaves nothing half restored.
    fn drop(&mut self) {
        // Where this fails it is in nobody's way, and the next restore takes it away.
        let _ = remove(&self.folder());
    }
}

/// Goes on where a restore was interrupted; says whether there was one to be finished. Called before a data folder is opened.
pub fn finish_interrupted(data_dir: &Path) -> Result<bool, RestoreError> {
    let (begun, whole) = (data_dir.join(RESTORING), data_dir.join(RESTORED));
    if !begun.exists() && !whole.exists() {
        return Ok(false);
    }
    // Held by a restore that goes on this moment.
    let _lock = DirectoryLock::take(data_dir)?;
    remove(&begun)?;
    if !whole.exists() {
        return Ok(false);
    }
    take_places(data_dir)?;
    Ok(true)
}

fn take_places(data_dir: &Path) -> Result<Option<PathBuf>, RestoreError> {
    let restored = data_dir.join(RESTORED);
    let mut set_aside = None;
    let names = names(&restored)?;
    let aside = folder_aside(data_dir, &names)?;
    for name in names {
        let place = data_dir.join(&name);
        if place.exists() {
            private::create_dir(&aside).map_err(at(&aside))?;
            let there = aside.join(&name);
            fs::rename(&place, &there).map_err(at(&place))?;
            sync(&aside)?;
            set_aside = Some(aside.clone());
        }
        fs::rename(restored.join(&name), &place).map_err(at(&place))?;
        sync(data_dir)?;
    }
    fs::remove_dir(&restored).map_err(at(&restored))?;
    sync(data_dir)?;
    Ok(set_aside)
}

/// Finds where stores can be set aside: beside those of the same restore, also where that was interrupted, and never among those
/// of an earlier.
fn folder_aside(data_dir: &Path, names: &[String]) -> Result<PathBuf, RestoreError> {
    for number in 1..=SET_ASIDE_MAX {
        let aside = data_dir.join(format!("{SET_ASIDE}{number}"));
        if !names.iter().any(|name| aside.join(name).exists()) {
            return Ok(aside);
        }
    }
    let full = io::Error::other("too many earlier stores are set aside here: take some away");
    Err(at(data_dir)(full))
}

fn names(dir: &Path) -> Result<Vec<String>, RestoreError> {
    let mut names = Vec::new();
    for entry in fs::read_dir(dir).map_err(at(dir))? {
        if let Ok(name) = entry.map_err(at(dir))?.file_name().into_string() {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

fn remove(dir: &Path) -> Result<(), RestoreError> {
    match fs::remove_dir_all(dir) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => Err(at(dir)(source)),
        _ => Ok(()),
    }
}

fn sync(dir: &Path) -> Result<(), RestoreError> {
    let synced = fs::File::open(dir).and_then(|dir| dir.sync_all());
    synced.map_err(at(dir))
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> RestoreError {
    let path = path.to_owned();
    move |source| RestoreError::Folder { path, source }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn write(data_dir: &Path, file: &str, text: &str) {
        let path = data_dir.join(file);
        private::create_dir(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(data_dir: &Path, file: &str) -> String {
        fs::read_to_string(data_dir.join(file)).unwrap_or_default()
    }

    #[test]
    fn a_store_that_is_there_goes_only_where_that_is_said() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), "ledger/rows", "old");
        let refused = Restoration::begin(dir.path(), &["ledger"], false)
            .err()
            .unwrap();
        assert!(
            refused.to_string().ends_with("ledger has a store already"),
            "{refused}"
        );
        let begun = Restoration::begin(dir.path(), &["ledger"], true).unwrap();
        write(dir.path(), "restoring/ledger/rows", "new");
        let aside = begun.install().unwrap().unwrap();
        assert_eq!(read(dir.path(), "ledger/rows"), "new");
        assert_eq!(read(&aside, "ledger/rows"), "old");
        assert!(!dir.path().join("restored").exists());
    }

    #[test]
    fn a_restore_that_is_given_up_leaves_everything_as_it_was() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), "ledger/rows", "old");
        let begun = Restoration::begin(dir.path(), &["ledger"], true).unwrap();
        write(dir.path(), "restoring/ledger/rows", "half");
        drop(begun);
        assert_eq!(names(dir.path()).unwrap(), ["ledger", "lock"]);
        write(
            dir.path(),
            "restoring/ledger/rows",
            "left by a process that was killed",
        );
        assert!(!finish_interrupted(dir.path()).unwrap());
        assert_eq!(names(dir.path()).unwrap(), ["ledger", "lock"]);
        assert_eq!(read(dir.path(), "ledger/rows"), "old");
    }

    #[test]
    fn wherever_it_is_interrupted_the_next_to_open_the_folder_goes_on() {
        for catalogue_is_in_place in [false, true] {
            let dir = tempfile::tempdir().unwrap();
            write(dir.path(), "ledger/rows", "old");
            write(dir.path(), "restored/ledger/rows", "new");
            let catalogue = match catalogue_is_in_place {
                true => "catalogue/records",
                false => "restored/catalogue/records",
            };
            write(dir.path(), catalogue, "new");
            assert!(finish_interrupted(dir.path()).unwrap());
            assert_eq!(read(dir.path(), "ledger/rows"), "new");
            assert_eq!(read(dir.path(), "catalogue/records"), "new");
            assert!(!finish_interrupted(dir.path()).unwrap());
        }
    }

    #[test]
    fn a_folder_that_a_process_holds_is_not_touched() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), "ledger/rows", "old");
        let held = DirectoryLock::take(&dir.path().join("ledger")).unwrap();
        let refused = Restoration::begin(dir.path(), &["ledger"], true);
        assert!(matches!(refused, Err(RestoreError::Lock(_))));
        drop(held);
        Restoration::begin(dir.path(), &["ledger"], true).unwrap();
    }
}
