//! What happens to a request, and what follows? Applies the decision of the lifecycle and hands on its effects.

use super::choosing::Looked;
use super::draft::{Draft, Todo};
use crate::faults::{Fault, planted};
use navette_domain::catalogue::LibraryId;
use navette_domain::identity::{ItemId, JourneyId, RequestId};
use navette_domain::lending::journey_lifecycle::JourneyEvent;
use navette_domain::lending::request_lifecycle::{RequestEffect, RequestStep, Supply, decide};
use navette_domain::lending::{
    Declined, LendingRefusal, LoanRequest, NextLender, RequestEvent, RequestState, SupplyFailure,
    WatchDays, request_deadline,
};

/// Libraries noted as asked in vain, per request.
const DECLINED_MAX: usize = 100;

impl Draft<'_> {
    /// Lets an event happen to a request.
    pub(super) fn request_event(
        &mut self,
        id: RequestId,
        event: &RequestEvent,
    ) -> Result<(), LendingRefusal> {
        let before = self.request(id)?;
        let step = decide(before, event)?;
        let mut request = before.clone();
        let lender_before = request.lender.clone();
        self.note_event(&mut request, event);
        self.enter(&mut request, &step);
        self.requests.insert(id, request);
        for effect in step.effects {
            match effect {
                RequestEffect::Choose => self.then(Todo::Choose(id)),
                // The view of the journey that is asked for follows from the state.
                RequestEffect::Ask => {}
                RequestEffect::LetGo(journey) => self.let_go(id, journey, lender_before.as_ref()),
                RequestEffect::Tell(telling) => {
                    self.tellings.insert(id, telling);
                }
                RequestEffect::Escalate if planted(Fault::EscalationForgotten) => {}
                RequestEffect::Escalate => {
                    if let Some(request) = self.requests.get_mut(&id) {
                        request.escalated.get_or_insert(self.now.at);
                    }
                }
            }
        }
        Ok(())
    }

    /// Frees a journey of its request: one that is under way gets a new end, one that was only asked for does not take place.
    fn let_go(&mut self, id: RequestId, journey: JourneyId, lender: Option<&LibraryId>) {
        match self.journey(journey).map(|journey| journey.serves) {
            Ok(serves) if serves == Some(id) => {
                self.then(Todo::Journey(journey, JourneyEvent::Released));
            }
            Ok(_) => {}
            Err(_) => {
                if let Some(lender) = lender {
                    self.voids.insert(journey, lender.clone());
                }
                // What would have been promised may be for the next.
                if let Ok(request) = self.request(id) {
                    let target = request.placement.target.clone();
                    self.then(Todo::Retarget(target.work, target.part));
                }
            }
        }
        if let Some(request) = self.requests.get_mut(&id)
            && request.journey == Some(journey)
        {
            request.journey = None;
        }
    }

    /// Notes what an event says besides the state.
    fn note_event(&self, request: &mut LoanRequest, event: &RequestEvent) {
        let now = self.now;
        match event {
            RequestEvent::HandedOver(due) | RequestEvent::DueChanged(due) => {
                request.due = Some(*due);
            }
            RequestEvent::Shelved => {
                if request.state != RequestState::OnHoldShelf {
                    request.arrived = Some(now.local.day);
                }
            }
            RequestEvent::Told => {
                request.told.get_or_insert(now.at);
                request.escalated = None;
            }
            RequestEvent::Suspended(until) => request.suspended_until = *until,
            RequestEvent::Resumed => request.suspended_until = None,
            RequestEvent::HomeConfirmed
            | RequestEvent::HomeRefused
            | RequestEvent::Chosen(_)
            | RequestEvent::Committed
            | RequestEvent::Declined(..)
            | RequestEvent::SupplyFailed(..)
            | RequestEvent::NotCollected
            | RequestEvent::Returned
            | RequestEvent::ClaimedReturned
            | RequestEvent::Lost
            | RequestEvent::Damaged
            | RequestEvent::Settled
            | RequestEvent::Cancelled
            | RequestEvent::DeadlinePassed(_) => {}
        }
    }

    /// Takes a request to its next state: who supplies, since when, until when.
    fn enter(&self, request: &mut LoanRequest, step: &RequestStep) {
        match &step.supply {
            None => {}
            Some(Supply::Nobody) => {
                request.lender = None;
                request.journey = None;
                request.promised = None;
            }
            Some(Supply::From {
                lender,
                journey,
                promised,
            }) => {
                request.lender = Some(lender.clone());
                request.journey = Some(*journey);
                request.promised = *promised;
            }
        }
        let asked_anew = matches!(step.supply, Some(Supply::From { .. }));
        if request.state != step.next || asked_anew {
            request.since = self.now.at;
            request.escalated = None;
            if step.next != RequestState::OnHoldShelf {
                request.told = None;
            }
        }
        request.state = step.next;
        if request.state == RequestState::BeingSupplied && request.first_promised.is_none() {
            request.first_promised = request.promised;
        }
        request.deadline = self.deadline_of(request);
    }

    /// Says until when somebody must have acted on a request.
    pub(super) fn deadline_of(
        &self,
        request: &LoanRequest,
    ) -> Option<navette_domain::time::Timestamp> {
        let patience = &self.territory.patience;
        let openings = match request.told {
            None => patience.tell_openings,
            Some(_) => patience.hold_openings,
        };
        let pickup = &request.placement.pickup;
        let days = if request.state == RequestState::OnHoldShelf {
            self.territory.watch_days(pickup, openings, None, self.now)
        } else {
            WatchDays::default()
        };
        let since = if planted(Fault::DeadlineByOthersClock) {
            request.placement.placed_at
        } else {
            request.since
        };
        request_deadline(request, since, patience, days)
    }

    /// A lender will not, or no longer, supply: notes it and looks for another.
    pub(super) fn unsupplied(
        &mut self,
        id: RequestId,
        why: SupplyFailure,
        item: Option<ItemId>,
    ) -> Result<(), LendingRefusal> {
        self.note_declined(id, why, item)?;
        let state = self.request(id)?.state;
        // It is a matter to settle.
        if state.is_in_hands() {
            let event = if why == SupplyFailure::Damaged {
                RequestEvent::Damaged
            } else {
                RequestEvent::Lost
            };
            return self.request_event(id, &event);
        }
        let Looked { next, choice } = self.look_for_lender(id)?;
        self.choices.insert(id, choice);
        let event = if state == RequestState::Asking {
            RequestEvent::Declined(why, next)
        } else {
            RequestEvent::SupplyFailed(why, next)
        };
        self.request_event(id, &event)
    }

    fn note_declined(
        &mut self,
        id: RequestId,
        why: SupplyFailure,
        item: Option<ItemId>,
    ) -> Result<(), LendingRefusal> {
        let mut request = self.request(id)?.clone();
        let Some(library) = request.lender.clone() else {
            return Ok(());
        };
        let item = item.filter(|_| why.spares_the_library());
        if request.declined.len() >= DECLINED_MAX {
            request.declined.remove(0);
        }
        request.declined.push(Declined {
            library,
            item,
            why,
            at: self.now.at,
        });
        request.reason = why.to_string();
        self.requests.insert(id, request);
        Ok(())
    }

    /// The deadline of a request has passed: where another lender can follow, it is looked for.
    pub(super) fn request_late(&mut self, id: RequestId) -> Result<(), LendingRefusal> {
        let state = self.request(id)?.state;
        if state == RequestState::Asking {
            self.note_declined(id, SupplyFailure::NoAnswer, None)?;
        }
        let next = if state == RequestState::Asking || state == RequestState::Placed {
            let Looked { next, choice } = self.look_for_lender(id)?;
            self.choices.insert(id, choice);
            next
        } else {
            NextLender::WaitForCopy
        };
        self.request_event(id, &RequestEvent::DeadlinePassed(next))
    }
}
