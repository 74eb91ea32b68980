//! What follows from another timetable? Promises and deadlines of what is under way are reckoned anew, and those whose day
//! changes are told.

use super::draft::Draft;
use super::territory::Territory;
use super::wall::then;
use navette_domain::catalogue::LibraryId;
use navette_domain::courier::{DateChange, MovingRefusal, RoundId, dates_changed};
use navette_domain::identity::JourneyId;
use navette_domain::lending::{JourneyState, LendingRefusal};
use navette_domain::time::Timestamp;
use std::collections::BTreeSet;

/// Journeys whose day one order may change; a van that is full at every stop carries far fewer.
const CHANGED_MAX: usize = 5_000;

impl Draft<'_> {
    /// Lists what would change by the draft's timetable against the one before, and counts what was looked at.
    pub(super) fn dates_changed(
        &self,
        before: &Territory,
    ) -> Result<(Vec<DateChange>, usize), MovingRefusal> {
        let after = &self.territory.timetable;
        let pending = self.pending(before);
        let changes = dates_changed(&pending, &before.hours, &before.timetable, after)?;
        Ok((changes, pending.len()))
    }

    /// Puts what changes into effect: days, whom to tell, deadlines.
    pub(super) fn retime(
        &mut self,
        before: &Territory,
        round: &RoundId,
        changes: &[DateChange],
        reason: &str,
    ) -> Result<(), LendingRefusal> {
        if changes.len() > CHANGED_MAX {
            return Err(LendingRefusal::TooMany {
                what: "journeys whose day would change",
                count: changes.len(),
                limit: CHANGED_MAX,
            });
        }
        let deadlines = self.deadlines_by_round(before, round);
        for change in changes {
            let serves = self.journey(change.journey)?.serves;
            let promised = change.after.as_ref().ok().copied();
            if let Some(request) = serves
                && self.promise(request, promised)
                && !reason.is_empty()
                && let Some(request) = self.requests.get_mut(&request)
            {
                reason.clone_into(&mut request.reason);
            }
        }
        for (id, deadline) in deadlines {
            let journey = self.journey(id)?;
            let anew =
                self.journey_deadline_by(self.territory, journey, then(journey.since, self.now));
            if anew != deadline {
                let mut journey = journey.clone();
                journey.deadline = anew;
                self.journeys.insert(id, journey);
            }
        }
        Ok(())
    }

    /// Gives the deadlines, by a timetable, of what waits for the van along a round or rides in it, as far as nobody has been
    /// called to it already.
    fn deadlines_by_round(
        &self,
        by: &Territory,
        round: &RoundId,
    ) -> Vec<(JourneyId, Option<Timestamp>)> {
        let rounds = by.timetable.rounds().iter();
        let along: BTreeSet<&LibraryId> = rounds
            .filter(|known| known.id == *round)
            .flat_map(|known| &known.stops)
            .map(|stop| &stop.library)
            .collect();
        let open = self.state.open_journeys();
        let waiting = open.filter(|journey| {
            journey.escalated.is_none()
                && match journey.state {
                    JourneyState::ToShip | JourneyState::ToReturn => along.contains(&journey.at),
                    JourneyState::InTransit => true,
                    JourneyState::ToPull
                    | JourneyState::AtPickup
                    | JourneyState::Home
                    | JourneyState::Withdrawn
                    | JourneyState::Lost => false,
                }
        });
        waiting
            .take(CHANGED_MAX)
            .map(|journey| {
                let since = then(journey.since, self.now);
                (journey.id, self.journey_deadline_by(by, journey, since))
            })
            .collect()
    }
}
