//! Does the store heal itself when sled is damaged, and say so? Does it get over a disk that is really full?
#![allow(clippy::unwrap_used)]

mod support;

use navette_store::catalogue::{CatalogueStore, Change, Options, SledCatalogue, StoreError};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::{a_group, a_record};

fn options(reserve_bytes: u64) -> Options {
    Options {
        reserve_bytes,
        ..Options::new(5)
    }
}

fn fill(store: &dyn CatalogueStore, from: u32, to: u32) -> Result<(), StoreError> {
    let run = store.begin_import("a.mrc", "profile")?.run;
    let numbers: Vec<u32> = (from..to).collect();
    for part in numbers.chunks(500) {
        let records = part.iter().map(|n| a_record(&format!("{n:06}"), 1));
        store.import(a_group(run, 1, records.collect()))?;
    }
    Ok(())
}

fn picture(store: &dyn CatalogueStore) -> Vec<Change> {
    store.scan(0).map(|change| change.unwrap()).collect()
}

fn sled_file(dir: &Path) -> PathBuf {
    dir.join("state").join("db")
}

/// Damages sled's file in one way or another.
fn damage(dir: &Path, way: u64) {
    let path = sled_file(dir);
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

/// Lists the states that were set aside.
fn set_aside(dir: &Path) -> Vec<String> {
    let names = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name());
    let names = names.map(|name| name.into_string().unwrap());
    names
        .filter(|name| name.starts_with("state.damaged-"))
        .collect()
}

#[test]
fn a_new_store_and_one_whose_state_was_taken_away_set_nothing_aside() {
    let origin = tempfile::tempdir().unwrap();
    let dir = origin.path().join("store");
    let (store, _) = SledCatalogue::open(&dir, options(0)).unwrap();
    assert_eq!(set_aside(&dir), Vec::<String>::new());
    fill(&store, 0, 500).unwrap();
    drop(store);
    fs::remove_dir_all(dir.join("state")).unwrap();
    let (store, report) = SledCatalogue::open(&dir, options(0)).unwrap();
    assert_eq!(store.live_count(), 500);
    assert_eq!(report.rebuilt.as_deref(), Some("there was no state"));
    assert_eq!(set_aside(&dir), Vec::<String>::new());
}

#[test]
fn a_damaged_sled_is_made_anew_and_never_gives_a_wrong_answer() {
    let origin = tempfile::tempdir().unwrap();
    let dir = origin.path().join("store");
    let (store, _) = SledCatalogue::open(&dir, options(0)).unwrap();
    fill(&store, 0, 3000).unwrap();
    let before = picture(&store);
    drop(store);
    let mut rebuilt = 0;
    for way in 0..24 {
        damage(&dir, way);
        let (store, report) = SledCatalogue::open(&dir, options(0)).unwrap();
        assert!(picture(&store) == before, "way {way}, {report:?}");
        rebuilt += usize::from(report.rebuilt.is_some());
        drop(store);
        assert!(set_aside(&dir).len() <= 1, "only the latest is kept");
    }
    assert!(rebuilt >= 12, "only {rebuilt} of 24 were noticed");
}

#[test]
fn a_state_of_another_store_is_noticed() {
    let origin = tempfile::tempdir().unwrap();
    let (one, other) = (origin.path().join("one"), origin.path().join("other"));
    for (dir, incarnation, count) in [(&one, 1, 600), (&other, 2, 700)] {
        let options = Options {
            incarnation,
            ..options(0)
        };
        let (store, _) = SledCatalogue::open(dir, options).unwrap();
        fill(&store, 0, count).unwrap();
    }
    fs::remove_dir_all(one.join("state")).unwrap();
    fs::rename(other.join("state"), one.join("state")).unwrap();
    let (store, report) = SledCatalogue::open(&one, options(0)).unwrap();
    assert_eq!((store.live_count(), store.incarnation()), (600, 1));
    assert!(report.rebuilt.is_some());
}

#[test]
fn a_journal_shorter_than_the_state_knows_makes_the_state_anew() {
    let origin = tempfile::tempdir().unwrap();
    let dir = origin.path().join("store");
    let (store, _) = SledCatalogue::open(&dir, options(0)).unwrap();
    fill(&store, 0, 1000).unwrap();
    drop(store);
    fs::remove_file(dir.join("closed")).unwrap();
    let journal = dir.join("journal/00000001.journal");
    let file = OpenOptions::new().write(true).open(&journal).unwrap();
    file.set_len(file.metadata().unwrap().len() - 10).unwrap();
    let (store, report) = SledCatalogue::open(&dir, options(0)).unwrap();
    assert!(report.rebuilt.unwrap().contains("which ends at"));
    assert!(report.torn_bytes > 0);
    assert_eq!(store.live_count(), 500);
}

#[test]
fn a_store_is_opened_once() {
    let origin = tempfile::tempdir().unwrap();
    let dir = origin.path().join("store");
    let (store, _) = SledCatalogue::open(&dir, options(0)).unwrap();
    let refused = SledCatalogue::open(&dir, options(0))
        .err()
        .unwrap()
        .to_string();
    assert!(refused.contains(dir.to_str().unwrap()), "{refused}");
    drop(store);
    SledCatalogue::open(&dir, options(0)).unwrap();
}

/// A small file system of its own, taken away when dropped.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn mount(size: &str) -> Option<Self> {
        let dir = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", size, "tmpfs"])
            .arg(dir.path())
            .output();
        match mounted {
            Ok(output) if output.status.success() => Some(Self(dir)),
            _ => None,
        }
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).output();
    }
}

/// Makes a file shorter.
fn give_back(path: &Path, bytes: u64) {
    let file = OpenOptions::new().write(true).open(path).unwrap();
    let length = file.metadata().unwrap().len();
    file.set_len(length - bytes).unwrap();
}

fn on_a_full_disk(reserve_bytes: u64) {
    let Some(disk) = SmallDisk::mount("size=12m") else {
        let _ = writeln!(
            std::io::stderr(),
            "skipped: a small file system cannot be mounted here"
        );
        return;
    };
    let dir = disk.0.path().join("store");
    let ballast = disk.0.path().join("ballast");
    let (store, _) = SledCatalogue::open(&dir, options(reserve_bytes)).unwrap();
    fill(&store, 0, 2000).unwrap();
    let mut next = 2000;
    for round in 0..3 {
        // As much as goes in: others fill disks too. With a reserve, less than that is left to us, but something: sled writes
        // even while it is read, and without a single byte it may fail until there is room again.
        let filled = fs::write(&ballast, vec![1; 16 << 20]);
        assert!(filled.is_err());
        if reserve_bytes > 0 {
            give_back(&ballast, reserve_bytes * 3 / 4);
        }
        let before = (reserve_bytes > 0).then(|| picture(&store));
        let refused = loop {
            match fill(&store, next, next + 500) {
                Ok(()) => next += 500,
                Err(error) => break error.to_string(),
            }
        };
        assert!(
            refused.contains("disk is full") || refused.contains("state"),
            "{refused}"
        );
        if let Some(before) = before {
            assert_eq!(picture(&store), before, "reads go on, round {round}");
        }
        fs::remove_file(&ballast).unwrap();
        fill(&store, next, next + 500).unwrap();
        next += 500;
        assert_eq!(store.live_count(), u64::from(next));
    }
    let before = picture(&store);
    drop(store);
    let (store, _) = SledCatalogue::open(&dir, options(reserve_bytes)).unwrap();
    assert!(picture(&store) == before);
}

#[test]
fn a_disk_that_is_really_full_refuses_clearly_and_work_goes_on_by_itself() {
    on_a_full_disk(1 << 20);
}

#[test]
fn even_sled_without_room_is_made_anew_when_there_is_room() {
    on_a_full_disk(0);
}
