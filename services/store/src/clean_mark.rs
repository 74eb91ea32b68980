//! Was the store closed in order, and where did its journal end then?

use crate::disk::Disk;
use crate::journal::{Journal, JournalError, Position};
use std::path::PathBuf;
use std::sync::Arc;

/// A small file that says where the journal ended when the store was closed in order.
pub(crate) struct CleanMark {
    pub(crate) disk: Arc<dyn Disk>,
    pub(crate) path: PathBuf,
}

impl CleanMark {
    /// Takes the mark away and refuses a journal that is shorter than it was when the store was closed.
    pub(crate) fn check(&self, journal: &Journal) -> Result<(), JournalError> {
        let closed_at = self
            .take()
            .map_err(|source| JournalError::io(&self.path, source))?;
        let end = journal.end();
        if closed_at.is_some_and(|closed_at| closed_at > end) {
            let what = "the journal went on from here when the store was closed";
            return Err(journal.segments().damaged(end.segment, end.offset, what));
        }
        Ok(())
    }

    /// Reads and removes the mark; an unreadable one counts as none.
    fn take(&self) -> std::io::Result<Option<Position>> {
        let Ok(file) = self.disk.open(&self.path) else {
            return Ok(None);
        };
        let mut bytes = [0; 12];
        let read = file.read_at(0, &mut bytes)?;
        drop(file);
        self.disk.remove(&self.path)?;
        self.sync_dir()?;
        let number = |at: usize| {
            let part = bytes.get(at..at + 4).and_then(|part| part.try_into().ok());
            part.map_or(0, u32::from_le_bytes)
        };
        let whole = read == bytes.len() && crc32c::crc32c(&bytes[..8]) == number(8);
        Ok(whole.then(|| Position {
            segment: number(0),
            offset: number(4),
        }))
    }

    /// Leaves the mark; where that fails the next opening simply has none.
    pub(crate) fn leave(&self, end: Position) {
        let mut bytes = [end.segment.to_le_bytes(), end.offset.to_le_bytes()].concat();
        bytes.extend_from_slice(&crc32c::crc32c(&bytes).to_le_bytes());
        let left = self.disk.create(&self.path).and_then(|file| {
            file.append(&bytes)?;
            file.sync_data()
        });
        if left.is_ok() {
            let _ = self.sync_dir();
        }
    }

    fn sync_dir(&self) -> std::io::Result<()> {
        match self.path.parent() {
            Some(dir) => self.disk.sync_dir(dir),
            None => Ok(()),
        }
    }
}
