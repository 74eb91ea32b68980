//! Does the scan find what trying every sequence of rides finds? On many timetables made by chance that is
//! always the same chance.

#![allow(clippy::unwrap_used)]

use super::fixtures::{a_round, at, date, library};
use super::{
    Arrival, Change, Closure, Exception, OpeningHours, Round, Run, Span, Timetable, arrival,
};
use crate::catalogue::LibraryId;
use crate::time::{LocalMoment, Weekday};
use std::collections::BTreeMap;

const TIMETABLES: u64 = 1_500;
/// How many days ahead every sequence of rides is tried.
const DAYS: i32 = 14;
const LIBRARIES: [&str; 6] = [
    "saint-omer",
    "aire",
    "fauquembergues",
    "lumbres",
    "therouanne",
    "arques",
];

/// Marsaglia's xorshift, 64 bits: the same timetables on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }

    fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn round(&mut self, name: usize) -> Round {
        let mut round = a_round(&format!("r{name}"), Weekday::ALL[self.below(3)], &[]);
        round.cut_off_minutes = [0, 0, 15, 90, 1_000][self.below(5)];
        let stops = 2 + self.below(5);
        let mut minute = 400 + self.below(200) as u16;
        while round.stops.len() < stops {
            let here = library(LIBRARIES[self.below(LIBRARIES.len())]);
            if round.stops.last().is_some_and(|last| last.library == here) {
                continue;
            }
            let arrives = minute + 1 + self.below(90) as u16;
            minute = arrives + self.below(30) as u16;
            round.stops.push(super::Stop {
                library: here,
                arrives,
                leaves: minute,
            });
        }
        round
    }

    /// Two to six rounds on three days of the week, so that they meet; now and then a run is cancelled, or moved by some days and hours.
    fn timetable(&mut self) -> Timetable {
        let rounds: Vec<_> = (0..2 + self.below(3))
            .map(|name| self.round(name))
            .collect();
        let mut timetable = Timetable::new(rounds.clone(), Vec::new()).unwrap();
        for round in &rounds {
            for ahead in 0..DAYS {
                let day = date("2026-05-01").plus(ahead);
                if !round.is_planned_on(day) || !self.one_in(3) {
                    continue;
                }
                let change = if self.one_in(3) {
                    Change::Cancelled
                } else {
                    Change::MovedTo {
                        day: day.plus(self.below(5) as i32 - 2),
                        by_minutes: self.below(1_441) as i16 - 720,
                    }
                };
                let exception = Exception {
                    round: round.id.clone(),
                    day,
                    change,
                };
                // Moved onto a run of its own round: that is refused, and this timetable goes without.
                timetable = timetable.with_exception(exception).unwrap_or(timetable);
            }
        }
        timetable
    }

    /// Open every day; every third library has a closure.
    fn hours(&mut self) -> BTreeMap<LibraryId, OpeningHours> {
        let mut hours = BTreeMap::new();
        for id in LIBRARIES {
            let day = vec![Span {
                opens: 0,
                closes: 1_440,
            }];
            let mut closures = Vec::new();
            if self.one_in(3) {
                let first = date("2026-05-01").plus(self.below(10) as i32);
                let last = first.plus(self.below(4) as i32);
                closures.push(Closure { first, last });
            }
            let weekly = std::array::from_fn(|_| day.clone());
            let open = OpeningHours::new(weekly, closures, true).unwrap();
            hours.insert(library(id), open);
        }
        hours
    }
}

fn minutes(moment: LocalMoment) -> i64 {
    i64::from(moment.day.0) * 1_440 + i64::from(moment.minute)
}

/// Tries every sequence of rides that comes by no library twice.
struct Trial<'t> {
    runs: Vec<Run<'t>>,
    hours: &'t BTreeMap<LibraryId, OpeningHours>,
    to: LibraryId,
    /// Minute of arrival and number of legs of the best sequence.
    best: Option<(i64, usize)>,
}

impl Trial<'_> {
    fn closed(&self, library: &LibraryId, at: LocalMoment) -> bool {
        let closures = self.hours[library].closures().iter();
        let mut closures = closures.filter(|c| c.first <= at.day && at.day <= c.last);
        closures.next().is_some()
    }

    fn try_all(&mut self, been: &mut Vec<LibraryId>, ready: i64) {
        let here = been.last().unwrap().clone();
        for run in self.runs.clone() {
            let stops: Vec<_> = run.stops().collect();
            for (place, on) in stops.iter().enumerate() {
                let by = minutes(on.leaves) - i64::from(run.round.cut_off_minutes);
                if on.library != &here || ready > by || self.closed(&here, on.leaves) {
                    continue;
                }
                for off in &stops[place + 1..] {
                    if been.contains(off.library) || self.closed(off.library, off.arrives) {
                        continue;
                    }
                    let arrives = minutes(off.arrives);
                    if off.library == &self.to {
                        let found = (arrives, been.len());
                        self.best = Some(self.best.map_or(found, |best| best.min(found)));
                        continue;
                    }
                    been.push(off.library.clone());
                    self.try_all(been, arrives + 10);
                    been.pop();
                }
            }
        }
    }
}

/// Follows the legs by the timetable, as a parcel would.
fn assert_can_be_ridden(timetable: &Timetable, found: &Arrival) {
    let (mut here, mut ready) = (&found.from, minutes(found.ready_at));
    for leg in &found.legs {
        let runs = timetable.runs_on(leg.day);
        let run = runs.iter().find(|run| run.round.id == leg.round).unwrap();
        let mut stops = run.stops();
        let on = stops.find(|stop| stop.library == here && stop.leaves == leg.leaves);
        assert!(on.is_some() && &leg.from == here, "{found:?}");
        let by = minutes(leg.leaves) - i64::from(run.round.cut_off_minutes);
        assert!(ready <= by, "loaded after the cut-off: {found:?}");
        let off = stops.find(|stop| stop.library == &leg.to && stop.arrives == leg.arrives);
        assert!(off.is_some(), "{found:?}");
        (here, ready) = (&leg.to, minutes(leg.arrives) + 10);
    }
    assert_eq!(here, &found.to);
}

#[test]
fn the_scan_finds_what_trying_every_sequence_of_rides_finds() {
    let mut chance = Chance(0x2026_1125);
    let (mut arrived, mut changed, mut stuck) = (0, 0, 0);
    for number in 0..TIMETABLES {
        let (timetable, hours) = (chance.timetable(), chance.hours());
        let mut ready_at = at("2026-05-01 00:00");
        ready_at.minute = chance.below(1_440) as u16;
        for to in &LIBRARIES[1..] {
            let (from, to) = (library(LIBRARIES[0]), library(to));
            let days = (-1..=DAYS).map(|ahead| ready_at.day.plus(ahead));
            let mut trial = Trial {
                runs: days.flat_map(|day| timetable.runs_on(day)).collect(),
                hours: &hours,
                to: to.clone(),
                best: None,
            };
            trial.try_all(&mut vec![from.clone()], minutes(ready_at));
            let end = minutes(ready_at) - i64::from(ready_at.minute) + i64::from(DAYS + 1) * 1_440;
            let within = |&(arrives, _): &(i64, usize)| arrives < end;
            let found = arrival(&timetable, &hours, &from, &to, ready_at).ok();
            let scanned = found
                .as_ref()
                .map(|found| (minutes(found.arrives()), found.legs.len()));
            assert_eq!(
                scanned.filter(within),
                trial.best.filter(within),
                "timetable {number}: {from} to {to} from {ready_at}\n{timetable:?}"
            );
            arrived += u32::from(scanned.is_some());
            changed += u32::from(scanned.is_some_and(|(_, legs)| legs > 1));
            stuck += u32::from(scanned.is_none());
            if let Some(found) = found {
                assert_can_be_ridden(&timetable, &found);
            }
        }
    }
    // The chance must give all kinds of cases, or the test shows nothing.
    assert!(
        arrived > 2_000 && changed > 800 && stuck > 400,
        "{arrived} {changed} {stuck}"
    );
}
