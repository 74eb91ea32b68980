//! Is everything acknowledged still there after a power cut, and nothing by halves?
#![allow(clippy::unwrap_used)]

mod support;

use navette_domain::catalogue::RecordId;
use navette_store::catalogue::{
    CatalogueStore, Change, MemoryCatalogue, Options, SledCatalogue, StoreError,
};
use navette_store::disk::SimulatedDisk;
use std::path::Path;
use std::sync::Arc;
use support::{a_group, a_record};

/// One command as a librarian's day has them.
#[derive(Clone, Debug)]
enum Step {
    Import(&'static str, Vec<(u32, u128)>),
    Finish(&'static str, bool),
    Withdraw(Vec<u32>),
}

fn name(number: u32) -> String {
    format!("{number:04}")
}

/// Imports, changes, absences and withdrawals, over several journal segments.
fn a_day() -> Vec<Step> {
    let all = |version| (0..40).map(|n| (n, version)).collect();
    let some = |from: u32, to: u32, version| (from..to).map(|n| (n, version)).collect();
    vec![
        Step::Import("a", all(1)),
        Step::Import("a", some(40, 80, 1)),
        Step::Finish("a", false),
        Step::Import("a", all(1)),
        Step::Import("b", some(10, 50, 2)),
        Step::Withdraw(vec![3, 4, 5]),
        Step::Import("a", some(45, 75, 1)),
        Step::Finish("a", true),
        Step::Import("b", some(60, 70, 3)),
        Step::Import("c", some(0, 80, 4)),
        Step::Finish("b", false),
        Step::Withdraw(vec![70, 71]),
        Step::Finish("c", true),
    ]
}

fn take(store: &dyn CatalogueStore, step: &Step) -> Result<(), StoreError> {
    match step {
        Step::Import(key, records) => {
            let run = store.begin_import(key, "profile")?.run;
            let records = records
                .iter()
                .map(|(n, version)| a_record(&name(*n), *version));
            store.import(a_group(run, 1, records.collect()))?;
        }
        Step::Finish(key, replace) => {
            let run = store.begin_import(key, "profile")?;
            // Begun by this very call: it had been finished before the power went.
            if run.resume_after > 0 {
                store.finish_import(run.run, *replace)?;
            }
        }
        Step::Withdraw(ids) => {
            let ids: Vec<_> = ids.iter().map(|n| RecordId(name(*n))).collect();
            store.withdraw(&ids)?;
        }
    }
    Ok(())
}

type Picture = (u64, u64, Vec<Change>);

fn picture(store: &dyn CatalogueStore) -> Picture {
    let changes = store.scan(0).map(|change| change.unwrap()).collect();
    (store.last_seq(), store.live_count(), changes)
}

/// What the store must look like after each number of steps.
fn pictures() -> Vec<Picture> {
    let model = MemoryCatalogue::new(1);
    let mut pictures = vec![picture(&model)];
    for step in a_day() {
        take(&model, &step).unwrap();
        pictures.push(picture(&model));
    }
    pictures
}

fn open(disk: &SimulatedDisk) -> Result<SledCatalogue, StoreError> {
    let options = Options {
        segment_bytes: 1000,
        reserve_bytes: 0,
        ..Options::new(1)
    };
    let disk = Arc::new(disk.clone());
    SledCatalogue::open_simulated(disk, Path::new("store"), options).map(|(store, _)| store)
}

/// Lives through the day with power cuts at the given distances; gives how many there were.
fn live_through(cuts: &[u64], seed: u64, pictures: &[Picture]) -> usize {
    let disk = SimulatedDisk::new();
    let day = a_day();
    let (mut done, mut cuts, mut met) = (0, cuts.iter(), 0);
    loop {
        if let Some(after) = cuts.next() {
            disk.power_off_after(*after);
        }
        let lived = open(&disk).and_then(|store| {
            let found = picture(&store);
            let next = pictures.get(done + 1);
            assert!(
                found == pictures[done] || Some(&found) == next,
                "after {done} steps, cut {met} of seed {seed}: {} versions, {} live",
                found.0,
                found.1
            );
            for step in &day[done..] {
                take(&store, step)?;
                done += 1;
            }
            Ok(picture(&store))
        });
        match lived {
            Ok(last) => {
                assert_eq!(&last, pictures.last().unwrap());
                return met;
            }
            Err(error) => {
                assert!(
                    !matches!(error, StoreError::Journal(ref e) if e.to_string().contains("damaged")),
                    "{error}"
                );
                met += 1;
                disk.crash(seed + met as u64);
            }
        }
    }
}

#[test]
fn nothing_acknowledged_is_lost_whenever_the_power_goes() {
    let pictures = pictures();
    let mut schedules = 0;
    for seed in 0..10_u64 {
        for after in 0.. {
            let met = live_through(
                &[after, (after * 7 + seed) % 23],
                seed * 1000 + after,
                &pictures,
            );
            schedules += 1;
            if met == 0 {
                break;
            }
        }
    }
    assert!(schedules > 200, "only {schedules} schedules");
}

#[test]
fn a_failed_sync_stops_the_store_until_it_is_opened_again() {
    let disk = SimulatedDisk::new();
    let store = open(&disk).unwrap();
    let day = a_day();
    take(&store, &day[0]).unwrap();
    let before = picture(&store);
    disk.fail_syncs(1);
    let refused = take(&store, &day[1]).unwrap_err().to_string();
    assert!(refused.contains("stopped"), "{refused}");
    let refused = take(&store, &day[1]).unwrap_err().to_string();
    assert!(refused.contains("could not sync"), "{refused}");
    assert_eq!(picture(&store), before, "readers see synced state only");
    drop(store);
    disk.crash(3);
    let store = open(&disk).unwrap();
    take(&store, &day[1]).unwrap();
    assert_eq!(&picture(&store), &pictures()[2]);
}

#[test]
fn a_full_disk_refuses_clearly_and_work_goes_on_when_there_is_room() {
    let pictures = pictures();
    for room in (0..3000).step_by(61) {
        let disk = SimulatedDisk::new();
        let store = open(&disk).unwrap();
        disk.set_capacity(Some(disk.used_bytes() + room));
        let (mut done, mut refused) = (0, 0);
        let day = a_day();
        while let Some(step) = day.get(done) {
            match take(&store, step) {
                Ok(()) => done += 1,
                Err(error) => {
                    assert!(error.to_string().contains("disk is full"), "{error}");
                    let found = picture(&store);
                    // The end of an import is two commands: withdrawing what was absent may be done already.
                    let halfway = matches!(step, Step::Finish(..)) && found == pictures[done + 1];
                    assert!(
                        halfway || found == pictures[done],
                        "reads go on, nothing by halves"
                    );
                    refused += 1;
                    disk.set_capacity(Some(disk.used_bytes() + room + 1500 * refused));
                }
            }
        }
        assert_eq!(&picture(&store), pictures.last().unwrap());
        drop(store);
        disk.set_capacity(None);
        disk.crash(room);
        assert_eq!(&picture(&open(&disk).unwrap()), pictures.last().unwrap());
    }
}

#[test]
fn a_flipped_bit_anywhere_in_the_journal_is_noticed() {
    let write = || {
        let disk = SimulatedDisk::new();
        let store = open(&disk).unwrap();
        for step in a_day() {
            take(&store, &step).unwrap();
        }
        drop(store);
        disk
    };
    let first = Path::new("store/journal/00000001.journal");
    let last = Path::new("store/journal/00000002.journal");
    for path in [first, last] {
        let length = write().damage(path, |bytes| bytes.len()).unwrap();
        for at in (0..length).step_by(13) {
            let disk = write();
            disk.damage(path, |bytes| bytes[at] ^= 1 << (at % 8));
            let error = match open(&disk) {
                Ok(_) => panic!("byte {at} of {} goes unnoticed", path.display()),
                Err(error) => error.to_string(),
            };
            assert!(error.contains(path.to_str().unwrap()), "{error}");
        }
    }
}

#[test]
fn a_missing_segment_is_noticed() {
    use navette_store::disk::Disk;
    let disk = SimulatedDisk::new();
    let store = open(&disk).unwrap();
    for step in a_day() {
        take(&store, &step).unwrap();
    }
    drop(store);
    disk.remove(Path::new("store/journal/00000001.journal"))
        .unwrap();
    let error = open(&disk).err().unwrap().to_string();
    assert!(
        error.contains("00000001.journal") && error.contains("missing"),
        "{error}"
    );
}
