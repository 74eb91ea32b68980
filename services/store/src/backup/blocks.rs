//! How is a backup laid out in bytes? A beginning, then blocks, each packed and with its checksum, then the end.
//!
//! The beginning (16 bytes): magic, version, zeros. A block: kind, plain length, packed length, CRC32C of all of these with
//! the block's number and the packed bytes, then the bytes, packed with Zstandard. The last block is the end; its bytes are
//! the counts, the digest of the content, and the SHA-256 of every byte of the file before the block. Numbers are
//! little-endian.

use super::about::Totals;
use crate::codec::Source;

/// What every backup begins with.
pub(super) const MAGIC: &[u8; 12] = b"navette-bkp\n";
/// Version of the layout; golden files in testdata notice a change.
pub(super) const VERSION: u16 = 1;
/// Bytes before the first block.
pub(super) const BEGINNING_BYTES: usize = 16;
/// Bytes before those of a block.
pub(super) const BLOCK_HEAD_BYTES: usize = 13;
/// A block is closed when it has this many bytes.
pub(super) const BLOCK_BYTES: usize = 256 << 10;
/// No block is longer, plain or packed: it was one record short of being closed, and a record has at most 32 MiB.
pub(super) const LONGEST_BLOCK: u32 = 48 << 20;

/// What a block holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BlockKind {
    /// Of which process the backup is.
    Head,
    /// Rows of the ledger.
    Rows,
    /// The mapping profile of the records that follow.
    Profile,
    /// Records of the catalogue.
    Records,
    /// Nothing follows.
    End,
}

impl BlockKind {
    pub(super) fn number(self) -> u8 {
        match self {
            Self::Head => 1,
            Self::Rows => 2,
            Self::Profile => 3,
            Self::Records => 4,
            Self::End => 5,
        }
    }

    fn from_number(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::Head),
            2 => Some(Self::Rows),
            3 => Some(Self::Profile),
            4 => Some(Self::Records),
            5 => Some(Self::End),
            _ => None,
        }
    }
}

/// What stands before the bytes of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BlockHead {
    pub(super) kind: BlockKind,
    pub(super) plain: u32,
    pub(super) packed: u32,
    pub(super) checksum: u32,
}

impl BlockHead {
    /// Makes the head of the block of this number.
    pub(super) fn of(number: u64, kind: BlockKind, plain: u32, packed: &[u8]) -> Self {
        let mut head = Self {
            kind,
            plain,
            packed: packed.len() as u32,
            checksum: 0,
        };
        head.checksum = head.expected(number, packed);
        head
    }

    /// Tells whether these are the bytes that were written in this place.
    pub(super) fn fits(self, number: u64, packed: &[u8]) -> bool {
        self.checksum == self.expected(number, packed)
    }

    pub(super) fn encode(self) -> [u8; BLOCK_HEAD_BYTES] {
        let mut out = [0; BLOCK_HEAD_BYTES];
        out[0] = self.kind.number();
        out[1..5].copy_from_slice(&self.plain.to_le_bytes());
        out[5..9].copy_from_slice(&self.packed.to_le_bytes());
        out[9..].copy_from_slice(&self.checksum.to_le_bytes());
        out
    }

    /// Reads a head; nothing where the bytes can be none.
    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let mut source = Source::new(bytes);
        let kind = BlockKind::from_number(source.byte()?)?;
        let mut number = || source.array().map(u32::from_le_bytes);
        let head = Self {
            kind,
            plain: number()?,
            packed: number()?,
            checksum: number()?,
        };
        (head.plain <= LONGEST_BLOCK && head.packed <= LONGEST_BLOCK).then_some(head)
    }

    fn expected(self, number: u64, packed: &[u8]) -> u32 {
        let mut checksum = crc32c::crc32c(&number.to_le_bytes());
        checksum = crc32c::crc32c_append(checksum, &[self.kind.number()]);
        for length in [self.plain, self.packed] {
            checksum = crc32c::crc32c_append(checksum, &length.to_le_bytes());
        }
        crc32c::crc32c_append(checksum, packed)
    }
}

/// Gives the bytes that a backup begins with.
pub(super) fn beginning() -> [u8; BEGINNING_BYTES] {
    let mut out = [0; BEGINNING_BYTES];
    out[..12].copy_from_slice(MAGIC);
    out[12..14].copy_from_slice(&VERSION.to_le_bytes());
    out
}

/// What the last block says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct End {
    pub(super) totals: Totals,
    pub(super) sha256: [u8; 32],
}

impl End {
    pub(super) fn encode(self) -> Vec<u8> {
        let mut out = Vec::with_capacity(64);
        out.extend_from_slice(&self.totals.rows.to_le_bytes());
        out.extend_from_slice(&self.totals.records.to_le_bytes());
        out.extend_from_slice(&self.totals.content.to_le_bytes());
        out.extend_from_slice(&self.sha256);
        out
    }

    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let mut source = Source::new(bytes);
        let end = Self {
            totals: Totals {
                rows: u64::from_le_bytes(source.array()?),
                records: u64::from_le_bytes(source.array()?),
                content: u128::from_le_bytes(source.array()?),
            },
            sha256: source.array()?,
        };
        source.is_at_end().then_some(end)
    }
}
