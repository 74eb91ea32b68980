//! What is the case in memory? The typed state, and what is known of its rows as a whole.

use super::cover::Cover;
use super::head::Head;
use super::record::Row;
use super::row_sums::RowSums;
use super::seam::LedgerState;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Everything that follows from a snapshot and the journal after it.
pub(crate) struct Folded<S> {
    pub(crate) state: S,
    pub(crate) sums: RowSums,
    /// The keys of rows that are on disk and were made unreadable on purpose: the state is without them.
    pub(crate) gone: BTreeSet<Vec<u8>>,
    cover: Arc<dyn Cover>,
    head: Head,
}

impl<S: LedgerState> Folded<S> {
    /// Begins without rows.
    pub(crate) fn empty(head: Head, cover: Arc<dyn Cover>) -> Self {
        Self {
            state: S::default(),
            sums: RowSums::default(),
            gone: BTreeSet::new(),
            cover,
            head,
        }
    }

    /// Gives the head as it is now.
    pub(crate) fn head(&self) -> Head {
        Head {
            rows: self.sums.count(),
            fingerprint: self.sums.sum(),
            ..self.head
        }
    }

    /// Gives what the rows do not say: incarnations and place in the journal.
    pub(crate) fn head_mut(&mut self) -> &mut Head {
        &mut self.head
    }

    /// Gives the cover under which rows are on disk.
    pub(crate) fn cover(&self) -> &Arc<dyn Cover> {
        &self.cover
    }

    /// Keeps count of a row that changed.
    pub(crate) fn count(&mut self, row: &Row) {
        self.gone.remove(&row.key);
        match &row.value {
            Some(value) => self.sums.put(&row.key, value),
            None => self.sums.remove(&row.key),
        }
    }

    /// Takes in a row read from disk.
    pub(crate) fn load(&mut self, row: &Row) -> Result<(), String> {
        self.count(row);
        let Some(stored) = &row.value else {
            return self.state.unload(&row.key);
        };
        if let Some(value) = self.cover.take_off(&row.key, stored)? {
            return self.state.load(&row.key, &value);
        }
        self.gone.insert(row.key.clone());
        self.state.unload(&row.key)
    }
}
