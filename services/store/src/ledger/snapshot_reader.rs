//! Which rows does a snapshot hold, and is it whole? Read block by block; anything unexpected is damage.

use super::error::LedgerError;
use super::limits::{KEY_BYTES_MAX, VALUE_BYTES_MAX};
use super::record::Row;
use super::row_sums::fingerprint;
use super::snapshot_writer::{
    BLOCK_BYTES, BLOCK_HEAD_BYTES, HEADER_BYTES, SnapshotHead, TRAILER_BYTES, block_checksum,
};
use crate::codec::Source;
use crate::disk::{Disk, DiskFile};
use crate::journal::JournalError;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The longest payload of a block: it was one row short of being closed.
const LONGEST_BLOCK: usize = BLOCK_BYTES + KEY_BYTES_MAX + VALUE_BYTES_MAX + 20;

/// Reads a snapshot from its start.
pub(crate) struct SnapshotReader {
    file: Arc<dyn DiskFile>,
    path: PathBuf,
    head: SnapshotHead,
    offset: u64,
    block: u64,
    count: u64,
    sum: u64,
    ended: bool,
}

impl SnapshotReader {
    /// Opens a snapshot and reads its header.
    pub(crate) fn open(disk: &dyn Disk, path: &Path) -> Result<Self, LedgerError> {
        let file = disk
            .open(path)
            .map_err(|source| JournalError::io(path, source))?;
        let mut reader = Self {
            file,
            path: path.to_owned(),
            head: SnapshotHead {
                origin: 0,
                incarnation: 0,
                first: 0,
            },
            offset: 0,
            block: 0,
            count: 0,
            sum: 0,
            ended: false,
        };
        let header = reader.read(HEADER_BYTES)?;
        match decode_head(&header) {
            Some(head) => reader.head = head,
            None => return Err(reader.damaged("the header does not match")),
        }
        reader.offset = HEADER_BYTES as u64;
        Ok(reader)
    }

    /// Says which store this is of, and where its journal goes on.
    pub(crate) fn head(&self) -> SnapshotHead {
        self.head
    }

    /// Reads to the end, only to see that all is whole.
    pub(crate) fn check(mut self) -> Result<(), LedgerError> {
        while self.next_rows()?.is_some() {}
        Ok(())
    }

    /// Gives the rows of the next block, or nothing behind the last one.
    pub(crate) fn next_rows(&mut self) -> Result<Option<Vec<Row>>, LedgerError> {
        if self.ended {
            return Ok(None);
        }
        let head = self.read(BLOCK_HEAD_BYTES)?;
        let mut source = Source::new(&head);
        let length = u32::from_le_bytes(source.array().unwrap_or_default());
        let checksum = u32::from_le_bytes(source.array().unwrap_or_default());
        let bytes = match length {
            0 => TRAILER_BYTES,
            rows => rows as usize,
        };
        if bytes > LONGEST_BLOCK {
            return Err(self.damaged("a block is longer than any that is written"));
        }
        let start = self.offset;
        self.offset += BLOCK_HEAD_BYTES as u64;
        let payload = self.read(bytes)?;
        if block_checksum(&self.head, self.block, length, &payload) != checksum {
            self.offset = start;
            return Err(self.damaged("the checksum of the block does not match"));
        }
        self.offset += bytes as u64;
        self.block += 1;
        if length == 0 {
            self.finish(&payload)?;
            return Ok(None);
        }
        match self.take_rows(&payload) {
            Some(rows) => Ok(Some(rows)),
            None => Err(self.damaged("the block before is whole, but no list of rows")),
        }
    }

    fn take_rows(&mut self, payload: &[u8]) -> Option<Vec<Row>> {
        let mut source = Source::new(payload);
        let mut rows = Vec::new();
        while !source.is_at_end() {
            let (key, value) = (source.bytes()?, source.bytes()?);
            self.count += 1;
            self.sum = self.sum.wrapping_add(fingerprint(key, value));
            rows.push(Row {
                key: key.to_vec(),
                value: Some(value.to_vec()),
            });
        }
        Some(rows)
    }

    fn finish(&mut self, trailer: &[u8]) -> Result<(), LedgerError> {
        let totals = [self.count.to_le_bytes(), self.sum.to_le_bytes()].concat();
        if trailer != totals {
            return Err(self.damaged("the rows are not those that were written"));
        }
        let length = self.file.len();
        if length.map_err(|source| JournalError::io(&self.path, source))? != self.offset {
            return Err(self.damaged("something follows the end"));
        }
        self.ended = true;
        Ok(())
    }

    /// Reads exactly so many bytes at the current place.
    fn read(&self, length: usize) -> Result<Vec<u8>, LedgerError> {
        let mut bytes = vec![0; length];
        let read = self
            .file
            .read_at(self.offset, &mut bytes)
            .map_err(|source| JournalError::io(&self.path, source))?;
        if read < length {
            return Err(self.damaged("the file ends too early"));
        }
        Ok(bytes)
    }

    pub(crate) fn damaged(&self, what: &str) -> LedgerError {
        LedgerError::Snapshot {
            path: self.path.clone(),
            offset: self.offset,
            what: what.to_owned(),
        }
    }
}

fn decode_head(header: &[u8]) -> Option<SnapshotHead> {
    let mut source = Source::new(header);
    source.take(8)?;
    let head = SnapshotHead {
        origin: u64::from_le_bytes(source.array()?),
        incarnation: u64::from_le_bytes(source.array()?),
        first: u32::from_le_bytes(source.array()?),
    };
    // Written again it must be the same: magic, version, zeros and checksum included.
    (head.encode().as_slice() == header && head.first > 0).then_some(head)
}
