//! On which days does the van run? It must not know of opening hours or of what waits to be carried.

use super::holidays::is_public_holiday;
use super::minutes;
use super::round::{Round, RoundId};
use super::run::Run;
use super::timetable_refusal::TimetableRefusal;
use crate::catalogue::LibraryId;
use crate::time::Day;
use std::collections::{BTreeMap, BTreeSet};

/// Most rounds of one timetable.
pub const ROUNDS_MAX: usize = 50;
/// Most exceptions of one timetable; those of the past can be dropped.
pub const EXCEPTIONS_MAX: usize = 2_000;
/// Farthest a run is moved, in days either way.
pub const MOVE_DAYS_MAX: i32 = 31;
/// Farthest the times of a moved run are shifted, in minutes either way.
pub const SHIFT_MINUTES_MAX: i16 = 720;

/// What happens to one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It does not run.
    Cancelled,
    /// It runs at another time, also on a holiday; the planned day itself is a possible target.
    MovedTo {
        /// On this day.
        day: Day,
        /// With all times later by so many minutes, or earlier where negative.
        by_minutes: i16,
    },
}

/// A round that differs on one of its days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// Which round.
    pub round: RoundId,
    /// On which of its planned days.
    pub day: Day,
    /// What happens instead.
    pub change: Change,
}

/// All rounds of the van with their exceptions, checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timetable {
    rounds: Vec<Round>,
    exceptions: Vec<Exception>,
    /// Round and planned day of every exception.
    excepted: BTreeSet<(usize, Day)>,
    /// Runs that were moved, by the day of their first stop.
    moved: Vec<Moved>,
    /// Every library with a stop, in order.
    libraries: Vec<LibraryId>,
    /// For each round and stop the place of its library in `libraries`.
    stop_libraries: Vec<Vec<usize>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Moved {
    day: Day,
    round: usize,
    planned: Day,
    shift: i64,
}

impl Timetable {
    /// Makes a timetable, or says which round or exception does not fit.
    pub fn new(rounds: Vec<Round>, exceptions: Vec<Exception>) -> Result<Self, TimetableRefusal> {
        if rounds.len() > ROUNDS_MAX {
            return Err(TimetableRefusal::TooManyRounds(rounds.len()));
        }
        if exceptions.len() > EXCEPTIONS_MAX {
            return Err(TimetableRefusal::TooManyExceptions(exceptions.len()));
        }
        let mut places = BTreeMap::new();
        for (place, round) in rounds.iter().enumerate() {
            round.check()?;
            if places.insert(round.id.clone(), place).is_some() {
                return Err(TimetableRefusal::RoundTwice(round.id.clone()));
            }
        }
        let (libraries, stop_libraries) = number_libraries(&rounds);
        let mut timetable = Self {
            rounds,
            libraries,
            stop_libraries,
            ..Self::default()
        };
        for exception in &exceptions {
            timetable.add(exception, places.get(&exception.round).copied())?;
        }
        timetable.exceptions = exceptions;
        timetable.moved.sort_unstable();
        timetable.check_runs_apart()?;
        Ok(timetable)
    }

    /// Gives the timetable with one more exception; one that the same run had already is replaced.
    pub fn with_exception(&self, exception: Exception) -> Result<Self, TimetableRefusal> {
        let mut exceptions = self.exceptions.clone();
        exceptions.retain(|old| (&old.round, old.day) != (&exception.round, exception.day));
        exceptions.push(exception);
        Self::new(self.rounds.clone(), exceptions)
    }

    /// Gives the rounds, as given.
    pub fn rounds(&self) -> &[Round] {
        &self.rounds
    }

    /// Gives the exceptions, as given.
    pub fn exceptions(&self) -> &[Exception] {
        &self.exceptions
    }

    /// Lists the runs whose first stop is on a day, earliest first. There are none on public holidays but those that
    /// an exception moved there.
    pub fn runs_on(&self, day: Day) -> Vec<Run<'_>> {
        let mut runs = Vec::new();
        let on_day = self.moved.partition_point(|moved| moved.day < day);
        for moved in self.moved.iter().skip(on_day) {
            if moved.day != day {
                break;
            }
            runs.extend(self.rounds.get(moved.round).map(|round| Run {
                round,
                day,
                planned: moved.planned,
                shift: moved.shift,
                place: moved.round,
            }));
        }
        for (place, round) in self.rounds.iter().enumerate() {
            if self.runs_as_planned(place, round, day) {
                runs.push(Run {
                    round,
                    day,
                    planned: day,
                    shift: 0,
                    place,
                });
            }
        }
        runs.sort_by_key(|run| {
            let first = run.round.stops.first();
            (first.map(|stop| run.minute(stop.arrives)), run.place)
        });
        runs
    }

    fn runs_as_planned(&self, place: usize, round: &Round, day: Day) -> bool {
        round.is_planned_on(day)
            && !self.excepted.contains(&(place, day))
            && !is_public_holiday(day)
    }

    /// Gives every library with a stop, in order.
    pub fn libraries(&self) -> &[LibraryId] {
        &self.libraries
    }

    /// Gives the place in `libraries` of a stop of a round.
    pub(super) fn library_at(&self, round: usize, stop: usize) -> Option<usize> {
        self.stop_libraries.get(round)?.get(stop).copied()
    }

    fn add(&mut self, exception: &Exception, round: Option<usize>) -> Result<(), TimetableRefusal> {
        let Exception { round: id, day, .. } = exception;
        let (id, day) = (|| id.clone(), *day);
        let known = round.and_then(|place| Some((place, self.rounds.get(place)?)));
        let Some((place, round)) = known else {
            return Err(TimetableRefusal::UnknownRound { round: id(), day });
        };
        if !round.is_planned_on(day) {
            return Err(TimetableRefusal::NotPlanned { round: id(), day });
        }
        if !self.excepted.insert((place, day)) {
            return Err(TimetableRefusal::ExceptionTwice { round: id(), day });
        }
        match exception.change {
            Change::Cancelled => {}
            Change::MovedTo {
                day: target,
                by_minutes: minutes,
            } => {
                let days = day.days_until(target);
                if days.unsigned_abs() > MOVE_DAYS_MAX.unsigned_abs()
                    || minutes.unsigned_abs() > SHIFT_MINUTES_MAX.unsigned_abs()
                {
                    return Err(TimetableRefusal::MovedTooFar {
                        round: id(),
                        day,
                        days,
                        minutes,
                    });
                }
                let start = minutes::of_midnight(target) + i64::from(minutes);
                let opening = round.stops.first().map_or(0, |stop| stop.arrives);
                let first = minutes::moment(start + i64::from(opening)).day;
                self.moved.push(Moved {
                    day: first,
                    round: place,
                    planned: day,
                    shift: start - minutes::of_midnight(first),
                });
            }
        }
        Ok(())
    }

    /// A run is named by its round and its day, so that a moved one must not meet another of its round.
    fn check_runs_apart(&self) -> Result<(), TimetableRefusal> {
        let mut seen = BTreeSet::new();
        for moved in &self.moved {
            let Some(round) = self.rounds.get(moved.round) else {
                continue;
            };
            let first = seen.insert((moved.round, moved.day));
            if !first || self.runs_as_planned(moved.round, round, moved.day) {
                return Err(TimetableRefusal::RunsTwice {
                    round: round.id.clone(),
                    day: moved.day,
                });
            }
        }
        Ok(())
    }
}

fn number_libraries(rounds: &[Round]) -> (Vec<LibraryId>, Vec<Vec<usize>>) {
    let stops = rounds.iter().flat_map(|round| &round.stops);
    let all: BTreeSet<&LibraryId> = stops.map(|stop| &stop.library).collect();
    let libraries: Vec<LibraryId> = all.into_iter().cloned().collect();
    let place = |library: &LibraryId| libraries.partition_point(|known| known < library);
    let numbered = rounds
        .iter()
        .map(|round| {
            round
                .stops
                .iter()
                .map(|stop| place(&stop.library))
                .collect()
        })
        .collect();
    (libraries, numbered)
}

#[cfg(test)]
#[path = "timetable_tests.rs"]
mod tests;
