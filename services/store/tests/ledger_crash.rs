//! Does a ledger have all it acknowledged after a power cut, and no command by halves, also in a snapshot?
#![allow(clippy::unwrap_used)]

mod loans;

use loans::{LendRefusal, Loans, give, options, picture, take_back};
use navette_store::disk::{Disk, SimulatedDisk};
use navette_store::ledger::{Commit, InlineLedger, Ledger, LedgerError};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

#[derive(Clone, Debug)]
enum Step {
    Give(Vec<u32>, String),
    TakeBack(Vec<u32>),
    Snapshot,
}

/// SplitMix64, repeatable from its seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % u64::from(sides)) as u32
    }
}

/// A day of commands as chance has it, each on several rows, with snapshots among them.
fn a_day(seed: u64) -> Vec<Step> {
    let mut dice = Dice(seed);
    let day = (0..24).map(|number| {
        let copies: Vec<u32> = (0..2 + dice.roll(6)).map(|_| dice.roll(30)).collect();
        match dice.roll(6) {
            0 => Step::Snapshot,
            1 => Step::TakeBack(copies),
            _ => Step::Give(copies, format!("patron {number} of day {seed}")),
        }
    });
    day.collect()
}

fn take(store: &InlineLedger<Loans>, step: &Step) -> Result<(), LendRefusal> {
    match step {
        Step::Give(copies, patron) => give(store, copies, patron),
        Step::TakeBack(copies) => take_back(store, copies),
        Step::Snapshot => Ok(store.snapshot().map(|_| ())?),
    }
}

/// What the state must look like after each number of steps.
fn pictures(day: &[Step]) -> Vec<Loans> {
    let mut loans = Loans::default();
    let mut pictures = vec![loans.clone()];
    for step in day {
        match step {
            Step::Give(copies, patron) => {
                loans
                    .0
                    .extend(copies.iter().map(|copy| (*copy, patron.clone())));
            }
            Step::TakeBack(copies) => loans.0.retain(|copy, _| !copies.contains(copy)),
            Step::Snapshot => {}
        }
        pictures.push(loans.clone());
    }
    pictures
}

fn open(disk: &SimulatedDisk) -> Result<InlineLedger<Loans>, LedgerError> {
    let disk = Arc::new(disk.clone());
    InlineLedger::open_simulated(disk, Path::new("store"), options()).map(|(store, _)| store)
}

/// Lives through a day with power cuts at the given distances; gives how many there were.
fn live_through(day: &[Step], cuts: &[u64], seed: u64) -> usize {
    let disk = SimulatedDisk::new();
    let pictures = pictures(day);
    let (mut done, mut cuts, mut met) = (0, cuts.iter(), 0);
    loop {
        if let Some(after) = cuts.next() {
            disk.power_off_after(*after);
        }
        let lived = open(&disk).map_err(LendRefusal::from).and_then(|store| {
            let found = store.read(Loans::clone)?;
            let next = pictures.get(done + 1);
            assert!(
                found == pictures[done] || Some(&found) == next,
                "after {done} steps, cut {met} of seed {seed}: {found:?}"
            );
            for step in &day[done..] {
                take(&store, step)?;
                done += 1;
            }
            Ok(store.read(Loans::clone)?)
        });
        match lived {
            Ok(last) => {
                assert_eq!(&last, pictures.last().unwrap());
                return met;
            }
            Err(error) => {
                let said = error.to_string();
                assert!(!said.contains("damaged"), "seed {seed}: {said}");
                met += 1;
                disk.crash(seed + met as u64);
            }
        }
    }
}

#[test]
fn nothing_acknowledged_is_lost_whenever_the_power_goes() {
    let mut schedules = 0;
    for seed in 0..12_u64 {
        let day = a_day(seed);
        for after in 0.. {
            let cuts = [after, (after * 7 + seed) % 31, (after * 3 + seed) % 17];
            schedules += 1;
            if live_through(&day, &cuts, seed * 1000 + after) == 0 {
                break;
            }
        }
    }
    assert!(schedules > 500, "only {schedules} schedules");
}

#[test]
fn a_process_killed_between_commands_has_all_of_them() {
    let disk = SimulatedDisk::new();
    let day = a_day(77);
    for (step, expected) in day.iter().zip(&pictures(&day)[1..]) {
        let store = open(&disk).unwrap();
        take(&store, step).unwrap();
        store.abandon();
        let store = open(&disk).unwrap();
        assert_eq!(&picture(&store), expected);
        store.close();
    }
}

#[test]
fn threads_that_were_answered_find_their_loans_after_a_power_cut() {
    for seed in 0..20_u64 {
        let disk = SimulatedDisk::new();
        let on = || Arc::new(disk.clone());
        let open = || Ledger::<Loans>::open_simulated(on(), Path::new("store"), options());
        let (store, _) = open().unwrap();
        disk.power_off_after(20 + seed * 7);
        let answered: Vec<AtomicU32> = (0..8).map(|_| AtomicU32::new(0)).collect();
        std::thread::scope(|scope| {
            for (thread, count) in answered.iter().enumerate() {
                let store = &store;
                scope.spawn(move || {
                    for number in 0..200_u32 {
                        let copies = [thread as u32 * 1000 + number, 100_000 + thread as u32];
                        if give(store, &copies, &number.to_string()).is_err() {
                            break;
                        }
                        count.store(number + 1, Ordering::Release);
                    }
                });
            }
        });
        drop(store);
        disk.crash(seed);
        let loans = picture(&open().unwrap().0);
        for (thread, count) in answered.iter().enumerate() {
            let thread = thread as u32;
            let count = count.load(Ordering::Acquire);
            let found = (0..200)
                .take_while(|number| loans.0.contains_key(&(thread * 1000 + number)))
                .count() as u32;
            assert!(found == count || found == count + 1, "{found} of {count}");
            let last = loans.0.get(&(100_000 + thread)).map(String::as_str);
            let expected = found.checked_sub(1).map(|last| last.to_string());
            assert_eq!(last, expected.as_deref(), "nothing by halves");
        }
    }
}

#[test]
fn a_failed_sync_stops_the_ledger_until_it_is_opened_again() {
    let disk = SimulatedDisk::new();
    let store = open(&disk).unwrap();
    give(&store, &[1], "Jeanne").unwrap();
    disk.fail_syncs(1);
    let refused = give(&store, &[2], "Ali").unwrap_err().to_string();
    assert!(refused.contains("stopped"), "{refused}");
    assert!(store.read(Loans::clone).is_err(), "nothing unsafe is shown");
    drop(store);
    disk.crash(3);
    let store = open(&disk).unwrap();
    assert!(picture(&store).0.contains_key(&1));
    give(&store, &[2], "Ali").unwrap();
}

#[test]
fn a_full_disk_refuses_clearly_and_work_goes_on_when_there_is_room() {
    let day = a_day(5);
    let pictures = pictures(&day);
    for room in (0..3000).step_by(83) {
        let disk = SimulatedDisk::new();
        let store = open(&disk).unwrap();
        disk.set_capacity(Some(disk.used_bytes() + room));
        let (mut done, mut refused) = (0, 0);
        while let Some(step) = day.get(done) {
            match take(&store, step) {
                Ok(()) => done += 1,
                Err(error) => {
                    assert!(error.to_string().contains("disk is full"), "{error}");
                    assert_eq!(picture(&store), pictures[done], "reads go on");
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
fn a_flipped_bit_anywhere_in_snapshot_or_journal_is_noticed() {
    let write = || {
        let disk = SimulatedDisk::new();
        let store = open(&disk).unwrap();
        give(&store, &[1, 2, 3], "Jeanne").unwrap();
        store.snapshot().unwrap();
        give(&store, &[4, 5], "Ali").unwrap();
        store.close();
        disk
    };
    let snapshot = Path::new("store/snapshots/00000002.snapshot");
    let journal = Path::new("store/journal/00000002.journal");
    for path in [snapshot, journal] {
        let length = write().damage(path, |bytes| bytes.len()).unwrap();
        for at in 0..length {
            let disk = write();
            disk.damage(path, |bytes| bytes[at] ^= 1 << (at % 8));
            let said = match open(&disk) {
                Ok(_) => panic!("byte {at} of {} goes unnoticed", path.display()),
                Err(error) => error.to_string(),
            };
            assert!(said.contains(path.to_str().unwrap()), "{said}");
        }
        let disk = write();
        disk.damage(path, |bytes| bytes.truncate(length - 5));
        assert!(open(&disk).is_err());
    }
    let disk = write();
    disk.remove(journal).unwrap();
    let said = open(&disk).err().unwrap().to_string();
    assert!(said.contains("missing"), "{said}");
    let disk = write();
    disk.remove(snapshot).unwrap();
    let said = open(&disk).err().unwrap().to_string();
    assert!(said.contains("00000001.journal"), "{said}");
}

#[test]
fn a_new_snapshot_that_decayed_gives_way_to_the_old_one_while_that_is_there() {
    let disk = SimulatedDisk::new();
    let store = open(&disk).unwrap();
    give(&store, &[1, 2, 3], "Jeanne").unwrap();
    store.snapshot().unwrap();
    give(&store, &[4], "Ali").unwrap();
    let before = picture(&store);
    // The power goes when the second snapshot has its name and nothing older has been removed yet: rotation is
    // four operations, writing seven.
    disk.power_off_after(11);
    assert!(store.snapshot().is_err());
    store.abandon();
    disk.crash(1);
    let path = Path::new("store/snapshots/00000003.snapshot");
    disk.damage(path, |bytes| bytes[50] ^= 1).unwrap();
    assert!(
        disk.open(Path::new("store/snapshots/00000002.snapshot"))
            .is_ok()
    );
    let store = open(&disk).unwrap();
    assert_eq!(picture(&store), before);
    assert!(disk.open(path).is_err(), "the decayed one is removed");
}
