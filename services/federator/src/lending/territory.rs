//! What is known of the territory? Members, opening hours, the van's timetable, agreements, and how long things may take.

use navette_domain::catalogue::{Audience, Coordinates, LibraryId, Medium};
use navette_domain::courier::{Arrival, OpeningHours, Timetable, arrival, departure_after_next};
use navette_domain::lending::{
    Agreement, CopyFacts, MemberStanding, Patience, ProtectionSettings, Target, WatchDays,
    whole_metres,
};
use navette_domain::time::{Day, LocalMoment, Now};
use std::collections::BTreeMap;

/// What is known of a member.
#[derive(Clone, Debug)]
pub struct MemberFacts {
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub place: Option<Coordinates>,
    /// Whether it lends.
    pub standing: MemberStanding,
}

/// What lending looks at, besides the ledger.
#[derive(Clone, Debug)]
pub struct Territory {
    /// The libraries.
    pub members: BTreeMap<LibraryId, MemberFacts>,
    /// When they are open.
    pub hours: BTreeMap<LibraryId, OpeningHours>,
    /// When the van runs.
    pub timetable: Timetable,
    /// Who lends what to whom.
    pub agreements: Vec<Agreement>,
    /// How long things may take.
    pub patience: Patience,
    /// What libraries keep for their own readers.
    pub protection: ProtectionSettings,
}

/// What kind of thing a library's record of a work is: some agreements lend only some kinds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kind {
    /// What it is.
    pub medium: Medium,
    /// For whom it is meant.
    pub audience: Audience,
}

/// Which copies are there? The seam to the directory of all catalogues; what it says may be old.
pub trait Shelves: Send + Sync {
    /// Lists the copies of a work, of all libraries, with their status as last known.
    fn copies_of(&self, target: &Target) -> Vec<CopyFacts>;

    /// Says what kind of thing it is, by the record of that library.
    fn kind_of(&self, _target: &Target, _library: &LibraryId) -> Kind {
        Kind::default()
    }

    /// Says whether all catalogues are known: before that, what is not listed may exist all the same.
    fn are_complete(&self) -> bool;
}

impl Territory {
    /// Says when an item that must still be pulled will be in the crate: at the end of the next opening day with two hours
    /// left, for nobody stands beside the printer.
    pub(crate) fn pulled_by(&self, library: &LibraryId, now: Now) -> LocalMoment {
        const MINUTES_TO_PULL: u16 = 120;
        let today = now.local.day;
        let Some(hours) = self.hours.get(library) else {
            return LocalMoment {
                day: today.plus(1),
                minute: 1_080,
            };
        };
        let still_today = hours
            .closes_at(today)
            .is_some_and(|closes| now.local.minute.saturating_add(MINUTES_TO_PULL) <= closes);
        let day = if still_today {
            today
        } else {
            hours.next_open_day(today.plus(1)).unwrap_or(today.plus(1))
        };
        let minute = hours.closes_at(day).unwrap_or(1_080).min(1_439);
        LocalMoment { day, minute }
    }

    /// Finds when something reaches a pick-up library.
    pub(crate) fn arrives(
        &self,
        from: &LibraryId,
        to: &LibraryId,
        ready: LocalMoment,
    ) -> Option<Arrival> {
        arrival(&self.timetable, &self.hours, from, to, ready).ok()
    }

    /// Gives the day of the n-th opening after a day.
    pub(crate) fn openings_after(&self, library: &LibraryId, day: Day, count: u16) -> Option<Day> {
        let hours = self.hours.get(library);
        match hours {
            Some(hours) => hours.after_openings(day, u32::from(count)),
            None => Some(day.plus(i32::from(count))),
        }
    }

    /// Gives the day of the round after the next one that takes something away from a library.
    pub(crate) fn round_after_next(&self, library: &LibraryId, now: Now) -> Option<Day> {
        departure_after_next(&self.timetable, &self.hours, library, now.local)
            .map(|departure| departure.day)
    }

    /// Gives the days that the deadline of something at a library's desk hangs on.
    pub(crate) fn watch_days(
        &self,
        library: &LibraryId,
        openings: u16,
        arrival: Option<Day>,
        now: Now,
    ) -> WatchDays {
        WatchDays {
            openings: self.openings_after(library, now.local.day, openings),
            round_after_next: self.round_after_next(library, now),
            arrival,
        }
    }

    /// Measures the way between two libraries.
    pub(crate) fn metres(&self, from: &LibraryId, to: &LibraryId) -> Option<u32> {
        let place = |library| self.members.get(library)?.place;
        whole_metres(place(from)?.distance_km(place(to)?))
    }

    /// Says until when a library is closed, if it is.
    pub(crate) fn closed_until(&self, library: &LibraryId, today: Day) -> Option<Day> {
        let hours = self.hours.get(library)?;
        if !hours.is_closed_for_a_period(today) {
            return None;
        }
        hours.next_open_day(today)
    }
}
