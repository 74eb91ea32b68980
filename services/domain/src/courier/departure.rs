//! Until when must an item be in its crate? The next vans that take something along; where to is another question.

use super::arrival::HORIZON_DAYS;
use super::minutes;
use super::opening::OpeningHours;
use super::run::Run;
use super::scan::{hours_by_place, takes_van};
use super::timetable::Timetable;
use crate::catalogue::LibraryId;
use crate::time::LocalMoment;
use std::collections::BTreeMap;

/// Finds when the next van leaves `from` that an item ready at `ready_at` can catch and that goes on to another
/// library; nothing where none does within 60 days.
pub fn next_departure(
    timetable: &Timetable,
    hours_of: &BTreeMap<LibraryId, OpeningHours>,
    from: &LibraryId,
    ready_at: LocalMoment,
) -> Option<LocalMoment> {
    departure(timetable, hours_of, from, ready_at, 0)
}

/// Finds when the van after the next one leaves, at a later moment: the deadline "the next round + 1".
pub fn departure_after_next(
    timetable: &Timetable,
    hours_of: &BTreeMap<LibraryId, OpeningHours>,
    from: &LibraryId,
    ready_at: LocalMoment,
) -> Option<LocalMoment> {
    departure(timetable, hours_of, from, ready_at, 1)
}

fn departure(
    timetable: &Timetable,
    hours_of: &BTreeMap<LibraryId, OpeningHours>,
    from: &LibraryId,
    ready_at: LocalMoment,
    passed_over: usize,
) -> Option<LocalMoment> {
    let from = timetable.libraries().binary_search(from).ok()?;
    let hours = hours_by_place(timetable, hours_of);
    let ready = minutes::of(ready_at);
    let mut found: Vec<i64> = Vec::new();
    // A run of the day before may still be on the road after midnight.
    for ahead in -1..=HORIZON_DAYS {
        let day = ready_at.day.plus(ahead);
        for run in timetable.runs_on(day) {
            found.extend(caught(timetable, &hours, run, from, ready));
        }
        found.sort_unstable();
        found.dedup();
        let midnight = minutes::of_midnight(day) + minutes::OF_A_DAY;
        if let Some(&leaves) = found.get(passed_over).filter(|&&leaves| leaves < midnight) {
            return Some(minutes::moment(leaves));
        }
    }
    found.get(passed_over).copied().map(minutes::moment)
}

/// Finds the minute at which a run leaves a library with what is ready there; its first stop there that will do.
fn caught(
    timetable: &Timetable,
    hours: &[Option<&OpeningHours>],
    run: Run<'_>,
    from: usize,
    ready: i64,
) -> Option<i64> {
    let serves = |library: usize, minute| takes_van(hours.get(library).copied().flatten(), minute);
    let stops = run.round.stops.iter().enumerate();
    let stops = stops.filter_map(|(place, stop)| {
        let library = timetable.library_at(run.place, place)?;
        Some((place, library, stop))
    });
    let goes_on_after = |here: usize| {
        stops.clone().any(|(place, library, stop)| {
            place > here && library != from && serves(library, run.minute(stop.arrives))
        })
    };
    stops.clone().find_map(|(place, library, stop)| {
        let leaves = run.minute(stop.leaves);
        let in_time = ready <= leaves - i64::from(run.round.cut_off_minutes);
        let caught = library == from && in_time && serves(library, leaves) && goes_on_after(place);
        caught.then_some(leaves)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::fixtures::{a_round, a_territory, at, closed, library, moved};
    use super::*;
    use crate::time::Weekday;

    #[test]
    fn the_next_van_is_the_one_whose_cut_off_is_not_over() {
        let (timetable, hours) = a_territory();
        for (ready, next, after_next) in [
            // The Lys round leaves Aire on Wednesdays at 10:15 and on Fridays at 14:15, with a cut-off of 30 minutes.
            ("2026-11-23 12:00", "2026-11-25 10:15", "2026-11-27 14:15"),
            ("2026-11-25 09:45", "2026-11-25 10:15", "2026-11-27 14:15"),
            ("2026-11-25 09:46", "2026-11-27 14:15", "2026-12-02 10:15"),
        ] {
            let (aire, ready) = (library("aire"), at(ready));
            let next_found = next_departure(&timetable, &hours, &aire, ready);
            assert_eq!(next_found, Some(at(next)), "next after {ready}");
            let found = departure_after_next(&timetable, &hours, &aire, ready);
            assert_eq!(found, Some(at(after_next)), "after next after {ready}");
        }
    }

    #[test]
    fn the_end_of_a_round_takes_nothing_along() {
        let (timetable, hours) = a_territory();
        // Saint-Omer is the first and the last stop of the Lys round: only the morning's departure counts.
        let found = next_departure(
            &timetable,
            &hours,
            &library("saint-omer"),
            at("2026-11-25 09:00"),
        );
        assert_eq!(found, Some(at("2026-11-26 09:15")));
    }

    #[test]
    fn vans_of_the_night_leave_in_the_order_of_the_clock() {
        let night = a_round(
            "night",
            Weekday::Monday,
            &[
                ("lumbres", "10:00", "10:10"),
                ("arques", "13:30", "14:00"),
                ("aire", "14:30", "14:30"),
            ],
        );
        let early = a_round(
            "early",
            Weekday::Tuesday,
            &[("arques", "01:10", "01:15"), ("lumbres", "02:00", "02:00")],
        );
        let late = vec![moved("night", "2026-11-23", "2026-11-23", 720)];
        let timetable = Timetable::new(vec![night, early], late).unwrap();
        let hours = BTreeMap::new();
        for ready in ["2026-11-23 12:00", "2026-11-24 00:30"] {
            let (arques, ready) = (library("arques"), at(ready));
            let found = next_departure(&timetable, &hours, &arques, ready);
            assert_eq!(found, Some(at("2026-11-24 01:15")), "{ready}");
            let found = departure_after_next(&timetable, &hours, &arques, ready);
            assert_eq!(found, Some(at("2026-11-24 02:00")), "{ready}");
        }
    }

    #[test]
    fn a_closed_library_hands_nothing_to_the_van() {
        let (timetable, mut hours) = a_territory();
        let aire = library("aire");
        let open = hours.remove(&aire).unwrap_or_default();
        hours.insert(aire.clone(), closed(open, "2026-11-24", "2026-12-01"));
        let found = next_departure(&timetable, &hours, &aire, at("2026-11-23 12:00"));
        assert_eq!(found, Some(at("2026-12-02 10:15")));
    }

    #[test]
    fn where_no_van_stops_none_leaves() {
        let (timetable, hours) = a_territory();
        let found = next_departure(
            &timetable,
            &hours,
            &library("arques"),
            at("2026-11-23 12:00"),
        );
        assert_eq!(found, None);
    }
}
