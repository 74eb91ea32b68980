//! Does a book travel, come back, and does nobody ever wonder whose turn it is?

use crate::fixtures::{Copies, Story, a_territory, is_void, item, library};
use navette_domain::courier::{RoundId, Timetable};
use navette_domain::identity::RequestId;
use navette_domain::lending::{
    JourneyStage, JourneyState, LoanRequest, Report, RequestState, Scan, ScanKind, SupplyFailure,
};
use navette_domain::time::Day;
use std::sync::Arc;

fn journey_of(story: &Story, request: &LoanRequest) -> JourneyState {
    let id = request.journey.unwrap();
    let read = move |state: &navette_federator::ledger::FederatorState| {
        state.journey(id).map(|journey| journey.state)
    };
    story.core.read(read).unwrap().unwrap()
}

#[test]
fn a_book_of_aire_is_borrowed_at_fauquembergues_and_goes_home_again() {
    let book = item("aire", "000001");
    let mut story = Story::with_copies(vec![book.clone()]);
    let placed = story.place(1, "fauquembergues").unwrap();
    assert_eq!(placed.state, RequestState::Asking);
    assert!(placed.promised.is_some());
    let asked = story.told("aire");
    assert!(matches!(asked[0].stage, JourneyStage::Asked(_)));

    story.commit("aire", 1, &book);
    let supplied = story.request(1);
    assert_eq!(supplied.state, RequestState::BeingSupplied);
    assert_eq!(journey_of(&story, &supplied), JourneyState::ToPull);
    story.scan("aire", &book, ScanKind::Pulled);
    story.scan("aire", &book, ScanKind::Shipped);
    story.days_pass(1);
    story.scan("fauquembergues", &book, ScanKind::Received);
    assert_eq!(story.request(1).state, RequestState::OnHoldShelf);
    story.report("fauquembergues", Report::Told(RequestId(1)));
    assert!(story.request(1).told.is_some());
    let due = Day(story.now.local.day.0 + 28);
    story.scan("fauquembergues", &book, ScanKind::HandedOver(due));
    assert_eq!(story.request(1).state, RequestState::OnLoan);
    assert_eq!(story.request(1).due, Some(due));
    story.days_pass(20);
    let journey = story.request(1).journey.unwrap();
    story.scan("fauquembergues", &book, ScanKind::Returned);
    assert_eq!(story.request(1).state, RequestState::Completed);
    story.scan("fauquembergues", &book, ScanKind::Shipped);
    story.scan("aire", &book, ScanKind::Received);
    let state = story
        .core
        .read(move |state| state.journey(journey).map(|one| one.state));
    assert_eq!(state.unwrap(), Some(JourneyState::Home));
}

#[test]
fn a_lender_that_does_not_answer_is_followed_by_the_next_and_released() {
    let (near, far) = (item("aire", "000001"), item("arques", "000001"));
    let mut story = Story::with_copies(vec![near.clone(), far]);
    let first = story.place(1, "lumbres").unwrap();
    let asked_first = first.lender.clone().unwrap();
    let late = first.journey.unwrap();
    story.seconds_pass(31);
    let second = story.request(1);
    assert_eq!(second.state, RequestState::Asking);
    assert_ne!(second.lender, Some(asked_first.clone()));
    let told = story.told(asked_first.as_str());
    assert!(told.iter().any(is_void), "{told:?}");
    // It commits all the same, days later: it is told once more that nobody needs it.
    if asked_first.as_str() == "aire" {
        story.days_pass(2);
        story.commit_as("aire", 1, late, &near);
        assert!(story.told("aire").iter().any(is_void));
    }
}

#[test]
fn what_is_not_found_is_asked_of_the_next_library() {
    let (first, second) = (item("aire", "000001"), item("arques", "000001"));
    let mut story = Story::with_copies(vec![first.clone(), second.clone()]);
    let asked = story.place(1, "lumbres").unwrap().lender.unwrap();
    let (from, copy, next): (&'static str, _, &str) = match asked.as_str() {
        "aire" => ("aire", first, "arques"),
        _ => ("arques", second, "aire"),
    };
    story.commit(from, 1, &copy);
    story.scan(from, &copy, ScanKind::NotFound);
    let request = story.request(1);
    assert_eq!(request.state, RequestState::Asking);
    assert_eq!(request.lender.unwrap().as_str(), next);
    assert_eq!(request.declined[0].why, SupplyFailure::NotFound);
}

#[test]
fn a_request_cancelled_in_the_van_frees_the_book_for_the_next_in_the_queue() {
    let book = item("aire", "000001");
    let mut story = Story::with_copies(vec![book.clone()]);
    story.place(1, "fauquembergues").unwrap();
    story.commit("aire", 1, &book);
    let waiting = story.place(2, "lumbres").unwrap();
    assert_eq!(waiting.state, RequestState::Waiting);
    story.scan("aire", &book, ScanKind::Shipped);
    story.report("fauquembergues", Report::Cancelled(RequestId(1)));
    assert_eq!(story.request(1).state, RequestState::Cancelled);
    let next = story.request(2);
    assert_eq!(next.state, RequestState::BeingSupplied);
    // The van brings it to the first destination; from there it goes on.
    story.scan("fauquembergues", &book, ScanKind::Received);
    assert_eq!(journey_of(&story, &next), JourneyState::ToShip);
    story.scan("fauquembergues", &book, ScanKind::Shipped);
    story.scan("lumbres", &book, ScanKind::Received);
    assert_eq!(story.request(2).state, RequestState::OnHoldShelf);
}

#[test]
fn an_item_that_nobody_pulls_is_asked_of_the_next_and_the_library_is_skipped_after_two_lapses() {
    let book = item("aire", "000001");
    let mut story = Story::with_copies(vec![book.clone()]);
    for id in [1, 2] {
        story.place(id, "lumbres").unwrap();
        story.commit("aire", id, &book);
        story.days_pass(5);
        assert_ne!(story.request(id).state, RequestState::BeingSupplied, "{id}");
        story.report("fauquembergues", Report::Cancelled(RequestId(id)));
    }
    let third = story.place(3, "lumbres").unwrap();
    assert_eq!(third.state, RequestState::Waiting);
    let choice = story.core.read(|state| state.choice(RequestId(3)).cloned());
    let reason = choice.unwrap().unwrap().dropped[0].reason.to_string();
    assert!(reason.starts_with("skipped until it acts"), "{reason}");
}

#[test]
fn nobody_told_is_escalated_and_a_hold_ends_ten_days_after_telling() {
    let book = item("aire", "000001");
    let mut story = Story::with_copies(vec![book.clone()]);
    story.place(1, "lumbres").unwrap();
    story.commit("aire", 1, &book);
    story.scan("lumbres", &book, ScanKind::Received);
    story.days_pass(4);
    assert!(story.request(1).escalated.is_some());
    story.report("fauquembergues", Report::Told(RequestId(1)));
    assert_eq!(story.request(1).escalated, None);
    story.days_pass(9);
    assert_eq!(story.request(1).state, RequestState::OnHoldShelf);
    story.days_pass(3);
    assert_eq!(story.request(1).state, RequestState::Expired);
}

#[test]
fn a_scan_is_undone_until_another_library_has_acted() {
    let book = item("aire", "000001");
    let mut story = Story::with_copies(vec![book.clone()]);
    story.place(1, "lumbres").unwrap();
    story.commit("aire", 1, &book);
    story.scan("aire", &book, ScanKind::Pulled);
    let request = story.request(1);
    assert_eq!(journey_of(&story, &request), JourneyState::ToShip);
    let undo = |report| Report::Undone {
        item: item("aire", "000001"),
        report,
    };
    assert_eq!(story.report("aire", undo(2)).refused, []);
    assert_eq!(journey_of(&story, &request), JourneyState::ToPull);
    story.scan("aire", &book, ScanKind::Shipped);
    story.scan("lumbres", &book, ScanKind::Received);
    let refused = story.report("aire", undo(4)).refused;
    assert!(
        refused[0].1.to_string().contains("has acted on it since"),
        "{refused:?}"
    );
    assert_eq!(story.request(1).state, RequestState::OnHoldShelf);
}

#[test]
fn whoever_got_a_book_by_a_scan_waits_again_when_the_scan_is_taken_back() {
    let book = item("aire", "000001");
    let mut story = Story::with_copies(vec![book.clone()]);
    story.place(1, "lumbres").unwrap();
    story.commit("aire", 1, &book);
    story.place(2, "fauquembergues").unwrap();
    story.scan("lumbres", &book, ScanKind::Received);
    story.scan("lumbres", &book, ScanKind::NotCollected);
    let next = story.request(2);
    assert_eq!(next.state, RequestState::BeingSupplied);
    assert_eq!(story.undo_last("lumbres", &book).refused, []);
    assert_eq!(story.request(1).state, RequestState::OnHoldShelf);
    assert_eq!(journey_of(&story, &next), JourneyState::AtPickup);
    let next = story.request(2);
    assert_eq!((next.state, next.journey), (RequestState::Waiting, None));
}

#[test]
fn another_librarys_book_that_nobody_sent_gets_a_journey_home() {
    let book = item("aire", "000001");
    let mut story = Story::with_copies(Vec::new());
    story.scan("lumbres", &book, ScanKind::Received);
    let told = story.told("lumbres");
    let JourneyStage::Under { state, to, .. } = &told[0].stage else {
        panic!("{told:?}");
    };
    assert_eq!((*state, to.as_str()), (JourneyState::ToReturn, "aire"));
}

#[test]
fn a_report_told_twice_or_after_a_gap_changes_nothing() {
    let book = item("aire", "000001");
    let mut story = Story::with_copies(vec![book.clone()]);
    story.place(1, "lumbres").unwrap();
    story.commit("aire", 1, &book);
    let before = story.request(1);
    let pulled = Report::Cancelled(RequestId(1));
    assert_eq!(story.report_as("aire", 1, pulled.clone()).through, 1);
    assert_eq!(story.report_as("aire", 3, pulled).through, 1);
    assert_eq!(story.request(1), before);
}

#[test]
fn a_work_that_no_library_has_is_refused_when_asked_for_and_unfilled_when_a_node_reports_it() {
    let mut story = Story::with_copies(Vec::new());
    let refusal = story.place(1, "lumbres").unwrap_err().to_string();
    assert_eq!(refusal, "no library holds the work 0000000000000007");
    let placement = crate::fixtures::a_placement(2, "lumbres", story.now.at);
    story.report("fauquembergues", Report::Placed(placement));
    assert_eq!(story.request(2).state, RequestState::Unfilled);
}

#[test]
fn what_ended_four_months_ago_is_forgotten_and_what_is_open_is_not() {
    let (book, other) = (item("aire", "000001"), item("aire", "000002"));
    let mut story = Story::with_copies(vec![book.clone(), other.clone()]);
    story.place(1, "lumbres").unwrap();
    story.commit("aire", 1, &book);
    story.report("fauquembergues", Report::Cancelled(RequestId(1)));
    assert!(story.request(1).state.is_ended());
    story.days_pass(121);
    let kept = story.core.forget(story.now).unwrap();
    assert_eq!((kept.requests, kept.journeys), (0, 0));
    story.place(2, "lumbres").unwrap();
    story.days_pass(2);
    let gone = story.core.forget(story.now).unwrap();
    assert_eq!((gone.requests, gone.journeys, gone.more), (1, 1, false));
    let left = story.core.read(|state| {
        let requests = state.requests().map(|request| request.placement.id);
        requests.collect::<Vec<_>>()
    });
    assert_eq!(left.unwrap(), [RequestId(2)]);
}

/// Aire and Arques share one round, Arques and Lumbres another: Arques is where the van is changed.
fn a_territory_with_a_change() -> navette_federator::lending::Territory {
    let mut territory = a_territory();
    let one = territory.timetable.rounds()[0].clone();
    let round = |id: &str, first: usize| {
        let mut round = one.clone();
        round.id = RoundId::parse(id).unwrap();
        round.stops = one.stops[first..first + 2].to_vec();
        round
    };
    let rounds = vec![round("lys", 0), round("aa", 1)];
    territory.timetable = Timetable::new(rounds, Vec::new()).unwrap();
    territory
}

#[test]
fn a_library_where_the_van_is_changed_knows_where_a_book_goes_before_it_is_there() {
    let book = item("aire", "000001");
    let shelves = Arc::new(Copies(vec![book.clone()]));
    let mut story = Story::over(shelves, a_territory_with_a_change());
    story.place(1, "lumbres").unwrap();
    story.commit("aire", 1, &book);
    assert_eq!(story.told("arques"), []);
    story.scan("aire", &book, ScanKind::Pulled);
    story.scan("aire", &book, ScanKind::Shipped);
    let told = story.told("arques");
    let [known] = &told[..] else {
        panic!("{told:?}");
    };
    let JourneyStage::Under { to, state, .. } = &known.stage else {
        panic!("{known:?}");
    };
    assert_eq!((to.as_str(), *state), ("lumbres", JourneyState::InTransit));
}

#[test]
fn what_turned_up_unknown_at_its_pickup_is_ready_only_once_it_is_shelved() {
    let book = item("aire", "000001");
    let mut story = Story::with_copies(vec![book.clone()]);
    story.place(1, "lumbres").unwrap();
    story.commit("aire", 1, &book);
    story.scan("aire", &book, ScanKind::Shipped);
    let journey = story.request(1).journey.unwrap();
    let turned_up = Scan {
        item: book.clone(),
        at: library("lumbres"),
        what: ScanKind::Received,
        journey: None,
        request: None,
        title: String::new(),
    };
    story.report("lumbres", Report::Scanned(turned_up));
    assert_eq!(story.request(1).state, RequestState::BeingSupplied);
    assert_eq!(story.request(1).journey, Some(journey));
    story.scan("lumbres", &book, ScanKind::Received);
    assert_eq!(story.request(1).state, RequestState::OnHoldShelf);
}

#[test]
fn those_behind_in_a_queue_hear_when_their_place_changes_and_of_no_look_in_vain() {
    let book = item("aire", "000001");
    let mut story = Story::with_copies(vec![book.clone()]);
    story.place(1, "lumbres").unwrap();
    story.commit("aire", 1, &book);
    for id in 2..=4 {
        story.place(id, "lumbres").unwrap();
        assert_eq!(story.request(id).state, RequestState::Waiting);
    }
    // A library that is heard of for the first time is told everything.
    story.report("fauquembergues", Report::CaughtUp);
    story.told_of_requests("fauquembergues");
    story.days_pass(2);
    assert_eq!(story.told_of_requests("fauquembergues"), []);
    story.report("fauquembergues", Report::Cancelled(RequestId(2)));
    let told: Vec<_> = story
        .told_of_requests("fauquembergues")
        .into_iter()
        .map(|view| (view.id.0, view.position))
        .collect();
    assert_eq!(told, [(2, None), (3, Some(1)), (4, Some(2))]);
}

#[test]
fn a_copy_that_is_free_goes_to_the_head_of_the_queue_and_not_to_a_newcomer() {
    let book = item("aire", "000001");
    let mut story = Story::with_copies(vec![book.clone()]);
    story.place(1, "lumbres").unwrap();
    story.commit("aire", 1, &book);
    story.place(2, "arques").unwrap();
    assert_eq!(story.request(2).state, RequestState::Waiting);
    story.told("aire");
    story.report("fauquembergues", Report::Cancelled(RequestId(1)));
    // Released first, then asked for again: a node reads them in this order.
    let told = story.told("aire");
    let asked: Vec<bool> = told
        .iter()
        .map(|view| matches!(view.stage, JourneyStage::Asked(_)))
        .collect();
    assert_eq!(asked, [false, true]);
    assert_eq!(story.request(2).state, RequestState::Asking);
    let newcomer = story.place(3, "lumbres").unwrap();
    assert_eq!(
        newcomer.state,
        RequestState::Waiting,
        "it is asked for already"
    );
}

#[test]
fn a_number_of_a_former_life_takes_no_scan_back() {
    let book = item("aire", "000001");
    let mut story = Story::with_copies(vec![book.clone()]);
    story.place(1, "lumbres").unwrap();
    story.commit("aire", 1, &book);
    // The second report of Aire.
    story.scan("aire", &book, ScanKind::Pulled);
    story.begin_new_life("aire");
    story.report("aire", Report::CaughtUp);
    let item = book.clone();
    let undone = story.report("aire", Report::Undone { item, report: 2 });
    assert_eq!(undone.refused.len(), 1, "{undone:?}");
    let supplied = story.request(1);
    assert_eq!(journey_of(&story, &supplied), JourneyState::ToShip);
}
