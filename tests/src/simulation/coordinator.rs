//! What does the territory's coordinator do? Looks at the list of stuck things, asks around, and decides.

use super::clock::DAY;
use super::world::World;
use navette_domain::identity::{JourneyId, RequestId};
use navette_domain::lending::{JourneyState, RequestState};
use navette_federator::ledger::FederatorState;

/// How long something stands on the list before it is decided.
const PATIENCE: i64 = 15 * DAY;

impl World {
    /// Decides what has been stuck for long.
    pub(super) fn coordinator_acts(&mut self) {
        let now = self.centre.now(self.time);
        let (settle, cancel, lost) = {
            let Some(core) = &self.centre.core else {
                return;
            };
            core.read(move |state| stuck(state, now.at.0 - PATIENCE))
                .unwrap_or_default()
        };
        for id in settle {
            let fresh = self.draw_fresh();
            if let Some(core) = &self.centre.core {
                let done = core.settle(id, now, fresh).is_ok();
                self.trace
                    .say(|| format!("  the coordinator settles {id}: {done}"));
            }
        }
        for id in cancel {
            let fresh = self.draw_fresh();
            if let Some(core) = &self.centre.core {
                let done = core.cancel(id, now, fresh).is_ok();
                self.trace
                    .say(|| format!("  the coordinator cancels {id}: {done}"));
            }
        }
        for id in lost {
            let fresh = self.draw_fresh();
            if let Some(core) = &self.centre.core {
                let done = core.declare_lost(id, now, fresh).is_ok();
                self.trace
                    .say(|| format!("  the coordinator gives up {id}: {done}"));
            }
        }
    }
}

type Decisions = (Vec<RequestId>, Vec<RequestId>, Vec<JourneyId>);

fn stuck(state: &FederatorState, since: i64) -> Decisions {
    let mut decisions = Decisions::default();
    let long = |escalated: Option<navette_domain::time::Timestamp>| {
        escalated.is_some_and(|at| at.0 <= since)
    };
    for request in state.requests().filter(|request| long(request.escalated)) {
        match request.state {
            RequestState::ToSettle => decisions.0.push(request.placement.id),
            RequestState::OnHoldShelf | RequestState::Waiting | RequestState::Placed => {
                decisions.1.push(request.placement.id);
            }
            RequestState::AwaitingHome
            | RequestState::Suspended
            | RequestState::Asking
            | RequestState::BeingSupplied
            | RequestState::OnLoan
            | RequestState::ClaimedReturned
            | RequestState::Completed
            | RequestState::Cancelled
            | RequestState::Refused
            | RequestState::Unfilled
            | RequestState::Expired
            | RequestState::Settled => {}
        }
    }
    let open = |state: JourneyState| !state.is_ended();
    for journey in state.journeys().filter(|journey| long(journey.escalated)) {
        if open(journey.state) {
            decisions.2.push(journey.id);
        }
    }
    decisions
}
