//! Does the journal give back what was synced, whatever happens to its end?
#![allow(clippy::unwrap_used)]

use navette_store::disk::{Disk, SimulatedDisk};
use navette_store::journal::{Journal, JournalError, JournalReport};
use proptest::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn open(disk: &SimulatedDisk) -> Result<(Journal, JournalReport), JournalError> {
    Journal::open(Arc::new(disk.clone()), PathBuf::from("journal"), 400)
}

fn read_all(journal: &Journal) -> Result<Vec<Vec<u8>>, JournalError> {
    let mut reader = journal.reader(Journal::start());
    let mut all = Vec::new();
    while let Some(record) = reader.next_record()? {
        all.push(record.payload);
    }
    Ok(all)
}

fn last_segment(disk: &SimulatedDisk) -> PathBuf {
    let names = disk.list(Path::new("journal")).unwrap();
    Path::new("journal").join(names.last().unwrap())
}

/// Writes groups, each synced; then a last group that is not.
fn written(groups: &[Vec<Vec<u8>>], unsynced: &[Vec<u8>]) -> (SimulatedDisk, Vec<Vec<u8>>, usize) {
    let disk = SimulatedDisk::new();
    let (mut journal, _) = open(&disk).unwrap();
    let mut safe = Vec::new();
    for group in groups {
        for payload in group {
            journal.append(payload).unwrap();
            safe.push(payload.clone());
        }
        journal.sync().unwrap();
    }
    let at = last_segment(&disk);
    let length = disk.damage(&at, |bytes| bytes.len()).unwrap();
    for payload in unsynced {
        journal.append(payload).unwrap();
    }
    let length = if last_segment(&disk) == at {
        length
    } else {
        16
    };
    (disk, safe, length)
}

fn payloads() -> impl Strategy<Value = Vec<Vec<u8>>> {
    prop::collection::vec(prop::collection::vec(any::<u8>(), 1..120), 1..6)
}

proptest! {
    #[test]
    fn a_cut_tail_loses_only_what_was_not_synced(
        groups in prop::collection::vec(payloads(), 1..6),
        unsynced in payloads(),
        cut in 0.0..1.0_f64,
    ) {
        let (disk, safe, synced_length) = written(&groups, &unsynced);
        disk.damage(&last_segment(&disk), |bytes| {
            let tail = bytes.len() - synced_length;
            bytes.truncate(synced_length + (tail as f64 * cut) as usize);
        });
        let (mut journal, _) = open(&disk).unwrap();
        let found = read_all(&journal).unwrap();
        prop_assert!(found.len() >= safe.len());
        let all: Vec<_> = safe.iter().chain(&unsynced).cloned().collect();
        prop_assert_eq!(&found[..], &all[..found.len()]);
        journal.append(b"later").unwrap();
        journal.sync().unwrap();
        drop(journal);
        let (journal, report) = open(&disk).unwrap();
        prop_assert_eq!(report.torn_bytes, 0);
        let found = read_all(&journal).unwrap();
        prop_assert_eq!(found.last().unwrap(), b"later");
    }

    #[test]
    fn a_flipped_bit_never_gives_a_wrong_record(
        groups in prop::collection::vec(payloads(), 2..6),
        place in 0.0..1.0_f64,
        bit in 0..8_u32,
    ) {
        let (disk, safe, _) = written(&groups, &[]);
        disk.damage(&last_segment(&disk), |bytes| {
            let at = (bytes.len() as f64 * place) as usize;
            bytes[at] ^= 1 << bit;
        });
        // Only the last group may be taken for a torn tail; everything before it is refused as damage.
        if let Ok((journal, _)) = open(&disk) {
            let found = read_all(&journal).unwrap();
            let last = groups.last().map_or(0, Vec::len);
            prop_assert!(found.len() >= safe.len() - last);
            prop_assert_eq!(&found[..], &safe[..found.len()]);
        }
    }
}

#[test]
fn a_hole_that_was_synced_is_damage_and_one_that_was_not_is_a_torn_tail() {
    let group = |text: &str| vec![text.as_bytes().to_vec(), text.as_bytes().to_vec()];
    let (disk, safe, length) = written(&[group("one")], &group("two"));
    let path = last_segment(&disk);
    disk.damage(&path, |bytes| bytes[length + 13] ^= 1);
    let (journal, report) = open(&disk).unwrap();
    assert_eq!((read_all(&journal).unwrap(), report.torn_bytes), (safe, 30));

    let (disk, _, _) = written(&[group("one"), group("two")], &[]);
    let path = last_segment(&disk);
    disk.damage(&path, |bytes| bytes[16 + 13] ^= 1);
    let error = open(&disk).err().unwrap();
    assert!(
        matches!(error, JournalError::Damaged { offset: 16, .. }),
        "{error}"
    );
}
