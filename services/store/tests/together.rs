//! Do several imports and a reader of the change stream get on together?
#![allow(clippy::unwrap_used)]

mod support;

use navette_domain::catalogue::RecordId;
use navette_store::catalogue::{CatalogueStore, Options, Outcome, SledCatalogue};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use support::{a_group, a_record};

const IMPORTERS: u32 = 4;
const GROUPS: u32 = 40;

/// Imports one's own source, each record in three versions; gives the numbers of all versions.
fn import_one(store: &dyn CatalogueStore, importer: u32) -> Vec<u64> {
    let run = store
        .begin_import(&format!("{importer}.mrc"), "")
        .unwrap()
        .run;
    let mut numbers = Vec::new();
    for group in 0..GROUPS {
        let records = (0..30).map(|n| {
            let id = format!("{importer}-{:04}", (group * 10 + n) % 400);
            a_record(&id, u128::from(group))
        });
        for outcome in store.import(a_group(run, 1, records.collect())).unwrap() {
            match outcome {
                Outcome::New { seq } | Outcome::Changed { seq, .. } => numbers.push(seq),
                Outcome::Unchanged { .. } => {}
            }
        }
    }
    numbers
}

/// Follows the changes until the writers are done; gives the last number met of each record.
fn follow(store: &dyn CatalogueStore, done: &AtomicBool) -> BTreeMap<RecordId, u64> {
    let mut known = BTreeMap::new();
    let mut since = 0;
    loop {
        let last_round = done.load(Ordering::Acquire);
        for change in store.scan(since) {
            let change = change.unwrap();
            assert!(change.seq > since, "the stream goes forward");
            since = change.seq;
            known.insert(change.id, change.seq);
        }
        if last_round {
            return known;
        }
    }
}

#[test]
fn imports_side_by_side_share_no_number_and_the_stream_misses_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let options = Options {
        reserve_bytes: 0,
        segment_bytes: 100_000,
        checkpoint_bytes: 200_000,
        ..Options::new(1)
    };
    let (store, _) = SledCatalogue::open(dir.path(), options).unwrap();
    let done = AtomicBool::new(false);
    let (numbers, known) = std::thread::scope(|scope| {
        let reader = scope.spawn(|| follow(&store, &done));
        let importers: Vec<_> = (0..IMPORTERS)
            .map(|importer| {
                let store = &store;
                scope.spawn(move || import_one(store, importer))
            })
            .collect();
        let numbers: Vec<u64> = importers
            .into_iter()
            .flat_map(|importer| importer.join().unwrap())
            .collect();
        done.store(true, Ordering::Release);
        (numbers, reader.join().unwrap())
    });
    let distinct: BTreeSet<_> = numbers.iter().copied().collect();
    assert_eq!(distinct.len(), numbers.len());
    assert_eq!(distinct.last().copied(), Some(store.last_seq()));
    assert_eq!(distinct.len() as u64, store.last_seq());
    assert_eq!(known.len() as u64, store.live_count());
    for (id, seq) in known {
        assert_eq!(store.get(&id).unwrap().unwrap().seq, seq);
    }
    drop(store);
    let (store, report) = SledCatalogue::open(dir.path(), options).unwrap();
    assert_eq!((report.rebuilt, report.replayed), (None, 0));
    assert_eq!(store.last_seq(), distinct.len() as u64);
}
