//! Does every backend of the catalogue store keep the same promises?
#![allow(clippy::unwrap_used)]

mod support;

use navette_domain::catalogue::RecordId;
use navette_store::catalogue::{
    Absence, CatalogueStore, Change, ChangeKind, ImportGroup, MemoryCatalogue, Options, Outcome,
    RunId, SledCatalogue, StoreError, StoredState,
};
use navette_store::disk::SimulatedDisk;
use std::path::Path;
use std::sync::Arc;
use support::{a_group, a_record, a_record_with};

/// Runs one claim on each backend.
fn on_each(claim: impl Fn(&dyn CatalogueStore)) {
    claim(&MemoryCatalogue::new(7));
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = SledCatalogue::open(dir.path(), small()).unwrap();
    claim(&store);
    let disk = Arc::new(SimulatedDisk::new());
    let (store, _) = SledCatalogue::open_simulated(disk, Path::new("store"), small()).unwrap();
    claim(&store);
}

fn small() -> Options {
    Options {
        segment_bytes: 4096,
        reserve_bytes: 0,
        ..Options::new(7)
    }
}

fn begin(store: &dyn CatalogueStore, key: &str) -> RunId {
    store.begin_import(key, "format = 1").unwrap().run
}

fn changes(store: &dyn CatalogueStore, since: u64) -> Vec<Change> {
    store.scan(since).map(|change| change.unwrap()).collect()
}

fn id(name: &str) -> RecordId {
    RecordId(name.to_owned())
}

#[test]
fn the_same_records_twice_change_nothing() {
    on_each(|store| {
        let run = begin(store, "a.mrc");
        let group = a_group(run, 2, vec![a_record("1", 1), a_record("2", 1)]);
        let first = store.import(group.clone()).unwrap();
        assert_eq!(first, [Outcome::New { seq: 1 }, Outcome::New { seq: 2 }]);
        let again = store.import(group).unwrap();
        assert_eq!(
            again,
            [Outcome::Unchanged { seq: 1 }, Outcome::Unchanged { seq: 2 }]
        );
        assert_eq!((store.last_seq(), store.live_count()), (2, 2));
    });
}

#[test]
fn a_changed_record_gets_a_new_number_and_names_the_old_one() {
    on_each(|store| {
        let run = begin(store, "a.mrc");
        store
            .import(a_group(run, 1, vec![a_record("1", 1), a_record("2", 1)]))
            .unwrap();
        let outcomes = store
            .import(a_group(run, 2, vec![a_record("1", 2)]))
            .unwrap();
        let expected = Outcome::Changed {
            seq: 3,
            previous: 1,
        };
        assert_eq!(outcomes, [expected]);
        let stored = store.get(&id("1")).unwrap().unwrap();
        assert_eq!((stored.seq, stored.state), (3, StoredState::Live));
        assert_eq!(stored.content, a_record("1", 2).content);
        assert_eq!(&*stored.profile, "format = 1");
    });
}

#[test]
fn a_record_met_twice_in_one_group_is_compared_with_itself() {
    on_each(|store| {
        let run = begin(store, "a.mrc");
        let records = vec![a_record("1", 1), a_record("1", 1), a_record("1", 2)];
        let outcomes = store.import(a_group(run, 3, records)).unwrap();
        assert_eq!(
            outcomes,
            [
                Outcome::New { seq: 1 },
                Outcome::Unchanged { seq: 1 },
                Outcome::Changed {
                    seq: 2,
                    previous: 1
                },
            ]
        );
        assert_eq!(
            store.count_absent(run).unwrap(),
            Absence { absent: 0, live: 1 }
        );
        assert_eq!(changes(store, 0).len(), 1);
    });
}

#[test]
fn a_run_tells_which_records_it_has_met_changed_or_not() {
    on_each(|store| {
        let first = begin(store, "a.mrc");
        let known = vec![a_record("1", 1), a_record("2", 1), a_record("3", 1)];
        store.import(a_group(first, 3, known)).unwrap();
        store.finish_import(first, false).unwrap();
        let run = begin(store, "b.mrc");
        let again = vec![a_record("1", 1), a_record("2", 2), a_record("4", 1)];
        store.import(a_group(run, 3, again)).unwrap();
        let asked = ["1", "2", "3", "4", "5"].map(id);
        let met = store.met(run, &asked).unwrap();
        assert_eq!(met, [true, true, false, true, false]);
        store.finish_import(run, false).unwrap();
        assert!(store.met(run, &asked).is_err());
    });
}

#[test]
fn comparing_changes_nothing() {
    on_each(|store| {
        let run = begin(store, "a.mrc");
        store
            .import(a_group(run, 1, vec![a_record("1", 1)]))
            .unwrap();
        let asked = [(id("1"), 1), (id("1"), 2), (id("2"), 1)];
        assert_eq!(
            store.compare(&asked).unwrap(),
            [
                Outcome::Unchanged { seq: 1 },
                Outcome::Changed {
                    seq: 0,
                    previous: 1
                },
                Outcome::New { seq: 0 },
            ]
        );
        assert_eq!(store.last_seq(), 1);
    });
}

#[test]
fn an_unfinished_import_is_resumed_where_it_was() {
    on_each(|store| {
        let run = begin(store, "a.mrc");
        let group = ImportGroup {
            counts: b"7 rejects".to_vec(),
            ..a_group(run, 1000, vec![a_record("1", 1)])
        };
        store.import(group).unwrap();
        let resumed = store.begin_import("a.mrc", "format = 1").unwrap();
        assert_eq!((resumed.run, resumed.resume_after), (run, 1000));
        assert_eq!(resumed.saved_counts, b"7 rejects");
        store.finish_import(run, false).unwrap();
        let next = store.begin_import("a.mrc", "format = 1").unwrap();
        assert_eq!(next.resume_after, 0);
        assert_ne!(next.run, run);
    });
}

#[test]
fn another_profile_begins_the_import_anew() {
    on_each(|store| {
        let run = begin(store, "a.mrc");
        let other = store.begin_import("a.mrc", "format = 2").unwrap();
        assert_ne!(other.run, run);
        let refused = store.import(a_group(run, 1, vec![a_record("1", 1)]));
        assert!(matches!(refused, Err(StoreError::RunNotOpen(refused)) if refused == run));
    });
}

#[test]
fn replacing_withdraws_what_was_not_seen_and_keeps_it() {
    on_each(|store| {
        let run = begin(store, "a.mrc");
        let records = (1..=5).map(|n| a_record(&n.to_string(), 1)).collect();
        store.import(a_group(run, 5, records)).unwrap();
        store.finish_import(run, true).unwrap();
        let run = begin(store, "a.mrc");
        let records = vec![a_record("1", 1), a_record("3", 2), a_record("6", 1)];
        store.import(a_group(run, 3, records)).unwrap();
        assert_eq!(
            store.count_absent(run).unwrap(),
            Absence { absent: 3, live: 6 }
        );
        let withdrawn = store.finish_import(run, true).unwrap();
        let names: Vec<_> = withdrawn
            .iter()
            .map(|w| (w.id.0.as_str(), w.previous, w.seq))
            .collect();
        assert_eq!(names, [("2", 2, 8), ("4", 4, 9), ("5", 5, 10)]);
        assert_eq!(store.live_count(), 3);
        let stored = store.get(&id("4")).unwrap().unwrap();
        assert_eq!((stored.seq, stored.state), (9, StoredState::Withdrawn));
        assert_eq!(stored.content, a_record("4", 1).content);
    });
}

#[test]
fn a_withdrawn_record_comes_back_as_changed() {
    on_each(|store| {
        let run = begin(store, "a.mrc");
        let group = a_group(run, 1, vec![a_record("1", 1)]);
        store.import(group.clone()).unwrap();
        assert_eq!(
            store.withdraw(&[id("1"), id("1"), id("9")]).unwrap().len(),
            1
        );
        assert_eq!(store.live_count(), 0);
        let back = store.import(group).unwrap();
        assert_eq!(
            back,
            [Outcome::Changed {
                seq: 3,
                previous: 2
            }]
        );
        assert_eq!(store.live_count(), 1);
    });
}

#[test]
fn what_another_import_changed_is_still_seen() {
    on_each(|store| {
        let whole = begin(store, "whole.mrc");
        store
            .import(a_group(whole, 1, vec![a_record("1", 1)]))
            .unwrap();
        let update = begin(store, "update.mrc");
        store
            .import(a_group(update, 1, vec![a_record("1", 2)]))
            .unwrap();
        assert_eq!(store.finish_import(whole, true).unwrap(), []);
        assert_eq!(store.live_count(), 1);
    });
}

#[test]
fn the_change_stream_passes_over_what_was_superseded() {
    on_each(|store| {
        let run = begin(store, "a.mrc");
        for version in 1..=3 {
            let records = (0..500).map(|n| a_record(&format!("{n:05}"), version + n % 2));
            store.import(a_group(run, 500, records.collect())).unwrap();
        }
        store.withdraw(&[id("00007")]).unwrap();
        let all = changes(store, 0);
        assert_eq!(all.len(), 500);
        assert!(all.windows(2).all(|pair| pair[0].seq < pair[1].seq));
        let last = all.last().unwrap();
        assert_eq!((last.id.0.as_str(), last.seq), ("00007", store.last_seq()));
        assert_eq!(last.kind, ChangeKind::Withdrawn);
        let middle = all[250].seq;
        assert_eq!(changes(store, middle), all[251..]);
        assert_eq!(changes(store, store.last_seq()), []);
    });
}

#[test]
fn a_csv_line_keeps_its_header() {
    on_each(|store| {
        let run = begin(store, "a.csv");
        let lines = vec![
            a_record_with("1", Some("titre;auteur")),
            a_record_with("2", Some("titre;auteur")),
            a_record_with("3", Some("titre")),
            a_record_with("4", None),
        ];
        store.import(a_group(run, 4, lines.clone())).unwrap();
        for line in lines {
            let stored = store.get(&line.id).unwrap().unwrap();
            assert_eq!(stored.content, line.content);
        }
    });
}

#[test]
fn what_is_over_a_limit_is_refused_whole() {
    on_each(|store| {
        let run = begin(store, "a.mrc");
        let many = (0..10_001).map(|n| a_record(&n.to_string(), 1)).collect();
        let refused = store.import(a_group(run, 1, many));
        assert!(matches!(refused, Err(StoreError::GroupTooLarge { .. })));
        let refused = store.import(a_group(run, 1, vec![a_record("", 1)]));
        assert!(matches!(refused, Err(StoreError::BadRecordId(0))));
        assert_eq!(store.last_seq(), 0);
    });
}
