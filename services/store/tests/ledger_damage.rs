//! Does a ledger heal itself when sled is damaged, and is what was erased really gone from its files?
#![allow(clippy::unwrap_used)]

mod loans;

use loans::{Loans, give, options, picture, take_back};
use navette_store::ledger::{Ledger, OpenReport, Options};
use std::fs::{self, OpenOptions};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

fn open(dir: &Path) -> (Ledger<Loans>, OpenReport) {
    let options = Options {
        segment_bytes: 1 << 20,
        checkpoint_bytes: 1 << 16,
        ..options()
    };
    Ledger::open(dir, options).unwrap()
}

fn fill(store: &Ledger<Loans>, copies: u32) {
    for copy in 0..copies {
        let name = format!("patron {copy} with a name of some length");
        give(store, &[copy, copy + 100_000], &name).unwrap();
    }
}

/// Damages sled's file in one way or another.
fn damage(dir: &Path, way: u64) {
    let path = dir.join("state").join("db");
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .open(&path)
        .unwrap();
    let length = file.metadata().unwrap().len();
    let place = way.wrapping_mul(0x9e37_79b9_7f4a_7c15) % length;
    match way % 4 {
        0 => file.set_len(length - 1 - way * 997 % (length / 2)).unwrap(),
        1 => {
            let mut byte = [0];
            file.read_at(&mut byte, place).unwrap();
            file.write_at(&[byte[0] ^ 1 << (way % 8)], place).unwrap();
        }
        2 => file
            .write_all_at(&[0; 4096], place.min(length - 4096))
            .unwrap(),
        _ => fs::write(&path, b"").unwrap(),
    }
}

#[test]
fn a_damaged_sled_is_made_anew_from_snapshot_and_journal() {
    let origin = tempfile::tempdir().unwrap();
    let dir = origin.path().join("store");
    let (store, _) = open(&dir);
    fill(&store, 500);
    store.snapshot().unwrap();
    fill(&store, 100);
    take_back(&store, &[3, 4]).unwrap();
    let before = picture(&store);
    drop(store);
    let mut rebuilt = 0;
    for way in 0..24 {
        damage(&dir, way);
        let (store, report) = open(&dir);
        assert!(picture(&store) == before, "way {way}, {report:?}");
        rebuilt += usize::from(report.rebuilt.is_some());
    }
    assert!(rebuilt >= 12, "only {rebuilt} of 24 were noticed");
}

#[test]
fn an_earlier_sled_of_another_store_is_noticed() {
    let origin = tempfile::tempdir().unwrap();
    let (one, other) = (origin.path().join("one"), origin.path().join("other"));
    let (store, _) = open(&one);
    fill(&store, 10);
    drop(store);
    let options = Options {
        incarnation: 6,
        ..options()
    };
    let (store, _) = Ledger::<Loans>::open(&other, options).unwrap();
    fill(&store, 10);
    drop(store);
    fs::remove_dir_all(one.join("state")).unwrap();
    fs::rename(other.join("state"), one.join("state")).unwrap();
    let (_, report) = open(&one);
    assert!(report.rebuilt.unwrap().contains("another journal"));
}

fn files_below(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => files.extend(files_below(&path)),
            false => files.push(path),
        }
    }
    files
}

/// Names the files that hold these bytes.
fn holders(dir: &Path, canary: &str) -> Vec<PathBuf> {
    let mut files = files_below(dir);
    files.retain(|path| {
        let bytes = fs::read(path).unwrap();
        bytes
            .windows(canary.len())
            .any(|part| part == canary.as_bytes())
    });
    files
}

const CANARY: &str = "Bernadette-Soubirous-canary";

#[test]
fn what_was_erased_is_in_no_file_after_a_snapshot() {
    let origin = tempfile::tempdir().unwrap();
    let dir = origin.path().join("store");
    let (store, _) = open(&dir);
    fill(&store, 200);
    give(&store, &[7], CANARY).unwrap();
    store.snapshot().unwrap();
    drop(store);
    // One sled set aside holds it too.
    damage(&dir, 2);
    let (store, _) = open(&dir);
    assert!(holders(&dir, CANARY).len() >= 2, "it is there to be erased");
    take_back(&store, &[7]).unwrap();
    store.snapshot().unwrap();
    assert_eq!(holders(&dir, CANARY), Vec::<PathBuf>::new());
    let before = picture(&store);
    assert_eq!(before.0.len(), 399);
    fill(&store, 20);
    drop(store);
    assert_eq!(holders(&dir, CANARY), Vec::<PathBuf>::new());
    let (store, report) = open(&dir);
    assert_eq!(report.rebuilt, None);
    assert_eq!(picture(&store).0.len(), 400);
}

#[test]
fn a_sled_from_before_the_snapshot_is_not_even_set_aside() {
    let origin = tempfile::tempdir().unwrap();
    let dir = origin.path().join("store");
    let (store, _) = open(&dir);
    fill(&store, 50);
    give(&store, &[7], CANARY).unwrap();
    drop(store);
    fs::rename(dir.join("state"), dir.join("old")).unwrap();
    let (store, _) = open(&dir);
    take_back(&store, &[7]).unwrap();
    store.snapshot().unwrap();
    drop(store);
    fs::remove_dir_all(dir.join("state")).unwrap();
    fs::rename(dir.join("old"), dir.join("state")).unwrap();
    let (store, report) = open(&dir);
    assert!(report.rebuilt.unwrap().contains("the snapshot goes on"));
    assert_eq!(picture(&store).0.len(), 99);
    assert_eq!(holders(&dir, CANARY), Vec::<PathBuf>::new());
}
