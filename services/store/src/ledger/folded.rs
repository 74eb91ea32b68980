//! What is the case in memory? The typed state, and what is known of its rows as a whole.

use super::head::Head;
use super::record::Row;
use super::row_sums::RowSums;
use super::seam::LedgerState;

/// Everything that follows from a snapshot and the journal after it.
pub(crate) struct Folded<S> {
    pub(crate) state: S,
    pub(crate) sums: RowSums,
    head: Head,
}

impl<S: LedgerState> Folded<S> {
    /// Begins without rows.
    pub(crate) fn empty(head: Head) -> Self {
        Self {
            state: S::default(),
            sums: RowSums::default(),
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

    /// Keeps count of a row that changed.
    pub(crate) fn count(&mut self, row: &Row) {
        match &row.value {
            Some(value) => self.sums.put(&row.key, value),
            None => self.sums.remove(&row.key),
        }
    }

    /// Takes in a row read from disk.
    pub(crate) fn load(&mut self, row: &Row) -> Result<(), String> {
        self.count(row);
        match &row.value {
            Some(value) => self.state.load(&row.key, value),
            None => self.state.unload(&row.key),
        }
    }
}
