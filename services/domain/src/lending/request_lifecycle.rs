//! What may happen to a loan request next? The first of the two lifecycles: what a patron wants.
//!
//! Pure: the request as it is and an event go in; the next state and what follows from it come out. Where the item is and
//! must go is the journey's business; owners and deadlines stand in `request_watch.rs`.

use super::refusal::LendingRefusal;
use super::request::{LoanRequest, RequestState};
use super::request_event::{NextLender, RequestEvent};
use crate::catalogue::LibraryId;
use crate::catalogue::vocabulary::closed_list;
use crate::identity::JourneyId;
use crate::time::Day;

/// What must follow from a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestEffect {
    /// Look for a lender.
    Choose,
    /// Ask the lender now named for a copy.
    Ask,
    /// The journey no longer serves this request: it is released, re-addressed or sent home.
    LetGo(JourneyId),
    /// Tell the patron, through the home library.
    Tell(Telling),
    /// Put the request on its owner's list of what is stuck.
    Escalate,
}

closed_list! {
    /// What a patron is told of a request.
    Telling {
        /// It was taken.
        #[default]
        Placed = "placed",
        /// All copies are out.
        Waiting = "waiting",
        /// A copy is on its way.
        OnItsWay = "on-its-way",
        /// It can be collected.
        Ready = "ready",
        /// The day it can be collected has changed.
        DateChanged = "date-changed",
        /// The hold period is over.
        NotCollected = "not-collected",
        /// The home library says no.
        Refused = "refused",
        /// No library can lend it.
        Unfilled = "unfilled",
        /// Nobody could lend it in time.
        Expired = "expired",
        /// It was cancelled.
        Cancelled = "cancelled",
        /// It is back; thank you.
        Returned = "returned",
        /// It is lost or damaged, and something is owed.
        ToSettle = "to-settle",
    }
}

/// The next state and what follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestStep {
    /// Where the request stands now.
    pub next: RequestState,
    /// The lender and journey it has from now on; `None` keeps what there is.
    pub supply: Option<Supply>,
    /// In this order.
    pub effects: Vec<RequestEffect>,
}

/// Whom a request has as its lender from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Supply {
    /// Nobody.
    Nobody,
    /// This library, under this journey, for that day.
    From {
        /// Which library.
        lender: LibraryId,
        /// Under which journey.
        journey: JourneyId,
        /// The day it can be collected.
        promised: Option<Day>,
    },
}

/// Decides what an event does to a request.
///
/// Events that say again what is so already change nothing (`Ok` with the same state and no effect); events that cannot be
/// are refused with a reason that says what to do.
pub fn decide(request: &LoanRequest, event: &RequestEvent) -> Result<RequestStep, LendingRefusal> {
    use RequestState as S;
    match request.state {
        S::AwaitingHome => awaiting_home(request, event),
        S::Placed => placed(request, event),
        S::Waiting => waiting(request, event),
        S::Suspended => suspended(request, event),
        S::Asking => asking(request, event),
        S::BeingSupplied => being_supplied(request, event),
        S::OnHoldShelf => on_hold_shelf(request, event),
        S::OnLoan => on_loan(request, event),
        S::ClaimedReturned => claimed_returned(request, event),
        S::ToSettle => to_settle(request, event),
        S::Completed | S::Cancelled | S::Refused | S::Unfilled | S::Expired | S::Settled => {
            ended(request, event)
        }
    }
}

use RequestEffect as F;
use RequestEvent as E;
use RequestState as S;

fn awaiting_home(request: &LoanRequest, event: &E) -> Result<RequestStep, LendingRefusal> {
    match event {
        E::HomeConfirmed => go(S::Placed, vec![F::Choose]),
        E::HomeRefused => go(S::Refused, vec![F::Tell(Telling::Refused)]),
        E::Cancelled => go(S::Cancelled, vec![F::Tell(Telling::Cancelled)]),
        E::DeadlinePassed(_) => go(S::Expired, vec![F::Tell(Telling::Expired)]),
        // A visitor took it from the shelf, on the local library's word.
        E::HandedOver(_) => go(S::OnLoan, Vec::new()),
        E::Chosen(_)
        | E::Committed
        | E::Declined(..)
        | E::SupplyFailed(..)
        | E::Shelved
        | E::Told
        | E::DueChanged(_)
        | E::NotCollected
        | E::Returned
        | E::ClaimedReturned
        | E::Lost
        | E::Damaged
        | E::Settled
        | E::Suspended(_)
        | E::Resumed => cannot(request, event),
    }
}

fn placed(request: &LoanRequest, event: &E) -> Result<RequestStep, LendingRefusal> {
    match event {
        E::HomeConfirmed => stay(request),
        E::HomeRefused => go(S::Refused, vec![F::Tell(Telling::Refused)]),
        E::Chosen(next) | E::DeadlinePassed(next) => turn_to(next, Vec::new(), true),
        E::Suspended(_) => go(S::Suspended, Vec::new()),
        E::HandedOver(_) => go(S::OnLoan, Vec::new()),
        E::Cancelled => go(S::Cancelled, vec![F::Tell(Telling::Cancelled)]),
        E::Committed
        | E::Declined(..)
        | E::SupplyFailed(..)
        | E::Shelved
        | E::Told
        | E::DueChanged(_)
        | E::NotCollected
        | E::Returned
        | E::ClaimedReturned
        | E::Lost
        | E::Damaged
        | E::Settled
        | E::Resumed => cannot(request, event),
    }
}

fn waiting(request: &LoanRequest, event: &E) -> Result<RequestStep, LendingRefusal> {
    match event {
        E::HomeConfirmed => stay(request),
        E::HomeRefused => go(S::Refused, vec![F::Tell(Telling::Refused)]),
        E::Chosen(next) => turn_to(next, Vec::new(), false),
        E::Suspended(_) => go(S::Suspended, Vec::new()),
        // Heard of by the home library first: the visitor has it in hand.
        E::HandedOver(_) => go(S::OnLoan, Vec::new()),
        E::Cancelled => go(S::Cancelled, vec![F::Tell(Telling::Cancelled)]),
        E::DeadlinePassed(_) => go(S::Expired, vec![F::Tell(Telling::Expired)]),
        E::Committed
        | E::Declined(..)
        | E::SupplyFailed(..)
        | E::Shelved
        | E::Told
        | E::DueChanged(_)
        | E::NotCollected
        | E::Returned
        | E::ClaimedReturned
        | E::Lost
        | E::Damaged
        | E::Settled
        | E::Resumed => cannot(request, event),
    }
}

fn suspended(request: &LoanRequest, event: &E) -> Result<RequestStep, LendingRefusal> {
    match event {
        E::Resumed => go(S::Waiting, vec![F::Choose]),
        E::Suspended(_) => go(S::Suspended, Vec::new()),
        E::HandedOver(_) => go(S::OnLoan, Vec::new()),
        E::HomeRefused => go(S::Refused, vec![F::Tell(Telling::Refused)]),
        E::Cancelled => go(S::Cancelled, vec![F::Tell(Telling::Cancelled)]),
        // The day until which it was put off has come, or a year has passed.
        E::DeadlinePassed(_) => go(S::Waiting, vec![F::Choose]),
        E::HomeConfirmed
        | E::Chosen(_)
        | E::Committed
        | E::Declined(..)
        | E::SupplyFailed(..)
        | E::Shelved
        | E::Told
        | E::DueChanged(_)
        | E::NotCollected
        | E::Returned
        | E::ClaimedReturned
        | E::Lost
        | E::Damaged
        | E::Settled => cannot(request, event),
    }
}

fn asking(request: &LoanRequest, event: &E) -> Result<RequestStep, LendingRefusal> {
    match event {
        E::HomeConfirmed => stay(request),
        E::Committed => go(S::BeingSupplied, vec![F::Tell(Telling::OnItsWay)]),
        E::Declined(_, next) => turn_to(next, let_go(request), true),
        E::DeadlinePassed(next) => {
            let first = let_go(request);
            turn_to(next, first, true)
        }
        // A visitor has it in hand already: nobody need be asked for it.
        E::HandedOver(_) => Ok(RequestStep {
            next: S::OnLoan,
            supply: Some(Supply::Nobody),
            effects: let_go(request),
        }),
        E::HomeRefused => ends(request, S::Refused, Telling::Refused),
        E::Cancelled => ends(request, S::Cancelled, Telling::Cancelled),
        E::Chosen(_)
        | E::SupplyFailed(..)
        | E::Shelved
        | E::Told
        | E::DueChanged(_)
        | E::NotCollected
        | E::Returned
        | E::ClaimedReturned
        | E::Lost
        | E::Damaged
        | E::Settled
        | E::Suspended(_)
        | E::Resumed => cannot(request, event),
    }
}

fn being_supplied(request: &LoanRequest, event: &E) -> Result<RequestStep, LendingRefusal> {
    match event {
        E::HomeConfirmed | E::Committed => stay(request),
        E::SupplyFailed(_, next) => turn_to(next, let_go(request), true),
        E::Shelved => go(S::OnHoldShelf, vec![F::Tell(Telling::Ready)]),
        // The scan onto the shelf was forgotten: the patron has it, and that settles it.
        E::HandedOver(_) => go(S::OnLoan, Vec::new()),
        E::HomeRefused => ends(request, S::Refused, Telling::Refused),
        E::Cancelled => ends(request, S::Cancelled, Telling::Cancelled),
        // The journey has the deadline; this one is only reached where the journey's was lost sight of.
        E::DeadlinePassed(_) => go(S::BeingSupplied, vec![F::Escalate]),
        E::Chosen(_)
        | E::Declined(..)
        | E::Told
        | E::DueChanged(_)
        | E::NotCollected
        | E::Returned
        | E::ClaimedReturned
        | E::Lost
        | E::Damaged
        | E::Settled
        | E::Suspended(_)
        | E::Resumed => cannot(request, event),
    }
}

fn on_hold_shelf(request: &LoanRequest, event: &E) -> Result<RequestStep, LendingRefusal> {
    match event {
        E::HomeConfirmed | E::Shelved => stay(request),
        E::Told => go(S::OnHoldShelf, Vec::new()),
        E::HandedOver(_) => go(S::OnLoan, Vec::new()),
        E::NotCollected => ends(request, S::Expired, Telling::NotCollected),
        // Until the patron was told the hold period has not begun: somebody must tell.
        E::DeadlinePassed(_) if request.told.is_none() => go(S::OnHoldShelf, vec![F::Escalate]),
        E::DeadlinePassed(_) => ends(request, S::Expired, Telling::NotCollected),
        E::SupplyFailed(_, next) => turn_to(next, let_go(request), true),
        E::HomeRefused => ends(request, S::Refused, Telling::Refused),
        E::Cancelled => ends(request, S::Cancelled, Telling::Cancelled),
        E::Chosen(_)
        | E::Committed
        | E::Declined(..)
        | E::DueChanged(_)
        | E::Returned
        | E::ClaimedReturned
        | E::Lost
        | E::Damaged
        | E::Settled
        | E::Suspended(_)
        | E::Resumed => cannot(request, event),
    }
}

fn on_loan(request: &LoanRequest, event: &E) -> Result<RequestStep, LendingRefusal> {
    match event {
        E::HomeConfirmed | E::Shelved | E::Told => stay(request),
        E::HandedOver(_) => stay(request),
        E::DueChanged(_) => go(S::OnLoan, Vec::new()),
        E::Returned => ends(request, S::Completed, Telling::Returned),
        E::ClaimedReturned => go(S::ClaimedReturned, Vec::new()),
        E::Lost | E::Damaged | E::DeadlinePassed(_) => {
            go(S::ToSettle, vec![F::Tell(Telling::ToSettle)])
        }
        E::HomeRefused
        | E::Chosen(_)
        | E::Committed
        | E::Declined(..)
        | E::SupplyFailed(..)
        | E::NotCollected
        | E::Settled
        | E::Suspended(_)
        | E::Resumed
        | E::Cancelled => cannot(request, event),
    }
}

fn claimed_returned(request: &LoanRequest, event: &E) -> Result<RequestStep, LendingRefusal> {
    match event {
        E::ClaimedReturned => stay(request),
        E::Returned => ends(request, S::Completed, Telling::Returned),
        E::Lost | E::DeadlinePassed(_) => go(S::ToSettle, vec![F::Tell(Telling::ToSettle)]),
        E::HomeConfirmed
        | E::HomeRefused
        | E::Chosen(_)
        | E::Committed
        | E::Declined(..)
        | E::SupplyFailed(..)
        | E::Shelved
        | E::Told
        | E::HandedOver(_)
        | E::DueChanged(_)
        | E::NotCollected
        | E::Damaged
        | E::Settled
        | E::Suspended(_)
        | E::Resumed
        | E::Cancelled => cannot(request, event),
    }
}

fn to_settle(request: &LoanRequest, event: &E) -> Result<RequestStep, LendingRefusal> {
    match event {
        E::Lost | E::Damaged => stay(request),
        E::Settled => go(S::Settled, Vec::new()),
        E::Returned => ends(request, S::Completed, Telling::Returned),
        E::DeadlinePassed(_) => go(S::ToSettle, vec![F::Escalate]),
        E::HomeConfirmed
        | E::HomeRefused
        | E::Chosen(_)
        | E::Committed
        | E::Declined(..)
        | E::SupplyFailed(..)
        | E::Shelved
        | E::Told
        | E::HandedOver(_)
        | E::DueChanged(_)
        | E::NotCollected
        | E::ClaimedReturned
        | E::Suspended(_)
        | E::Resumed
        | E::Cancelled => cannot(request, event),
    }
}

/// What has ended stays ended; what is said again is no news.
fn ended(request: &LoanRequest, event: &E) -> Result<RequestStep, LendingRefusal> {
    let said_again = matches!(
        (request.state, event),
        (S::Cancelled, E::Cancelled)
            | (S::Completed, E::Returned)
            | (S::Refused, E::HomeRefused)
            | (S::Expired, E::NotCollected)
            | (S::Settled, E::Settled)
    );
    if said_again {
        return stay(request);
    }
    cannot(request, event)
}

fn go(next: RequestState, effects: Vec<RequestEffect>) -> Result<RequestStep, LendingRefusal> {
    Ok(RequestStep {
        next,
        supply: None,
        effects,
    })
}

fn stay(request: &LoanRequest) -> Result<RequestStep, LendingRefusal> {
    go(request.state, Vec::new())
}

/// Ends the request at once; its journey, if any, gets another destination.
fn ends(
    request: &LoanRequest,
    next: RequestState,
    telling: Telling,
) -> Result<RequestStep, LendingRefusal> {
    let mut effects = let_go(request);
    effects.push(F::Tell(telling));
    go(next, effects)
}

fn let_go(request: &LoanRequest) -> Vec<RequestEffect> {
    request.journey.map(F::LetGo).into_iter().collect()
}

fn turn_to(
    next: &NextLender,
    mut effects: Vec<RequestEffect>,
    is_news: bool,
) -> Result<RequestStep, LendingRefusal> {
    let (state, supply) = match next {
        NextLender::Ask {
            lender,
            journey,
            promised,
        } => {
            effects.push(F::Ask);
            let supply = Supply::From {
                lender: lender.clone(),
                journey: *journey,
                promised: *promised,
            };
            (S::Asking, supply)
        }
        NextLender::WaitForCopy => {
            if is_news {
                effects.push(F::Tell(Telling::Waiting));
            }
            (S::Waiting, Supply::Nobody)
        }
        NextLender::NoCopyExists => {
            effects.push(F::Tell(Telling::Unfilled));
            (S::Unfilled, Supply::Nobody)
        }
    };
    Ok(RequestStep {
        next: state,
        supply: Some(supply),
        effects,
    })
}

fn cannot(request: &LoanRequest, event: &RequestEvent) -> Result<RequestStep, LendingRefusal> {
    Err(LendingRefusal::RequestCannot {
        request: request.placement.id,
        state: request.state,
        event: event.name(),
    })
}
