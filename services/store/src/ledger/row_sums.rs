//! Are these all the rows, each in its newest form? A sum over all of them tells, and is kept up with every change.
//!
//! It keeps a hash of each key and row and none of their bytes: 32 bytes for a row.

use rustc_hash::FxHashMap;

/// The fingerprints of all rows and their sum.
#[derive(Default)]
pub(crate) struct RowSums {
    rows: FxHashMap<u128, u64>,
    sum: u64,
}

impl RowSums {
    pub(crate) fn put(&mut self, key: &[u8], value: &[u8]) {
        let now = fingerprint(key, value);
        let before = self.rows.insert(name(key), now).unwrap_or(0);
        self.sum = self.sum.wrapping_sub(before).wrapping_add(now);
    }

    pub(crate) fn remove(&mut self, key: &[u8]) {
        let before = self.rows.remove(&name(key)).unwrap_or(0);
        self.sum = self.sum.wrapping_sub(before);
    }

    /// Counts the rows.
    pub(crate) fn count(&self) -> u64 {
        self.rows.len() as u64
    }

    /// Gives the sum.
    pub(crate) fn sum(&self) -> u64 {
        self.sum
    }
}

fn name(key: &[u8]) -> u128 {
    xxhash_rust::xxh3::xxh3_128(key)
}

/// Gives the fingerprint of one row.
pub(crate) fn fingerprint(key: &[u8], value: &[u8]) -> u64 {
    xxhash_rust::xxh3::xxh3_64_with_seed(value, xxhash_rust::xxh3::xxh3_64(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_depends_on_the_rows_and_not_on_the_way_to_them() {
        let mut detour = RowSums::default();
        detour.put(b"a", b"1");
        detour.put(b"b", b"1");
        detour.put(b"a", b"2");
        detour.remove(b"b");
        detour.remove(b"c");
        let mut straight = RowSums::default();
        straight.put(b"a", b"2");
        assert_eq!(
            (detour.count(), detour.sum()),
            (straight.count(), straight.sum())
        );
        straight.put(b"a", b"1");
        assert_ne!(detour.sum(), straight.sum());
    }
}
