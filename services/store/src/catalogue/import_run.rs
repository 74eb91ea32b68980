//! How far has an import come? What is needed to resume it.

use super::seen::SeenVersions;
use crate::codec::{Source, put_bytes, put_number};
use std::collections::BTreeMap;

/// How many imports may be unfinished; a newer one gives up the oldest.
pub(crate) const OPEN_RUNS: usize = 16;

/// The unfinished imports by number.
pub(crate) type OpenRuns = BTreeMap<u32, OpenRun>;

/// One unfinished import.
#[derive(Default)]
pub(crate) struct OpenRun {
    pub(crate) key: String,
    pub(crate) profile: u128,
    pub(crate) through: u64,
    pub(crate) counts: Vec<u8>,
    pub(crate) seen: SeenVersions,
    /// Changed since it was last written to the state.
    pub(crate) changed: bool,
}

impl OpenRun {
    /// Lays out everything but what was seen, which has keys of its own.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        put_bytes(&mut out, self.key.as_bytes());
        out.extend_from_slice(&self.profile.to_le_bytes());
        put_number(&mut out, self.through);
        put_bytes(&mut out, &self.counts);
        out
    }

    pub(crate) fn decode(body: &[u8]) -> Option<Self> {
        let mut source = Source::new(body);
        let run = Self {
            key: source.text()?.to_owned(),
            profile: u128::from_le_bytes(source.array()?),
            through: source.number()?,
            counts: source.bytes()?.to_vec(),
            ..Self::default()
        };
        source.is_at_end().then_some(run)
    }
}
