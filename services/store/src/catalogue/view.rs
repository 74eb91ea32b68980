//! What do readers share with the writer? Everything published: state, places of blocks, newest version.

use super::StoreError;
use super::block::{BLOCK_HEAD_BYTES, BlockEntries, BlockHead};
use super::keys::{Current, profile_key, record_key};
use super::types::Content;
use crate::codec::{Source, put_number};
use crate::journal::{Position, Segments};
use crate::state::{State, StateError, open_value};
use parking_lot::RwLock;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// How many profile texts are kept in memory.
const PROFILES: usize = 64;

/// Where a block of versions is in the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BlockPlace {
    pub(crate) first_seq: u64,
    pub(crate) at: Position,
}

impl BlockPlace {
    pub(crate) fn encode(self) -> Vec<u8> {
        let mut out = Vec::with_capacity(10);
        put_number(&mut out, u64::from(self.at.segment));
        put_number(&mut out, u64::from(self.at.offset));
        out
    }

    pub(crate) fn decode(first_seq: u64, body: &[u8]) -> Option<Self> {
        let mut source = Source::new(body);
        let at = Position {
            segment: source.small()?,
            offset: source.small()?,
        };
        source.is_at_end().then_some(Self { first_seq, at })
    }
}

/// What readers see. Written by the committer alone, in the order blocks, state, newest version.
pub(crate) struct View {
    pub(crate) segments: Arc<Segments>,
    pub(crate) state: RwLock<Arc<dyn State>>,
    pub(crate) blocks: RwLock<Vec<BlockPlace>>,
    pub(crate) last_seq: AtomicU64,
    pub(crate) live: AtomicU64,
    /// A reader that cannot ask for a repair has found the state damaged.
    pub(crate) suspect: AtomicBool,
    profiles: RwLock<BTreeMap<u128, Arc<str>>>,
}

impl View {
    pub(crate) fn new(segments: Arc<Segments>, state: Arc<dyn State>) -> Self {
        Self {
            segments,
            state: RwLock::new(state),
            blocks: RwLock::new(Vec::new()),
            last_seq: AtomicU64::new(0),
            live: AtomicU64::new(0),
            suspect: AtomicBool::new(false),
            profiles: RwLock::new(BTreeMap::new()),
        }
    }

    pub(crate) fn state(&self) -> Arc<dyn State> {
        Arc::clone(&self.state.read())
    }

    pub(crate) fn last_seq(&self) -> u64 {
        self.last_seq.load(Ordering::Acquire)
    }

    /// Gives the current version of a record.
    pub(crate) fn current(state: &dyn State, id: &str) -> Result<Option<Current>, StateError> {
        let key = record_key(id);
        let Some(sealed) = state.get(&key)? else {
            return Ok(None);
        };
        let current = Current::decode(open_value(&key, &sealed)?);
        current.map(Some).ok_or_else(|| StateError::checksum(&key))
    }

    /// Finds the block that holds a version.
    pub(crate) fn block_of(&self, seq: u64) -> Option<BlockPlace> {
        let blocks = self.blocks.read();
        let after = blocks.partition_point(|block| block.first_seq <= seq);
        blocks.get(after.checked_sub(1)?).copied()
    }

    /// Reads and unpacks a block.
    pub(crate) fn unpack(&self, place: BlockPlace) -> Result<Vec<u8>, StoreError> {
        let head = self.segments.read_exact(place.at, BLOCK_HEAD_BYTES)?;
        let damaged = || self.damaged_block(place);
        let head = BlockHead::read(&head).ok_or_else(damaged)?;
        let packed_at = Position {
            segment: place.at.segment,
            offset: place.at.offset.saturating_add(BLOCK_HEAD_BYTES as u32),
        };
        let packed = self
            .segments
            .read_exact(packed_at, head.packed_length as usize)?;
        head.unpack(&packed).ok_or_else(damaged)
    }

    pub(crate) fn damaged_block(&self, place: BlockPlace) -> StoreError {
        let what = "the block of records cannot be unpacked";
        StoreError::Journal(
            self.segments
                .damaged(place.at.segment, place.at.offset, what),
        )
    }

    /// Reads the content of a live version and the profile it was imported with.
    pub(crate) fn content(&self, seq: u64) -> Result<Option<(Content, u128)>, StoreError> {
        let Some(place) = self.block_of(seq) else {
            return Ok(None);
        };
        let plain = self.unpack(place)?;
        let damaged = || self.damaged_block(place);
        let mut entries = BlockEntries::new(&plain, place.first_seq).ok_or_else(damaged)?;
        while let Some(entry) = entries.next_entry() {
            let entry = entry.map_err(|_| damaged())?;
            if entry.seq == seq {
                let profile = entries.profile;
                return Ok(entry.to_content().map(|content| (content, profile)));
            }
        }
        Ok(None)
    }

    /// Reads which version was live before a withdrawal.
    pub(crate) fn previous(&self, seq: u64) -> Result<Option<u64>, StoreError> {
        let Some(place) = self.block_of(seq) else {
            return Ok(None);
        };
        let plain = self.unpack(place)?;
        let damaged = || self.damaged_block(place);
        let mut entries = BlockEntries::new(&plain, place.first_seq).ok_or_else(damaged)?;
        while let Some(entry) = entries.next_entry() {
            let entry = entry.map_err(|_| damaged())?;
            if entry.seq == seq {
                return Ok(Some(entry.previous));
            }
        }
        Ok(None)
    }

    /// Gives the text of a mapping profile.
    pub(crate) fn profile(&self, profile: u128) -> Result<Arc<str>, StateError> {
        if let Some(text) = self.profiles.read().get(&profile) {
            return Ok(Arc::clone(text));
        }
        let key = profile_key(profile);
        let missing =
            || StateError::Inconsistent(format!("mapping profile {profile:032x} is missing"));
        let sealed = self.state().get(&key)?.ok_or_else(missing)?;
        let text = std::str::from_utf8(open_value(&key, &sealed)?).map_err(|_| missing())?;
        let text: Arc<str> = Arc::from(text);
        let mut profiles = self.profiles.write();
        if profiles.len() >= PROFILES {
            profiles.clear();
        }
        profiles.insert(profile, Arc::clone(&text));
        Ok(text)
    }
}
