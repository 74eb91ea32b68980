//! How is one record laid out in a segment, and how is a damaged one told from a whole one?
//!
//! A segment is a header (16 bytes) and records. A record is a head (12 bytes: payload length, CRC32C,
//! offset where its group began; little-endian u32 each) and its payload. The checksum covers segment number and
//! offset as well, so that a record is whole only where it was written. The group's beginning says how
//! far the segment was already synced when the record was written: a hole before that is damage, a hole after
//! it may be a torn tail.

/// Bytes at the start of every segment.
pub(crate) const HEADER_BYTES: u32 = 16;
/// Bytes before every payload.
pub(crate) const HEAD_BYTES: u32 = 12;
/// The longest payload of one record.
pub const LONGEST_PAYLOAD: usize = 64 << 20;

const MAGIC: &[u8; 6] = b"navjnl";
const VERSION: u16 = 1;

/// The head of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) length: u32,
    pub(crate) checksum: u32,
    pub(crate) group_start: u32,
}

/// Writes the header of a segment: magic, version, number, checksum.
pub(crate) fn segment_header(segment: u32) -> [u8; HEADER_BYTES as usize] {
    let mut header = [0; HEADER_BYTES as usize];
    header[..6].copy_from_slice(MAGIC);
    header[6..8].copy_from_slice(&VERSION.to_le_bytes());
    header[8..12].copy_from_slice(&segment.to_le_bytes());
    let checksum = crc32c::crc32c(&header[..12]);
    header[12..].copy_from_slice(&checksum.to_le_bytes());
    header
}

/// Writes a record at an offset of a segment to the end of `out`.
pub(crate) fn write_record(out: &mut Vec<u8>, place: (u32, u32), group_start: u32, payload: &[u8]) {
    let length = payload.len() as u32;
    let checksum = checksum(place, length, group_start, payload);
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(&checksum.to_le_bytes());
    out.extend_from_slice(&group_start.to_le_bytes());
    out.extend_from_slice(payload);
}

impl Head {
    /// Reads a head; nothing where there are too few bytes or it cannot be one.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let number = |at: usize| -> Option<u32> {
            let bytes = bytes.get(at..at + 4)?;
            Some(u32::from_le_bytes(bytes.try_into().ok()?))
        };
        let head = Self {
            length: number(0)?,
            checksum: number(4)?,
            group_start: number(8)?,
        };
        let possible = head.length > 0
            && head.length as usize <= LONGEST_PAYLOAD
            && head.group_start >= HEADER_BYTES;
        possible.then_some(head)
    }

    /// Tells whether the payload is the one that was written at this place.
    pub(crate) fn fits(self, place: (u32, u32), payload: &[u8]) -> bool {
        payload.len() as u64 == u64::from(self.length)
            && checksum(place, self.length, self.group_start, payload) == self.checksum
    }
}

fn checksum(place: (u32, u32), length: u32, group_start: u32, payload: &[u8]) -> u32 {
    let mut context = [0; 16];
    for (slot, number) in context
        .chunks_exact_mut(4)
        .zip([place.0, place.1, length, group_start])
    {
        slot.copy_from_slice(&number.to_le_bytes());
    }
    crc32c::crc32c_append(crc32c::crc32c(&context), payload)
}
