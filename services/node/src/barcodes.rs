//! In which version of a record does a barcode stand? Sixteen bytes for each copy; what a record says is read where it is kept.

use navette_domain::catalogue::Record;
use navette_domain::identity::Barcode;
use parking_lot::RwLock;
use std::collections::BTreeSet;
use tokio::sync::watch;
use xxhash_rust::xxh3::xxh3_64;

/// Copies learnt one by one before they are put in order with the others.
const RECENT_MAX: usize = 50_000;

/// A barcode's digest, and the number of the version that has it.
type Entry = (u64, u64);

/// Where barcodes stand. Entries of versions that are no more stay until somebody tidies up: a reader looks whether one is
/// still true.
pub(crate) struct Barcodes {
    kept: RwLock<Kept>,
    complete: watch::Sender<bool>,
}

#[derive(Default)]
struct Kept {
    sorted: Vec<Entry>,
    recent: BTreeSet<Entry>,
    /// How many there were when somebody tidied up last.
    tidied: usize,
}

impl Default for Barcodes {
    fn default() -> Self {
        Self {
            kept: RwLock::default(),
            complete: watch::Sender::new(false),
        }
    }
}

impl Barcodes {
    /// Takes in which barcodes a version of a record has; twice changes nothing.
    pub(crate) fn learn(&self, seq: u64, record: &Record) {
        let barcodes = record.items.iter().map(|item| item.barcode.trim());
        let entries: Vec<Entry> = barcodes
            .filter(|barcode| !barcode.is_empty())
            .map(|barcode| (xxh3_64(barcode.as_bytes()), seq))
            .collect();
        let mut kept = self.kept.write();
        kept.recent.extend(entries);
        if kept.recent.len() >= RECENT_MAX {
            kept.put_in_order();
        }
    }

    /// Gives the versions in which a barcode stood, the newest first.
    pub(crate) fn versions(&self, barcode: &Barcode) -> Vec<u64> {
        let digest = xxh3_64(barcode.as_str().as_bytes());
        let kept = self.kept.read();
        let from = kept.sorted.partition_point(|entry| entry.0 < digest);
        let sorted = kept.sorted.iter().skip(from);
        let mut versions: Vec<u64> = sorted
            .take_while(|entry| entry.0 == digest)
            .chain(kept.recent.range((digest, 0)..=(digest, u64::MAX)))
            .map(|entry| entry.1)
            .collect();
        versions.sort_unstable_by(|one, other| other.cmp(one));
        versions.dedup();
        versions
    }

    /// Lets go of versions that are no more, where there may be many of them.
    pub(crate) fn tidy(&self, is_current: impl Fn(u64) -> bool) {
        let mut kept = self.kept.write();
        let count = kept.sorted.len() + kept.recent.len();
        if count < kept.tidied.saturating_mul(2).max(RECENT_MAX) {
            return;
        }
        kept.put_in_order();
        kept.sorted.retain(|entry| is_current(entry.1));
        kept.sorted.shrink_to_fit();
        kept.tidied = kept.sorted.len();
    }

    /// Says that every record there was at the start has been taken in.
    pub(crate) fn are_complete(&self) {
        self.kept.write().put_in_order();
        self.complete.send_replace(true);
    }

    /// Gives news of whether every record has been taken in.
    pub(crate) fn completeness(&self) -> watch::Receiver<bool> {
        self.complete.subscribe()
    }
}

impl Kept {
    fn put_in_order(&mut self) {
        let recent = std::mem::take(&mut self.recent);
        self.sorted.extend(recent);
        self.sorted.sort_unstable();
        self.sorted.dedup();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use navette_domain::catalogue::Item;

    fn a_record(barcodes: &[&str]) -> Record {
        let copy = |barcode: &&str| Item {
            barcode: (*barcode).to_owned(),
            ..Item::default()
        };
        Record {
            items: barcodes.iter().map(copy).collect(),
            ..Record::default()
        }
    }

    fn barcode(text: &str) -> Barcode {
        Barcode::parse(text).unwrap()
    }

    #[test]
    fn a_barcode_is_found_in_the_newest_version_first() {
        let barcodes = Barcodes::default();
        barcodes.learn(1, &a_record(&["000001", "000002"]));
        barcodes.are_complete();
        barcodes.learn(5, &a_record(&["000001", ""]));
        barcodes.learn(5, &a_record(&["000001", ""]));
        assert_eq!(barcodes.versions(&barcode("000001")), [5, 1]);
        assert_eq!(barcodes.versions(&barcode("000002")), [1]);
        assert!(barcodes.versions(&barcode("1")).is_empty());
    }

    #[test]
    fn versions_that_are_no_more_are_let_go_of() {
        let barcodes = Barcodes::default();
        for seq in 0..RECENT_MAX as u64 {
            barcodes.learn(seq, &a_record(&[&format!("{:06}", seq / 2)]));
        }
        barcodes.tidy(|seq| seq % 2 == 1);
        assert_eq!(barcodes.versions(&barcode("000007")), [15]);
        assert_eq!(barcodes.kept.read().sorted.len(), RECENT_MAX / 2);
    }
}
