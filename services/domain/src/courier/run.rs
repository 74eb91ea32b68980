//! At what times does the van stop on one concrete day? It must not know what it carries.

use super::minutes;
use super::round::Round;
use crate::catalogue::LibraryId;
use crate::time::{Day, LocalMoment};

/// A round on a concrete day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run<'t> {
    /// Which round.
    pub round: &'t Round,
    /// The day of its first stop; with the round's id it names the run.
    pub day: Day,
    /// The day on which it was planned: another one where an exception moved it.
    pub planned: Day,
    /// Minutes from midnight of `day` to minute 0 of the round's times.
    pub(super) shift: i64,
    /// The round's place in its timetable.
    pub(super) place: usize,
}

/// A stop of a run with its concrete times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunStop<'t> {
    /// Where.
    pub library: &'t LibraryId,
    /// When the van comes.
    pub arrives: LocalMoment,
    /// When the van goes.
    pub leaves: LocalMoment,
}

impl<'t> Run<'t> {
    /// Gives the stops with their times, which a moved run may make on the day after.
    pub fn stops(self) -> impl Iterator<Item = RunStop<'t>> {
        self.round.stops.iter().map(move |stop| RunStop {
            library: &stop.library,
            arrives: minutes::moment(self.minute(stop.arrives)),
            leaves: minutes::moment(self.minute(stop.leaves)),
        })
    }

    /// Gives one stop by its place in the round, the first being 0.
    pub fn stop(self, place: usize) -> Option<RunStop<'t>> {
        self.stops().nth(place)
    }

    /// Turns a minute of the round's times into minutes since 1970.
    pub(super) fn minute(self, of_round: u16) -> i64 {
        minutes::of_midnight(self.day) + self.shift + i64::from(of_round)
    }
}
