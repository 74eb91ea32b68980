//! Does an account add up, and does it refuse what would make it lie?

#![allow(clippy::unwrap_used)]
use super::*;
use crate::catalogue::LibraryId;
use crate::identity::Barcode;

const TODAY: Day = Day(20_788);

fn euros(euros: u32) -> Money {
    Money::from_setting(euros * 100)
}

fn an_item(barcode: &str) -> ItemId {
    ItemId {
        library: LibraryId::parse("aire").unwrap(),
        barcode: Barcode::parse(barcode).unwrap(),
    }
}

fn lost(amount: Money) -> Entry {
    Entry::Charge(Charge {
        kind: ChargeKind::Lost,
        amount,
        about: Some(an_item("000001")),
        on: TODAY,
    })
}

fn paid(amount: Money) -> Entry {
    Entry::Payment(Payment {
        amount,
        on: TODAY,
        taken_by: Some(StaffId(1)),
    })
}

fn waived(amount: Money) -> Entry {
    Entry::Waiver(Waiver {
        amount,
        on: TODAY,
        by: StaffId(1),
        why: Reason::parse("dégât des eaux").unwrap(),
    })
}

fn found(amount: Money) -> Entry {
    Entry::Refund(Refund {
        amount,
        about: an_item("000001"),
        on: TODAY,
    })
}

fn handed_back(amount: Money) -> Entry {
    Entry::PayOut(PayOut {
        amount,
        on: TODAY,
        by: StaffId(1),
    })
}

#[test]
fn an_account_goes_through_its_whole_life_and_ends_at_nothing() {
    let mut entries = Vec::new();
    for (entry, after) in [
        (lost(euros(20)), "20.00 EUR"),
        (paid(euros(12)), "8.00 EUR"),
        (waived(euros(3)), "5.00 EUR"),
        (found(euros(20)), "-15.00 EUR"),
        (handed_back(euros(15)), "0.00 EUR"),
    ] {
        let decided = decide_entry(&entries, &entry).unwrap();
        entries.push(entry);
        assert_eq!(decided, balance(&entries).unwrap());
        assert_eq!(decided.to_string(), after);
    }
}

#[test]
fn an_entry_that_would_make_the_account_lie_is_refused_with_its_amounts() {
    let owing_five = [lost(euros(5))];
    let found_already = [lost(euros(5)), found(euros(5))];
    for (entries, entry, said) in [
        (
            &owing_five[..],
            paid(Money::ZERO),
            "amount 0.00 EUR is not above zero",
        ),
        (
            &owing_five[..],
            paid(euros(6)),
            "amount 6.00 EUR is more than the 5.00 EUR that is owed",
        ),
        (
            &owing_five[..],
            waived(euros(6)),
            "amount 6.00 EUR is more than the 5.00 EUR that is owed",
        ),
        (
            &owing_five[..],
            handed_back(euros(1)),
            "amount 1.00 EUR is more than the -5.00 EUR that the library owes",
        ),
        (
            &found_already[..],
            found(euros(5)),
            "amount 5.00 EUR is more than the 0.00 EUR still charged for item aire/000001",
        ),
    ] {
        let refusal = decide_entry(entries, &entry).unwrap_err();
        assert_eq!(refusal.to_string(), said);
        assert!(refusal.hint().is_some(), "{refusal}");
    }
}

#[test]
fn finding_an_item_does_not_forgive_what_another_costs() {
    let entries = [lost(euros(5))];
    let charged = charged_for_loss(&entries, &an_item("000002")).unwrap();
    assert_eq!(charged, Money::ZERO);
}

#[test]
fn an_account_has_a_last_entry() {
    let entries = vec![lost(euros(1)); ENTRIES_MAX];
    let refusal = decide_entry(&entries, &lost(euros(1))).unwrap_err();
    assert_eq!(refusal, AccountRefusal::TooManyEntries(ENTRIES_MAX));
}
