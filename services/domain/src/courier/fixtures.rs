//! Which territory do the van's tests speak of? A small one, in words a librarian reads.

#![allow(clippy::unwrap_used)]

use super::{
    CRATE_GRAMS, Change, Closure, Exception, OpeningHours, Round, RoundId, Span, Stop, Timetable,
};
use crate::catalogue::LibraryId;
use crate::time::{Day, LocalMoment, Weekday};
use std::collections::BTreeMap;

pub(super) fn library(id: &str) -> LibraryId {
    LibraryId::parse(id).unwrap()
}

pub(super) fn round_id(id: &str) -> RoundId {
    RoundId::parse(id).unwrap()
}

/// Reads "2026-11-25".
pub(super) fn date(text: &str) -> Day {
    let mut parts = text.split('-').map(|part| part.parse::<u32>().unwrap());
    let mut next = || parts.next().unwrap();
    let (year, month, day) = (next() as i32, next(), next());
    Day::from_civil(year, month, day).unwrap()
}

/// Reads "14:30".
pub(super) fn minute(text: &str) -> u16 {
    let (hours, minutes) = text.split_once(':').unwrap();
    hours.parse::<u16>().unwrap() * 60 + minutes.parse::<u16>().unwrap()
}

/// Reads "2026-11-25 14:30".
pub(super) fn at(text: &str) -> LocalMoment {
    let (day, time) = text.split_once(' ').unwrap();
    LocalMoment {
        day: date(day),
        minute: minute(time),
    }
}

/// A round with a cut-off of 30 minutes; stops are (library, arrives, leaves).
pub(super) fn a_round(id: &str, weekday: Weekday, stops: &[(&str, &str, &str)]) -> Round {
    let stops = stops.iter().map(|&(stop, arrives, leaves)| Stop {
        library: library(stop),
        arrives: minute(arrives),
        leaves: minute(leaves),
    });
    Round {
        id: round_id(id),
        name: format!("tournée {id}"),
        weekday,
        stops: stops.collect(),
        cut_off_minutes: 30,
        crate_grams: CRATE_GRAMS,
        first_day: None,
        last_day: None,
    }
}

pub(super) fn cancelled(round: &str, day: &str) -> Exception {
    Exception {
        round: round_id(round),
        day: date(day),
        change: Change::Cancelled,
    }
}

pub(super) fn moved(round: &str, day: &str, to: &str, by_minutes: i16) -> Exception {
    let day_of_run = date(to);
    Exception {
        round: round_id(round),
        day: date(day),
        change: Change::MovedTo {
            day: day_of_run,
            by_minutes,
        },
    }
}

/// Opening hours of (weekday, opens, closes), in order.
pub(super) fn open(spans: &[(Weekday, &str, &str)]) -> OpeningHours {
    let mut weekly: [Vec<Span>; 7] = Default::default();
    for &(weekday, opens, closes) in spans {
        weekly[weekday as usize].push(Span {
            opens: minute(opens),
            closes: minute(closes),
        });
    }
    OpeningHours::new(weekly, Vec::new(), false).unwrap()
}

/// The same hours with a closure.
pub(super) fn closed(hours: OpeningHours, first: &str, last: &str) -> OpeningHours {
    let mut closures = hours.closures().to_vec();
    closures.push(Closure {
        first: date(first),
        last: date(last),
    });
    OpeningHours::new(hours.weekly().clone(), closures, hours.open_on_holidays()).unwrap()
}

/// Two valleys that meet in Saint-Omer, and opening hours as villages have them.
///
/// The Lys on Wednesday: Saint-Omer, Aire, Thérouanne, Saint-Omer; on Friday afternoon back from Aire. The Aa on
/// Thursday: Saint-Omer, Lumbres, Fauquembergues and home by Lumbres. No van comes to Arques.
pub(super) fn a_territory() -> (Timetable, BTreeMap<LibraryId, OpeningHours>) {
    use Weekday::*;
    let lys = a_round(
        "lys",
        Wednesday,
        &[
            ("saint-omer", "09:00", "09:15"),
            ("aire", "10:00", "10:15"),
            ("therouanne", "11:00", "11:15"),
            ("saint-omer", "12:00", "12:00"),
        ],
    );
    let aa = a_round(
        "aa",
        Thursday,
        &[
            ("saint-omer", "09:00", "09:15"),
            ("lumbres", "10:00", "10:15"),
            ("fauquembergues", "11:00", "11:15"),
            ("lumbres", "12:00", "12:10"),
            ("saint-omer", "13:00", "13:00"),
        ],
    );
    let back = a_round(
        "lys-retour",
        Friday,
        &[("aire", "14:00", "14:15"), ("saint-omer", "15:00", "15:00")],
    );
    let hours = [
        (
            "saint-omer",
            open(&[
                (Tuesday, "09:00", "12:30"),
                (Tuesday, "13:30", "18:00"),
                (Wednesday, "09:00", "12:30"),
                (Wednesday, "13:30", "18:00"),
                (Friday, "13:30", "19:00"),
                (Saturday, "09:00", "18:00"),
            ]),
        ),
        (
            "aire",
            open(&[(Wednesday, "14:00", "18:00"), (Saturday, "09:00", "12:30")]),
        ),
        ("therouanne", open(&[(Wednesday, "10:00", "11:20")])),
        (
            "lumbres",
            open(&[(Wednesday, "14:00", "18:00"), (Friday, "16:00", "18:30")]),
        ),
        ("fauquembergues", open(&[(Saturday, "10:00", "12:00")])),
        ("arques", open(&[(Tuesday, "16:00", "18:00")])),
    ];
    let hours = hours.map(|(id, hours)| (library(id), hours));
    let timetable = Timetable::new(vec![lys, aa, back], Vec::new()).unwrap();
    (timetable, hours.into_iter().collect())
}
