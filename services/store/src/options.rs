//! How is a store opened, and what was found?

use crate::journal::{SEGMENT_BYTES, Steady};

/// How a store is opened.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Names the store's history when it is made; a random number from the caller.
    pub incarnation: u64,
    /// Length of a journal segment.
    pub segment_bytes: u32,
    /// Below this many free bytes on disk new work is refused.
    pub reserve_bytes: u64,
    /// After this much journal the state is written out, which bounds the replay after a kill.
    pub checkpoint_bytes: u64,
    /// By what the time of syncs is taken; nothing where nobody asks for it.
    pub steady: Option<Steady>,
}

impl Options {
    /// Gives the usual sizes: segments and checkpoints of 64 MiB, 64 MiB in reserve.
    pub fn new(incarnation: u64) -> Self {
        Self {
            incarnation,
            segment_bytes: SEGMENT_BYTES,
            reserve_bytes: 64 << 20,
            checkpoint_bytes: 64 << 20,
            steady: None,
        }
    }
}

/// What was found when a store was opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenReport {
    /// Why the state had to be made anew from the journal, if it had.
    pub rebuilt: Option<String>,
    /// How many journal records were folded into the state.
    pub replayed: u64,
    /// Bytes cut off the end of the journal: written, never acknowledged.
    pub torn_bytes: u64,
}
