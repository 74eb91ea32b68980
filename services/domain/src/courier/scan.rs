//! Which rounds bring an item there first, with the fewest changes? It must not know of patrons or promises.
//!
//! A connection scan (J. Dibbelt, T. Pajor, B. Strasser, D. Wagner, "Connection Scan Algorithm", 2013): drives from stop
//! to stop are looked at once each, in order of departure, until nothing that leaves later can arrive earlier.

use super::arrival::{HORIZON_DAYS, Leg};
use super::minutes;
use super::opening::OpeningHours;
use super::run::Run;
use super::timetable::Timetable;
use crate::catalogue::LibraryId;
use crate::time::LocalMoment;
use std::collections::BTreeMap;

/// Minutes from the van's coming to a stop until an item that changes there is ready for another round.
pub const CHANGE_MINUTES: u16 = 10;

/// What is asked, with libraries as places in the timetable's list.
pub(super) struct Question<'t> {
    pub(super) timetable: &'t Timetable,
    /// Opening hours of each library of the timetable, where known.
    pub(super) hours: Vec<Option<&'t OpeningHours>>,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) ready_at: LocalMoment,
}

/// An item lies at a library, ready to be loaded since a minute, after so many legs.
struct Visit {
    since: i64,
    legs: usize,
    ride: Option<usize>,
}

/// An item was loaded at a stop of a run.
#[derive(Clone, Copy)]
struct Aboard {
    stop: usize,
    legs: usize,
    before: Option<usize>,
}

/// A run on the road: the stop it leaves next, and the item if it is aboard.
struct OnTheRoad<'t> {
    run: Run<'t>,
    next: usize,
    aboard: Option<Aboard>,
}

/// A leg by places, and the ride before it.
struct Ride<'t> {
    run: Run<'t>,
    on: usize,
    off: usize,
    before: Option<usize>,
}

struct Scan<'t, 'q> {
    question: &'q Question<'t>,
    /// For each library the visits that no other one beats in both time and legs.
    visits: Vec<Vec<Visit>>,
    rides: Vec<Ride<'t>>,
    /// Minute of arrival, legs and last ride of the best way found.
    best: Option<(i64, usize, usize)>,
}

/// Looks up the opening hours of every library of a timetable.
pub(super) fn hours_by_place<'t>(
    timetable: &'t Timetable,
    hours_of: &'t BTreeMap<LibraryId, OpeningHours>,
) -> Vec<Option<&'t OpeningHours>> {
    let libraries = timetable.libraries().iter();
    libraries.map(|library| hours_of.get(library)).collect()
}

/// Says whether the van can load and unload at a minute; a library without known hours is taken to have no closure.
pub(super) fn takes_van(hours: Option<&OpeningHours>, minute: i64) -> bool {
    hours.is_none_or(|hours| !hours.is_closed_for_a_period(minutes::moment(minute).day))
}

/// Finds the legs of the earliest arrival within the horizon, those with the fewest changes among equals.
pub(super) fn earliest(question: &Question<'_>) -> Option<Vec<Leg>> {
    let mut visits: Vec<Vec<Visit>> = Vec::new();
    visits.resize_with(question.timetable.libraries().len(), Vec::new);
    visits.get_mut(question.from)?.push(Visit {
        since: minutes::of(question.ready_at),
        legs: 0,
        ride: None,
    });
    let mut scan = Scan {
        question,
        visits,
        rides: Vec::new(),
        best: None,
    };
    scan.drive();
    scan.legs()
}

impl<'t> Scan<'t, '_> {
    /// Lets every run of the horizon drive, one departure after the other.
    fn drive(&mut self) {
        let mut road: Vec<OnTheRoad<'t>> = Vec::new();
        // A run of the day before may still be on the road after midnight.
        for ahead in -1..=HORIZON_DAYS {
            let day = self.question.ready_at.day.plus(ahead);
            let runs = self.question.timetable.runs_on(day).into_iter();
            road.extend(runs.map(|run| OnTheRoad {
                run,
                next: 0,
                aboard: None,
            }));
            let midnight = minutes::of_midnight(day) + minutes::OF_A_DAY;
            while let Some((leaves, place)) = next_on_the_road(&road) {
                if self.best.is_some_and(|(arrives, ..)| arrives <= leaves) {
                    return;
                }
                if leaves >= midnight {
                    break;
                }
                if let Some(one) = road.get_mut(place) {
                    self.go_on(one, leaves);
                }
            }
            road.retain(|one| one.leaves().is_some());
        }
    }

    /// Drives a run to its next stop: loads where that helps, then offers what is aboard to the stop it comes to.
    fn go_on(&mut self, one: &mut OnTheRoad<'t>, leaves: i64) {
        let (here, there) = (one.next, one.next + 1);
        one.next = there;
        let load_by = leaves - i64::from(one.run.round.cut_off_minutes);
        if let Some(loaded) = self.load(one, here, leaves, load_by) {
            one.aboard = Some(loaded);
        }
        let (Some(aboard), Some(stop)) = (one.aboard, one.run.round.stops.get(there)) else {
            return;
        };
        let arrives = one.run.minute(stop.arrives);
        self.unload(one.run, aboard, there, arrives);
    }

    /// Finds the visit with the fewest legs that can be loaded, where it beats what is aboard.
    fn load(&self, one: &OnTheRoad<'t>, stop: usize, leaves: i64, by: i64) -> Option<Aboard> {
        let question = self.question;
        let library = question.timetable.library_at(one.run.place, stop)?;
        let caught = self.visits.get(library)?.iter();
        let caught = caught
            .filter(|visit| visit.since <= by)
            .min_by_key(|visit| visit.legs)?;
        let legs = caught.legs + 1;
        let better = one.aboard.is_none_or(|aboard| legs < aboard.legs);
        let hours = question.hours.get(library).copied().flatten();
        (better && takes_van(hours, leaves)).then_some(Aboard {
            stop,
            legs,
            before: caught.ride,
        })
    }

    fn unload(&mut self, run: Run<'t>, aboard: Aboard, stop: usize, arrives: i64) {
        let question = self.question;
        let Some(library) = question.timetable.library_at(run.place, stop) else {
            return;
        };
        let Some(visits) = self.visits.get_mut(library) else {
            return;
        };
        let (legs, since) = (aboard.legs, arrives + i64::from(CHANGE_MINUTES));
        let beaten = |visit: &Visit| visit.since <= since && visit.legs <= legs;
        let hours = question.hours.get(library).copied().flatten();
        if visits.iter().any(beaten) || !takes_van(hours, arrives) {
            return;
        }
        let ride = self.rides.len();
        self.rides.push(Ride {
            run,
            on: aboard.stop,
            off: stop,
            before: aboard.before,
        });
        visits.retain(|old| old.since < since || old.legs < legs);
        visits.push(Visit {
            since,
            legs,
            ride: Some(ride),
        });
        let found = (arrives, legs, ride);
        if library == question.to && self.best.is_none_or(|best| found < best) {
            self.best = Some(found);
        }
    }

    /// Follows the best way back from its last ride.
    fn legs(&self) -> Option<Vec<Leg>> {
        let mut legs = Vec::new();
        let mut last = Some(self.best?.2);
        while let Some(ride) = last.and_then(|place| self.rides.get(place)) {
            let (on, off) = (ride.run.stop(ride.on)?, ride.run.stop(ride.off)?);
            legs.push(Leg {
                round: ride.run.round.id.clone(),
                day: ride.run.day,
                from: on.library.clone(),
                leaves: on.leaves,
                to: off.library.clone(),
                arrives: off.arrives,
            });
            last = ride.before;
        }
        legs.reverse();
        Some(legs)
    }
}

impl OnTheRoad<'_> {
    /// Gives the minute of the next departure; nothing where the run has come to its last stop.
    fn leaves(&self) -> Option<i64> {
        let stops = &self.run.round.stops;
        stops.get(self.next + 1)?;
        Some(self.run.minute(stops.get(self.next)?.leaves))
    }
}

fn next_on_the_road(road: &[OnTheRoad<'_>]) -> Option<(i64, usize)> {
    let departures = road.iter().enumerate();
    departures
        .filter_map(|(place, one)| Some((one.leaves()?, place)))
        .min()
}
