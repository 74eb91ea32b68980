//! What is personal of a patron is on disk under a key of their own, and nowhere any more once that is destroyed.

use crate::fixtures::*;
use navette_domain::circulation::{Overridable, Override};
use navette_domain::identity::PatronNumber;
use navette_domain::patrons::Reason;
use navette_node::core::{ErasedRow, LoanRow, PersonRow};
use navette_store::disk::{Disk, SimulatedDisk};
use navette_store::ledger::Commit;
use std::path::Path;

/// What must not be read on a disk: name, address, telephone, card.
const CANARIES: [&str; 4] = ["Leroy", "leroy@exemple.fr", "33612345678", "62765-0042"];

fn a_canary(core: &Core) -> PatronNumber {
    let mut form = a_form("Anne", "62765-0042");
    form.form.phone = "06 12 34 56 78".into();
    core.register(form, ZOE, today()).unwrap()
}

fn aire_on(disk: &SimulatedDisk) -> Core {
    core_over(ledger_on(disk, 5), a_shelf(), settings())
}

/// Every byte of every file of a disk.
fn every_byte(disk: &SimulatedDisk) -> Vec<u8> {
    let mut all = Vec::new();
    for dir in ["/l", "/l/journal", "/l/snapshots", "/k"] {
        for name in disk.list(Path::new(dir)).unwrap() {
            disk.damage(&Path::new(dir).join(name), |bytes| all.extend(&*bytes));
        }
    }
    all
}

fn assert_no_canary(bytes: &[u8], when: &str) {
    for canary in CANARIES {
        let mut windows = bytes.windows(canary.len());
        let found = windows.any(|window| window == canary.as_bytes());
        assert!(!found, "{canary} is on the disk {when}");
    }
}

fn is_known(core: &Core, number: PatronNumber) -> bool {
    let known = core
        .ledger()
        .read(move |state| state.get::<PersonRow>(&number).is_some());
    known.unwrap()
}

#[test]
fn nothing_of_a_person_is_on_the_disk_in_clear_also_while_they_are_a_patron() {
    let disk = SimulatedDisk::default();
    let core = aire_on(&disk);
    let anne = a_canary(&core);
    connect(&core);
    lend(&core, "000001", "62765-0042");
    scan(&core, "000001");
    core.ledger().snapshot().unwrap();
    assert_eq!(core.patron(anne, today()).unwrap().facts.loans_open, 0);
    assert_no_canary(&every_byte(&disk), "of a patron");
    core.into_ledger().close();
    let again = aire_on(&disk);
    assert_eq!(
        again
            .patron_with_card(card("62765-0042"), today())
            .unwrap()
            .facts
            .number,
        anne
    );
}

#[test]
fn an_erased_patron_cannot_be_read_out_of_any_older_copy() {
    let disk = SimulatedDisk::default();
    let core = aire_on(&disk);
    let anne = a_canary(&core);
    connect(&core);
    let loan = lend(&core, "000001", "62765-0042");
    let scanned = scan(&core, "000001");
    let (old_rows, old_keys) = (stored_rows(&core), core.keys().keyring().copy());
    core.erase(anne, today()).unwrap();
    assert!(!core.keys().keyring().owners().contains(&anne.0));
    // The scan kept the loan as it was, so that it could be taken back.
    assert!(core.undo(scanned.scan.unwrap(), ZOE, today()).is_err());
    let erased = core.keys().keyring().erased();
    let back = restored_from(old_rows, &old_keys, &erased);
    assert!(!is_known(&back, anne));
    let gone = back.ledger().read(move |state| {
        state.get::<LoanRow>(&loan).is_none() && state.get::<ErasedRow>(&anne).is_some()
    });
    assert!(gone.unwrap());
    let stored = stored_rows(&back);
    assert!(
        stored.keys().all(|key| *key != [7, 1]),
        "her row is still on the disk"
    );
    assert_no_canary(
        &stored.into_values().flatten().collect::<Vec<u8>>(),
        "of a restore",
    );
}

#[test]
fn why_something_was_lent_all_the_same_goes_with_the_patron() {
    let core = aire_connected();
    let anne = a_canary(&core);
    let overrides = vec![Override {
        what: Overridable::ReferenceOnly,
        by: ZOE,
        reason: Reason::parse("la nièce de Mme Plumebleue").unwrap(),
    }];
    let (barcode, number) = (own("000004").barcode, card("62765-0042"));
    let lent = core.check_out(barcode, None, number, overrides, ZOE, today());
    lent.unwrap();
    scan(&core, "000004");
    let said = |core: &Core| {
        let words = b"Plumebleue";
        let all: Vec<u8> = rows(core).into_values().flatten().collect();
        all.windows(words.len()).any(|window| window == words)
    };
    assert!(said(&core));
    core.erase(anne, today()).unwrap();
    assert!(!said(&core));
}

#[test]
fn a_number_that_was_erased_after_the_backup_is_given_to_nobody_else() {
    let core = aire();
    let (rows, keys) = (stored_rows(&core), core.keys().keyring().copy());
    let anne = a_canary(&core);
    core.erase(anne, today()).unwrap();
    let back = restored_from(rows, &keys, &core.keys().keyring().erased());
    assert_eq!(a_patron(&back, "Jean", "43"), PatronNumber(anne.0 + 1));
}

#[test]
fn whenever_the_power_goes_a_patron_is_there_or_erased_with_their_key() {
    let mut erased = 0;
    for cut in 0..40 {
        let disk = SimulatedDisk::default();
        let core = aire_on(&disk);
        let anne = a_canary(&core);
        disk.power_off_after(cut);
        let done = core.erase(anne, today());
        core.into_ledger().abandon();
        disk.crash(cut);
        let core = aire_on(&disk);
        let known = is_known(&core, anne);
        assert_eq!(
            core.keys().keyring().owners().contains(&anne.0),
            known,
            "cut {cut}"
        );
        assert!(!known || done.is_err(), "cut {cut}");
        erased += usize::from(!known);
    }
    assert!(erased > 0 && erased < 40);
}
