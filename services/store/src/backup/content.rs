//! Is this the same content? A sum over rows and records that depends on neither their order nor their number of writings.

use super::about::Totals;
use super::catalogue::BackedUpRecord;
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// Adds up what is in a backup, while it is written or read.
#[derive(Default)]
pub(super) struct ContentSum {
    rows: u64,
    sum: u128,
    /// Records by the hash of their name: one that changes while the backup is made comes twice, and the last one counts.
    records: FxHashMap<u128, u128>,
}

impl ContentSum {
    /// Adds a row; each comes once.
    pub(super) fn row(&mut self, key: &[u8], value: &[u8]) {
        self.rows += 1;
        self.sum = self.sum.wrapping_add(digest(b"row", &[key, value]));
    }

    /// Adds a record, in place of what it was before.
    pub(super) fn record(&mut self, record: &BackedUpRecord) {
        let header = record.content.header.as_deref().unwrap_or_default();
        let kind = [u8::from(record.live), record.content.format.number()];
        let parts: [&[u8]; 5] = [
            record.id.as_bytes(),
            &kind,
            header,
            &record.content.raw,
            record.profile.as_bytes(),
        ];
        let now = digest(b"record", &parts);
        let name = xxh3_128(record.id.as_bytes());
        let before = self.records.insert(name, now).unwrap_or(0);
        self.sum = self.sum.wrapping_sub(before).wrapping_add(now);
    }

    /// Gives what it comes to.
    pub(super) fn totals(&self) -> Totals {
        Totals {
            rows: self.rows,
            records: self.records.len() as u64,
            content: self.sum,
        }
    }
}

fn digest(kind: &[u8], parts: &[&[u8]]) -> u128 {
    let mut hash = Xxh3::new();
    hash.update(kind);
    for part in parts {
        hash.update(&(part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.digest128()
}
