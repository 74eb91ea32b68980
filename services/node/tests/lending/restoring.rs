//! A backup is put back: it promises nothing before it has heard what is open, and wishes of patrons are told again.

use crate::fixtures::*;
use navette_domain::identity::RequestId;
use navette_domain::lending::{JourneyState, Report, RequestState, View};
use navette_domain::patrons::Reason;
use navette_store::disk::SimulatedDisk;

fn commitments(core: &Core) -> usize {
    let reports = reports(core);
    let committed = reports
        .iter()
        .filter(|report| matches!(report, Report::Committed { .. }));
    committed.count()
}

/// Says to a restored library that nothing is open: it has nothing to pull, and promises the copy to whoever asks next.
fn assert_let_go_and_free(core: &Core) {
    core.connected(FEDERATOR, 1_001, today()).unwrap();
    core.views_complete(today()).unwrap();
    assert_eq!(core.work_lists(today()).unwrap().to_pull.len(), 0);
    show_journey(core, asked(8, 1, 1));
    assert_eq!(commitments(core), 1);
}

#[test]
fn a_restored_store_promises_nothing_until_all_that_is_open_was_said() {
    let core = restored(&aire_connected());
    assert!(core.is_restoring().unwrap());
    assert!(core.connected(FEDERATOR, 1_001, today()).unwrap());
    let stage = under(&own("000001"), JourneyState::InTransit, "aire", "lumbres");
    let serves = Some(served(3, RequestState::BeingSupplied));
    show(
        &core,
        vec![
            View::Journey(asked(7, 1, 1)),
            View::Journey(journey(3, 9, stage, serves)),
        ],
    );
    assert_eq!(commitments(&core), 0);
    core.views_complete(today()).unwrap();
    assert!(!core.is_restoring().unwrap());
    let Report::Committed { item, .. } = last_report(&core) else {
        panic!("not answered");
    };
    assert_eq!(
        item,
        own("000002"),
        "000001 is on its way, as the federator knew"
    );
}

#[test]
fn a_wish_that_waited_is_told_again_and_a_scan_is_shown_to_the_desk() {
    let before = aire_connected();
    let anne = a_patron(&before, "Anne", "42");
    before.place(a_wish(1, anne, 1), today()).unwrap();
    show_journey(&before, on_its_way_here(7, 2, "900001"));
    scan(&before, "900001");
    let core = restored(&before);
    assert_eq!(reports(&core).len(), 1);
    assert!(matches!(reports(&core)[0], Report::Placed(_)));
    assert_eq!(core.work_lists(today()).unwrap().conflicts.len(), 1);
}

#[test]
fn what_the_federator_does_not_know_is_let_go() {
    let before = aire_connected();
    show_journey(&before, asked(7, 1, 1));
    acknowledge(&before);
    let core = restored(&before);
    assert_let_go_and_free(&core);
}

#[test]
fn a_copy_whose_refusal_was_taken_back_and_forgotten_is_promised_to_nobody() {
    let before = aire_connected();
    let book = own("000001");
    let to_pull = under(&book, JourneyState::ToPull, "aire", "lumbres");
    let serves = Some(served(3, RequestState::BeingSupplied));
    show_journey(&before, asked(7, 1, 1));
    show_journey(&before, journey(7, 2, to_pull, serves));
    let why = Reason::parse("torn").unwrap();
    let refused = before
        .refuse(book.clone(), false, why, ZOE, today())
        .unwrap();
    acknowledge(&before);
    let home = under(&book, JourneyState::Home, "aire", "aire");
    show_journey(&before, journey(7, 3, home, None));
    before.undo(refused, ZOE, today()).unwrap();
    // The federator never hears of it: the disk dies first.
    let core = restored(&before);
    assert_let_go_and_free(&core);
}

#[test]
fn a_loan_that_the_backup_forgot_is_written_down_again() {
    let core = restored(&aire_connected());
    core.connected(FEDERATOR, 1_001, today()).unwrap();
    let stage = under(
        &item("lumbres", "900001"),
        JourneyState::AtPickup,
        "aire",
        "aire",
    );
    let mut loan = served_here(7, RequestState::OnLoan);
    loan.due = Some(TODAY.plus(9));
    show_journey(&core, journey(7, 8, stage, Some(loan)));
    core.views_complete(today()).unwrap();
    assert_eq!(scan(&core, "900001").did, navette_node::core::Did::TookBack);
}

#[test]
fn a_federator_that_lost_its_memory_hears_everything_again() {
    let core = aire_connected();
    let anne = a_patron(&core, "Anne", "42");
    core.place(a_wish(1, anne, 1), today()).unwrap();
    core.place(a_wish(2, anne, 2), today()).unwrap();
    core.cancel(RequestId(2), None, today()).unwrap();
    show_journey(&core, on_its_way_here(7, 2, "900001"));
    scan(&core, "900001");
    show_journey(&core, asked(8, 1, 1));
    acknowledge(&core);
    assert!(core.connected(78, 1_002, today()).unwrap());
    assert_eq!(core.numbering().unwrap(), 1_002);
    let again: Vec<&str> = reports(&core)
        .iter()
        .map(|report| match report {
            Report::Placed(_) => "placed",
            Report::Cancelled(_) => "cancelled",
            Report::Committed { .. } => "committed",
            Report::Scanned(_) => "scanned",
            Report::CaughtUp => "caught up",
            _ => "other",
        })
        .collect();
    let expected = [
        "placed",
        "placed",
        "cancelled",
        "committed",
        "scanned",
        "caught up",
    ];
    assert_eq!(again, expected);
    let first = core.next_reports(1).unwrap();
    assert_eq!(first[0].0, 1, "numbers begin anew");
}

#[test]
fn everything_is_there_after_a_power_cut() {
    let disk = SimulatedDisk::default();
    let core = core_over(ledger_on(&disk, 5), a_shelf(), settings());
    connect(&core);
    let anne = a_patron(&core, "Anne", "42");
    core.place(a_wish(1, anne, 2), today()).unwrap();
    lend(&core, "000001", "42");
    show_journey(&core, on_its_way_here(7, 2, "900001"));
    let before = rows(&core);
    core.into_ledger().abandon();
    let core = core_over(ledger_on(&disk, 5), a_shelf(), settings());
    assert_eq!(rows(&core), before);
    assert_eq!(core.loans(anne, false, today()).unwrap().len(), 1);
    assert_eq!(scan(&core, "900001").did, navette_node::core::Did::Shelved);
}
