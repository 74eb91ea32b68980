//! Can ledgers written by every earlier version still be read, and is today's layout the one we mean? Run with
//! NAVETTE_BLESS=1 to write new files beside a new version number; never over those of a released version.
#![allow(clippy::unwrap_used)]

use super::head::Head;
use super::{Commit, Decision, InlineLedger, LedgerError, LedgerState, Options};
use crate::disk::{Disk, SimulatedDisk};
use crate::journal::Position;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

const JOURNAL: &str = "store/journal/00000001.journal";
const SNAPSHOT: &str = "store/snapshots/00000002.snapshot";

#[derive(Default)]
struct Texts(BTreeMap<Vec<u8>, Vec<u8>>);

impl LedgerState for Texts {
    type Change = (&'static str, Option<&'static str>);

    fn encode((key, value): &Self::Change) -> (Vec<u8>, Option<Vec<u8>>) {
        (key.as_bytes().to_vec(), value.map(|value| value.into()))
    }

    fn apply(&mut self, (key, value): Self::Change) {
        match value {
            Some(value) => self.0.insert(key.into(), value.into()),
            None => self.0.remove(key.as_bytes()),
        };
    }

    fn load(&mut self, key: &[u8], value: &[u8]) -> Result<(), String> {
        self.0.insert(key.to_vec(), value.to_vec());
        Ok(())
    }

    fn unload(&mut self, key: &[u8]) -> Result<(), String> {
        self.0.remove(key);
        Ok(())
    }
}

fn golden(name: &str, now: &[u8]) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("testdata")
        .join(name);
    if std::env::var_os("NAVETTE_BLESS").is_some() {
        std::fs::write(&path, now).unwrap();
    }
    std::fs::read(path).unwrap()
}

fn open(disk: &SimulatedDisk) -> InlineLedger<Texts> {
    let options = Options::new(0x0102_0304_0506_0708);
    let disk = Arc::new(disk.clone());
    InlineLedger::open_simulated(disk, Path::new("store"), options)
        .unwrap()
        .0
}

fn commit(ledger: &InlineLedger<Texts>, changes: Vec<(&'static str, Option<&'static str>)>) {
    ledger
        .commit(|_| Ok::<_, LedgerError>(Decision { changes, reply: () }))
        .unwrap();
}

fn written_today() -> (SimulatedDisk, InlineLedger<Texts>) {
    let disk = SimulatedDisk::new();
    let ledger = open(&disk);
    commit(
        &ledger,
        vec![("000001", Some("prêté")), ("000002", Some("prêté"))],
    );
    commit(&ledger, vec![("000002", None), ("000001", Some(""))]);
    ledger.reincarnate(9).unwrap();
    commit(&ledger, vec![("000003", Some("réservé"))]);
    (disk, ledger)
}

fn bytes(disk: &SimulatedDisk, path: &str) -> Vec<u8> {
    disk.damage(Path::new(path), |bytes| bytes.clone()).unwrap()
}

fn assert_as_written(ledger: &InlineLedger<Texts>) {
    let rows: Vec<_> = ledger.export_rows().unwrap().into_iter().collect();
    let row = |key: &str, value: &str| (key.as_bytes().to_vec(), value.as_bytes().to_vec());
    assert_eq!(rows, [row("000001", ""), row("000003", "réservé")]);
    assert_eq!(ledger.incarnation(), 9);
}

#[test]
fn a_ledger_journal_of_version_1_is_written_and_read() {
    let (disk, _ledger) = written_today();
    let now = bytes(&disk, JOURNAL);
    let kept = golden("ledger-journal-v1.bin", &now);
    assert_eq!(now, kept, "the layout of the journal has changed");
    let disk = SimulatedDisk::new();
    disk.create(Path::new(JOURNAL))
        .unwrap()
        .append(&kept)
        .unwrap();
    assert_as_written(&open(&disk));
}

#[test]
fn a_ledger_snapshot_of_version_1_is_written_and_read() {
    let (disk, ledger) = written_today();
    ledger.snapshot().unwrap();
    let now = bytes(&disk, SNAPSHOT);
    let kept = golden("ledger-snapshot-v1.bin", &now);
    assert_eq!(now, kept, "the layout of the snapshot has changed");
    ledger.abandon();
    disk.damage(Path::new(SNAPSHOT), |bytes| *bytes = kept);
    assert_as_written(&open(&disk));
}

#[test]
fn a_head_of_version_1_is_written_and_read() {
    let head = Head {
        origin: 1,
        incarnation: 2,
        rows: 3,
        fingerprint: 4,
        folded: Position {
            segment: 5,
            offset: 6,
        },
    };
    let mut expected = Vec::new();
    for number in 1..5_u64 {
        expected.extend_from_slice(&number.to_le_bytes());
    }
    expected.extend_from_slice(&[5, 0, 0, 0, 6, 0, 0, 0]);
    assert_eq!(head.encode(), expected);
    assert_eq!(Head::decode(&expected), Some(head));
}
