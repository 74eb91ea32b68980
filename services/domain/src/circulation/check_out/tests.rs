//! Does the desk lend what it may, and say why where it may not?

#![allow(clippy::unwrap_used)]
use super::*;
use crate::circulation::fixtures::{
    a_loan, a_visitor_from, an_item_of, an_item_on_the_shelf_of, another_patron, closed_on_sundays,
    library, the_patron,
};
use crate::circulation::{Commitment, HomeAnswer, SILENT_LOANS_MAX};
use crate::identity::{PatronReference, StaffId};
use crate::patrons::Reason;
use crate::patrons::fixtures::{TODAY, a_patron};
use crate::time::{LocalMoment, Timestamp};

fn check_out(
    item: Option<&ItemFacts>,
    who: AtTheDesk<'_>,
    overrides: &[Override],
) -> Result<CheckOut, Vec<CheckOutRefusal>> {
    let (day, minute) = (TODAY, 600);
    decide_check_out(&CheckOutFacts {
        here: &library("aire"),
        scanned: &Barcode::parse("000042").unwrap(),
        item,
        who,
        lender_policy: &BorrowingPolicy::default(),
        silent_loans_max: SILENT_LOANS_MAX,
        overrides,
        now: Now {
            at: Timestamp(0),
            local: LocalMoment { day, minute },
        },
        is_open: &closed_on_sundays,
    })
}

fn check_out_to(
    item: Option<&ItemFacts>,
    facts: &PatronFacts,
    overrides: &[Override],
) -> Result<CheckOut, Vec<CheckOutRefusal>> {
    let policy = &BorrowingPolicy::default();
    check_out(item, AtTheDesk::Patron { facts, policy }, overrides)
}

fn to_the_patron(
    item: &ItemFacts,
    overrides: &[Override],
) -> Result<CheckOut, Vec<CheckOutRefusal>> {
    check_out_to(Some(item), &a_patron(), overrides)
}

fn a_visitor(answer: HomeAnswer) -> VisitorFacts {
    VisitorFacts {
        home: library("arques"),
        reference: PatronReference(0xabc),
        answer,
        loans_open_here: 0,
    }
}

fn overruled(what: Overridable) -> Override {
    Override {
        what,
        by: StaffId(2),
        reason: Reason::parse("lecteur malade").unwrap(),
    }
}

fn promised_to_arques(mut item: ItemFacts) -> ItemFacts {
    item.committed_to = Some(Commitment {
        request: RequestId(2),
        pick_up: library("arques"),
    });
    item
}

#[test]
fn a_book_on_the_shelf_goes_home_for_four_weeks() {
    let decided = to_the_patron(&an_item_on_the_shelf_of("aire"), &[]).unwrap();
    let loan = Loan {
        lent_on: TODAY,
        ..a_loan().due_on(TODAY.plus(28))
    };
    assert_eq!(decided.due, TODAY.plus(28));
    assert_eq!(decided.effects, [CheckOutEffect::LoanOpened(loan)]);
}

#[test]
fn a_refusal_names_the_item_and_what_stands_against_it() {
    let shelf = an_item_on_the_shelf_of;
    let to_another = a_loan().to(another_patron());
    let lost = to_another.in_state(LoanState::Lost { since: TODAY });
    for (item, said, overridable) in [
        (
            shelf("aire").lent_as(a_loan()),
            "item aire/000042 is on loan to the same borrower until 2026-12-01",
            None,
        ),
        (
            shelf("aire").lent_as(to_another),
            "item aire/000042 is on loan in another name, due 2026-12-01",
            None,
        ),
        (
            shelf("aire").lent_as(lost),
            "item aire/000042 is lost since 2026-12-01 in another name, due 2026-12-01",
            None,
        ),
        (
            shelf("aire").for_reference(),
            "item aire/000042 is for use in the library only",
            Some(Overridable::ReferenceOnly),
        ),
        (
            shelf("aire").held_for(another_patron()),
            "item aire/000042 is held for request 00000000000000000000000000000001 of another patron",
            Some(Overridable::Hold),
        ),
        (
            shelf("lumbres").held_for(another_patron()),
            "item lumbres/000042 is held for request 00000000000000000000000000000001 of another patron",
            None,
        ),
        (
            promised_to_arques(shelf("aire")),
            "item aire/000042 is promised to request 00000000000000000000000000000002 at library arques",
            Some(Overridable::Commitment),
        ),
        (
            shelf("lumbres"),
            "item lumbres/000042 belongs to library lumbres and no request here expects it",
            None,
        ),
    ] {
        let refused = to_the_patron(&item, &[]).unwrap_err();
        let [refusal] = refused.as_slice() else {
            panic!("{refused:?}");
        };
        assert_eq!(refusal.to_string(), said);
        assert_eq!(refusal.overridable(), overridable, "{said}");
        assert!(!refusal.hint().is_empty());
    }
}

#[test]
fn an_unknown_barcode_is_named() {
    let refused = check_out_to(None, &a_patron(), &[]).unwrap_err();
    let said: Vec<String> = refused.iter().map(ToString::to_string).collect();
    assert_eq!(said, ["no item has barcode 000042"]);
}

#[test]
fn an_override_lifts_its_own_refusal_only_and_is_kept_with_the_loan() {
    let item = an_item_on_the_shelf_of("aire").for_reference();
    let owing = a_patron().owing(5_000);
    let reference = overruled(Overridable::ReferenceOnly);
    let refused = check_out_to(Some(&item), &owing, std::slice::from_ref(&reference)).unwrap_err();
    let said: Vec<String> = refused.iter().map(ToString::to_string).collect();
    assert_eq!(said, ["dues are 50.00 EUR, the limit is 10.00 EUR"]);

    let unneeded = overruled(Overridable::Suspension);
    let both = [reference.clone(), overruled(Overridable::Dues), unneeded];
    let decided = check_out_to(Some(&item), &owing, &both).unwrap();
    assert_eq!(
        decided.effects[1..],
        [
            CheckOutEffect::Overruled(reference),
            CheckOutEffect::Overruled(overruled(Overridable::Dues))
        ]
    );
}

#[test]
fn a_blocked_card_cannot_be_overruled() {
    let item = an_item_on_the_shelf_of("aire");
    let blocked = a_patron().blocked();
    let refused = check_out_to(Some(&item), &blocked, &[]).unwrap_err();
    assert_eq!(refused, [CheckOutRefusal::Patron(BorrowRefusal::Blocked)]);
    assert_eq!(refused[0].overridable(), None);
}

#[test]
fn the_patron_who_asked_collects_another_librarys_book() {
    let item = promised_to_arques(an_item_on_the_shelf_of("lumbres").held_for(the_patron()));
    let mut expected_here = item.clone();
    expected_here.committed_to = Some(Commitment {
        request: RequestId(1),
        pick_up: library("aire"),
    });
    let decided = to_the_patron(&expected_here, &[]).unwrap();
    assert_eq!(
        decided.effects[1..],
        [
            CheckOutEffect::RequestCollected(RequestId(1)),
            CheckOutEffect::TellLender(library("lumbres"))
        ]
    );
    assert!(to_the_patron(&item, &[]).is_err());
}

#[test]
fn overruling_a_hold_or_a_promise_lets_the_request_look_for_another_copy() {
    let held = an_item_on_the_shelf_of("aire").held_for(another_patron());
    let hold = overruled(Overridable::Hold);
    let decided = to_the_patron(&held, std::slice::from_ref(&hold)).unwrap();
    assert_eq!(
        decided.effects[1..],
        [
            CheckOutEffect::HoldReleased(RequestId(1)),
            CheckOutEffect::Overruled(hold)
        ]
    );
    let promised = promised_to_arques(an_item_on_the_shelf_of("aire"));
    let commitment = overruled(Overridable::Commitment);
    let decided = to_the_patron(&promised, std::slice::from_ref(&commitment)).unwrap();
    assert_eq!(
        decided.effects[1..],
        [
            CheckOutEffect::CommitmentReleased(RequestId(2)),
            CheckOutEffect::Overruled(commitment)
        ]
    );
}

#[test]
fn a_visitor_borrows_under_a_reference_and_the_home_library_is_told() {
    let item = an_item_on_the_shelf_of("aire");
    let visitor = a_visitor(HomeAnswer::Silent);
    let decided = check_out(Some(&item), AtTheDesk::Visitor(&visitor), &[]).unwrap();
    let loan = Loan {
        lent_on: TODAY,
        ..a_loan()
            .due_on(TODAY.plus(28))
            .to(a_visitor_from("arques"))
            .of(an_item_of("aire"))
    };
    assert_eq!(
        decided.effects,
        [
            CheckOutEffect::LoanOpened(loan),
            CheckOutEffect::TellHome(library("arques"))
        ]
    );
}

#[test]
fn a_pick_up_code_opens_the_item_it_is_for_and_no_other() {
    let visitor = a_visitor(HomeAnswer::CodeShown);
    let who = AtTheDesk::Visitor(&visitor);
    let held = an_item_on_the_shelf_of("lumbres").held_for(a_visitor_from("arques"));
    assert!(check_out(Some(&held), who, &[]).is_ok());
    let other = an_item_on_the_shelf_of("aire");
    let refused = check_out(Some(&other), who, &[]).unwrap_err();
    let code = CheckOutRefusal::Visitor(VisitRefusal::CodeOfAnotherItem);
    assert_eq!(refused, [code]);
}
