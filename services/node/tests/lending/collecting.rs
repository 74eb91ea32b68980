//! Lumbres lends to patrons who collect in Aire: received, kept, handed over, brought back and sent home.

use crate::fixtures::*;
use navette_domain::identity::{JourneyId, RequestId};
use navette_domain::lending::{JourneyState, Report, RequestState, ScanKind, View};
use navette_node::core::{CandidateKind, Collector, Did, DoNow, Place, ScanOutcome, pickup_code};
use navette_store::ledger::Commit;

fn a_book_on_the_hold_shelf() -> Core {
    let core = aire_connected();
    show_journey(&core, on_its_way_here(7, 2, "900001"));
    scan(&core, "900001");
    core
}

fn code() -> String {
    pickup_code(served(7, RequestState::OnHoldShelf).reference)
}

#[test]
fn an_expected_book_is_laid_on_the_hold_shelf_under_its_code() {
    let core = aire_connected();
    show_journey(&core, on_its_way_here(7, 2, "900001"));
    assert_eq!(core.work_lists(today()).unwrap().to_receive.len(), 1);
    let received = scan(&core, "900001");
    assert_eq!(received.did, Did::Shelved);
    let DoNow::HoldShelf { code: shown, .. } = &received.do_now else {
        panic!("{received:?}");
    };
    assert_eq!(*shown, code());
    assert_eq!(scan_kinds(&core), [ScanKind::Received]);
    let lists = core.work_lists(today()).unwrap();
    assert_eq!((lists.to_receive.len(), lists.on_hold_shelf.len()), (0, 1));
    assert_eq!(scan(&core, "900001").did, Did::OnHoldShelfAlready);
}

#[test]
fn two_books_under_one_barcode_are_both_offered_and_nothing_changes() {
    let core = aire_connected();
    show_journey(&core, on_its_way_here(7, 2, "000001"));
    let before = rows(&core);
    let outcome = core.scan(scanned("000001"), today()).unwrap();
    let ScanOutcome::Choose(offered) = outcome else {
        panic!("{outcome:?}");
    };
    let kinds: Vec<CandidateKind> = offered.iter().map(|one| one.kind).collect();
    assert_eq!(kinds, [CandidateKind::Own, CandidateKind::Expected]);
    assert_eq!(rows(&core), before);
    let chosen = done(core.scan(of("lumbres", scanned("000001")), today()));
    assert_eq!(chosen.did, Did::Shelved);
}

#[test]
fn a_book_of_another_library_that_nobody_expects_is_sent_home() {
    let core = aire_connected();
    let strange = done(core.scan(of("lumbres", scanned("900009")), today()));
    assert_eq!(strange.did, Did::ReceivedUnexpected);
    assert_eq!(strange.do_now, DoNow::SendHome(library("lumbres")));
    assert_eq!(strange.slip.unwrap().to_name, "Lumbres");
    // The federator gives it a journey home, and the van takes it.
    let stage = under(
        &item("lumbres", "900009"),
        JourneyState::ToReturn,
        "aire",
        "lumbres",
    );
    show_journey(&core, journey(30, 1, stage, None));
    core.ship(None, None, ZOE, today()).unwrap();
    let Report::Scanned(scan) = last_report(&core) else {
        panic!("no scan");
    };
    assert_eq!(
        (scan.what, scan.journey),
        (ScanKind::Shipped, Some(JourneyId(30)))
    );
}

#[test]
fn a_code_is_enough_to_collect_and_the_return_sends_the_book_home() {
    let core = a_book_on_the_hold_shelf();
    let typed = code().to_lowercase();
    let handed = done(core.hand_over(Collector::Code(typed), None, vec![], ZOE, today()));
    assert_eq!(handed.did, Did::HandedOver);
    let DoNow::Give(due) = handed.do_now else {
        panic!("{handed:?}");
    };
    assert_eq!(due, TODAY.plus(28));
    assert_eq!(
        scan_kinds(&core),
        [ScanKind::Received, ScanKind::HandedOver(due)]
    );
    let back = scan(&core, "900001");
    assert_eq!(back.did, Did::TookBack);
    assert_eq!(back.do_now, DoNow::SendHome(library("lumbres")));
    assert_eq!(scan_kinds(&core).last(), Some(&ScanKind::Returned));
    assert_eq!(core.work_lists(today()).unwrap().to_return.len(), 1);
}

#[test]
fn an_own_patron_collects_with_the_card() {
    let core = aire_connected();
    let anne = a_patron(&core, "Anne", "42");
    core.place(a_wish(7, anne, 1), today()).unwrap();
    let mut view = on_its_way_here(7, 2, "900001");
    if let Some(served) = &mut view.serves {
        served.home = library("aire");
    }
    show_journey(&core, view);
    scan(&core, "900001");
    let with_card = navette_node::core::Scanned {
        card: Some(card("42")),
        ..scanned("900001")
    };
    assert_eq!(done(core.scan(with_card, today())).did, Did::HandedOver);
    let loans = core.loans(anne, false, today()).unwrap();
    assert_eq!(loans.len(), 1);
    assert_eq!(loans[0].request, Some(RequestId(7)));
}

#[test]
fn what_is_kept_for_one_is_not_lent_to_another() {
    let core = a_book_on_the_hold_shelf();
    a_patron(&core, "Anne", "42");
    let taken = core.check_out(
        item("lumbres", "900001").barcode,
        Some(library("lumbres")),
        card("42"),
        vec![],
        ZOE,
        today(),
    );
    let said = taken.unwrap_err().to_string();
    assert!(said.contains("is held for request"), "{said}");
}

#[test]
fn nobody_came_for_it_and_it_goes_home() {
    let core = a_book_on_the_hold_shelf();
    let taken_off = core
        .not_collected(item("lumbres", "900001"), ZOE, today())
        .unwrap();
    assert_eq!(taken_off.do_now, DoNow::SendHome(library("lumbres")));
    assert_eq!(scan_kinds(&core).last(), Some(&ScanKind::NotCollected));
}

#[test]
fn a_book_brought_back_elsewhere_ends_the_loan_here() {
    let core = a_book_on_the_hold_shelf();
    done(core.hand_over(Collector::Code(code()), None, vec![], ZOE, today()));
    let away = under(
        &item("lumbres", "900001"),
        JourneyState::ToReturn,
        "arques",
        "lumbres",
    );
    show_journey(&core, journey(7, 9, away, None));
    let open = core
        .ledger()
        .read(|state| state.tables().items.len())
        .unwrap();
    assert_eq!(open, 0);
}

#[test]
fn a_request_cancelled_after_the_arrival_sends_the_book_home() {
    let core = a_book_on_the_hold_shelf();
    let stage = under(
        &item("lumbres", "900001"),
        JourneyState::ToReturn,
        "aire",
        "lumbres",
    );
    show(&core, vec![View::Journey(journey(7, 5, stage, None))]);
    let lists = core.work_lists(today()).unwrap();
    assert_eq!((lists.on_hold_shelf.len(), lists.to_return.len()), (0, 1));
    assert_eq!(
        lists.to_return[0].place,
        Some(Place::ToReturn(Some(JourneyId(7))))
    );
}
