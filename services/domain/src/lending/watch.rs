//! Whose turn is it, and until when? Every open request and journey has an owner with a screen and a deadline.
//!
//! The federator's clock watches these; a node's clock watches only what it lent itself. Days come in as facts, because
//! opening hours and rounds are the courier's business.

use super::journey::{Journey, JourneyState};
use super::request::{LoanRequest, RequestState};
use crate::catalogue::LibraryId;
use crate::time::{DAY_MS, Day, Timestamp};

const SECOND_MS: i64 = 1_000;

/// Who must act.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// The desk of the territory's coordinator.
    Coordinator,
    /// The desk of a library.
    Desk(LibraryId),
}

/// How long things may take. The defaults are those of the design; a territory may set its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// Days a home library may be away before a request lapses.
    pub home_days: u16,
    /// Seconds in which a lender must be chosen.
    pub choose_seconds: u16,
    /// Seconds a lender's node may take to commit.
    pub ask_seconds: u16,
    /// Days a request without a need-by date waits.
    pub wait_days: u16,
    /// Days between two looks for a copy.
    pub retarget_hours: u16,
    /// Opening days in which an item must be pulled.
    pub pull_openings: u16,
    /// Days after the promised arrival until an item on the way is looked for.
    pub transit_days: u16,
    /// Days on the hold shelf, counted from telling the patron.
    pub hold_days: u16,
    /// Opening days on the hold shelf at least.
    pub hold_openings: u16,
    /// Opening days in which a patron must be told.
    pub tell_openings: u16,
    /// Days after the due date until an item is presumed lost.
    pub presumed_lost_days: u16,
    /// Days in which an item claimed returned is looked for.
    pub claim_days: u16,
    /// Days in which a loss is settled.
    pub settle_days: u16,
    /// Days after its end until a request or journey is forgotten.
    pub keep_days: u16,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            home_days: 7,
            choose_seconds: 60,
            ask_seconds: 30,
            wait_days: 365,
            retarget_hours: 24,
            pull_openings: 3,
            transit_days: 3,
            hold_days: 10,
            hold_openings: 3,
            tell_openings: 2,
            presumed_lost_days: 45,
            claim_days: 30,
            settle_days: 60,
            // Four months, as the link between a patron and a loan.
            keep_days: 122,
        }
    }
}

/// Days that the courier and the opening hours give for a deadline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WatchDays {
    /// The opening day of the owner's desk by which it must have acted.
    pub openings: Option<Day>,
    /// The day of the round after the next one.
    pub round_after_next: Option<Day>,
    /// The day it is promised to arrive.
    pub arrival: Option<Day>,
}

/// Days after which something without a better date is looked at by a person.
const BACKSTOP_DAYS: i64 = 60;
/// Days a van may be missing altogether before a person is asked.
const NO_ROUND_DAYS: i64 = 14;

/// Says who must act on a request; nobody once it has ended.
pub fn request_owner(request: &LoanRequest) -> Option<Owner> {
    use RequestState as S;
    let pickup = || Owner::Desk(request.placement.pickup.clone());
    match request.state {
        S::AwaitingHome | S::Placed | S::Waiting | S::Suspended | S::Asking | S::BeingSupplied => {
            Some(Owner::Coordinator)
        }
        S::OnHoldShelf | S::OnLoan | S::ClaimedReturned => Some(pickup()),
        S::ToSettle => Some(request.lender.clone().map_or_else(pickup, Owner::Desk)),
        S::Completed | S::Cancelled | S::Refused | S::Unfilled | S::Expired | S::Settled => None,
    }
}

/// Says until when; nothing once it has ended. `days.openings` is, on the hold shelf, the opening day by which the patron
/// must be told, and, once told, the last of the opening days it is kept for at least.
pub fn request_deadline(
    request: &LoanRequest,
    since: Timestamp,
    patience: &Patience,
    days: WatchDays,
) -> Option<Timestamp> {
    use RequestState as S;
    let in_days = |days: u16| since.plus_ms(i64::from(days) * DAY_MS);
    let in_seconds = |seconds: u16| since.plus_ms(i64::from(seconds) * SECOND_MS);
    match request.state {
        S::AwaitingHome => Some(in_days(patience.home_days)),
        S::Placed => Some(in_seconds(patience.choose_seconds)),
        S::Waiting => Some(last_day_of_waiting(request, patience)),
        S::Suspended => {
            let last = last_day_of_waiting(request, patience);
            let until = request.suspended_until.map_or(last, Day::end);
            Some(until.min(last))
        }
        S::Asking => Some(in_seconds(patience.ask_seconds)),
        // The journey's deadline comes long before.
        S::BeingSupplied => Some(since.plus_ms(BACKSTOP_DAYS * DAY_MS)),
        S::OnHoldShelf => Some(match request.told {
            None => days
                .openings
                .map_or_else(|| in_days(patience.tell_openings), Day::end),
            Some(told) => {
                let by_days = told.plus_ms(i64::from(patience.hold_days) * DAY_MS);
                days.openings.map_or(by_days, |day| day.end().max(by_days))
            }
        }),
        S::OnLoan => {
            let late = i32::from(patience.presumed_lost_days);
            let due = request.due.map(|due| due.plus(late).end());
            Some(due.unwrap_or_else(|| since.plus_ms(BACKSTOP_DAYS * DAY_MS)))
        }
        S::ClaimedReturned => Some(in_days(patience.claim_days)),
        S::ToSettle => Some(in_days(patience.settle_days)),
        S::Completed | S::Cancelled | S::Refused | S::Unfilled | S::Expired | S::Settled => None,
    }
}

fn last_day_of_waiting(request: &LoanRequest, patience: &Patience) -> Timestamp {
    let longest = request
        .queued_at
        .plus_ms(i64::from(patience.wait_days) * DAY_MS);
    request
        .placement
        .need_by
        .map_or(longest, |day| day.end().min(longest))
}

/// Says who must act on a journey; nobody once it has ended.
pub fn journey_owner(journey: &Journey) -> Option<Owner> {
    match journey.state {
        JourneyState::ToPull => Some(Owner::Desk(journey.home().clone())),
        JourneyState::ToShip | JourneyState::ToReturn | JourneyState::AtPickup => {
            Some(Owner::Desk(journey.at.clone()))
        }
        JourneyState::InTransit => Some(match journey.escalated {
            None => Owner::Desk(journey.to.clone()),
            Some(_) => Owner::Coordinator,
        }),
        JourneyState::Home | JourneyState::Withdrawn | JourneyState::Lost => None,
    }
}

/// Says until when; nothing once it has ended.
pub fn journey_deadline(
    state: JourneyState,
    since: Timestamp,
    patience: &Patience,
    days: WatchDays,
) -> Option<Timestamp> {
    let without_round = since.plus_ms(NO_ROUND_DAYS * DAY_MS);
    match state {
        JourneyState::ToPull => Some(days.openings.map_or(without_round, Day::end)),
        JourneyState::ToShip | JourneyState::ToReturn => {
            Some(days.round_after_next.map_or(without_round, Day::end))
        }
        JourneyState::InTransit => Some(days.arrival.map_or(without_round, |day| {
            day.plus(i32::from(patience.transit_days)).end()
        })),
        // The request that it serves there has its own; this one is reached only where that was lost sight of.
        JourneyState::AtPickup => Some(since.plus_ms(4 * BACKSTOP_DAYS * DAY_MS)),
        JourneyState::Home | JourneyState::Withdrawn | JourneyState::Lost => None,
    }
}
