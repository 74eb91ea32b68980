//! Who waits for this item? A journey that serves nobody is offered to the queue before it goes home, and a copy that became
//! free is looked at by those who wait.

use super::draft::{Draft, Todo};
use navette_domain::catalogue::{Part, WorkKey};
use navette_domain::identity::{ItemId, JourneyId, RequestId};
use navette_domain::lending::journey_lifecycle::JourneyEvent;
use navette_domain::lending::{
    JourneyState, LendingRefusal, LoanRequest, NextLender, Only, RequestEvent, RequestState,
};

/// Requests that are looked at for one free copy; the first that can have it gets it.
const LOOKED_AT_MAX: usize = 20;

impl Draft<'_> {
    /// Offers a journey without a request to those who wait for it; the first whom it suits takes it over.
    pub(super) fn offer(&mut self, id: JourneyId) -> Result<(), LendingRefusal> {
        let journey = self.journey(id)?.clone();
        let free = journey.serves.is_none()
            && matches!(
                journey.state,
                JourneyState::ToReturn | JourneyState::ToShip | JourneyState::InTransit
            );
        if !free {
            return Ok(());
        }
        let waiting = self.waiting_for(journey.work, journey.part.as_ref());
        let suits = |id: &RequestId| {
            self.request(*id)
                .is_ok_and(|request| self.suits(request, &journey.item))
        };
        let Some(request_id) = waiting.into_iter().take(LOOKED_AT_MAX).find(suits) else {
            return Ok(());
        };
        let pickup = self.request(request_id)?.placement.pickup.clone();
        let ready = self.now.local;
        let arrival = self.territory.arrives(&journey.at, &pickup, ready);
        let next = NextLender::Ask {
            lender: journey.home().clone(),
            journey: id,
            promised: arrival.map(|arrival| arrival.promised),
        };
        self.journey_event(id, &JourneyEvent::Readdressed(request_id, pickup))?;
        self.request_event(request_id, &RequestEvent::Chosen(next))?;
        self.request_event(request_id, &RequestEvent::Committed)
    }

    /// Says whether an item will do for a request, and can get there.
    fn suits(&self, request: &LoanRequest, item: &ItemId) -> bool {
        let target = &request.placement.target;
        let insists = match &target.only {
            Only::AnyCopy => true,
            Only::Edition(_) | Only::Copy { .. } => self
                .shelves
                .copies_of(target)
                .iter()
                .any(|copy| copy.item == *item && copy.fits(target.part.as_ref(), &target.only)),
        };
        let refused = request
            .declined
            .iter()
            .any(|no| no.item.as_ref() == Some(item) && !no.why.may_pass());
        insists && !refused
    }

    /// Lets those who wait for a work look for a copy, in their order, until one finds none.
    pub(super) fn retarget(&mut self, work: WorkKey, part: Option<&Part>) {
        for id in self.waiting_for(work, part).into_iter().take(LOOKED_AT_MAX) {
            let Ok(looked) = self.look_for_lender(id) else {
                continue;
            };
            let found = matches!(looked.next, NextLender::Ask { .. });
            let simple = self
                .request(id)
                .is_ok_and(|request| request.placement.target.only == Only::AnyCopy);
            self.choices.insert(id, looked.choice);
            // Who finds that no copy exists any more learns it from the daily look, not from somebody else's return.
            if found {
                self.then(Todo::Request(id, RequestEvent::Chosen(looked.next)));
            } else if simple {
                break;
            }
        }
    }

    /// Says which requests have waited a day since a lender was last looked for.
    pub(super) fn to_look_again(&self, every_ms: i64, limit: usize) -> Vec<RequestId> {
        self.state
            .all_waiting()
            .filter(|request| {
                request.state == RequestState::Waiting
                    && self.now.at.0.saturating_sub(request.looked_at.0) >= every_ms
            })
            .take(limit)
            .map(|request| request.placement.id)
            .collect()
    }
}
