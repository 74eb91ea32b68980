//! On which day can an item be collected there? It must not know who waits for it.

use super::minutes;
use super::opening::OpeningHours;
use super::promise::PromiseStep;
use super::round::RoundId;
use super::scan::{self, Question};
use super::timetable::Timetable;
use crate::catalogue::LibraryId;
use crate::time::{Day, LocalMoment};
use std::collections::BTreeMap;

/// How many days ahead a van is looked for.
pub const HORIZON_DAYS: i32 = 60;
/// Minutes a library needs from the van's coming until a patron can collect: scan, shelf, message.
pub const HANDOVER_MINUTES: u16 = 30;

/// One ride of an item in one run of the van.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leg {
    /// Which round.
    pub round: RoundId,
    /// The day of the run; with the round it names the run.
    pub day: Day,
    /// Where it is loaded.
    pub from: LibraryId,
    /// When the van leaves there.
    pub leaves: LocalMoment,
    /// Where it is unloaded.
    pub to: LibraryId,
    /// When the van comes there.
    pub arrives: LocalMoment,
}

/// The way of an item and the day that can be promised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Where it is.
    pub from: LibraryId,
    /// Where it is collected.
    pub to: LibraryId,
    /// Since when it can be loaded.
    pub ready_at: LocalMoment,
    /// Its rides; none where it is there already.
    pub legs: Vec<Leg>,
    /// The first opening day at `to` that closes 30 minutes or more after the arrival.
    pub promised: Day,
}

/// Why no day can be promised.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoArrival {
    /// Nobody said when the destination is open.
    #[error("library {0} has no opening hours")]
    HoursUnknown(LibraryId),
    /// The van never comes by.
    #[error("no round stops at library {0}")]
    NoStop(LibraryId),
    /// The rounds do not lead there, or not within the horizon.
    #[error("no van brings from {from} to {to} within {HORIZON_DAYS} days of {ready_at}")]
    NoWay {
        /// Where it is.
        from: LibraryId,
        /// Where it should go.
        to: LibraryId,
        /// Since when it can be loaded.
        ready_at: LocalMoment,
    },
    /// It would arrive, but nobody could collect it.
    #[error("library {library} does not open within 400 days of {since}")]
    NeverOpen {
        /// Where it should be collected.
        library: LibraryId,
        /// When the van comes there.
        since: LocalMoment,
    },
}

/// Finds the earliest arrival at `to` of an item ready at `from`, changes of round included, and the day to promise.
///
/// Among ways that arrive together the one with the fewest changes is taken. An item is loaded where it is ready
/// `cut_off_minutes` before the van leaves; at a change it is ready [`scan::CHANGE_MINUTES`] after it came. During a
/// closure nothing is loaded or unloaded; on ordinary days without opening the van has a key.
pub fn arrival(
    timetable: &Timetable,
    hours_of: &BTreeMap<LibraryId, OpeningHours>,
    from: &LibraryId,
    to: &LibraryId,
    ready_at: LocalMoment,
) -> Result<Arrival, NoArrival> {
    let Some(hours) = hours_of.get(to) else {
        return Err(NoArrival::HoursUnknown(to.clone()));
    };
    let legs = if from == to {
        Vec::new()
    } else {
        legs(timetable, hours_of, from, to, ready_at)?
    };
    let since = legs.last().map_or(ready_at, |leg| leg.arrives);
    let promised = hours.collection_day(minutes::of(since), i64::from(HANDOVER_MINUTES));
    let Some(promised) = promised else {
        let library = to.clone();
        return Err(NoArrival::NeverOpen { library, since });
    };
    Ok(Arrival {
        from: from.clone(),
        to: to.clone(),
        ready_at,
        legs,
        promised,
    })
}

/// Finds the first ride of the way that [`arrival`] would take; nothing where the item is there already. For whoever
/// loads it, who need not know when the other end is open.
pub fn first_ride(
    timetable: &Timetable,
    hours_of: &BTreeMap<LibraryId, OpeningHours>,
    from: &LibraryId,
    to: &LibraryId,
    ready_at: LocalMoment,
) -> Result<Option<Leg>, NoArrival> {
    if from == to {
        return Ok(None);
    }
    Ok(legs(timetable, hours_of, from, to, ready_at)?
        .into_iter()
        .next())
}

fn legs(
    timetable: &Timetable,
    hours_of: &BTreeMap<LibraryId, OpeningHours>,
    from: &LibraryId,
    to: &LibraryId,
    ready_at: LocalMoment,
) -> Result<Vec<Leg>, NoArrival> {
    let place = |library: &LibraryId| {
        let known = timetable.libraries().binary_search(library);
        known.map_err(|_| NoArrival::NoStop(library.clone()))
    };
    let question = Question {
        timetable,
        from: place(from)?,
        to: place(to)?,
        hours: scan::hours_by_place(timetable, hours_of),
        ready_at,
    };
    scan::earliest(&question).ok_or_else(|| NoArrival::NoWay {
        from: from.clone(),
        to: to.clone(),
        ready_at,
    })
}

impl Arrival {
    /// Gives the moment at which the item is there: the last van's coming, or since when it is ready.
    pub fn arrives(&self) -> LocalMoment {
        self.legs.last().map_or(self.ready_at, |leg| leg.arrives)
    }

    /// Gives the reasons of the promised day, in the order in which they happen, to be put into words elsewhere.
    pub fn reasons(&self) -> Vec<PromiseStep> {
        PromiseStep::of(self)
    }
}

#[cfg(test)]
#[path = "arrival_tests.rs"]
mod tests;
