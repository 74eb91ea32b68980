//! Which versions has a run met? A bitmap by version number, kept in parts, so that a group of records writes a
//! part or two and not a thousand values.

use std::collections::{BTreeMap, BTreeSet};

/// Versions to a part.
const CHUNK_VERSIONS: u64 = 4096;
/// Bytes of a part.
const CHUNK_BYTES: usize = (CHUNK_VERSIONS / 8) as usize;

/// The versions a run has met.
#[derive(Default)]
pub(crate) struct SeenVersions {
    chunks: BTreeMap<u32, Box<[u8; CHUNK_BYTES]>>,
    changed: BTreeSet<u32>,
}

impl SeenVersions {
    pub(crate) fn insert(&mut self, seq: u64) {
        let (chunk, byte, bit) = place(seq);
        let part = self
            .chunks
            .entry(chunk)
            .or_insert_with(|| Box::new([0; CHUNK_BYTES]));
        if let Some(byte) = part.get_mut(byte)
            && *byte & bit == 0
        {
            *byte |= bit;
            self.changed.insert(chunk);
        }
    }

    pub(crate) fn contains(&self, seq: u64) -> bool {
        let (chunk, byte, bit) = place(seq);
        self.chunks
            .get(&chunk)
            .and_then(|part| part.get(byte))
            .is_some_and(|byte| byte & bit != 0)
    }

    /// Takes a part read from the state.
    pub(crate) fn load(&mut self, chunk: u32, body: &[u8]) -> Option<()> {
        let part: [u8; CHUNK_BYTES] = body.try_into().ok()?;
        self.chunks.insert(chunk, Box::new(part));
        Some(())
    }

    /// Gives the parts changed since this was last asked.
    pub(crate) fn take_changed(&mut self) -> Vec<(u32, Vec<u8>)> {
        std::mem::take(&mut self.changed)
            .into_iter()
            .filter_map(|chunk| Some((chunk, self.chunks.get(&chunk)?.to_vec())))
            .collect()
    }

    /// Names all parts.
    pub(crate) fn chunks(&self) -> impl Iterator<Item = u32> + '_ {
        self.chunks.keys().copied()
    }
}

fn place(seq: u64) -> (u32, usize, u8) {
    let chunk = u32::try_from(seq / CHUNK_VERSIONS).unwrap_or(u32::MAX);
    let bit = seq % CHUNK_VERSIONS;
    (chunk, (bit / 8) as usize, 1 << (bit % 8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_met_is_remembered_and_its_neighbours_are_not() {
        let mut seen = SeenVersions::default();
        for seq in [1, 8, 4095, 4096, 9_000_000] {
            seen.insert(seq);
        }
        assert!(seen.contains(4095) && seen.contains(4096) && seen.contains(9_000_000));
        assert!(!seen.contains(0) && !seen.contains(2) && !seen.contains(4097));
        assert_eq!(seen.take_changed().len(), 3);
        seen.insert(1);
        assert_eq!(seen.take_changed().len(), 0);
    }
}
