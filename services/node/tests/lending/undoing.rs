//! A scan is taken back, until somebody else has acted on it.

use crate::fixtures::*;
use navette_domain::circulation::{Overridable, Override};
use navette_domain::identity::Barcode;
use navette_domain::lending::{JourneyState, Report, RequestState, View};
use navette_domain::patrons::Reason;
use navette_node::core::Did;

#[test]
fn a_scan_that_nobody_heard_of_never_was() {
    let core = aire_connected();
    show_journey(&core, on_its_way_here(7, 2, "900001"));
    let items = |core: &Core| core.work_lists(today()).unwrap();
    let scanned = scan(&core, "900001");
    let undone = core.undo(scanned.scan.unwrap(), ZOE, today()).unwrap();
    assert!(!undone.provisional);
    assert_eq!(reports(&core), []);
    assert_eq!(items(&core).to_receive.len(), 1);
    assert_eq!(items(&core).on_hold_shelf.len(), 0);
    assert_eq!(scan(&core, "900001").did, Did::Shelved);
    let numbers: Vec<u64> = core
        .next_reports(9)
        .unwrap()
        .iter()
        .map(|next| next.0)
        .collect();
    assert_eq!(numbers, [1], "numbers have no gaps");
}

#[test]
fn a_scan_that_may_have_been_heard_is_told_to_be_undone() {
    let core = aire_connected();
    show_journey(&core, on_its_way_here(7, 2, "900001"));
    let scanned = scan(&core, "900001");
    core.next_reports(9).unwrap();
    let undone = core.undo(scanned.scan.unwrap(), ZOE, today()).unwrap();
    assert!(undone.provisional);
    let item = item("lumbres", "900001");
    assert_eq!(last_report(&core), Report::Undone { item, report: 1 });
    assert_eq!(
        core.work_lists(today()).unwrap().to_receive.len(),
        0,
        "until it is heard"
    );
    show_journey(&core, on_its_way_here(7, 4, "900001"));
    assert_eq!(core.work_lists(today()).unwrap().to_receive.len(), 1);
}

#[test]
fn a_scan_taken_back_does_not_bring_back_what_was_let_go_after_a_restore() {
    let before = aire_connected();
    let stage = under(&own("000001"), JourneyState::AtPickup, "aire", "aire");
    let serves = Some(served(3, RequestState::OnHoldShelf));
    show_journey(&before, journey(7, 4, stage, serves));
    assert_eq!(before.work_lists(today()).unwrap().on_hold_shelf.len(), 1);
    // After the backup it was missed there, and its journey ended.
    let core = restored(&before);
    core.connected(FEDERATOR, 1_001, today()).unwrap();
    core.views_complete(today()).unwrap();
    assert_eq!(core.work_lists(today()).unwrap().on_hold_shelf.len(), 0);
    let scanned = scan(&core, "000001");
    assert_eq!(scanned.did, Did::PutBack);
    core.undo(scanned.scan.unwrap(), ZOE, today()).unwrap();
    assert_eq!(core.work_lists(today()).unwrap().on_hold_shelf.len(), 0);
    assert_eq!(scan(&core, "000001").did, Did::PutBack);
}

#[test]
fn after_somebody_else_acted_a_scan_stands_and_names_them() {
    let core = aire_connected();
    show_journey(&core, on_its_way_here(7, 2, "900001"));
    let scanned = scan(&core, "900001");
    acknowledge(&core);
    // The patron cancelled at home, in Lumbres: the book is to be sent back.
    let stage = under(
        &item("lumbres", "900001"),
        JourneyState::ToReturn,
        "aire",
        "lumbres",
    );
    show_journey(&core, journey(7, 4, stage, None));
    let before = rows(&core);
    let refused = core.undo(scanned.scan.unwrap(), ZOE, today()).unwrap_err();
    assert!(
        refused
            .to_string()
            .contains("lumbres has acted on it since"),
        "{refused}"
    );
    assert_eq!(rows(&core), before);
}

#[test]
fn a_loan_taken_back_by_mistake_is_open_again_with_its_fee_gone() {
    let core = aire_connected();
    let anne = a_patron(&core, "Anne", "42");
    lend(&core, "000001", "42");
    let late = done(core.scan(scanned("000001"), at(TODAY.plus(40))));
    assert!(late.fee.is_some());
    core.undo(late.scan.unwrap(), ZOE, at(TODAY.plus(40)))
        .unwrap();
    assert!(owed(&core, anne).is_zero());
    assert_eq!(core.loans(anne, false, today()).unwrap().len(), 1);
    let twice = core.undo(late.scan.unwrap(), ZOE, today()).unwrap_err();
    assert!(twice.to_string().contains("has been taken back already"));
}

#[test]
fn a_scan_followed_by_another_here_cannot_be_taken_back_first() {
    let core = aire_connected();
    show_journey(&core, asked(7, 1, 1));
    let pulled = scan(&core, "000001");
    let shipped = core.ship(None, None, ZOE, today()).unwrap();
    let refused = core.undo(pulled.scan.unwrap(), ZOE, today()).unwrap_err();
    assert!(
        refused
            .to_string()
            .contains("something was done with it here since")
    );
    core.undo(shipped[0].1, ZOE, today()).unwrap();
    core.undo(pulled.scan.unwrap(), ZOE, today()).unwrap();
    assert_eq!(core.work_lists(today()).unwrap().to_pull.len(), 1);
}

#[test]
fn a_hand_over_is_taken_back_onto_the_hold_shelf() {
    let core = aire_connected();
    show(&core, vec![View::Journey(on_its_way_here(7, 2, "900001"))]);
    scan(&core, "900001");
    let code = navette_node::core::pickup_code(served(7, RequestState::OnHoldShelf).reference);
    let collector = navette_node::core::Collector::Code(code);
    let handed = done(core.hand_over(collector, None, vec![], ZOE, today()));
    core.undo(handed.scan.unwrap(), ZOE, today()).unwrap();
    assert_eq!(core.work_lists(today()).unwrap().on_hold_shelf.len(), 1);
}

#[test]
fn what_the_federator_decided_while_a_book_was_lent_holds_once_the_loan_is_taken_back() {
    let core = aire_connected();
    a_patron(&core, "Anne", "42");
    show_journey(&core, asked(7, 1, 1));
    let why = Reason::parse("abîmé").unwrap();
    let refused = core.refuse(own("000001"), false, why, ZOE, today());
    acknowledge(&core);
    core.undo(refused.unwrap(), ZOE, today()).unwrap();
    let barcode = Barcode::parse("000001").unwrap();
    let overrides = vec![Override {
        what: Overridable::Commitment,
        by: ZOE,
        reason: Reason::parse("la lectrice est au comptoir").unwrap(),
    }];
    let lent = core.check_out(barcode, None, card("42"), overrides, ZOE, today());
    // The refusal stands: another library lends, and this copy is free.
    let over = under(&own("000001"), JourneyState::Home, "aire", "aire");
    show_journey(&core, journey(7, 4, over, None));
    core.undo(lent.unwrap().scan, ZOE, today()).unwrap();
    assert_eq!(core.work_lists(today()).unwrap().to_pull.len(), 0);
    lend(&core, "000001", "42");
}
