//! Visitors at the desk of Aire, and what the home library hears of them: nothing that is not so, and nothing twice.

use crate::fixtures::*;
use navette_domain::identity::{PatronReference, RequestId};
use navette_domain::lending::{Placement, Report, RequestState, RequestView, ScanKind, View};
use navette_node::core::{
    CheckedOut, ConflictKind, DeskRefusal, HomeSays, VisitStanding, Visitor, Wish,
};

/// A patron of Lumbres takes a book home, while Lumbres is silent.
fn lent_to_a_visitor(core: &Core) -> CheckedOut {
    let visitor = Visitor {
        home: library("lumbres"),
        card: card("777"),
        says: HomeSays::Nothing(PatronReference(70)),
        request: RequestId(7),
    };
    let barcode = own("000001").barcode;
    let lent = core.check_out_to_visitor(barcode, None, visitor, ZOE, today());
    lent.unwrap()
}

/// A patron of Aire asks at Lumbres.
fn asked_at_lumbres(id: u128, work: u64) -> Placement {
    Placement {
        id: RequestId(id),
        home: library("aire"),
        reference: PatronReference(id),
        pickup: library("lumbres"),
        target: target(work),
        title: "Germinal".into(),
        need_by: None,
        placed_at: today().at,
    }
}

fn may(core: &Core, placement: &Placement) -> Result<bool, DeskRefusal> {
    core.vouch(card("42"), Wish::Request(placement.clone()), today())
}

#[test]
fn what_an_own_patron_may_not_ask_for_here_is_not_vouched_for_elsewhere() {
    let core = aire_connected();
    a_patron(&core, "Anne", "42");
    let first = asked_at_lumbres(1, 1);
    assert_eq!(may(&core, &first), Ok(true));
    assert_eq!(may(&core, &first), Ok(true), "asked again it is the same");
    let again = asked_at_lumbres(2, 1);
    assert_eq!(may(&core, &again), Ok(false), "it is asked for already");
    let late = Placement {
        need_by: Some(TODAY.plus(-1)),
        ..asked_at_lumbres(3, 2)
    };
    assert_eq!(may(&core, &late), Ok(false), "it is of no use any more");
    assert_eq!(reports(&core).len(), 1);
}

#[test]
fn a_library_notes_so_much_for_a_patron_that_the_federator_has_not_confirmed() {
    let core = aire_connected();
    a_patron(&core, "Anne", "42");
    let borrowed = |id, work| {
        let wish = Wish::Borrowed(asked_at_lumbres(id, work));
        core.vouch(card("42"), wish, today())
    };
    for id in 1..=30 {
        assert_eq!(borrowed(u128::from(id), id), Ok(true));
    }
    assert_eq!(borrowed(31, 31), Ok(false));
    assert_eq!(borrowed(30, 30), Ok(true), "asked again it is the same");
    assert_eq!(reports(&core).len(), 30);
    let confirmed = request_view(1, 1, RequestState::Placed);
    show(&core, vec![View::Request(confirmed)]);
    assert_eq!(borrowed(31, 31), Ok(true));
}

#[test]
fn a_visitors_loan_is_told_to_the_home_library_once_the_federator_has_heard_of_it() {
    let core = aire_connected();
    let lent = lent_to_a_visitor(&core);
    let standing = || core.visit_standing(lent.loan, RequestId(7)).unwrap();
    assert_eq!(standing(), VisitStanding::Unheard);
    acknowledge(&core);
    assert_eq!(standing(), VisitStanding::Heard);
}

#[test]
fn a_visitors_loan_that_was_taken_back_is_told_to_nobody() {
    let core = aire_connected();
    let lent = lent_to_a_visitor(&core);
    core.undo(lent.scan, ZOE, today()).unwrap();
    assert_eq!(reports(&core), []);
    let standing = core.visit_standing(lent.loan, RequestId(7)).unwrap();
    assert_eq!(standing, VisitStanding::Gone);
}

#[test]
fn another_federator_hears_of_a_visitors_loan_that_no_van_brought() {
    let core = aire_connected();
    let lent = lent_to_a_visitor(&core);
    acknowledge(&core);
    core.connected(FEDERATOR + 1, 1_001, today()).unwrap();
    let told = reports(&core);
    let Report::Placed(placement) = &told[0] else {
        panic!("not placed");
    };
    assert_eq!(placement.id, RequestId(7));
    let Report::Scanned(scan) = &told[1] else {
        panic!("not handed over");
    };
    assert_eq!(scan.what, ScanKind::HandedOver(lent.due));
    assert_eq!(scan.request, Some(RequestId(7)));
}

fn conflicts(core: &Core) -> Vec<ConflictKind> {
    let lists = core.work_lists(today()).unwrap();
    let kinds = lists.conflicts.into_iter().map(|(_, row)| row.kind);
    kinds.collect()
}

#[test]
fn a_home_library_that_says_no_to_what_was_lent_is_put_before_the_desk() {
    let core = aire_connected();
    lent_to_a_visitor(&core);
    let answered = |may| core.visit_answered(RequestId(7), true, may, today());
    answered(true).unwrap();
    assert_eq!(conflicts(&core), []);
    answered(false).unwrap();
    assert_eq!(conflicts(&core), [ConflictKind::RefusedByHome]);
}

#[test]
fn what_a_home_library_had_not_heard_when_the_process_ended_is_put_before_the_desk() {
    let core = aire_connected();
    lent_to_a_visitor(&core);
    acknowledge(&core);
    let again = restored(&core);
    assert_eq!(conflicts(&again), [ConflictKind::UnheardByHome]);
    let core = aire_connected();
    lent_to_a_visitor(&core);
    acknowledge(&core);
    let answer = core.visit_answered(RequestId(7), true, true, today());
    answer.unwrap();
    assert_eq!(conflicts(&restored(&core)), []);
}

#[test]
fn a_visitors_request_asked_again_has_the_same_reference_and_another_one_another() {
    let core = aire();
    let reference = |id| core.visitor_reference(RequestId(id)).unwrap();
    assert_eq!(reference(1), reference(1));
    assert_ne!(reference(1), reference(2));
}

#[test]
fn a_visitors_request_that_came_to_nothing_is_told_by_the_desk_where_it_was_asked_for() {
    let core = aire_connected();
    let reference = core.visitor_reference(RequestId(7)).unwrap();
    let mut view = request_view(7, 3, RequestState::Refused);
    view.home = library("lumbres");
    view.reference = reference;
    show(&core, vec![View::Request(view.clone())]);
    let expired = RequestView {
        version: 4,
        ..view.clone()
    };
    show(&core, vec![View::Request(expired)]);
    let listed = core.work_lists(today()).unwrap().visits_over;
    assert_eq!(listed.len(), 1, "however often it is told");
    let (number, row) = &listed[0];
    assert_eq!((row.request, row.state), (RequestId(7), view.state));
    core.resolve(*number, ZOE, today()).unwrap();
    assert_eq!(core.work_lists(today()).unwrap().visits_over, []);
}

#[test]
fn what_the_home_library_took_and_refuses_later_it_tells_itself() {
    let core = aire_connected();
    let mut view = request_view(8, 3, RequestState::Refused);
    view.home = library("lumbres");
    show(&core, vec![View::Request(view)]);
    assert_eq!(core.work_lists(today()).unwrap().visits_over, []);
}
