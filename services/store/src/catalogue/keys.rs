//! Under which key is what, and how is the value of a record laid out? One letter, then a big-endian number or a name.

use crate::codec::{Source, put_number};

/// Everything of the store as a whole.
pub(crate) const HEAD_KEY: &[u8] = b"m";
/// First byte of a record's key.
pub(crate) const RECORD: &[u8] = b"c";
/// First byte of a block's key.
pub(crate) const BLOCK: &[u8] = b"b";
/// First byte of an open run's key.
pub(crate) const RUN: &[u8] = b"r";
/// First byte of the key of a part of what a run has seen.
pub(crate) const SEEN: &[u8] = b"s";

/// Key of a record.
pub(crate) fn record_key(id: &str) -> Vec<u8> {
    [RECORD, id.as_bytes()].concat()
}

/// Key of the block that begins with a version.
pub(crate) fn block_key(first_seq: u64) -> Vec<u8> {
    [BLOCK, &first_seq.to_be_bytes()].concat()
}

/// Key of a mapping profile's text.
pub(crate) fn profile_key(profile: u128) -> Vec<u8> {
    [b"p".as_slice(), &profile.to_be_bytes()].concat()
}

/// Key of an open run.
pub(crate) fn run_key(run: u32) -> Vec<u8> {
    [RUN, &run.to_be_bytes()].concat()
}

/// What all parts of what a run has seen begin with.
pub(crate) fn seen_prefix(run: u32) -> Vec<u8> {
    [SEEN, &run.to_be_bytes()].concat()
}

/// Key of one part of what a run has seen.
pub(crate) fn seen_key(run: u32, chunk: u32) -> Vec<u8> {
    [SEEN, &run.to_be_bytes(), &chunk.to_be_bytes()].concat()
}

/// Reads the big-endian number at the end of a key.
pub(crate) fn key_number(key: &[u8]) -> Option<u64> {
    Some(u64::from_be_bytes(*key.last_chunk()?))
}

/// Reads the big-endian number of four bytes at the end of a key.
pub(crate) fn key_small(key: &[u8]) -> Option<u32> {
    Some(u32::from_be_bytes(*key.last_chunk()?))
}

/// The current version of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Current {
    pub(crate) live: bool,
    pub(crate) seq: u64,
    pub(crate) digest: u64,
}

/// Folds a digest to what is kept of it. A record is compared with one other only, and half a digest takes
/// it for the same once in 18 trillion millions; the other half would cost a tenth of the state.
pub(crate) fn kept_digest(digest: u128) -> u64 {
    (digest >> 64) as u64 ^ digest as u64
}

impl Current {
    /// Lays it out: a live record has its digest, a withdrawn one needs none.
    pub(crate) fn encode(self) -> Vec<u8> {
        let mut out = Vec::with_capacity(19);
        out.push(u8::from(self.live));
        put_number(&mut out, self.seq);
        if self.live {
            out.extend_from_slice(&self.digest.to_le_bytes());
        }
        out
    }

    /// Reads it back.
    pub(crate) fn decode(body: &[u8]) -> Option<Self> {
        let mut source = Source::new(body);
        let live = match source.byte()? {
            0 => false,
            1 => true,
            _ => return None,
        };
        let seq = source.number()?;
        let digest = match live {
            true => u64::from_le_bytes(source.array()?),
            false => 0,
        };
        source.is_at_end().then_some(Self { live, seq, digest })
    }

    /// A number whose sum over all records tells whether one is missing or out of date.
    pub(crate) fn fingerprint(self, id: &str) -> u64 {
        let version = self.seq.wrapping_mul(2).wrapping_add(u64::from(self.live));
        xxhash_rust::xxh3::xxh3_64_with_seed(id.as_bytes(), version)
    }
}
