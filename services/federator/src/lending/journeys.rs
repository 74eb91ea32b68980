//! What happens to a journey, and what follows? Applies the decision of the lifecycle and hands on its effects.

use super::draft::{Draft, Todo};
use super::territory::Territory;
use crate::faults::{Fault, planted};
use navette_domain::identity::{JourneyId, RequestId};
use navette_domain::lending::journey_lifecycle::{
    JourneyEffect, JourneyEvent, JourneyStep, decide,
};
use navette_domain::lending::{
    Journey, JourneyState, LendingRefusal, RequestEvent, RequestState, SupplyFailure, Telling,
    WatchDays, journey_deadline,
};
use navette_domain::time::{Day, Now, Timestamp};

impl Draft<'_> {
    /// Lets an event happen to a journey.
    pub(super) fn journey_event(
        &mut self,
        id: JourneyId,
        event: &JourneyEvent,
    ) -> Result<(), LendingRefusal> {
        let before = self.journey(id)?;
        let step = decide(before, event)?;
        if planted(Fault::SkippedScanSticks) && !step.inferred.is_empty() {
            return Err(LendingRefusal::UnknownJourney(id));
        }
        let served = before.serves;
        let mut journey = before.clone();
        self.enter_journey(&mut journey, &step);
        let (home, item) = (journey.home().clone(), journey.item.clone());
        let (work, part) = (journey.work, journey.part.clone());
        let ended = journey.state.is_ended();
        self.journeys.insert(id, journey);
        for effect in &step.effects {
            self.journey_effect(id, effect, served, &item);
        }
        if matches!(event, JourneyEvent::DeadlinePassed) {
            // Lapsing is noted by the effect; acting at all clears it.
        } else if matches!(event, JourneyEvent::Pulled | JourneyEvent::Shipped) {
            let mut line = self.line(&home);
            line.lapses = 0;
            self.lines.insert(home.clone(), line);
        }
        self.promise_anew(id);
        if ended {
            self.forget_passing_refusals(work, &home);
            self.then(Todo::Retarget(work, part));
        }
        Ok(())
    }

    fn journey_effect(
        &mut self,
        id: JourneyId,
        effect: &JourneyEffect,
        served: Option<RequestId>,
        item: &navette_domain::identity::ItemId,
    ) {
        let to_request = |event| served.map(|request| Todo::Request(request, event));
        let unsupplied =
            |why| served.map(|request| Todo::Unsupplied(request, why, Some(item.clone())));
        let next = match effect {
            JourneyEffect::RequestShelved => to_request(RequestEvent::Shelved),
            JourneyEffect::RequestHandedOver(due) => to_request(RequestEvent::HandedOver(*due)),
            JourneyEffect::RequestReturned => match self.serving_state(served) {
                // Brought back although nobody was seen to take it: the hand-over was forgotten too.
                Some(RequestState::OnHoldShelf | RequestState::BeingSupplied) => {
                    self.then_handed_over_and_returned(served);
                    None
                }
                Some(_) | None => to_request(RequestEvent::Returned),
            },
            JourneyEffect::RequestElsewhere => match self.serving_state(served) {
                Some(state) if state.is_in_hands() => to_request(RequestEvent::Returned),
                Some(_) | None => unsupplied(SupplyFailure::MissingFromShelf),
            },
            JourneyEffect::RequestNotCollected => to_request(RequestEvent::NotCollected),
            JourneyEffect::RequestUnsupplied(why) => unsupplied(*why),
            JourneyEffect::RequestToSettle { lost } => unsupplied(if *lost {
                SupplyFailure::Lost
            } else {
                SupplyFailure::Damaged
            }),
            JourneyEffect::OfferToQueue => Some(Todo::Offer(id)),
            // The lender reads it in the journey's state.
            JourneyEffect::LookFor => None,
            JourneyEffect::Escalate if planted(Fault::EscalationForgotten) => None,
            JourneyEffect::Escalate => {
                if let Some(journey) = self.journeys.get_mut(&id) {
                    journey.escalated.get_or_insert(self.now.at);
                }
                None
            }
            JourneyEffect::Lapsed => {
                let mut line = self.line(&item.library);
                line.lapses = line.lapses.saturating_add(1);
                self.lines.insert(item.library.clone(), line);
                None
            }
        };
        if let Some(next) = next {
            self.then(next);
        }
    }

    fn serving_state(&self, served: Option<RequestId>) -> Option<RequestState> {
        self.request(served?).ok().map(|request| request.state)
    }

    fn then_handed_over_and_returned(&mut self, served: Option<RequestId>) {
        if let Some(request) = served {
            let today = self.now.local.day;
            self.then(Todo::Request(request, RequestEvent::HandedOver(today)));
            self.then(Todo::Request(request, RequestEvent::Returned));
        }
    }

    /// Takes a journey to its next state.
    fn enter_journey(&self, journey: &mut Journey, step: &JourneyStep) {
        if let Some(at) = &step.at {
            journey.at.clone_from(at);
        }
        if let Some(to) = &step.to {
            journey.to.clone_from(to);
        }
        if let Some(serves) = step.serves {
            journey.serves = serves;
        }
        let moved = journey.state != step.next || step.at.is_some() || step.to.is_some();
        journey.state = step.next;
        if moved {
            journey.since = self.now.at;
            journey.escalated = None;
        }
        journey.deadline = self.journey_deadline_of(journey);
    }

    /// Says until when somebody must have acted on a journey.
    pub(super) fn journey_deadline_of(&self, journey: &Journey) -> Option<Timestamp> {
        self.journey_deadline_by(self.territory, journey, self.now)
    }

    /// Says the same by given opening hours and rounds, as from a given moment.
    pub(super) fn journey_deadline_by(
        &self,
        territory: &Territory,
        journey: &Journey,
        now: Now,
    ) -> Option<Timestamp> {
        let patience = &territory.patience;
        let days = match journey.state {
            JourneyState::ToPull | JourneyState::ToShip | JourneyState::ToReturn => {
                let pull = patience.pull_openings;
                territory.watch_days(&journey.at, pull, None, now)
            }
            JourneyState::InTransit => {
                // A promise that is broken already says nothing of when it will be here.
                let today = self.now.local.day;
                let promised = journey
                    .serves
                    .and_then(|id| self.request(id).ok()?.promised)
                    .filter(|day| *day >= today);
                let arrives = || {
                    let arrival = territory.arrives(&journey.at, &journey.to, now.local)?;
                    Some(arrival.promised)
                };
                WatchDays {
                    arrival: promised.or_else(arrives),
                    ..WatchDays::default()
                }
            }
            JourneyState::AtPickup
            | JourneyState::Home
            | JourneyState::Withdrawn
            | JourneyState::Lost => WatchDays::default(),
        };
        journey_deadline(journey.state, journey.since, patience, days)
    }

    /// Computes the promise anew where an item has moved or was left behind, and tells the patron where the day is another.
    fn promise_anew(&mut self, id: JourneyId) {
        let Ok(journey) = self.journey(id) else {
            return;
        };
        let Some(request_id) = journey.serves else {
            return;
        };
        let ready = match journey.state {
            JourneyState::ToPull => self.territory.pulled_by(&journey.at, self.now),
            JourneyState::ToShip => self.now.local,
            // It is in the van: what was promised when it left holds, until it is late.
            JourneyState::InTransit
            | JourneyState::AtPickup
            | JourneyState::ToReturn
            | JourneyState::Home
            | JourneyState::Withdrawn
            | JourneyState::Lost => return,
        };
        let arrival = self.territory.arrives(&journey.at, &journey.to, ready);
        self.promise(request_id, arrival.map(|arrival| arrival.promised));
    }

    /// Promises another day, or none, and tells the patron where it comes later: what comes earlier is told when it is ready.
    /// Says whether anything changed.
    pub(super) fn promise(&mut self, id: RequestId, promised: Option<Day>) -> bool {
        let Ok(request) = self.request(id) else {
            return false;
        };
        if request.state != RequestState::BeingSupplied || promised == request.promised {
            return false;
        }
        let mut request = request.clone();
        let later = promised.is_none() || promised > request.promised;
        request.promised = promised;
        self.requests.insert(id, request);
        if later {
            self.tellings.entry(id).or_insert(Telling::DateChanged);
        }
        true
    }
}
