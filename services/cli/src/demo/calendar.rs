//! What happens on a day of the demo by itself? Doors open, and the van comes by. It must not know what lies in its crates.

use super::catalogue::{DemoLibrary, rows};
use crate::failure::Failure;
use navette_domain::catalogue::LibraryId;
use navette_domain::courier::{OpeningHours, Timetable};
use navette_domain::time::{Day, LocalMoment};
use navette_federator::RoundConfig;

/// Something that happens at a moment.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Happening {
    /// The library at this place opens its door.
    Opens(usize),
    /// The van is about to leave a stop.
    Van(VanStop),
    /// The wish at this place of the table is made.
    Asks(usize),
    /// What is planned for a wish: the places of the wish and of the deed.
    Does(usize, usize),
}

/// A stop of the van on one day.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct VanStop {
    /// Which round.
    pub(super) round: String,
    /// The day of the run.
    pub(super) day: Day,
    /// Which stop, the first being 0.
    pub(super) stop: u32,
    /// The library's place in the list.
    pub(super) place: usize,
}

/// When the libraries are open, and when the van comes.
pub(super) struct Calendar {
    libraries: Vec<LibraryId>,
    hours: Vec<OpeningHours>,
    timetable: Timetable,
}

/// Reads the rounds of the van.
pub(super) fn rounds() -> Result<Vec<RoundConfig>, Failure> {
    let usual = |id, name, weekday, stops| RoundConfig {
        id,
        name,
        weekday,
        stops,
        cut_off_minutes: 15,
        crate_grams: 15_000,
        first_day: None,
        last_day: None,
    };
    rows("rounds.tsv", include_str!("rounds.tsv"), |row| {
        Ok(usual(
            row.needed("round")?,
            row.needed("name")?,
            row.needed("weekday")?,
            row.list("stops")?,
        ))
    })
}

impl Calendar {
    /// Reads the libraries' hours and the rounds.
    pub(super) fn of(libraries: &[DemoLibrary], rounds: &[RoundConfig]) -> Result<Self, Failure> {
        let hours = libraries.iter().map(hours).collect::<Result<_, _>>()?;
        let rounds = rounds.iter().map(RoundConfig::round);
        let rounds = rounds.collect::<Result<_, _>>().map_err(Failure::other)?;
        let timetable = Timetable::new(rounds, Vec::new());
        Ok(Self {
            libraries: libraries.iter().map(|one| one.id.clone()).collect(),
            hours,
            timetable: timetable.map_err(|refusal| Failure::other(refusal.to_string()))?,
        })
    }

    /// Lists what happens on a day; in no order.
    pub(super) fn on(&self, day: Day) -> Vec<(LocalMoment, Happening)> {
        let mut all = Vec::new();
        for (place, hours) in self.hours.iter().enumerate() {
            let spans = hours.weekly().get(day.weekday() as usize);
            let first = spans.and_then(|spans| spans.first());
            if let Some(span) = first.filter(|_| hours.is_open_on(day)) {
                let minute = span.opens;
                all.push((LocalMoment { day, minute }, Happening::Opens(place)));
            }
        }
        for run in self.timetable.runs_on(day) {
            for (number, stop) in run.stops().enumerate() {
                let place = self.libraries.iter().position(|one| one == stop.library);
                let (Some(place), Ok(number)) = (place, u32::try_from(number)) else {
                    continue;
                };
                let comes = VanStop {
                    round: run.round.id.to_string(),
                    day: run.day,
                    stop: number,
                    place,
                };
                all.push((stop.leaves, Happening::Van(comes)));
            }
        }
        all
    }

    /// Gives the next run of the van that begins after a moment: its round and its day.
    pub(super) fn next_run(&self, after: LocalMoment) -> Option<(String, Day)> {
        (0..14).find_map(|later| {
            let runs = self.timetable.runs_on(after.day.plus(later));
            let mut runs = runs.into_iter();
            let run = runs.find(|run| run.stop(0).is_some_and(|stop| stop.leaves > after))?;
            Some((run.round.id.to_string(), run.day))
        })
    }
}

/// Reads when a library is open.
pub(super) fn hours(library: &DemoLibrary) -> Result<OpeningHours, Failure> {
    OpeningHours::parse_lines(&library.hours, &[])
        .map_err(|refusal| Failure::other(format!("hours of {}: {refusal}", library.id)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::demo::catalogue::libraries;
    use std::collections::BTreeSet;

    #[test]
    fn every_library_is_open_and_served_by_the_van_within_a_week() {
        let libraries = libraries(include_str!("libraries.tsv")).ok().unwrap();
        let calendar = Calendar::of(&libraries, &rounds().ok().unwrap());
        let calendar = calendar.ok().unwrap();
        // A week without a public holiday.
        let monday = Day::from_civil(2026, 11, 23).unwrap();
        let all = (0..7).flat_map(|later| calendar.on(monday.plus(later)));
        let (mut opens, mut served) = (BTreeSet::new(), BTreeSet::new());
        for (_, happening) in all {
            match happening {
                Happening::Opens(place) => opens.insert(place),
                Happening::Van(stop) => served.insert(stop.place),
                Happening::Asks(_) | Happening::Does(..) => false,
            };
        }
        assert_eq!((opens.len(), served.len()), (9, 9));
    }
}
