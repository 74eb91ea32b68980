//! Whose dates change if a round is moved? Asked before it is done; it must not do it.

use super::arrival::{NoArrival, arrival};
use super::opening::OpeningHours;
use super::timetable::Timetable;
use crate::catalogue::LibraryId;
use crate::identity::JourneyId;
use crate::time::{Day, LocalMoment};
use std::collections::BTreeMap;

/// Most journeys looked at in one question.
pub const PENDING_MAX: usize = 20_000;

/// A journey that has still to ride.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingJourney {
    /// Which.
    pub journey: JourneyId,
    /// Where the item is, or the next stop of the van it lies in.
    pub from: LibraryId,
    /// Where it is to be collected.
    pub to: LibraryId,
    /// Since when it can be loaded, or will be.
    pub ready_at: LocalMoment,
    /// The day that was promised; nothing where none could be.
    pub promised: Option<Day>,
}

/// A journey whose day changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateChange {
    /// Which.
    pub journey: JourneyId,
    /// The day that was promised: where it differs from `before`, somebody was told of another day already.
    pub promised: Option<Day>,
    /// The day by the timetable as it is.
    pub before: Result<Day, NoArrival>,
    /// The day by the timetable as it would be.
    pub after: Result<Day, NoArrival>,
}

/// Why the question is not answered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MovingRefusal {
    /// More journeys than are looked at.
    #[error("{0} journeys are pending, the limit is {PENDING_MAX}")]
    TooManyJourneys(usize),
}

/// Lists the journeys whose day changes between two timetables, in the order given; the two reasons stand side by side.
pub fn dates_changed(
    pending: &[PendingJourney],
    hours_of: &BTreeMap<LibraryId, OpeningHours>,
    before: &Timetable,
    after: &Timetable,
) -> Result<Vec<DateChange>, MovingRefusal> {
    if pending.len() > PENDING_MAX {
        return Err(MovingRefusal::TooManyJourneys(pending.len()));
    }
    let mut changes = Vec::new();
    // Many wait at one library for the same van: each way is looked for once.
    let mut known = BTreeMap::new();
    for one in pending {
        let way = (&one.from, &one.to, one.ready_at);
        let days = known.entry(way).or_insert_with(|| {
            let day = |timetable| {
                arrival(timetable, hours_of, &one.from, &one.to, one.ready_at)
                    .map(|arrival| arrival.promised)
            };
            (day(before), day(after))
        });
        if days.0.as_ref().ok() != days.1.as_ref().ok() {
            let (before, after) = days.clone();
            changes.push(DateChange {
                journey: one.journey,
                promised: one.promised,
                before,
                after,
            });
        }
    }
    Ok(changes)
}

impl DateChange {
    /// Says whether the promise would be broken: a later day than was told, or none.
    pub fn breaks_promise(&self) -> bool {
        let Some(promised) = self.promised else {
            return false;
        };
        self.after.as_ref().map_or(true, |&day| day > promised)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::fixtures::{a_territory, at, cancelled, date, library, moved};
    use super::*;

    fn pending(number: u128, from: &str, to: &str, promised: &str) -> PendingJourney {
        PendingJourney {
            journey: JourneyId(number),
            from: library(from),
            to: library(to),
            ready_at: at("2026-11-24 12:00"),
            promised: Some(date(promised)),
        }
    }

    #[test]
    fn moving_a_round_names_the_journeys_whose_day_changes_and_no_other() {
        let (before, hours) = a_territory();
        let journeys = [
            pending(1, "saint-omer", "aire", "2026-11-25"),
            pending(2, "saint-omer", "lumbres", "2026-11-27"),
            pending(3, "aire", "saint-omer", "2026-11-25"),
        ];
        for (exception, expected) in [
            (
                moved("lys", "2026-11-25", "2026-11-26", 0),
                vec![
                    (1, "2026-11-25", "2026-11-28", true),
                    (3, "2026-11-25", "2026-11-27", true),
                ],
            ),
            // An hour later nobody waits longer.
            (moved("lys", "2026-11-25", "2026-11-25", 60), vec![]),
            (
                cancelled("aa", "2026-11-26"),
                vec![(2, "2026-11-27", "2026-12-04", true)],
            ),
            (
                moved("aa", "2026-11-26", "2026-11-25", 0),
                vec![(2, "2026-11-27", "2026-11-25", false)],
            ),
        ] {
            let after = before.with_exception(exception.clone()).unwrap();
            let changes = dates_changed(&journeys, &hours, &before, &after).unwrap();
            let expected: Vec<_> = expected
                .into_iter()
                .map(|(number, before, after, broken)| {
                    (JourneyId(number), Ok(date(before)), Ok(date(after)), broken)
                })
                .collect();
            let found: Vec<_> = changes
                .into_iter()
                .map(|change| {
                    let broken = change.breaks_promise();
                    (change.journey, change.before, change.after, broken)
                })
                .collect();
            assert_eq!(found, expected, "{exception:?}");
        }
    }

    #[test]
    fn a_journey_that_no_van_would_take_any_more_is_listed_with_the_reason() {
        let (before, hours) = a_territory();
        let journeys = [pending(1, "saint-omer", "aire", "2026-11-25")];
        let after = Timetable::default();
        let changes = dates_changed(&journeys, &hours, &before, &after).unwrap();
        let expected = Err(NoArrival::NoStop(library("saint-omer")));
        assert_eq!(changes[0].after, expected);
        assert!(changes[0].breaks_promise());
    }

    #[test]
    fn where_no_day_was_promised_none_is_broken() {
        let (before, hours) = a_territory();
        let mut journey = pending(1, "saint-omer", "aire", "2026-11-25");
        journey.promised = None;
        let after = before.with_exception(cancelled("lys", "2026-11-25"));
        let changes = dates_changed(&[journey], &hours, &before, &after.unwrap()).unwrap();
        assert_eq!(changes.len(), 1);
        assert!(!changes[0].breaks_promise());
    }

    #[test]
    fn too_many_journeys_are_refused() {
        let (timetable, hours) = a_territory();
        let journeys = vec![pending(1, "aire", "aire", "2026-11-25"); PENDING_MAX + 1];
        assert_eq!(
            dates_changed(&journeys, &hours, &timetable, &timetable),
            Err(MovingRefusal::TooManyJourneys(20_001))
        );
    }
}
