//! Are the two lifecycles those of the design? A table written by hand is compared with what the code does: every state has
//! its owner, its deadline and its exits.

#![allow(clippy::unwrap_used, missing_docs)]

use navette_domain::catalogue::{LibraryId, WorkKey};
use navette_domain::identity::{Barcode, ItemId, JourneyId, PatronReference, RequestId};
use navette_domain::lending::{
    Journey, JourneyState, LoanRequest, NextLender, Only, Owner, Patience, Placement, RequestEvent,
    RequestState, SupplyFailure, Target, WatchDays, journey_deadline, journey_lifecycle,
    journey_owner, request_deadline, request_lifecycle, request_owner,
};
use navette_domain::time::{Day, Timestamp};
use std::collections::BTreeSet;

const DAY_MS: i64 = 86_400_000;

fn library(id: &str) -> LibraryId {
    LibraryId::parse(id).unwrap()
}

/// A patron of Fauquembergues collects at Lumbres what Aire lends.
fn a_request(state: RequestState) -> LoanRequest {
    LoanRequest {
        placement: Placement {
            id: RequestId(1),
            home: library("fauquembergues"),
            reference: PatronReference(9),
            pickup: library("lumbres"),
            target: Target {
                work: WorkKey(7),
                part: None,
                only: Only::AnyCopy,
            },
            title: "Germinal".into(),
            need_by: None,
            placed_at: Timestamp(0),
        },
        state,
        since: Timestamp(0),
        queued_at: Timestamp(0),
        deadline: None,
        escalated: None,
        lender: Some(library("aire")),
        journey: Some(JourneyId(3)),
        promised: None,
        first_promised: None,
        arrived: None,
        told: Some(Timestamp(0)),
        due: Some(Day(28)),
        suspended_until: None,
        looked_at: Timestamp(0),
        declined: Vec::new(),
        reason: String::new(),
        version: 1,
    }
}

fn every_request_event() -> Vec<RequestEvent> {
    use RequestEvent as E;
    let ask = NextLender::Ask {
        lender: library("saint-omer"),
        journey: JourneyId(4),
        promised: Some(Day(3)),
    };
    let mut events = vec![
        E::HomeConfirmed,
        E::HomeRefused,
        E::Committed,
        E::Shelved,
        E::Told,
        E::HandedOver(Day(28)),
        E::DueChanged(Day(42)),
        E::NotCollected,
        E::Returned,
        E::ClaimedReturned,
        E::Lost,
        E::Damaged,
        E::Settled,
        E::Suspended(Some(Day(9))),
        E::Resumed,
        E::Cancelled,
    ];
    for next in [ask, NextLender::WaitForCopy, NextLender::NoCopyExists] {
        events.push(E::Chosen(next.clone()));
        events.push(E::Declined(SupplyFailure::NoCopy, next.clone()));
        events.push(E::SupplyFailed(SupplyFailure::NotFound, next.clone()));
        events.push(E::DeadlinePassed(next));
    }
    events
}

fn exits_of(state: RequestState) -> BTreeSet<&'static str> {
    let request = a_request(state);
    every_request_event()
        .iter()
        .filter_map(|event| request_lifecycle::decide(&request, event).ok())
        .map(|step| step.next)
        .filter(|next| *next != state)
        .map(RequestState::code)
        .collect()
}

struct RequestRow {
    state: RequestState,
    owner: &'static str,
    /// Milliseconds after the state began, with the defaults and without opening days.
    deadline_ms: i64,
    exits: &'static str,
}

/// lending.md, first table. Three rows are told apart by a decision record (0009): "suspended" has a row of its own; every
/// state before the hand-over may be refused by the home library; and a hand-over may skip the scans before it.
#[rustfmt::skip]
fn the_table_of_requests() -> Vec<RequestRow> {
    use RequestState as S;
    let row = |state, owner, deadline_ms, exits| RequestRow { state, owner, deadline_ms, exits };
    vec![
        row(S::AwaitingHome, "coordinator", 7 * DAY_MS, "placed refused cancelled expired on-loan"),
        row(S::Placed, "coordinator", 60_000, "asking waiting unfilled refused cancelled suspended on-loan"),
        row(S::Waiting, "coordinator", 365 * DAY_MS, "asking unfilled expired cancelled suspended refused on-loan"),
        row(S::Suspended, "coordinator", 365 * DAY_MS, "waiting cancelled refused on-loan"),
        row(S::Asking, "coordinator", 30_000, "being-supplied waiting unfilled cancelled refused on-loan"),
        row(S::BeingSupplied, "coordinator", 60 * DAY_MS, "on-hold-shelf asking waiting unfilled on-loan cancelled refused"),
        row(S::OnHoldShelf, "lumbres", 10 * DAY_MS, "on-loan expired asking waiting unfilled cancelled refused"),
        row(S::OnLoan, "lumbres", (28 + 45 + 1) * DAY_MS, "completed claimed-returned to-settle"),
        row(S::ClaimedReturned, "lumbres", 30 * DAY_MS, "completed to-settle"),
        row(S::ToSettle, "aire", 60 * DAY_MS, "settled completed"),
        row(S::Completed, "", 0, ""),
        row(S::Cancelled, "", 0, ""),
        row(S::Refused, "", 0, ""),
        row(S::Unfilled, "", 0, ""),
        row(S::Expired, "", 0, ""),
        row(S::Settled, "", 0, ""),
    ]
}

fn shown(owner: Option<Owner>) -> String {
    match owner {
        None => String::new(),
        Some(Owner::Coordinator) => "coordinator".to_owned(),
        Some(Owner::Desk(library)) => library.to_string(),
    }
}

#[test]
fn the_lifecycle_of_requests_is_the_table_of_the_design() {
    let table = the_table_of_requests();
    assert_eq!(table.len(), RequestState::ALL.len());
    for row in table {
        let request = a_request(row.state);
        assert_eq!(shown(request_owner(&request)), row.owner, "{:?}", row.state);
        let patience = Patience::default();
        let deadline = request_deadline(&request, Timestamp(0), &patience, WatchDays::default());
        let expected = (row.deadline_ms > 0).then_some(Timestamp(row.deadline_ms));
        assert_eq!(deadline, expected, "{:?}", row.state);
        let exits: BTreeSet<&str> = row.exits.split_whitespace().collect();
        assert_eq!(exits_of(row.state), exits, "{:?}", row.state);
        assert_eq!(row.state.is_ended(), row.exits.is_empty());
    }
}

fn a_journey(state: JourneyState) -> Journey {
    let (at, to) = match state {
        JourneyState::ToPull | JourneyState::ToShip => ("aire", "lumbres"),
        JourneyState::InTransit => ("aire", "lumbres"),
        JourneyState::AtPickup => ("lumbres", "lumbres"),
        JourneyState::ToReturn => ("lumbres", "aire"),
        JourneyState::Home | JourneyState::Withdrawn | JourneyState::Lost => ("aire", "aire"),
    };
    Journey {
        id: JourneyId(3),
        item: ItemId {
            library: library("aire"),
            barcode: Barcode::parse("000001").unwrap(),
        },
        work: WorkKey(7),
        part: None,
        title: "Germinal".into(),
        shelfmark: "R ZOL".into(),
        grams: 450,
        serves: (!matches!(state, JourneyState::ToReturn)).then_some(RequestId(1)),
        state,
        at: library(at),
        to: library(to),
        since: Timestamp(0),
        deadline: None,
        escalated: None,
        version: 1,
    }
}

fn every_journey_event() -> Vec<journey_lifecycle::JourneyEvent> {
    use journey_lifecycle::JourneyEvent as E;
    let mut events = vec![
        E::Pulled,
        E::NotFound,
        E::Refused(SupplyFailure::CopyRefused),
        E::Shipped,
        E::LeftBehind,
        E::HandedOver(Day(28)),
        E::NotCollected,
        E::MissingFromShelf,
        E::Damaged,
        E::DeclaredLost,
        E::Released,
        E::Readdressed(RequestId(2), library("saint-omer")),
        E::DeadlinePassed,
    ];
    for place in ["aire", "lumbres", "arques"] {
        events.push(E::Received(library(place)));
        events.push(E::TurnedUp(library(place)));
        events.push(E::Returned(library(place)));
    }
    events
}

#[rustfmt::skip]
fn the_table_of_journeys() -> Vec<(JourneyState, &'static str, i64, &'static str)> {
    use JourneyState as S;
    vec![
        // Scans outrank the ledger: from each state an item can be found further along its way.
        (S::ToPull, "aire", 14 * DAY_MS, "to-ship withdrawn home in-transit at-pickup to-return lost"),
        (S::ToShip, "aire", 14 * DAY_MS, "in-transit withdrawn to-return at-pickup home lost"),
        (S::InTransit, "lumbres", 14 * DAY_MS, "at-pickup to-ship to-return home lost"),
        (S::AtPickup, "lumbres", 240 * DAY_MS, "to-return to-ship in-transit home lost"),
        (S::ToReturn, "lumbres", 14 * DAY_MS, "in-transit home to-ship lost"),
        (S::Home, "", 0, ""),
        (S::Withdrawn, "", 0, ""),
        (S::Lost, "", 0, "home to-return"),
    ]
}

#[test]
fn the_lifecycle_of_journeys_is_the_table_of_the_design() {
    let table = the_table_of_journeys();
    assert_eq!(table.len(), JourneyState::ALL.len());
    for (state, owner, deadline_ms, exits) in table {
        let journey = a_journey(state);
        assert_eq!(shown(journey_owner(&journey)), owner, "{state:?}");
        let deadline = journey_deadline(
            state,
            Timestamp(0),
            &Patience::default(),
            WatchDays::default(),
        );
        assert_eq!(
            deadline,
            (deadline_ms > 0).then_some(Timestamp(deadline_ms))
        );
        let exits: BTreeSet<&str> = exits.split_whitespace().collect();
        let reached: BTreeSet<&str> = every_journey_event()
            .iter()
            .filter_map(|event| journey_lifecycle::decide(&journey, event).ok())
            .map(|step| step.next)
            .filter(|next| *next != state)
            .map(JourneyState::code)
            .collect();
        assert_eq!(reached, exits, "{state:?}");
    }
}

#[test]
fn a_forgotten_scan_is_inferred_from_the_next_one() {
    use journey_lifecycle::{JourneyEffect, JourneyEvent, decide};
    let received = JourneyEvent::Received(library("lumbres"));
    let step = decide(&a_journey(JourneyState::ToPull), &received).unwrap();
    assert_eq!(step.next, JourneyState::AtPickup);
    assert_eq!(
        step.inferred,
        [JourneyState::ToShip, JourneyState::InTransit]
    );
    assert_eq!(step.effects, [JourneyEffect::RequestShelved]);
}

#[test]
fn what_was_not_known_at_its_pickup_waits_for_the_scan_that_shelves_it() {
    use journey_lifecycle::{JourneyEvent, decide};
    let turned_up = JourneyEvent::TurnedUp(library("lumbres"));
    let step = decide(&a_journey(JourneyState::InTransit), &turned_up).unwrap();
    assert_eq!(
        (step.next, step.at),
        (JourneyState::ToShip, Some(library("lumbres")))
    );
    assert_eq!(step.effects, []);
}

#[test]
fn its_owners_library_is_a_stop_on_the_way_to_the_next_reader() {
    use journey_lifecycle::{JourneyEvent, decide};
    let received = JourneyEvent::Received(library("aire"));
    let step = decide(&a_journey(JourneyState::InTransit), &received).unwrap();
    assert_eq!(
        (step.next, step.at),
        (JourneyState::ToShip, Some(library("aire")))
    );
    assert_eq!(step.effects, []);
}

#[test]
fn what_is_missed_on_a_hold_shelf_goes_to_nobody_although_another_reader_has_been_found_meanwhile()
{
    use journey_lifecycle::{JourneyEffect, JourneyEvent, decide};
    let missed = JourneyEvent::MissingFromShelf;
    let step = decide(&a_journey(JourneyState::ToShip), &missed).unwrap();
    assert_eq!((step.next, step.serves), (JourneyState::Lost, Some(None)));
    let unsupplied = JourneyEffect::RequestUnsupplied(SupplyFailure::MissingFromShelf);
    assert_eq!(step.effects, [unsupplied, JourneyEffect::LookFor]);
}

#[test]
fn what_leaves_the_hold_shelf_by_the_van_is_no_longer_ready() {
    use journey_lifecycle::{JourneyEffect, JourneyEvent, decide};
    let step = decide(&a_journey(JourneyState::AtPickup), &JourneyEvent::Shipped).unwrap();
    assert_eq!(
        (step.next, step.to),
        (JourneyState::InTransit, Some(library("aire")))
    );
    assert_eq!(step.serves, Some(None));
    assert_eq!(
        step.effects,
        [JourneyEffect::RequestElsewhere, JourneyEffect::OfferToQueue]
    );
}

#[test]
fn an_item_at_a_wrong_stop_goes_on_from_there() {
    use journey_lifecycle::{JourneyEvent, decide};
    let received = JourneyEvent::Received(library("arques"));
    let step = decide(&a_journey(JourneyState::InTransit), &received).unwrap();
    assert_eq!(
        (step.next, step.at),
        (JourneyState::ToShip, Some(library("arques")))
    );
    assert_eq!(step.effects, []);
}

#[test]
fn a_request_cancelled_on_the_way_ends_at_once_and_its_journey_is_let_go() {
    use navette_domain::lending::Telling;
    use request_lifecycle::{RequestEffect, decide};
    let step = decide(
        &a_request(RequestState::BeingSupplied),
        &RequestEvent::Cancelled,
    )
    .unwrap();
    assert_eq!(step.next, RequestState::Cancelled);
    let effects = [
        RequestEffect::LetGo(JourneyId(3)),
        RequestEffect::Tell(Telling::Cancelled),
    ];
    assert_eq!(step.effects, effects);
}

#[test]
fn nobody_lends_out_what_is_in_somebodys_hands_and_cancelling_says_so() {
    let refused =
        request_lifecycle::decide(&a_request(RequestState::OnLoan), &RequestEvent::Cancelled);
    let message = refused.unwrap_err().to_string();
    assert!(
        message.ends_with("is on-loan: it cannot be cancelled"),
        "{message}"
    );
}
