//! Which store do these rows belong to, how many are they, and how far has the journal been folded into them?

use crate::codec::Source;
use crate::journal::Position;

/// Written with every batch, so that it always agrees with the rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    /// The incarnation the store was created with.
    pub(crate) origin: u64,
    /// The incarnation it has now.
    pub(crate) incarnation: u64,
    /// How many rows there are.
    pub(crate) rows: u64,
    /// Sum of the fingerprints of all rows.
    pub(crate) fingerprint: u64,
    /// The journal is folded up to here.
    pub(crate) folded: Position,
}

impl Head {
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(40);
        for number in [self.origin, self.incarnation, self.rows, self.fingerprint] {
            out.extend_from_slice(&number.to_le_bytes());
        }
        for number in [self.folded.segment, self.folded.offset] {
            out.extend_from_slice(&number.to_le_bytes());
        }
        out
    }

    pub(crate) fn decode(body: &[u8]) -> Option<Self> {
        let mut source = Source::new(body);
        let mut long = || source.array().map(u64::from_le_bytes);
        let mut head = Self {
            origin: long()?,
            incarnation: long()?,
            rows: long()?,
            fingerprint: long()?,
            ..Self::default()
        };
        head.folded.segment = u32::from_le_bytes(source.array()?);
        head.folded.offset = u32::from_le_bytes(source.array()?);
        source.is_at_end().then_some(head)
    }
}
