//! What happens because nobody did anything? Deadlines that pass are events like any other, and who waits is looked at daily.

use super::draft::{Draft, Todo};
use crate::faults::{Fault, planted};
use crate::ledger::Watched;
use navette_domain::lending::RequestEvent;
use navette_domain::lending::journey_lifecycle::JourneyEvent;
use navette_domain::time::Timestamp;

/// Things looked at in one command; what is left over follows in the next.
const AT_ONCE_MAX: usize = 200;
const HOUR_MS: i64 = 3_600_000;

impl Draft<'_> {
    /// Lets deadlines pass and waiting requests look again; says whether more is to be done.
    pub(super) fn time_passes(&mut self) -> bool {
        self.forget_past_exceptions();
        self.forget_visit_undos();
        let passed = self.state.passed(self.now.at, AT_ONCE_MAX);
        for watched in &passed {
            let before = self.stands(*watched);
            let outcome = match watched {
                Watched::Request(id) => self.happen(Todo::RequestLate(*id)),
                Watched::Journey(id) => {
                    self.happen(Todo::Journey(*id, JourneyEvent::DeadlinePassed))
                }
            };
            if let Err(refusal) = outcome {
                tracing::warn!(%refusal, "a deadline passed and nothing could follow");
            }
            if !planted(Fault::EscalationForgotten) {
                self.keep_on_a_list(*watched, before);
            }
        }
        let every = i64::from(self.territory.patience.retarget_hours).saturating_mul(HOUR_MS);
        let again = self.to_look_again(every, AT_ONCE_MAX);
        for id in &again {
            if let Ok(looked) = self.look_for_lender(*id) {
                self.choices.insert(*id, looked.choice);
                let chosen = RequestEvent::Chosen(looked.next);
                let _ = self.happen(Todo::Request(*id, chosen));
            }
        }
        // What has moved on may have come to a deadline that has passed as well.
        !passed.is_empty() || again.len() == AT_ONCE_MAX
    }

    /// A deadline that has passed never merely stops being watched: what did not move on stands on a list of stuck things.
    fn keep_on_a_list(&mut self, watched: Watched, before: Option<(u8, Timestamp)>) {
        // What has moved on has a new owner and deadline; should that have passed too, it passes next.
        if self.stands(watched) != before {
            return;
        }
        let now = self.now.at;
        match watched {
            Watched::Request(id) => {
                let Ok(request) = self.request(id) else {
                    return;
                };
                let stuck = request.deadline.is_some_and(|deadline| deadline <= now)
                    && request.escalated.is_none();
                if stuck {
                    let mut request = request.clone();
                    request.escalated = Some(now);
                    self.requests.insert(id, request);
                }
            }
            Watched::Journey(id) => {
                let Ok(journey) = self.journey(id) else {
                    return;
                };
                let stuck = journey.deadline.is_some_and(|deadline| deadline <= now)
                    && journey.escalated.is_none();
                if stuck {
                    let mut journey = journey.clone();
                    journey.escalated = Some(now);
                    self.journeys.insert(id, journey);
                }
            }
        }
    }

    /// Gives where something stands, and since when.
    fn stands(&self, watched: Watched) -> Option<(u8, Timestamp)> {
        match watched {
            Watched::Request(id) => {
                let request = self.request(id).ok()?;
                Some((request.state as u8, request.since))
            }
            Watched::Journey(id) => {
                let journey = self.journey(id).ok()?;
                Some((journey.state as u8, journey.since))
            }
        }
    }
}
