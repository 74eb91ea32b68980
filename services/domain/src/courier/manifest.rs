//! What comes off and goes on at a stop? It must not know for whom: a manifest lies open in a van.

use super::round::RoundId;
use super::run::Run;
use crate::catalogue::LibraryId;
use crate::identity::{ItemId, JourneyId};
use crate::time::{Day, LocalMoment};
use std::collections::BTreeMap;

/// An item that rides, or should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// Its journey.
    pub journey: JourneyId,
    /// The item.
    pub item: ItemId,
    /// Where it comes off this run: its destination, or where it changes to another round.
    pub off_at: LibraryId,
    /// Its weight.
    pub grams: u32,
    /// The day promised for it; nothing where nobody waits for it and it only goes home.
    pub promised: Option<Day>,
}

/// Why an item is not loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StayReason {
    /// The crate of the library where it comes off has no room left: it goes with the next run.
    CrateFull,
    /// It is heavier than an empty crate may be: somebody has to take it by hand.
    TooHeavy,
    /// This run does not come by that library any more.
    NotServed,
}

/// An item that is not loaded, with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    /// Which.
    pub parcel: Parcel,
    /// Why.
    pub because: StayReason,
}

/// What is loaded at a stop, and what is not; each by promised day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loaded {
    /// Goes into its crate.
    pub goes_on: Vec<Parcel>,
    /// Waits for the next run.
    pub stays: Vec<Stay>,
}

/// The list for one stop of one run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// Which round.
    pub round: RoundId,
    /// The day of the run.
    pub day: Day,
    /// Which stop of the round, the first being 0.
    pub stop: usize,
    /// Where.
    pub library: LibraryId,
    /// When the van comes.
    pub arrives: LocalMoment,
    /// When it goes.
    pub leaves: LocalMoment,
    /// What comes off, by item.
    pub comes_off: Vec<Parcel>,
    /// What goes on, by promised day.
    pub goes_on: Vec<Parcel>,
    /// What should go on and cannot, by promised day.
    pub stays: Vec<Stay>,
    /// What stays in the van, so that the next stop's manifest can be made from this one.
    pub rides_on: Vec<Parcel>,
}

/// Loads what waits at a stop, the oldest promise first, each item into the crate of the library where it comes off.
///
/// A run carries one crate for each library it serves, of the round's capacity; `aboard` is what lies in them already.
/// An item that does not fit leaves the room to a lighter one behind it, and is first in line for the next run. What
/// somebody waits for goes before what only goes home.
pub fn load(run: Run<'_>, stop: usize, aboard: &[Parcel], waiting: &[Parcel]) -> Loaded {
    let capacity = u64::from(run.round.crate_grams);
    let mut crates: BTreeMap<&LibraryId, u64> = BTreeMap::new();
    for parcel in aboard {
        add(&mut crates, parcel);
    }
    let here = run.stop(stop).map(|stop| stop.library);
    let mut in_line: Vec<&Parcel> = waiting.iter().collect();
    in_line.sort_by_key(|parcel| (parcel.promised.is_none(), parcel.promised, &parcel.item));
    let mut loaded = Loaded::default();
    for parcel in in_line {
        let library = &parcel.off_at;
        let mut later = run.stops().skip(stop.saturating_add(1));
        let held = crates.get(library).copied().unwrap_or_default();
        let because = if here == Some(library) || !later.any(|later| later.library == library) {
            StayReason::NotServed
        } else if u64::from(parcel.grams) > capacity {
            StayReason::TooHeavy
        } else if held.saturating_add(u64::from(parcel.grams)) > capacity {
            StayReason::CrateFull
        } else {
            add(&mut crates, parcel);
            loaded.goes_on.push(parcel.clone());
            continue;
        };
        loaded.stays.push(Stay {
            parcel: parcel.clone(),
            because,
        });
    }
    loaded
}

/// Makes the manifest of one stop from what is aboard when the van comes and what waits there; nothing where the run
/// has no such stop. At a library closed for a period no manifest is made: nobody is there.
pub fn manifest(
    run: Run<'_>,
    stop: usize,
    aboard: &[Parcel],
    waiting: &[Parcel],
) -> Option<Manifest> {
    let here = run.stop(stop)?;
    let (mut comes_off, mut rides_on): (Vec<Parcel>, Vec<Parcel>) = aboard
        .iter()
        .cloned()
        .partition(|parcel| &parcel.off_at == here.library);
    comes_off.sort_by(|one, other| one.item.cmp(&other.item));
    let Loaded { goes_on, stays } = load(run, stop, &rides_on, waiting);
    rides_on.extend(goes_on.iter().cloned());
    Some(Manifest {
        round: run.round.id.clone(),
        day: run.day,
        stop,
        library: here.library.clone(),
        arrives: here.arrives,
        leaves: here.leaves,
        comes_off,
        goes_on,
        stays,
        rides_on,
    })
}

impl Manifest {
    /// Sums what comes off, in grams.
    pub fn grams_off(&self) -> u64 {
        grams(&self.comes_off)
    }

    /// Sums what goes on, in grams.
    pub fn grams_on(&self) -> u64 {
        grams(&self.goes_on)
    }
}

fn grams(parcels: &[Parcel]) -> u64 {
    parcels.iter().map(|parcel| u64::from(parcel.grams)).sum()
}

fn add<'p>(crates: &mut BTreeMap<&'p LibraryId, u64>, parcel: &'p Parcel) {
    let held = crates.entry(&parcel.off_at).or_default();
    *held = held.saturating_add(u64::from(parcel.grams));
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::fixtures::{a_territory, date, library};
    use super::*;
    use crate::identity::Barcode;

    fn parcel(barcode: &str, off_at: &str, grams: u32, promised: &str) -> Parcel {
        Parcel {
            journey: JourneyId(1),
            item: ItemId {
                library: library("saint-omer"),
                barcode: Barcode::parse(barcode).unwrap(),
            },
            off_at: library(off_at),
            grams,
            promised: Some(date(promised)),
        }
    }

    fn barcodes(parcels: &[Parcel]) -> Vec<&str> {
        let items = parcels.iter().map(|parcel| parcel.item.barcode.as_str());
        items.collect()
    }

    fn kept(stays: &[Stay]) -> Vec<(&str, StayReason)> {
        let stays = stays.iter();
        stays
            .map(|stay| (stay.parcel.item.barcode.as_str(), stay.because))
            .collect()
    }

    #[test]
    fn the_oldest_promise_is_loaded_first_and_the_rest_stays() {
        let (timetable, _) = a_territory();
        let run = timetable.runs_on(date("2026-11-25"))[0];
        let waiting = [
            parcel("late", "aire", 6_000, "2026-12-02"),
            parcel("early", "aire", 6_000, "2026-11-25"),
            parcel("middle", "aire", 6_000, "2026-11-28"),
            parcel("light", "aire", 3_000, "2026-12-05"),
        ];
        let loaded = load(run, 0, &[], &waiting);
        assert_eq!(barcodes(&loaded.goes_on), ["early", "middle", "light"]);
        assert_eq!(kept(&loaded.stays), [("late", StayReason::CrateFull)]);
    }

    #[test]
    fn what_only_goes_home_leaves_the_room_to_what_somebody_waits_for() {
        let (timetable, _) = a_territory();
        let run = timetable.runs_on(date("2026-11-25"))[0];
        let homeward = Parcel {
            promised: None,
            ..parcel("a", "aire", 8_000, "2026-11-25")
        };
        let waiting = [homeward, parcel("b", "aire", 8_000, "2026-12-05")];
        let loaded = load(run, 0, &[], &waiting);
        assert_eq!(barcodes(&loaded.goes_on), ["b"]);
        assert_eq!(kept(&loaded.stays), [("a", StayReason::CrateFull)]);
    }

    #[test]
    fn each_library_has_its_own_crate_and_what_is_aboard_counts() {
        let (timetable, _) = a_territory();
        let run = timetable.runs_on(date("2026-11-25"))[0];
        let aboard = [parcel("aboard", "saint-omer", 14_000, "2026-11-25")];
        let waiting = [
            parcel("home", "saint-omer", 1_001, "2026-11-25"),
            parcel("on", "therouanne", 15_000, "2026-11-25"),
        ];
        let loaded = load(run, 1, &aboard, &waiting);
        assert_eq!(barcodes(&loaded.goes_on), ["on"]);
        assert_eq!(kept(&loaded.stays), [("home", StayReason::CrateFull)]);
    }

    #[test]
    fn what_this_run_cannot_carry_stays_with_its_reason() {
        let (timetable, _) = a_territory();
        let run = timetable.runs_on(date("2026-11-25"))[0];
        let waiting = [
            parcel("behind", "aire", 450, "2026-11-25"),
            parcel("elsewhere", "lumbres", 450, "2026-11-25"),
            parcel("heavy", "saint-omer", 15_001, "2026-11-25"),
            parcel("here", "therouanne", 450, "2026-11-25"),
        ];
        let loaded = load(run, 2, &[], &waiting);
        let expected = [
            ("behind", StayReason::NotServed),
            ("elsewhere", StayReason::NotServed),
            ("heavy", StayReason::TooHeavy),
            ("here", StayReason::NotServed),
        ];
        assert_eq!(kept(&loaded.stays), expected);
        assert!(loaded.goes_on.is_empty());
    }

    #[test]
    fn a_manifest_says_what_comes_off_what_goes_on_and_what_rides_on() {
        let (timetable, _) = a_territory();
        let run = timetable.runs_on(date("2026-11-25"))[0];
        let aboard = [
            parcel("b", "aire", 600, "2026-11-25"),
            parcel("a", "aire", 450, "2026-11-25"),
            parcel("c", "therouanne", 450, "2026-11-25"),
        ];
        let waiting = [parcel("d", "saint-omer", 120, "2026-11-26")];
        let made = manifest(run, 1, &aboard, &waiting).unwrap();
        assert_eq!(made.library, library("aire"));
        assert_eq!(barcodes(&made.comes_off), ["a", "b"]);
        assert_eq!((made.grams_off(), made.grams_on()), (1_050, 120));
        assert_eq!(barcodes(&made.goes_on), ["d"]);
        assert_eq!(barcodes(&made.rides_on), ["c", "d"]);
        assert_eq!(manifest(run, 9, &aboard, &waiting), None);
    }
}
