//! Is every record of a journal what was written? Read only, so that it can be asked beside the process that writes it.

use super::opening::find_tail;
use super::reader::JournalReader;
use super::{JournalError, Position, Segments};
use crate::disk::RealDisk;
use std::path::Path;
use std::sync::Arc;

/// What was found in a journal that is whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CheckedJournal {
    /// Its segments.
    pub segments: u32,
    /// Its records.
    pub records: u64,
    /// Bytes at its end that are no whole record: being written at this moment, or never acknowledged.
    pub torn_bytes: u64,
}

/// Reads a journal from its first segment to its last whole record.
pub fn check_journal(dir: &Path) -> Result<CheckedJournal, JournalError> {
    let segments = Arc::new(Segments::new(Arc::new(RealDisk), dir.to_owned()));
    let Some(first) = segments.first_number()? else {
        return Ok(CheckedJournal::default());
    };
    let numbers = segments.numbers_from(first)?;
    let last = numbers.last().copied().unwrap_or(first);
    let tail = find_tail(&segments, last)?;
    let start = Position {
        segment: first,
        offset: 0,
    };
    let mut checked = CheckedJournal {
        segments: numbers.len() as u32,
        records: 0,
        torn_bytes: tail.torn_bytes,
    };
    let mut reader = JournalReader::new(segments, start, tail.end);
    while reader.next_record()?.is_some() {
        checked.records += 1;
    }
    Ok(checked)
}
