//! Which keys are there, and when is one made or destroyed? Made before anything covered with it is acknowledged, destroyed for good.

use super::envelope::{self, KEY_BYTES, Key, NONCE_BYTES, is_sealed};
use super::error::KeyringError;
use super::files::{self, ERASED, KEYS};
use super::portable::PortableKeys;
use crate::disk::Disk;
use navette_domain::privacy::Secret;
use parking_lot::Mutex;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Fills bytes so that nobody can guess them; the process's own door to chance, or a simulator's.
pub type Chance = Box<dyn FnMut(&mut [u8]) -> io::Result<()> + Send>;

/// How many keys are made when one is needed: owners come in the order of their numbers, and the file is written once for many.
pub const KEYS_MADE_AT_ONCE: u64 = 32;

/// A copy of all keys, for a backup: whoever has it and the rows can read both.
pub type KeyCopy = Secret<Vec<u8>>;

/// The keys of all owners, in memory and in one file.
pub struct Keyring {
    disk: Arc<dyn Disk>,
    dir: PathBuf,
    inner: Mutex<Inner>,
}

struct Inner {
    keys: BTreeMap<u64, Key>,
    erased: BTreeSet<u64>,
    /// The file still has keys of the erased: the power went between the two writings.
    stale: bool,
    chance: Chance,
}

impl Keyring {
    /// Reads the keys in a directory, or begins without any. Nothing is written: whoever holds the directory says when.
    pub fn open(disk: Arc<dyn Disk>, dir: &Path, chance: Chance) -> Result<Self, KeyringError> {
        let made = disk.create_dir(dir);
        made.map_err(|source| KeyringError::io(dir, source))?;
        let mut keys = files::read_keys(&*disk, &dir.join(KEYS))?.unwrap_or_default();
        let erased = files::read_erased(&*disk, &dir.join(ERASED))?;
        let found = keys.len();
        keys.retain(|owner, _| !erased.contains(owner));
        let stale = keys.len() < found;
        let inner = Inner {
            keys,
            erased,
            stale,
            chance,
        };
        Ok(Self {
            disk,
            dir: dir.to_owned(),
            inner: Mutex::new(inner),
        })
    }

    /// Tells whether a directory has keys.
    pub fn is_in(dir: &Path) -> bool {
        dir.join(KEYS).exists()
    }

    /// Puts keys from a backup into a directory that has none, but those of the erased; gives back how many there are.
    ///
    /// `erased` are the owners who were erased up to now, also after the backup was made: what it holds of them stays unreadable.
    pub fn restore(
        disk: &dyn Disk,
        dir: &Path,
        copy: &KeyCopy,
        erased: &BTreeSet<u64>,
    ) -> Result<usize, KeyringError> {
        let path = dir.join(KEYS);
        let made = disk.create_dir(dir);
        made.map_err(|source| KeyringError::io(dir, source))?;
        if files::read_keys(disk, &path)?.is_some() {
            return Err(KeyringError::NotEmpty(path));
        }
        let damaged = |what| KeyringError::Damaged { path, what };
        let mut keys = files::parse_keys(copy.expose()).map_err(damaged)?;
        let mut all = files::read_erased(disk, &dir.join(ERASED))?;
        all.extend(erased);
        keys.retain(|owner, _| !all.contains(owner));
        files::write(disk, dir, ERASED, &files::erased_file(&all))?;
        files::write(disk, dir, KEYS, &files::keys_file(&keys))?;
        Ok(keys.len())
    }

    /// Covers a value that stands at this place. An owner without a key gets one, which is safe on disk when this returns.
    pub fn seal(&self, owner: u64, place: &[u8], value: Vec<u8>) -> Result<Vec<u8>, KeyringError> {
        let mut inner = self.inner.lock();
        if inner.erased.contains(&owner) {
            return Err(KeyringError::Destroyed(owner));
        }
        if !inner.keys.contains_key(&owner) {
            self.make_from(&mut inner, owner)?;
        }
        let mut nonce = [0; NONCE_BYTES];
        (inner.chance)(&mut nonce).map_err(KeyringError::Chance)?;
        let key = inner.keys.get(&owner);
        let key = key.ok_or_else(|| self.missing(owner))?;
        envelope::seal(owner, key, nonce, place, value)
    }

    /// Takes the cover off a value; nothing where its key was destroyed. One that was never covered is given as it is.
    pub fn open_value<'v>(
        &self,
        place: &[u8],
        stored: &'v [u8],
    ) -> Result<Option<Cow<'v, [u8]>>, KeyringError> {
        if !is_sealed(stored) {
            return Ok(Some(Cow::Borrowed(stored)));
        }
        let inner = self.inner.lock();
        let owner = envelope::owner_of(stored).unwrap_or_default();
        match inner.keys.get(&owner) {
            Some(key) => {
                let value = envelope::open(owner, key, place, stored)?;
                Ok(Some(Cow::Owned(value)))
            }
            None if inner.erased.contains(&owner) => Ok(None),
            None => Err(self.missing(owner)),
        }
    }

    /// Destroys keys for good: nothing that was covered with them can be read any more, wherever it is. Repeating it is safe.
    ///
    /// After an error nothing is destroyed for certain: try again.
    pub fn destroy(&self, owners: impl IntoIterator<Item = u64>) -> Result<(), KeyringError> {
        let mut inner = self.inner.lock();
        let mut erased = inner.erased.clone();
        erased.extend(owners);
        if erased.len() == inner.erased.len() && !inner.stale {
            return Ok(());
        }
        // First the names: a key that is still there with its name on the list is destroyed at the next opening.
        files::write(&*self.disk, &self.dir, ERASED, &files::erased_file(&erased))?;
        let mut keys = inner.keys.clone();
        keys.retain(|owner, _| !erased.contains(owner));
        inner.erased = erased;
        inner.stale = true;
        files::write(&*self.disk, &self.dir, KEYS, &files::keys_file(&keys))?;
        inner.keys = keys;
        inner.stale = false;
        Ok(())
    }

    /// Gives the owners with a key.
    pub fn owners(&self) -> Vec<u64> {
        self.inner.lock().keys.keys().copied().collect()
    }

    /// Gives the owners whose keys were destroyed.
    pub fn erased(&self) -> BTreeSet<u64> {
        self.inner.lock().erased.clone()
    }

    /// Gives all keys as they are now, for a backup. It belongs in another place than the rows.
    pub fn copy(&self) -> KeyCopy {
        files::keys_file(&self.inner.lock().keys).into()
    }

    /// Gives the keys and the erased as they are now, to be kept beside the backups of a library.
    pub fn portable(&self, library: &str) -> PortableKeys {
        let inner = self.inner.lock();
        PortableKeys {
            library: library.to_owned(),
            copy: files::keys_file(&inner.keys).into(),
            erased: inner.erased.clone(),
            sealing: None,
        }
    }

    /// Makes a key for this owner, and for those who will come next.
    fn make_from(&self, inner: &mut Inner, owner: u64) -> Result<(), KeyringError> {
        let mut keys = inner.keys.clone();
        for next in owner..owner.saturating_add(KEYS_MADE_AT_ONCE) {
            if keys.contains_key(&next) || inner.erased.contains(&next) {
                continue;
            }
            let mut key = [0; KEY_BYTES];
            (inner.chance)(&mut key).map_err(KeyringError::Chance)?;
            keys.insert(next, Secret::new(key));
        }
        files::write(&*self.disk, &self.dir, KEYS, &files::keys_file(&keys))?;
        inner.keys = keys;
        Ok(())
    }

    fn missing(&self, owner: u64) -> KeyringError {
        let path = self.dir.join(KEYS);
        KeyringError::Missing { owner, path }
    }
}
