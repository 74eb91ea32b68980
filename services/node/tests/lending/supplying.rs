//! Aire lends to Lumbres: it is asked, commits, pulls and ships; and a book is never promised twice.

use crate::fixtures::*;
use navette_domain::identity::JourneyId;
use navette_domain::lending::{JourneyStage, JourneyState, Report, RequestState, ScanKind, View};
use navette_node::core::{Did, DoNow, Place};
use navette_store::ledger::Commit;

fn committed(core: &Core) -> Vec<String> {
    let all = reports(core).into_iter().filter_map(|report| match report {
        Report::Committed { item, .. } => Some(item.barcode.to_string()),
        Report::Declined { .. } => Some("declined".to_owned()),
        _ => None,
    });
    all.collect()
}

fn place(core: &Core, barcode: &str) -> Option<Place> {
    let item = own(barcode);
    let found = core
        .ledger()
        .read(move |state| state.tables().items.get(&item).map(|row| row.place));
    found.unwrap()
}

#[test]
fn asked_for_a_copy_the_node_commits_the_one_held_longest() {
    let core = aire_connected();
    show_journey(&core, asked(7, 1, 1));
    assert_eq!(committed(&core), ["000001"]);
    assert_eq!(place(&core, "000001"), Some(Place::Committed(JourneyId(7))));
    let lists = core.work_lists(today()).unwrap();
    assert_eq!(lists.to_pull.len(), 1);
    assert_eq!(lists.to_pull[0].shelfmark, "R Germinal");
    assert_eq!(lists.to_pull[0].other, Some(library("lumbres")));
}

#[test]
fn each_copy_is_promised_once_and_then_there_is_none() {
    let core = aire_connected();
    for id in [7, 8, 9] {
        show_journey(&core, asked(id, 1, 1));
    }
    assert_eq!(committed(&core), ["000001", "000002", "declined"]);
}

#[test]
fn a_book_at_the_counter_is_not_promised_and_a_promised_one_is_not_lent() {
    let core = aire_connected();
    a_patron(&core, "Anne", "42");
    lend(&core, "000003", "42");
    show_journey(&core, asked(7, 1, 2));
    assert_eq!(committed(&core), ["declined"]);
    show_journey(&core, asked(8, 1, 1));
    let lent = core.check_out(
        own("000001").barcode,
        None,
        card("42"),
        vec![],
        ZOE,
        today(),
    );
    let said = lent.unwrap_err().to_string();
    assert!(said.contains("is promised to request"), "{said}");
}

#[test]
fn asked_again_the_same_answer_is_given_and_no_second_copy() {
    let core = aire_connected();
    show_journey(&core, asked(7, 1, 1));
    show_journey(&core, asked(7, 1, 1));
    assert_eq!(committed(&core), ["000001"]);
    show_journey(&core, asked(7, 2, 1));
    assert_eq!(committed(&core), ["000001", "000001"]);
    assert_eq!(place(&core, "000002"), None);
}

#[test]
fn what_is_not_needed_after_all_is_free_again_whatever_comes_late() {
    let core = aire_connected();
    show_journey(&core, asked(7, 1, 1));
    show_journey(&core, journey(7, 2, JourneyStage::Void, None));
    assert_eq!(place(&core, "000001"), None);
    show_journey(&core, asked(7, 1, 1));
    assert_eq!(
        place(&core, "000001"),
        None,
        "a late question is no question"
    );
    show(
        &core,
        vec![
            View::Journey(asked(8, 1, 1)),
            View::Journey(journey(8, 2, JourneyStage::Void, None)),
        ],
    );
    assert_eq!(place(&core, "000001"), None, "asked and void in one batch");
}

#[test]
fn a_pulled_book_goes_into_the_crate_with_a_slip_and_then_into_the_van() {
    let core = aire_connected();
    show_journey(&core, asked(7, 1, 1));
    let stage = under(&own("000001"), JourneyState::ToPull, "aire", "lumbres");
    let serves = Some(served(7, RequestState::BeingSupplied));
    show_journey(&core, journey(7, 2, stage, serves));

    let pulled = scan(&core, "000001");
    assert_eq!(pulled.did, Did::Pulled);
    assert_eq!(pulled.do_now, DoNow::Crate(library("lumbres")));
    let slip = pulled.slip.as_ref().unwrap();
    assert_eq!(slip.to_name, "Lumbres");
    assert!(slip.code.is_some());
    assert_eq!(scan(&core, "000001").did, Did::InCrateAlready);

    let shipped = core.ship(None, None, ZOE, today()).unwrap();
    assert_eq!(shipped.len(), 1);
    assert_eq!(scan_kinds(&core), [ScanKind::Pulled, ScanKind::Shipped]);
    let travelling = Some(Place::Travelling(JourneyId(7)));
    assert_eq!(place(&core, "000001"), travelling);

    core.left_behind(own("000001"), ZOE, today()).unwrap();
    let in_crate = Some(Place::InCrate(JourneyId(7)));
    assert_eq!(place(&core, "000001"), in_crate);
}

#[test]
fn an_own_word_on_its_way_holds_against_older_views() {
    let core = aire_connected();
    show_journey(&core, asked(7, 1, 1));
    let stage = under(&own("000001"), JourneyState::ToPull, "aire", "lumbres");
    let serves = Some(served(7, RequestState::BeingSupplied));
    show_journey(&core, journey(7, 2, stage.clone(), serves.clone()));
    scan(&core, "000001");
    let mut late = journey(7, 3, stage.clone(), serves.clone());
    late.late = true;
    show_unheard(&core, vec![View::Journey(late)]);
    assert_eq!(place(&core, "000001"), Some(Place::InCrate(JourneyId(7))));
    // The federator heard the scan, and believes otherwise all the same.
    show_journey(&core, journey(7, 4, stage, serves));
    assert_eq!(place(&core, "000001"), Some(Place::Committed(JourneyId(7))));
}

#[test]
fn a_book_not_on_its_shelf_is_looked_for_and_found_again() {
    let core = aire_connected();
    show_journey(&core, asked(7, 1, 1));
    core.not_found(own("000001"), ZOE, today()).unwrap();
    assert_eq!(scan_kinds(&core), [ScanKind::NotFound]);
    let stage = under(&own("000001"), JourneyState::Withdrawn, "aire", "lumbres");
    show_journey(&core, journey(7, 3, stage, None));
    assert_eq!(core.work_lists(today()).unwrap().to_look_for.len(), 1);
    assert_eq!(scan(&core, "000001").did, Did::Found);
    assert_eq!(last_report(&core), Report::Available(own("000001")));
    assert_eq!(place(&core, "000001"), None);
}

#[test]
fn a_pulled_book_whose_request_was_cancelled_is_put_back() {
    let core = aire_connected();
    show_journey(&core, asked(7, 1, 1));
    scan(&core, "000001");
    let stage = under(&own("000001"), JourneyState::ToReturn, "aire", "aire");
    show_journey(&core, journey(7, 3, stage, None));
    assert_eq!(core.work_lists(today()).unwrap().to_return.len(), 1);
    assert_eq!(scan(&core, "000001").did, Did::PutBack);
    assert_eq!(place(&core, "000001"), None);
    assert_eq!(scan_kinds(&core).last(), Some(&ScanKind::Received));
}

#[test]
fn a_book_that_comes_home_is_shelved() {
    let core = aire_connected();
    show_journey(&core, asked(7, 1, 1));
    let stage = under(&own("000001"), JourneyState::InTransit, "lumbres", "aire");
    show_journey(&core, journey(7, 5, stage, None));
    assert_eq!(
        place(&core, "000001"),
        Some(Place::Travelling(JourneyId(7)))
    );
    assert_eq!(core.work_lists(today()).unwrap().to_receive.len(), 1);
    let home = scan(&core, "000001");
    assert_eq!((home.did, home.do_now), (Did::CameHome, DoNow::Shelve));
    assert_eq!(core.work_lists(today()).unwrap().to_receive.len(), 0);
}
