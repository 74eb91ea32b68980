//! Is what is covered with a destroyed key gone everywhere, and nothing else ever, whenever the power goes?
#![allow(clippy::unwrap_used)]

mod loans;

use loans::{LendRefusal, Loans, give, options, picture};
use navette_store::disk::{Disk, RealDisk, SimulatedDisk};
use navette_store::keyring::{Chance, KEYS_MADE_AT_ONCE, Keyring, KeyringError, is_sealed};
use navette_store::ledger::{Commit, Cover, InlineLedger, LedgerError};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

const KEYS: &str = "keys";

/// Numbers that repeat themselves, each time another sequence.
fn chance(seed: u8) -> Chance {
    let mut drawn = seed;
    Box::new(move |bytes| {
        for byte in bytes {
            drawn = drawn.wrapping_mul(5).wrapping_add(3);
            *byte = drawn;
        }
        Ok(())
    })
}

fn keyring(disk: &SimulatedDisk, seed: u8) -> Result<Keyring, KeyringError> {
    Keyring::open(Arc::new(disk.clone()), Path::new(KEYS), chance(seed))
}

/// Whoever has a copy has a key of the copy's number.
struct ByCopy(Keyring);

impl Cover for ByCopy {
    fn put_on(&self, key: &[u8], value: Vec<u8>) -> Result<Vec<u8>, String> {
        let owner = u64::from(key[0]);
        let sealed = self.0.seal(owner, key, value);
        sealed.map_err(|error| error.to_string())
    }

    fn take_off<'v>(&self, key: &[u8], stored: &'v [u8]) -> Result<Option<Cow<'v, [u8]>>, String> {
        let opened = self.0.open_value(key, stored);
        opened.map_err(|error| error.to_string())
    }
}

fn ledger(
    disk: &SimulatedDisk,
    seed: u8,
) -> Result<(InlineLedger<Loans>, Arc<ByCopy>), LendRefusal> {
    let keys = keyring(disk, seed).map_err(|error| LedgerError::Row {
        place: KEYS.to_owned(),
        key: String::new(),
        what: error.to_string(),
    })?;
    let keys = Arc::new(ByCopy(keys));
    let (on, cover) = (Arc::new(disk.clone()), Arc::clone(&keys) as _);
    let opened = InlineLedger::open_covered(on, Path::new("store"), options(), cover)?;
    Ok((opened.0, keys))
}

fn every_byte(disk: &SimulatedDisk) -> Vec<u8> {
    let mut all = Vec::new();
    for dir in ["store", "store/journal", "store/snapshots", KEYS] {
        for name in disk.list(Path::new(dir)).unwrap() {
            disk.damage(&Path::new(dir).join(name), |bytes| all.extend(&*bytes));
        }
    }
    all
}

fn is_in(all: &[u8], text: &str) -> bool {
    all.windows(text.len())
        .any(|window| window == text.as_bytes())
}

#[test]
fn a_covered_row_stands_nowhere_in_clear_and_is_read_again() {
    let disk = SimulatedDisk::new();
    let (store, _) = ledger(&disk, 1).unwrap();
    give(&store, &[1, 2], "Canari").unwrap();
    store.snapshot().unwrap();
    give(&store, &[3], "Canari").unwrap();
    store.close();
    assert!(!is_in(&every_byte(&disk), "Canari"));
    let (store, _) = ledger(&disk, 2).unwrap();
    assert_eq!(picture(&store).0.len(), 3);
    let rows = store.export_rows().unwrap();
    assert!(rows.values().all(|value| is_sealed(value)));
}

#[test]
fn rows_written_before_there_was_a_cover_are_read_and_covered_when_they_change() {
    let disk = SimulatedDisk::new();
    let bare = InlineLedger::open_simulated(Arc::new(disk.clone()), Path::new("store"), options());
    let (bare, _) = bare.unwrap();
    give(&bare, &[1, 2], "Canari").unwrap();
    bare.close();
    let (store, _) = ledger(&disk, 1).unwrap();
    assert_eq!(picture(&store).0.len(), 2);
    give(&store, &[1], "Canari").unwrap();
    let rows = store.export_rows().unwrap();
    assert_eq!(
        rows.values()
            .map(|value| is_sealed(value))
            .collect::<Vec<_>>(),
        [true, false]
    );
}

#[test]
fn what_a_destroyed_key_covered_is_gone_from_every_copy_and_can_be_taken_off_the_disk() {
    let disk = SimulatedDisk::new();
    let (store, keys) = ledger(&disk, 1).unwrap();
    give(&store, &[1, 2], "Canari").unwrap();
    let backup = store.export_rows().unwrap();
    keys.0.destroy([1]).unwrap();
    assert!(matches!(
        keys.0.seal(1, b"place", Vec::new()),
        Err(KeyringError::Destroyed(1))
    ));
    store.abandon();
    let (store, _) = ledger(&disk, 2).unwrap();
    assert_eq!(picture(&store).0.keys().collect::<Vec<_>>(), [&2]);
    let (gone, left) = (&[vec![1_u8]][..], &backup[&vec![2_u8]]);
    assert_eq!(store.gone(), gone);
    loans::take_back(&store, &[1]).unwrap();
    assert_eq!(
        store.export_rows().unwrap().values().collect::<Vec<_>>(),
        [left]
    );
    store.close();
    let (store, _) = ledger(&disk, 3).unwrap();
    assert_eq!(store.gone(), &[] as &[Vec<u8>]);
}

#[test]
fn a_lost_file_of_keys_is_said_and_nothing_is_lost_when_it_is_put_back() {
    let disk = SimulatedDisk::new();
    let (store, keys) = ledger(&disk, 1).unwrap();
    give(&store, &[7], "Canari").unwrap();
    let copy = keys.0.copy();
    store.close();
    disk.remove(&Path::new(KEYS).join("patron-keys")).unwrap();
    let said = ledger(&disk, 2).err().unwrap().to_string();
    assert!(
        said.contains("key 7 is missing from keys/patron-keys: put the file back from the backup"),
        "{said}"
    );
    let put_back = Keyring::restore(&disk, Path::new(KEYS), &copy, &BTreeSet::new());
    assert_eq!(put_back.unwrap(), KEYS_MADE_AT_ONCE as usize);
    let (store, _) = ledger(&disk, 3).unwrap();
    assert_eq!(picture(&store).0[&7], "Canari");
}

#[test]
fn a_restore_brings_back_nobody_who_was_erased_since_the_backup() {
    let disk = SimulatedDisk::new();
    let keys = keyring(&disk, 1).unwrap();
    let covered: Vec<Vec<u8>> = [4, 5]
        .map(|owner| keys.seal(owner, b"place", b"Canari".to_vec()).unwrap())
        .into();
    let copy = keys.copy();
    keys.destroy([5]).unwrap();
    let elsewhere = SimulatedDisk::new();
    Keyring::restore(&elsewhere, Path::new(KEYS), &copy, &keys.erased()).unwrap();
    let restored = keyring(&elsewhere, 2).unwrap();
    let open = |value: &[u8]| {
        restored
            .open_value(b"place", value)
            .unwrap()
            .map(Cow::into_owned)
    };
    assert_eq!(open(&covered[0]).as_deref(), Some(&b"Canari"[..]));
    assert_eq!(open(&covered[1]), None);
    let again = Keyring::restore(&elsewhere, Path::new(KEYS), &copy, &BTreeSet::new());
    assert!(matches!(again, Err(KeyringError::NotEmpty(_))));
}

#[test]
fn a_damaged_file_of_keys_is_refused_by_name() {
    let disk = SimulatedDisk::new();
    keyring(&disk, 1).unwrap().seal(1, b"", Vec::new()).unwrap();
    let path = Path::new(KEYS).join("patron-keys");
    let length = disk.damage(&path, |bytes| bytes.len()).unwrap();
    for at in [0, 7, 10, 40, length - 1] {
        disk.damage(&path, |bytes| bytes[at] ^= 1);
        let refused = keyring(&disk, 2).err().unwrap();
        assert!(matches!(refused, KeyringError::Damaged { .. }), "{refused}");
        disk.damage(&path, |bytes| bytes[at] ^= 1);
    }
    disk.damage(&path, |bytes| bytes.truncate(9));
    assert!(keyring(&disk, 2).is_err());
}

#[test]
fn whenever_the_power_goes_what_was_acknowledged_is_read_and_what_was_erased_is_not() {
    for cut in 0..40 {
        let disk = SimulatedDisk::new();
        let (store, keys) = ledger(&disk, 1).unwrap();
        give(&store, &[1, 2], "Canari").unwrap();
        disk.power_off_after(cut);
        let second = give(&store, &[40], "Canari");
        let destroyed = keys.0.destroy([2]);
        let third = give(&store, &[80], "Canari");
        store.abandon();
        disk.crash(cut);
        let (store, keys) = ledger(&disk, 2).unwrap();
        let found = picture(&store);
        assert!(found.0.contains_key(&1), "cut {cut}");
        assert!(second.is_err() || found.0.contains_key(&40), "cut {cut}");
        assert!(third.is_err() || found.0.contains_key(&80), "cut {cut}");
        if destroyed.is_ok() {
            assert!(!found.0.contains_key(&2), "cut {cut}");
        }
        // Half a destruction is ended, or was never begun.
        keys.0.destroy([2]).unwrap();
        assert!(!keys.0.owners().contains(&2));
    }
}

#[test]
fn on_a_real_disk_nobody_else_reads_the_keys_and_the_old_file_is_overwritten() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let keys = Keyring::open(Arc::new(RealDisk), folder.path(), chance(1)).unwrap();
    keys.seal(1, b"", Vec::new()).unwrap();
    let path = folder.path().join("patron-keys");
    let old = std::fs::File::open(&path).unwrap();
    // What a process left behind that was killed while it wrote.
    let part = folder.path().join("patron-keys.part");
    std::fs::copy(&path, &part).unwrap();
    let left_behind = std::fs::File::open(&part).unwrap();
    keys.destroy([1]).unwrap();
    for name in ["patron-keys", "erased"] {
        let found = std::fs::metadata(folder.path().join(name)).unwrap();
        assert_eq!(found.permissions().mode() & 0o777, 0o600, "{name}");
    }
    for file in [old, left_behind] {
        let mut left = Vec::new();
        std::io::Read::read_to_end(&mut &file, &mut left).unwrap();
        assert!(left.len() > 1_000 && left.iter().all(|byte| *byte == 0));
    }
    let names = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(names, 2, "something is left beside the two files");
}
