//! How is the whole state laid out in a snapshot? A header, blocks of rows, a trailer; each with its checksum.
//!
//! Header (40 bytes): magic, version, origin, incarnation, number of the journal segment that goes on from here, zeros,
//! CRC32C. A block: length of its payload, CRC32C, rows as key and value behind their lengths. Trailer: a block of
//! length 0 whose 16 bytes are the count and the sum of the rows. Numbers are little-endian.

use super::row_sums::fingerprint;
use crate::codec::put_bytes;
use crate::disk::{Disk, DiskFile};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Bytes at the start of a snapshot.
pub(crate) const HEADER_BYTES: usize = 40;
/// Bytes before the payload of a block.
pub(crate) const BLOCK_HEAD_BYTES: usize = 8;
/// Bytes of the trailer behind its head.
pub(crate) const TRAILER_BYTES: usize = 16;
/// A block is closed when it has this many bytes.
pub(crate) const BLOCK_BYTES: usize = 256 << 10;

const MAGIC: &[u8; 6] = b"navsnp";
const VERSION: u16 = 1;

/// Which store a snapshot is of, and where its journal goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SnapshotHead {
    pub(crate) origin: u64,
    pub(crate) incarnation: u64,
    /// The segment of the journal with the first record that is not in the snapshot.
    pub(crate) first: u32,
}

impl SnapshotHead {
    pub(crate) fn encode(&self) -> [u8; HEADER_BYTES] {
        let mut header = [0; HEADER_BYTES];
        header[..6].copy_from_slice(MAGIC);
        header[6..8].copy_from_slice(&VERSION.to_le_bytes());
        header[8..16].copy_from_slice(&self.origin.to_le_bytes());
        header[16..24].copy_from_slice(&self.incarnation.to_le_bytes());
        header[24..28].copy_from_slice(&self.first.to_le_bytes());
        let checksum = crc32c::crc32c(&header[..36]);
        header[36..].copy_from_slice(&checksum.to_le_bytes());
        header
    }
}

/// Gives the checksum of a block, which covers the snapshot and the place it stands in.
pub(crate) fn block_checksum(head: &SnapshotHead, block: u64, length: u32, bytes: &[u8]) -> u32 {
    let place = [head.origin, u64::from(head.first), block, u64::from(length)];
    let mut checksum = 0;
    for number in place {
        checksum = crc32c::crc32c_append(checksum, &number.to_le_bytes());
    }
    crc32c::crc32c_append(checksum, bytes)
}

/// Writes a snapshot row by row.
pub(crate) struct SnapshotWriter {
    file: Arc<dyn DiskFile>,
    path: PathBuf,
    head: SnapshotHead,
    rows: Vec<u8>,
    block: u64,
    count: u64,
    sum: u64,
    bytes: u64,
}

impl SnapshotWriter {
    /// Begins a file that must not exist.
    pub(crate) fn create(disk: &dyn Disk, path: &Path, head: SnapshotHead) -> io::Result<Self> {
        let file = disk.create(path)?;
        file.append(&head.encode())?;
        Ok(Self {
            file,
            path: path.to_owned(),
            head,
            rows: Vec::new(),
            block: 0,
            count: 0,
            sum: 0,
            bytes: HEADER_BYTES as u64,
        })
    }

    /// Adds a row.
    pub(crate) fn put(&mut self, key: &[u8], value: &[u8]) -> io::Result<()> {
        put_bytes(&mut self.rows, key);
        put_bytes(&mut self.rows, value);
        self.count += 1;
        self.sum = self.sum.wrapping_add(fingerprint(key, value));
        if self.rows.len() >= BLOCK_BYTES {
            self.write_block()?;
        }
        Ok(())
    }

    /// Gives the file's name.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Gives the count and the sum of the rows so far.
    pub(crate) fn totals(&self) -> (u64, u64) {
        (self.count, self.sum)
    }

    /// Writes the trailer and makes all of it safe; gives the length of the file.
    pub(crate) fn finish(mut self) -> io::Result<u64> {
        if !self.rows.is_empty() {
            self.write_block()?;
        }
        let trailer = [self.count.to_le_bytes(), self.sum.to_le_bytes()].concat();
        self.append(0, &trailer)?;
        self.file.sync_data()?;
        Ok(self.bytes)
    }

    fn write_block(&mut self) -> io::Result<()> {
        let rows = std::mem::take(&mut self.rows);
        self.append(rows.len() as u32, &rows)?;
        self.block += 1;
        self.rows = rows;
        self.rows.clear();
        Ok(())
    }

    fn append(&mut self, length: u32, bytes: &[u8]) -> io::Result<()> {
        let checksum = block_checksum(&self.head, self.block, length, bytes);
        let mut block = Vec::with_capacity(BLOCK_HEAD_BYTES + bytes.len());
        block.extend_from_slice(&length.to_le_bytes());
        block.extend_from_slice(&checksum.to_le_bytes());
        block.extend_from_slice(bytes);
        self.file.append(&block)?;
        self.bytes += block.len() as u64;
        Ok(())
    }
}
