//! Does the desk know where every scanned item goes, and what ends with it?

#![allow(clippy::unwrap_used)]
use super::*;
use crate::circulation::Commitment;
use crate::circulation::fixtures::{
    a_loan, a_visitor_from, an_item_of, an_item_on_the_shelf_of, another_patron, closed_on_sundays,
    library, the_patron,
};
use crate::patrons::fixtures::TODAY;

struct Scan {
    next: Option<NextRequest>,
    damaged: bool,
    charged_for_loss: u32,
    returned_on: Day,
}

const PLAIN: Scan = Scan {
    next: None,
    damaged: false,
    charged_for_loss: 0,
    returned_on: TODAY,
};

fn scanned_at_aire(item: &ItemFacts, scan: &Scan) -> CheckIn {
    let policy = BorrowingPolicy {
        fee_per_day_cents: 10,
        ..BorrowingPolicy::default()
    };
    decide_check_in(&CheckInFacts {
        here: &library("aire"),
        scanned: &item.item.barcode,
        item: Some(item),
        next: scan.next.as_ref(),
        damaged: scan.damaged,
        charged_for_loss: Money::from_setting(scan.charged_for_loss),
        policy: &policy,
        returned_on: scan.returned_on,
        is_open: &closed_on_sundays,
    })
    .unwrap()
}

fn wanted_at(pick_up: &str) -> Scan {
    Scan {
        next: Some(NextRequest {
            request: RequestId(5),
            pick_up: library(pick_up),
        }),
        ..PLAIN
    }
}

fn promised_to(pick_up: &str, mut item: ItemFacts) -> ItemFacts {
    item.committed_to = Some(Commitment {
        request: RequestId(2),
        pick_up: library(pick_up),
    });
    item
}

#[test]
fn every_scanned_item_has_a_place_to_go() {
    let shelf = an_item_on_the_shelf_of;
    let to_arques = |request| PutWhere::SendTo {
        library: library("arques"),
        request,
    };
    let damaged = Scan {
        damaged: true,
        ..PLAIN
    };
    for (item, scan, put) in [
        (shelf("aire"), &PLAIN, PutWhere::Shelve),
        (
            shelf("lumbres"),
            &PLAIN,
            PutWhere::SendHome(library("lumbres")),
        ),
        (
            shelf("aire"),
            &wanted_at("aire"),
            PutWhere::HoldForRequest(RequestId(5)),
        ),
        (shelf("aire"), &wanted_at("arques"), to_arques(RequestId(5))),
        (
            shelf("lumbres"),
            &wanted_at("arques"),
            to_arques(RequestId(5)),
        ),
        (
            promised_to("arques", shelf("aire")),
            &wanted_at("aire"),
            to_arques(RequestId(2)),
        ),
        (
            promised_to("aire", shelf("aire")),
            &PLAIN,
            PutWhere::HoldForRequest(RequestId(2)),
        ),
        (
            shelf("lumbres").held_for(another_patron()),
            &wanted_at("arques"),
            PutWhere::HoldShelf(RequestId(1)),
        ),
        (
            shelf("lumbres").held_for(another_patron()),
            &damaged,
            PutWhere::SetAside,
        ),
    ] {
        assert_eq!(scanned_at_aire(&item, scan).put, put, "{item:?}");
    }
}

#[test]
fn an_item_that_was_not_lent_is_no_error() {
    let decided = scanned_at_aire(&an_item_on_the_shelf_of("aire"), &PLAIN);
    assert_eq!((decided.late, decided.effects), (None, vec![]));
}

#[test]
fn a_late_return_ends_the_loan_and_owes_the_fee() {
    let loan = a_loan().due_on(TODAY.plus(-7));
    let item = an_item_on_the_shelf_of("aire").lent_as(loan.clone());
    let decided = scanned_at_aire(&item, &PLAIN);
    let amount = Money::from_setting(60);
    let borrower = the_patron();
    assert_eq!(decided.late.map(|late| late.open_days), Some(6));
    assert_eq!(
        decided.effects,
        [
            CheckInEffect::LoanEnded(loan.in_state(LoanState::Returned { on: TODAY })),
            CheckInEffect::LateFeeDue { borrower, amount },
        ]
    );
}

#[test]
fn what_lay_in_the_book_drop_came_back_on_the_day_before() {
    let item = an_item_on_the_shelf_of("aire").lent_as(a_loan().due_on(TODAY.plus(-1)));
    let in_the_drop = Scan {
        returned_on: TODAY.plus(-1),
        ..PLAIN
    };
    let late = scanned_at_aire(&item, &in_the_drop).late;
    assert_eq!(late.map(|late| late.amount), Some(Money::ZERO));
}

#[test]
fn a_claim_that_proves_right_costs_nothing_after_the_claim() {
    let since = TODAY.plus(-20);
    let loan = a_loan().due_on(since);
    let claimed = loan.in_state(LoanState::ClaimedReturned { since });
    let item = an_item_on_the_shelf_of("aire").lent_as(claimed.clone());
    let decided = scanned_at_aire(&item, &PLAIN);
    let ended = claimed.in_state(LoanState::Returned { on: TODAY });
    assert_eq!(decided.effects, [CheckInEffect::LoanEnded(ended)]);
}

#[test]
fn what_was_lost_and_is_found_is_refunded() {
    let since = TODAY.plus(-1);
    let lost = a_loan().in_state(LoanState::Lost { since });
    let item = an_item_on_the_shelf_of("aire").lent_as(lost);
    let scan = Scan {
        charged_for_loss: 2_000,
        ..PLAIN
    };
    let refund = CheckInEffect::LossRefunded {
        borrower: the_patron(),
        amount: Money::from_setting(2_000),
    };
    assert_eq!(scanned_at_aire(&item, &scan).effects[1..], [refund]);
}

#[test]
fn a_visitors_return_of_a_third_librarys_book_is_told_to_both() {
    let loan = a_loan()
        .of(an_item_of("lumbres"))
        .to(a_visitor_from("arques"));
    let item = an_item_on_the_shelf_of("lumbres").lent_as(loan);
    assert_eq!(
        scanned_at_aire(&item, &PLAIN).effects[1..],
        [
            CheckInEffect::TellHome(library("arques")),
            CheckInEffect::TellLender(library("lumbres")),
            CheckInEffect::SentHome(library("lumbres")),
        ]
    );
}

#[test]
fn a_damaged_item_is_set_aside_and_its_request_looks_elsewhere() {
    let scan = Scan {
        damaged: true,
        ..PLAIN
    };
    let item = promised_to("arques", an_item_on_the_shelf_of("aire").lent_as(a_loan()));
    let damaged = LoanState::Damaged { since: TODAY };
    assert_eq!(
        scanned_at_aire(&item, &scan).effects,
        [
            CheckInEffect::LoanEnded(a_loan().in_state(damaged)),
            CheckInEffect::DamageNoted(an_item_of("aire")),
            CheckInEffect::RequestLosesItem(RequestId(2)),
        ]
    );
}

#[test]
fn an_unknown_barcode_is_named() {
    let refusal = decide_check_in(&CheckInFacts {
        here: &library("aire"),
        scanned: &Barcode::parse("999").unwrap(),
        item: None,
        next: None,
        damaged: false,
        charged_for_loss: Money::ZERO,
        policy: &BorrowingPolicy::default(),
        returned_on: TODAY,
        is_open: &closed_on_sundays,
    })
    .unwrap_err();
    assert_eq!(refusal.to_string(), "no item has barcode 999");
    assert!(!refusal.hint().is_empty());
}
