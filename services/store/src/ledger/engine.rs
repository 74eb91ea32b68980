//! Where are the rows kept between two openings? In a state engine that may be lost: memory and journal have it all.

use super::head::Head;
use super::record::Row;
use crate::state::{AbsentState, Pending, State, StateError, StateHome, for_each_pair, open_value};
use std::sync::Arc;

/// Key of the head.
pub(crate) const HEAD_KEY: &[u8] = b"m";
/// First byte of a row's key.
pub(crate) const ROW: &[u8] = b"r";

/// What becomes of an engine that is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Old {
    /// Kept for whoever wants to know what happened; where nothing was in it, there is nothing to be known.
    SetAside,
    /// Removed for good, with every one set aside before.
    Erased,
}

/// The rows on disk, outside the journal.
pub(crate) struct Engine {
    pending: Pending,
    home: Box<dyn StateHome>,
    present: bool,
}

fn absent() -> Pending {
    let nothing: Arc<dyn State> = Arc::new(AbsentState);
    Pending::over(nothing)
}

impl Engine {
    /// Begins closed.
    pub(crate) fn new(home: Box<dyn StateHome>) -> Self {
        Self {
            pending: absent(),
            home,
            present: false,
        }
    }

    /// Tells whether it can be used.
    pub(crate) fn is_present(&self) -> bool {
        self.present
    }

    /// Opens what is there, or begins anew.
    pub(crate) fn open(&mut self) -> Result<(), StateError> {
        self.pending = Pending::over(self.home.open()?);
        self.present = true;
        Ok(())
    }

    /// Goes on without: what is written to it is dropped until it is replaced.
    pub(crate) fn lose(&mut self) {
        // The engine is let go of before its files are moved: it may still write to them by name.
        self.pending = absent();
        self.present = false;
    }

    /// Begins with nothing.
    pub(crate) fn replace(&mut self, old: Old) -> Result<(), StateError> {
        let empty = self.pending.state().is_empty().unwrap_or(false);
        self.lose();
        match old {
            Old::SetAside if empty => self.home.remove_empty()?,
            Old::SetAside => self.home.set_aside()?,
            Old::Erased => self.home.erase()?,
        }
        self.open()
    }

    /// Gives the head, or nothing where there is none.
    pub(crate) fn head(&self) -> Result<Option<Head>, StateError> {
        let Some(sealed) = self.pending.state().get(HEAD_KEY)? else {
            return Ok(None);
        };
        let head = Head::decode(open_value(HEAD_KEY, &sealed)?);
        head.map(Some).ok_or_else(|| StateError::checksum(HEAD_KEY))
    }

    /// Writes a row with the next batch.
    pub(crate) fn put(&mut self, row: &Row) {
        if !self.present {
            return;
        }
        let key = [ROW, &row.key].concat();
        match &row.value {
            Some(value) => self.pending.put(key, value),
            None => self.pending.remove(key),
        }
    }

    /// Counts the rows of the next batch.
    pub(crate) fn waiting(&self) -> usize {
        self.pending.len()
    }

    /// Writes a batch without a head: until one follows, nobody takes this for a whole state.
    pub(crate) fn apply(&mut self) -> Result<(), StateError> {
        self.pending.apply()
    }

    /// Writes a batch with its head, as one.
    pub(crate) fn publish(&mut self, head: &Head) -> Result<(), StateError> {
        self.pending.put(HEAD_KEY.to_vec(), &head.encode());
        self.pending.apply()
    }

    /// Writes out what is held back.
    pub(crate) fn flush(&self) -> Result<(), StateError> {
        self.pending.state().flush()
    }

    /// Visits all published rows in order of their keys; nothing from the visitor ends the walk with an error.
    pub(crate) fn for_each_row(
        &self,
        mut visit: impl FnMut(&[u8], &[u8]) -> Option<()>,
    ) -> Result<(), StateError> {
        for_each_pair(&**self.pending.state(), ROW, |key, body| {
            visit(key.get(ROW.len()..)?, body)
        })
    }
}
