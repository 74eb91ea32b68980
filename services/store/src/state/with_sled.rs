//! How is state kept in sled? As a cache of the journal: never synced per commit, set aside when it is damaged.
//!
//! sled 0.34 detects damage, sometimes by a panic; here both come out as an error.

use super::{Pair, State, StateError, StateHome, Write};
use std::ops::Bound;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How much sled may keep in memory; its own default is 1 GiB.
const CACHE_BYTES: u64 = 1 << 20;

/// State in a sled database.
pub struct SledState(sled::Db);

/// A directory for a sled database, `state` in the store's directory.
#[derive(Clone, Debug)]
pub struct SledStateHome {
    store_dir: PathBuf,
}

impl SledStateHome {
    /// Keeps the state in the `state` directory of a store.
    pub fn below(store_dir: &Path) -> Self {
        Self {
            store_dir: store_dir.to_owned(),
        }
    }

    fn dir(&self) -> PathBuf {
        self.store_dir.join("state")
    }

    fn damaged_dirs(&self) -> std::io::Result<Vec<(u32, PathBuf)>> {
        let mut dirs = Vec::new();
        for entry in std::fs::read_dir(&self.store_dir)? {
            let path = entry?.path();
            let number = path
                .file_name()
                .and_then(|name| name.to_str()?.strip_prefix("state.damaged-")?.parse().ok());
            if let Some(number) = number {
                dirs.push((number, path));
            }
        }
        dirs.sort();
        Ok(dirs)
    }

    fn remove_current(&self) -> std::io::Result<()> {
        let current = self.dir();
        match current.exists() {
            true => std::fs::remove_dir_all(current),
            false => Ok(()),
        }
    }

    fn remove_all(&self) -> std::io::Result<()> {
        self.remove_current()?;
        for (_, path) in self.damaged_dirs()? {
            std::fs::remove_dir_all(path)?;
        }
        Ok(())
    }

    fn move_away(&self) -> std::io::Result<()> {
        let dir = self.dir();
        if !dir.exists() {
            return Ok(());
        }
        let earlier = self.damaged_dirs()?;
        let number = earlier
            .last()
            .map_or(1, |(number, _)| number.saturating_add(1));
        std::fs::rename(&dir, self.store_dir.join(format!("state.damaged-{number}")))?;
        for (_, path) in earlier {
            std::fs::remove_dir_all(path)?;
        }
        Ok(())
    }
}

impl StateHome for SledStateHome {
    fn open(&self) -> Result<Arc<dyn State>, StateError> {
        // Low space: after a rebuild 34 MB for 200,000 records where high throughput takes 62, at the same speed.
        let config = sled::Config::new()
            .path(self.dir())
            .cache_capacity(CACHE_BYTES)
            .flush_every_ms(None)
            .mode(sled::Mode::LowSpace);
        let db = guarded(|| config.open())?;
        Ok(Arc::new(SledState(db)))
    }

    fn set_aside(&self) -> Result<(), StateError> {
        self.move_away()
            .map_err(|error| StateError::Engine(format!("it cannot be set aside: {error}")))
    }

    fn remove_empty(&self) -> Result<(), StateError> {
        self.remove_current().map_err(not_removed)
    }

    fn erase(&self) -> Result<(), StateError> {
        self.remove_all().map_err(not_removed)
    }
}

impl State for SledState {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StateError> {
        let value = guarded(|| self.0.get(key))?;
        Ok(value.map(|value| value.to_vec()))
    }

    fn apply(&self, writes: Vec<Write>) -> Result<(), StateError> {
        let mut batch = sled::Batch::default();
        for (key, value) in writes {
            match value {
                Some(value) => batch.insert(key, value),
                None => batch.remove(key),
            }
        }
        guarded(|| self.0.apply_batch(batch))
    }

    fn page(&self, prefix: &[u8], after: &[u8], limit: usize) -> Result<Vec<Pair>, StateError> {
        let from = if after < prefix {
            Bound::Included(prefix)
        } else {
            Bound::Excluded(after)
        };
        guarded(|| {
            let mut pairs = Vec::new();
            for pair in self
                .0
                .range::<&[u8], _>((from, Bound::Unbounded))
                .take(limit)
            {
                let (key, value) = pair?;
                if !key.starts_with(prefix) {
                    break;
                }
                pairs.push((key.to_vec(), value.to_vec()));
            }
            Ok(pairs)
        })
    }

    fn flush(&self) -> Result<(), StateError> {
        guarded(|| self.0.flush()).map(|_| ())
    }
}

fn not_removed(error: std::io::Error) -> StateError {
    StateError::Engine(format!("it cannot be removed: {error}"))
}

/// Turns sled's errors and its panics into an error of ours.
fn guarded<R>(work: impl FnOnce() -> sled::Result<R>) -> Result<R, StateError> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(StateError::Engine(error.to_string())),
        Err(_) => Err(StateError::Engine("it panicked".to_owned())),
    }
}
