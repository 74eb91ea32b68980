//! What has been folded and is not yet shown to readers? A layer over the state that becomes one batch.

use super::{State, StateError, Write, open_value, seal_value};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Room that is kept for the next batch, in writes; to empty more, again and again, would cost more than to ask for it anew.
const ROOM_KEPT: usize = 1_024;

/// Reads through to the state; collects writes until they are taken as a batch.
pub struct Pending {
    state: Arc<dyn State>,
    writes: FxHashMap<Vec<u8>, Option<Vec<u8>>>,
}

impl Pending {
    /// Begins without writes over a state.
    pub fn over(state: Arc<dyn State>) -> Self {
        Self {
            state,
            writes: FxHashMap::default(),
        }
    }

    /// Gives the state below.
    pub fn state(&self) -> &Arc<dyn State> {
        &self.state
    }

    /// Gives the newest value of a key, opened.
    pub fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StateError> {
        match self.writes.get(key) {
            Some(Some(sealed)) => Ok(Some(open_value(key, sealed)?.to_vec())),
            Some(None) => Ok(None),
            None => match self.state.get(key)? {
                Some(sealed) => Ok(Some(open_value(key, &sealed)?.to_vec())),
                None => Ok(None),
            },
        }
    }

    /// Writes a value, sealing it.
    pub fn put(&mut self, key: Vec<u8>, body: &[u8]) {
        let sealed = seal_value(&key, body);
        self.writes.insert(key, Some(sealed));
    }

    /// Removes a key.
    pub fn remove(&mut self, key: Vec<u8>) {
        self.writes.insert(key, None);
    }

    /// Counts the writes.
    pub fn len(&self) -> usize {
        self.writes.len()
    }

    /// Tells whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.writes.is_empty()
    }

    /// Gives the writes to the state as one batch; they are gone from here whatever it answers.
    pub fn apply(&mut self) -> Result<(), StateError> {
        let mut writes: Vec<Write> = self.writes.drain().collect();
        if self.writes.capacity() > ROOM_KEPT {
            self.writes = FxHashMap::default();
        }
        // Neighbours share a page of the tree.
        writes.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        self.state.apply(writes)
    }
}
