//! Which file holds a place in the journal?

use super::JournalError;
use crate::disk::{Disk, DiskFile};
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How many segment files are kept open for reading.
const OPEN_FILES: usize = 16;

/// A place in the journal: a segment and an offset in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Number of the segment, from 1.
    pub segment: u32,
    /// Bytes from the start of the segment.
    pub offset: u32,
}

impl std::fmt::Display for Position {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.segment, self.offset)
    }
}

/// The segment files of one journal, readable from any thread.
pub struct Segments {
    disk: Arc<dyn Disk>,
    dir: PathBuf,
    open: Mutex<BTreeMap<u32, Arc<dyn DiskFile>>>,
}

impl Segments {
    pub(crate) fn new(disk: Arc<dyn Disk>, dir: PathBuf) -> Self {
        Self {
            disk,
            dir,
            open: Mutex::new(BTreeMap::new()),
        }
    }

    pub(crate) fn disk(&self) -> &dyn Disk {
        &*self.disk
    }

    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    pub(crate) fn path(&self, segment: u32) -> PathBuf {
        self.dir.join(format!("{segment:08}.journal"))
    }

    /// Lists the numbers of the segments from the first that counts; a gap is damage.
    pub(crate) fn numbers_from(&self, first: u32) -> Result<Vec<u32>, JournalError> {
        let mut numbers = self.all_numbers()?;
        numbers.retain(|number| *number >= first);
        for (number, expected) in numbers.iter().zip(first..) {
            if *number != expected {
                return Err(self.damaged(expected, 0, "the segment is missing"));
            }
        }
        if numbers.is_empty() && first > 1 {
            return Err(self.damaged(first, 0, "the segment is missing"));
        }
        Ok(numbers)
    }

    /// Gives the number of the first segment there is.
    pub(crate) fn first_number(&self) -> Result<Option<u32>, JournalError> {
        Ok(self.all_numbers()?.first().copied())
    }

    /// Removes the segments before one, and makes that safe.
    pub(crate) fn discard_before(&self, first: u32) -> Result<(), JournalError> {
        let mut numbers = self.all_numbers()?;
        numbers.retain(|number| *number < first);
        if numbers.is_empty() {
            return Ok(());
        }
        for number in numbers {
            self.open.lock().remove(&number);
            let path = self.path(number);
            self.disk
                .remove(&path)
                .map_err(|source| JournalError::io(&path, source))?;
        }
        self.disk
            .sync_dir(&self.dir)
            .map_err(|source| JournalError::io(&self.dir, source))
    }

    fn all_numbers(&self) -> Result<Vec<u32>, JournalError> {
        let names = self
            .disk
            .list(&self.dir)
            .map_err(|source| JournalError::io(&self.dir, source))?;
        let mut numbers: Vec<u32> = names
            .iter()
            .filter_map(|name| name.strip_suffix(".journal")?.parse().ok())
            .collect();
        numbers.sort_unstable();
        Ok(numbers)
    }

    pub(crate) fn file(&self, segment: u32) -> Result<Arc<dyn DiskFile>, JournalError> {
        let mut open = self.open.lock();
        if let Some(file) = open.get(&segment) {
            return Ok(Arc::clone(file));
        }
        let path = self.path(segment);
        let file = self
            .disk
            .open(&path)
            .map_err(|source| JournalError::io(&path, source))?;
        if open.len() >= OPEN_FILES {
            open.clear();
        }
        open.insert(segment, Arc::clone(&file));
        Ok(file)
    }

    /// Reads exactly so many bytes at a place; fewer there means damage.
    pub fn read_exact(&self, at: Position, length: usize) -> Result<Vec<u8>, JournalError> {
        let mut bytes = vec![0; length];
        let read = self
            .file(at.segment)?
            .read_at(u64::from(at.offset), &mut bytes)
            .map_err(|source| JournalError::io(&self.path(at.segment), source))?;
        if read < length {
            return Err(self.damaged(at.segment, at.offset, "the segment ends too early"));
        }
        Ok(bytes)
    }

    /// Makes the error that names a place.
    pub fn damaged(&self, segment: u32, offset: u32, what: &str) -> JournalError {
        JournalError::Damaged {
            segment: self.path(segment),
            offset: u64::from(offset),
            what: what.to_owned(),
        }
    }
}
