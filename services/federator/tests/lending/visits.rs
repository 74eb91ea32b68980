//! A visitor asks at a library that is not their own: noted there, confirmed by the home library, followed without a van.

use crate::fixtures::{Story, a_placement, is_void, item, library};
use navette_domain::catalogue::EditionKey;
use navette_domain::identity::RequestId;
use navette_domain::lending::{Only, Placement, Report, RequestState, ScanKind, SupplyFailure};
use navette_domain::time::Day;

/// A patron of Fauquembergues asks at Lumbres.
fn placed_at_lumbres(story: &mut Story) -> Placement {
    let placement = a_placement(1, "lumbres", story.now.at);
    let taken = story.report("lumbres", Report::Placed(placement.clone()));
    assert_eq!(taken.refused, []);
    placement
}

#[test]
fn a_visitors_request_waits_until_the_home_library_has_confirmed_it() {
    let mut story = Story::with_copies(vec![item("aire", "000001")]);
    let placement = placed_at_lumbres(&mut story);
    assert_eq!(story.request(1).state, RequestState::AwaitingHome);
    story.report("lumbres", Report::Placed(placement.clone()));
    assert_eq!(story.request(1).state, RequestState::AwaitingHome);
    story.report("fauquembergues", Report::Placed(placement));
    let request = story.request(1);
    assert_eq!(request.state, RequestState::Asking);
    assert_eq!(request.lender, Some(library("aire")));
}

#[test]
fn a_home_library_that_says_no_or_nothing_for_a_week_ends_it() {
    let mut story = Story::with_copies(vec![item("aire", "000001")]);
    placed_at_lumbres(&mut story);
    story.report("lumbres", Report::HomeRefused(RequestId(1)));
    assert_eq!(story.request(1).state, RequestState::Refused);
    let mut story = Story::with_copies(vec![item("aire", "000001")]);
    placed_at_lumbres(&mut story);
    story.days_pass(6);
    assert_eq!(story.request(1).state, RequestState::AwaitingHome);
    story.days_pass(1);
    assert_eq!(story.request(1).state, RequestState::Expired);
}

#[test]
fn a_third_library_places_for_nobody() {
    let mut story = Story::with_copies(vec![item("aire", "000001")]);
    let placement = a_placement(1, "lumbres", story.now.at);
    let taken = story.report("arques", Report::Placed(placement));
    assert_eq!(taken.refused.len(), 1);
}

/// The copy that stands at Lumbres, asked for there.
fn for_the_copy_at_lumbres(story: &Story, id: u128) -> Placement {
    let mut placement = a_placement(id, "lumbres", story.now.at);
    placement.target.only = Only::Copy {
        item: item("lumbres", "000001"),
        edition: EditionKey(1),
    };
    placement
}

#[test]
fn what_the_home_library_tells_of_first_is_on_loan_once_it_is_handed_over() {
    let book = item("lumbres", "000001");
    let mut story = Story::with_copies(vec![book.clone()]);
    let placement = for_the_copy_at_lumbres(&story, 1);
    story.report("fauquembergues", Report::Placed(placement.clone()));
    assert_eq!(story.request(1).state, RequestState::Asking);
    let asked = story.told("lumbres");
    story.report("lumbres", Report::Placed(placement.clone()));
    story.scan("lumbres", &book, ScanKind::HandedOver(Day(30_000)));
    let lent = story.request(1);
    assert_eq!((lent.state, lent.journey), (RequestState::OnLoan, None));
    let let_go = story.told("lumbres");
    assert_eq!(let_go[0].id, asked[0].id);
    assert!(is_void(&let_go[0]));
    // The copy was asked for, and is in the visitor's hands: its library said no first.
    let mut story = Story::with_copies(vec![book.clone()]);
    story.report("fauquembergues", Report::Placed(placement.clone()));
    let declined = Report::Declined {
        request: RequestId(1),
        journey: story.request(1).journey.unwrap(),
        why: SupplyFailure::NoCopy,
    };
    story.report("lumbres", declined);
    assert_eq!(story.request(1).state, RequestState::Waiting);
    story.report("lumbres", Report::Placed(placement));
    story.scan("lumbres", &book, ScanKind::HandedOver(Day(30_000)));
    assert_eq!(story.request(1).state, RequestState::OnLoan);
}

#[test]
fn what_a_visitor_fetches_from_the_shelf_is_followed_from_hand_to_hand() {
    let book = item("lumbres", "000001");
    let mut story = Story::with_copies(vec![book.clone()]);
    let placement = for_the_copy_at_lumbres(&story, 1);
    story.report("lumbres", Report::Placed(placement.clone()));
    story.scan("lumbres", &book, ScanKind::HandedOver(Day(30_000)));
    let lent = story.request(1);
    assert_eq!(
        (lent.state, lent.due),
        (RequestState::OnLoan, Some(Day(30_000)))
    );
    story.report("fauquembergues", Report::Placed(placement));
    assert_eq!(story.request(1).state, RequestState::OnLoan);
    story.scan("lumbres", &book, ScanKind::Returned);
    assert_eq!(story.request(1).state, RequestState::Completed);
}

#[test]
fn of_two_visitors_who_ask_for_one_copy_the_one_who_took_it_has_it() {
    let book = item("lumbres", "000001");
    let mut story = Story::with_copies(vec![book.clone()]);
    for id in [1, 2] {
        let placement = for_the_copy_at_lumbres(&story, id);
        story.report("lumbres", Report::Placed(placement));
    }
    story.scan_of_visit("lumbres", &book, 2, ScanKind::HandedOver(Day(30_000)));
    assert_eq!(story.request(1).state, RequestState::AwaitingHome);
    assert_eq!(story.request(2).state, RequestState::OnLoan);
    // A name that means nothing here is no reason to take another's.
    story.scan_of_visit("lumbres", &book, 3, ScanKind::Returned);
    assert_eq!(story.request(2).state, RequestState::OnLoan);
    story.scan_of_visit("lumbres", &book, 2, ScanKind::Returned);
    assert_eq!(story.request(2).state, RequestState::Completed);
    assert_eq!(story.request(1).state, RequestState::AwaitingHome);
}

#[test]
fn a_scan_of_what_no_van_brought_is_taken_back_and_only_the_hand_over_ends_the_loan() {
    let book = item("lumbres", "000001");
    let mut story = Story::with_copies(vec![book.clone()]);
    let placement = for_the_copy_at_lumbres(&story, 1);
    story.report("lumbres", Report::Placed(placement));
    story.scan_of_visit("lumbres", &book, 1, ScanKind::HandedOver(Day(30_000)));
    for (what, then) in [
        (ScanKind::ClaimedReturned, RequestState::ClaimedReturned),
        (ScanKind::Damaged, RequestState::ToSettle),
        (ScanKind::Lost, RequestState::ToSettle),
        (ScanKind::Returned, RequestState::Completed),
    ] {
        story.scan_of_visit("lumbres", &book, 1, what);
        assert_eq!(story.request(1).state, then);
        assert_eq!(story.undo_last("lumbres", &book).refused, []);
        let lent = story.request(1);
        let due = Some(Day(30_000));
        assert_eq!((lent.state, lent.due), (RequestState::OnLoan, due));
    }
    // What is not taken back stays, whatever else is.
    story.scan_of_visit("lumbres", &book, 1, ScanKind::ClaimedReturned);
    let hand_over = Report::Undone {
        item: book.clone(),
        report: 2,
    };
    assert_eq!(story.report("lumbres", hand_over).refused.len(), 1);
    assert_eq!(story.request(1).state, RequestState::ClaimedReturned);
    let mut story = Story::with_copies(vec![book.clone()]);
    let placement = for_the_copy_at_lumbres(&story, 1);
    story.report("lumbres", Report::Placed(placement));
    story.scan_of_visit("lumbres", &book, 1, ScanKind::HandedOver(Day(30_000)));
    assert_eq!(story.undo_last("lumbres", &book).refused, []);
    assert_eq!(story.request(1).state, RequestState::Completed);
}

#[test]
fn only_the_libraries_of_a_visitor_say_that_the_home_library_refuses() {
    let mut story = Story::with_copies(vec![item("aire", "000001")]);
    let placement = placed_at_lumbres(&mut story);
    let refused = Report::HomeRefused(RequestId(1));
    let taken = story.report("arques", refused.clone());
    assert_eq!(taken.refused.len(), 1);
    assert_eq!(story.request(1).state, RequestState::AwaitingHome);
    // What the home library has placed since, only that library refuses.
    story.report("fauquembergues", Report::Placed(placement));
    let taken = story.report("lumbres", refused.clone());
    assert_eq!(taken.refused.len(), 1);
    assert_eq!(story.request(1).state, RequestState::Asking);
    assert_eq!(story.report("fauquembergues", refused).refused, []);
    assert_eq!(story.request(1).state, RequestState::Refused);
}
