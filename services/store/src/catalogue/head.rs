//! How much is in the store as a whole, and how far has the journal been folded?

use crate::codec::Source;
use crate::journal::Position;

/// Written with every batch, so that it always agrees with the records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) incarnation: u64,
    /// The journal is folded up to here.
    pub(crate) folded: Position,
    pub(crate) last_seq: u64,
    pub(crate) live: u64,
    pub(crate) records: u64,
    pub(crate) blocks: u64,
    /// Sum of the fingerprints of all records.
    pub(crate) fingerprint: u64,
    pub(crate) last_run: u32,
}

impl Head {
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(60);
        for number in [
            self.incarnation,
            self.last_seq,
            self.live,
            self.records,
            self.blocks,
            self.fingerprint,
        ] {
            out.extend_from_slice(&number.to_le_bytes());
        }
        for number in [self.folded.segment, self.folded.offset, self.last_run] {
            out.extend_from_slice(&number.to_le_bytes());
        }
        out
    }

    pub(crate) fn decode(body: &[u8]) -> Option<Self> {
        let mut source = Source::new(body);
        let mut long = || source.array().map(u64::from_le_bytes);
        let mut head = Self {
            incarnation: long()?,
            last_seq: long()?,
            live: long()?,
            records: long()?,
            blocks: long()?,
            fingerprint: long()?,
            ..Self::default()
        };
        let mut short = || source.array().map(u32::from_le_bytes);
        head.folded.segment = short()?;
        head.folded.offset = short()?;
        head.last_run = short()?;
        source.is_at_end().then_some(head)
    }
}
