//! How is state kept without a disk? For tests, the simulator, and to check the others against.

use super::{Pair, State, StateError, StateHome, Write};
use parking_lot::RwLock;
use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

/// State that is gone with the process.
#[derive(Default)]
pub struct MemoryState(RwLock<BTreeMap<Vec<u8>, Vec<u8>>>);

/// Begins with nothing each time, so that everything is folded from the journal.
#[derive(Clone, Copy, Debug, Default)]
pub struct MemoryStateHome;

impl State for MemoryState {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StateError> {
        Ok(self.0.read().get(key).cloned())
    }

    fn apply(&self, writes: Vec<Write>) -> Result<(), StateError> {
        let mut map = self.0.write();
        for (key, value) in writes {
            match value {
                Some(value) => map.insert(key, value),
                None => map.remove(&key),
            };
        }
        Ok(())
    }

    fn page(&self, prefix: &[u8], after: &[u8], limit: usize) -> Result<Vec<Pair>, StateError> {
        let from = if after < prefix {
            Bound::Included(prefix)
        } else {
            Bound::Excluded(after)
        };
        let map = self.0.read();
        let pairs = map
            .range::<[u8], _>((from, Bound::Unbounded))
            .take_while(|(key, _)| key.starts_with(prefix))
            .take(limit)
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        Ok(pairs)
    }

    fn flush(&self) -> Result<(), StateError> {
        Ok(())
    }
}

impl StateHome for MemoryStateHome {
    fn open(&self) -> Result<Arc<dyn State>, StateError> {
        Ok(Arc::new(MemoryState::default()))
    }

    fn set_aside(&self) -> Result<(), StateError> {
        Ok(())
    }

    fn remove_empty(&self) -> Result<(), StateError> {
        Ok(())
    }

    fn erase(&self) -> Result<(), StateError> {
        Ok(())
    }
}
