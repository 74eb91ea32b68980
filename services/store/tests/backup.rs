//! A backup is whole or refused, and what is restored from it is what was backed up.

#![allow(clippy::unwrap_used)]

#[path = "loans/mod.rs"]
mod loans;
mod support;

use loans::{Lend, Loans};
use navette_store::backup::{
    BackupError, BackupHead, ProcessKind, RestoreError, Restored, Target, Totals, check, restore,
    write_backup,
};
use navette_store::catalogue::{CatalogueStore, Content, MemoryCatalogue, SledCatalogue};
use navette_store::ledger::{Commit, Decision, Ledger, LedgerError, LedgerState, Options, Rows};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use support::{a_group, a_record, a_record_with};

const PROFILE: &str = "an invented profile";

fn digest(content: &Content, _: &Arc<str>) -> u128 {
    xxhash_of(&content.raw)
}

/// Any number that differs with the bytes.
fn xxhash_of(raw: &[u8]) -> u128 {
    raw.iter().fold(1, |sum, byte| {
        u128::wrapping_mul(sum, 1_099_511_628_211) ^ u128::from(*byte)
    })
}

fn a_head() -> BackupHead {
    BackupHead::new(ProcessKind::Node, "aire", 1, 0)
}

fn some_rows() -> Rows {
    (1..=40_u32)
        .map(|copy| Loans::encode(&Lend(copy, Some(format!("lectrice {copy}")))))
        .map(|(key, value)| (key, value.unwrap()))
        .collect()
}

fn a_catalogue() -> MemoryCatalogue {
    let store = MemoryCatalogue::new(7);
    fill(&store);
    store
}

fn fill(store: &dyn CatalogueStore) {
    let run = store.begin_import("export", PROFILE).unwrap().run;
    let mut records: Vec<_> = (1..=30).map(|n| a_record(&format!("{n:06}"), 1)).collect();
    records.push(a_record_with("csv", Some("id;titre")));
    store.import(a_group(run, 31, records)).unwrap();
    let other = store.begin_import("other", "another profile").unwrap().run;
    let changed = vec![a_record("000003", 2), a_record("000099", 1)];
    store.import(a_group(other, 2, changed)).unwrap();
    let gone = navette_domain::catalogue::RecordId("000004".to_owned());
    store.withdraw(&[gone]).unwrap();
}

fn a_backup() -> (Vec<u8>, Totals) {
    let mut bytes = Vec::new();
    let totals = write_backup(&mut bytes, a_head(), &some_rows(), Some(&a_catalogue())).unwrap();
    (bytes, totals)
}

fn target<'a>(data_dir: &'a Path, replace: bool) -> Target<'a> {
    Target {
        data_dir,
        kind: ProcessKind::Node,
        library: "aire",
        incarnation: 9,
        catalogue: Some((10, &digest)),
        cover: None,
        replace,
    }
}

fn put_back(bytes: &[u8], target: &Target<'_>) -> Result<Restored<()>, RestoreError> {
    restore::<Loans, ()>(bytes, target, |_| Ok(()))
}

#[test]
fn what_is_restored_is_what_was_backed_up_under_another_incarnation() {
    let dir = tempfile::tempdir().unwrap();
    let (bytes, written) = a_backup();
    let restored = put_back(&bytes, &target(dir.path(), false)).unwrap();
    assert_eq!((restored.totals, restored.set_aside), (written, None));
    assert_eq!((written.rows, written.records), (40, 32));
    let ledger = dir.path().join("ledger");
    let (ledger, found) = Ledger::<Loans>::open(&ledger, Options::new(11)).unwrap();
    assert_eq!((ledger.incarnation(), found.rebuilt), (9, None));
    assert_eq!(ledger.export_rows().unwrap(), some_rows());
    let catalogue = dir.path().join("catalogue");
    let (catalogue, _) = SledCatalogue::open(&catalogue, Options::new(11)).unwrap();
    assert_eq!(catalogue.incarnation(), 10);
    assert_eq!(catalogue.live_count(), a_catalogue().live_count());
    let again = write_backup(io::sink(), a_head(), &some_rows(), Some(&catalogue)).unwrap();
    assert_eq!(again, written);
}

#[test]
fn a_file_imported_again_after_a_restore_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    put_back(&a_backup().0, &target(dir.path(), false)).unwrap();
    let catalogue = dir.path().join("catalogue");
    let (catalogue, _) = SledCatalogue::open(&catalogue, Options::new(11)).unwrap();
    let (before, run) = (
        catalogue.last_seq(),
        catalogue.begin_import("export", PROFILE),
    );
    let mut record = a_record("000001", 1);
    record.digest = digest(&record.content, &Arc::from(PROFILE));
    let group = a_group(run.unwrap().run, 1, vec![record]);
    catalogue.import(group).unwrap();
    assert_eq!(catalogue.last_seq(), before);
}

#[test]
fn a_backup_that_is_cut_off_anywhere_is_refused_with_its_place() {
    let (bytes, totals) = a_backup();
    assert_eq!(check(bytes.as_slice()).unwrap().1, totals);
    for length in 0..bytes.len() {
        let told = check(&bytes[..length]).unwrap_err();
        match told {
            BackupError::NoBackup => assert!(length < 16, "{length}"),
            BackupError::CutOff { at, .. } => assert_eq!(at, length as u64),
            other => panic!("cut off at {length}: {other}"),
        }
    }
}

#[test]
fn a_backup_that_was_altered_anywhere_is_refused() {
    let (bytes, _) = a_backup();
    for place in 0..bytes.len() {
        let mut altered = bytes.clone();
        altered[place] ^= 0x10;
        assert!(check(altered.as_slice()).is_err(), "byte {place}");
    }
    let mut longer = bytes.clone();
    longer.push(0);
    let told = check(longer.as_slice()).unwrap_err().to_string();
    let expected = format!(
        "the backup is damaged at byte {}: something follows the end",
        bytes.len()
    );
    assert_eq!(told, expected);
}

#[test]
fn another_file_and_another_version_are_refused_by_name() {
    let told = check(&b"00823nam a22002531i 4500"[..]).unwrap_err();
    assert!(matches!(told, BackupError::NoBackup));
    let (mut bytes, _) = a_backup();
    bytes[12] = 2;
    let told = check(bytes.as_slice()).unwrap_err().to_string();
    assert_eq!(
        told,
        "this backup is of version 2, and this program reads up to version 1"
    );
}

#[test]
fn a_backup_of_another_library_or_process_is_refused_before_anything_is_touched() {
    let dir = tempfile::tempdir().unwrap();
    let (bytes, _) = a_backup();
    let elsewhere = Target {
        library: "lumbres",
        ..target(dir.path(), false)
    };
    let told = put_back(&bytes, &elsewhere).unwrap_err().to_string();
    let expected = "the backup is of the node of library \"aire\", the settings are of the node of library \"lumbres\"";
    assert_eq!(told, expected);
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn a_damaged_backup_leaves_the_store_that_is_there_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let (bytes, _) = a_backup();
    put_back(&bytes, &target(dir.path(), false)).unwrap();
    let told = put_back(&bytes, &target(dir.path(), false)).unwrap_err();
    assert!(matches!(told, RestoreError::NotEmpty(_)), "{told}");
    let cut = &bytes[..bytes.len() - 1];
    let told = put_back(cut, &target(dir.path(), true)).unwrap_err();
    assert!(matches!(
        told,
        RestoreError::Backup(BackupError::CutOff { .. })
    ));
    assert!(!dir.path().join("restoring").exists());
    let (ledger, _) = Ledger::<Loans>::open(&dir.path().join("ledger"), Options::new(1)).unwrap();
    assert_eq!(
        (ledger.incarnation(), ledger.export_rows().unwrap()),
        (9, some_rows())
    );
}

#[test]
fn what_is_done_afterwards_is_there_when_the_store_takes_its_place() {
    let dir = tempfile::tempdir().unwrap();
    let (bytes, written) = a_backup();
    let done = restore::<Loans, bool>(bytes.as_slice(), &target(dir.path(), false), |ledger| {
        ledger.commit(|_| {
            let changes = vec![Lend(7, None)];
            Ok::<_, LedgerError>(Decision { changes, reply: () })
        })?;
        ledger.snapshot()?;
        Ok(true)
    });
    let done = done.unwrap();
    assert_eq!((done.afterwards, done.totals), (true, written));
    let (ledger, _) = Ledger::<Loans>::open(&dir.path().join("ledger"), Options::new(1)).unwrap();
    assert_eq!(ledger.export_rows().unwrap().len(), 39);
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400), place in 0..400_usize) {
        let _ = check(bytes.as_slice());
        let (mut whole, _) = a_backup();
        let place = place.min(whole.len());
        whole.truncate(place);
        whole.extend(bytes);
        proptest::prop_assert!(check(whole.as_slice()).is_err());
    }
}

/// Takes what is written, and when the first record has come lets the catalogue change.
struct Meanwhile<'a> {
    store: &'a SledCatalogue,
    changed: bool,
    bytes: Vec<u8>,
}

impl Write for Meanwhile<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Bytes come whenever a block is full or ends: the last rows when the first record's profile begins.
        let begun =
            check(self.bytes.as_slice()).is_err_and(|told| told.to_string().contains("missing"));
        if begun && self.bytes.len() > 300 && !self.changed {
            self.changed = true;
            let run = self.store.begin_import("late", PROFILE).unwrap().run;
            let late = vec![a_record("000001", 5), a_record("000500", 1)];
            self.store.import(a_group(run, 2, late)).unwrap();
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn an_import_that_goes_on_meanwhile_is_in_the_backup_and_each_record_counts_once() {
    let (kept, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (store, _) = SledCatalogue::open(kept.path(), Options::new(7)).unwrap();
    fill(&store);
    let mut sink = Meanwhile {
        store: &store,
        changed: false,
        bytes: Vec::new(),
    };
    let totals = write_backup(&mut sink, a_head(), &some_rows(), Some(&store)).unwrap();
    assert!(sink.changed);
    let after = write_backup(io::sink(), a_head(), &some_rows(), Some(&store)).unwrap();
    assert_eq!((totals, totals.records), (after, 33));
    assert_eq!(check(sink.bytes.as_slice()).unwrap().1, totals);
    let restored = put_back(&sink.bytes, &target(to.path(), false)).unwrap();
    assert_eq!(restored.totals, totals);
}

#[test]
fn a_federator_has_a_ledger_alone() {
    let dir = tempfile::tempdir().unwrap();
    let head = BackupHead::new(ProcessKind::Federator, "", 1, 0);
    let mut bytes = Vec::new();
    let written = write_backup(&mut bytes, head, &some_rows(), None).unwrap();
    let centre = Target {
        kind: ProcessKind::Federator,
        library: "",
        catalogue: None,
        ..target(dir.path(), false)
    };
    assert_eq!(put_back(&bytes, &centre).unwrap().totals, written);
    assert!(!dir.path().join("catalogue").exists());
}
