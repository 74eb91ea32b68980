//! How are the versions of records packed? Blocks of neighbours, compressed together, so that one can be
//! read without the others' blocks.
//!
//! A block is a head (raw length, packed length, CRC32C of the packed bytes; little-endian u32 each) and Zstandard. Inside:
//! the profile, then the versions, whose numbers follow each other.

use super::event::Versions;
use super::types::{Content, Format};
use crate::codec::{Source, put_bytes, put_number};
use std::sync::Arc;

/// About how many bytes of records go into a block.
const BLOCK_BYTES: usize = 64 << 10;
/// Bytes before the compressed ones.
pub(crate) const BLOCK_HEAD_BYTES: usize = 12;
/// More than a group may hold; a block that claims more is damaged.
const LONGEST_BLOCK: u32 = 64 << 20;

/// What a version is to the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EntryKind {
    Withdrawn,
    New,
    Changed,
    Returned,
}

/// One version of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) kind: EntryKind,
    /// The version before, or 0.
    pub(crate) previous: u64,
    /// Meaningless for a withdrawal.
    pub(crate) digest: u64,
}

/// Where a block starts in the payload of its journal record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PackedBlock {
    pub(crate) first_seq: u64,
    pub(crate) offset: u32,
}

/// An entry read from a block, its content still where it is.
pub(crate) struct EntryView<'a> {
    pub(crate) seq: u64,
    pub(crate) kind: EntryKind,
    pub(crate) id: &'a str,
    pub(crate) previous: u64,
    pub(crate) digest: u64,
    content: Option<ContentView<'a>>,
}

/// Compresses blocks; kept, because its tables take longer to make than a block to pack.
pub(crate) struct Packer(zstd::bulk::Compressor<'static>);

/// The fastest level: on MARC records it packs to 0.40 where LZ4 comes to 0.57, in about the same time.
const LEVEL: i32 = 1;

impl Packer {
    pub(crate) fn new() -> std::io::Result<Self> {
        zstd::bulk::Compressor::new(LEVEL).map(Self)
    }
}

#[derive(Clone, Copy)]
struct ContentView<'a> {
    format: Format,
    header: Option<&'a [u8]>,
    raw: &'a [u8],
}

/// Packs new versions behind what `payload` has. A withdrawal takes no content.
pub(crate) fn pack(
    packer: &mut Packer,
    payload: &mut Vec<u8>,
    versions: &Versions,
) -> std::io::Result<Vec<PackedBlock>> {
    let mut blocks = Vec::new();
    let mut contents = versions.contents.iter();
    let mut plain = Vec::with_capacity(BLOCK_BYTES * 2);
    let mut header: Option<&Arc<[u8]>> = None;
    for (seq, entry) in (versions.first_seq..).zip(&versions.entries) {
        if plain.is_empty() {
            let offset = payload.len() as u32;
            blocks.push(PackedBlock {
                first_seq: seq,
                offset,
            });
            plain.extend_from_slice(&versions.profile.to_le_bytes());
            header = None;
        }
        put_entry(&mut plain, entry);
        if entry.kind != EntryKind::Withdrawn
            && let Some(content) = contents.next()
        {
            put_content(&mut plain, content, header);
            header = content.header.as_ref().or(header);
        }
        if plain.len() >= BLOCK_BYTES {
            packer.seal(payload, &plain)?;
            plain.clear();
        }
    }
    if !plain.is_empty() {
        packer.seal(payload, &plain)?;
    }
    Ok(blocks)
}

fn put_entry(plain: &mut Vec<u8>, entry: &Entry) {
    plain.push(match entry.kind {
        EntryKind::Withdrawn => 0,
        EntryKind::New => 1,
        EntryKind::Changed => 2,
        EntryKind::Returned => 3,
    });
    put_bytes(plain, entry.id.as_bytes());
    put_number(plain, entry.previous);
    if entry.kind != EntryKind::Withdrawn {
        plain.extend_from_slice(&entry.digest.to_le_bytes());
    }
}

/// Writes a content; a header is written where it differs from the one before in this block.
fn put_content(plain: &mut Vec<u8>, content: &Content, before: Option<&Arc<[u8]>>) {
    plain.push(content.format.number());
    match &content.header {
        None => plain.push(0),
        Some(header) if before == Some(header) => plain.push(1),
        Some(header) => {
            plain.push(2);
            put_bytes(plain, header);
        }
    }
    put_bytes(plain, &content.raw);
}

impl Packer {
    fn seal(&mut self, payload: &mut Vec<u8>, plain: &[u8]) -> std::io::Result<()> {
        let packed = self.0.compress(plain)?;
        payload.extend_from_slice(&(plain.len() as u32).to_le_bytes());
        payload.extend_from_slice(&(packed.len() as u32).to_le_bytes());
        payload.extend_from_slice(&crc32c::crc32c(&packed).to_le_bytes());
        payload.extend_from_slice(&packed);
        Ok(())
    }
}

/// The lengths and the checksum before a block's bytes.
#[derive(Clone, Copy)]
pub(crate) struct BlockHead {
    raw_length: u32,
    pub(crate) packed_length: u32,
    checksum: u32,
}

impl BlockHead {
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let mut source = Source::new(bytes);
        let head = Self {
            raw_length: u32::from_le_bytes(source.array()?),
            packed_length: u32::from_le_bytes(source.array()?),
            checksum: u32::from_le_bytes(source.array()?),
        };
        let possible = head.raw_length <= LONGEST_BLOCK && head.packed_length <= LONGEST_BLOCK;
        possible.then_some(head)
    }

    /// Unpacks the bytes behind the head.
    pub(crate) fn unpack(self, packed: &[u8]) -> Option<Vec<u8>> {
        if crc32c::crc32c(packed) != self.checksum {
            return None;
        }
        let plain = zstd::bulk::decompress(packed, self.raw_length as usize).ok()?;
        (plain.len() == self.raw_length as usize).then_some(plain)
    }
}

/// Reads the entries of an unpacked block one after the other.
pub(crate) struct BlockEntries<'a> {
    source: Source<'a>,
    pub(crate) profile: u128,
    seq: u64,
    header: Option<&'a [u8]>,
}

impl<'a> BlockEntries<'a> {
    pub(crate) fn new(plain: &'a [u8], first_seq: u64) -> Option<Self> {
        let mut source = Source::new(plain);
        let profile = u128::from_le_bytes(source.array()?);
        Some(Self {
            source,
            profile,
            seq: first_seq,
            header: None,
        })
    }

    /// Gives the next entry; an error where the bytes are none.
    pub(crate) fn next_entry(&mut self) -> Option<Result<EntryView<'a>, Malformed>> {
        if self.source.is_at_end() {
            return None;
        }
        Some(self.read().ok_or(Malformed))
    }

    fn read(&mut self) -> Option<EntryView<'a>> {
        let kind = match self.source.byte()? {
            0 => EntryKind::Withdrawn,
            1 => EntryKind::New,
            2 => EntryKind::Changed,
            3 => EntryKind::Returned,
            _ => return None,
        };
        let id = self.source.text()?;
        let previous = self.source.number()?;
        let (digest, content) = if kind == EntryKind::Withdrawn {
            (0, None)
        } else {
            (
                u64::from_le_bytes(self.source.array()?),
                Some(self.content()?),
            )
        };
        let seq = self.seq;
        self.seq = seq.checked_add(1)?;
        Some(EntryView {
            seq,
            kind,
            id,
            previous,
            digest,
            content,
        })
    }

    fn content(&mut self) -> Option<ContentView<'a>> {
        let format = Format::from_number(self.source.byte()?)?;
        let header = match self.source.byte()? {
            0 => None,
            1 => Some(self.header?),
            2 => {
                self.header = Some(self.source.bytes()?);
                self.header
            }
            _ => return None,
        };
        let raw = self.source.bytes()?;
        Some(ContentView {
            format,
            header,
            raw,
        })
    }
}

/// Bytes that are no entry.
#[derive(Debug)]
pub(crate) struct Malformed;

impl EntryView<'_> {
    pub(crate) fn to_entry(&self) -> Entry {
        Entry {
            id: self.id.to_owned(),
            kind: self.kind,
            previous: self.previous,
            digest: self.digest,
        }
    }

    /// Copies the content; a withdrawal has none.
    pub(crate) fn to_content(&self) -> Option<Content> {
        let content = self.content?;
        Some(Content {
            raw: content.raw.to_vec(),
            format: content.format,
            header: content.header.map(Arc::from),
        })
    }
}
