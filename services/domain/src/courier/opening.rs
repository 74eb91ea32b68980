//! When is a library open? It must not know of the van's timetable or of what is collected there.

use super::holidays::is_public_holiday;
use super::minutes;
use crate::time::{Day, Weekday};

/// Most spans of one weekday: morning, noon, afternoon, evening.
pub const SPANS_MAX: usize = 4;
/// Most closures of one library that are kept.
pub const CLOSURES_MAX: usize = 200;
/// How many days a search for an opening day looks ahead; a library that stays shut longer is not waited for.
pub const OPENING_SEARCH_DAYS: i32 = 400;

/// One stretch of time in which the door is open, in minutes since midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// First minute, 0 to 1,439.
    pub opens: u16,
    /// The minute at which the door closes, after `opens`, up to 1,440 (midnight).
    pub closes: u16,
}

/// Days on which a library is shut altogether: summer closure, works. Nobody is there to let the van in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Closure {
    /// First day shut.
    pub first: Day,
    /// Last day shut.
    pub last: Day,
}

/// When one library is open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpeningHours {
    weekly: [Vec<Span>; 7],
    closures: Vec<Closure>,
    open_on_holidays: bool,
}

/// Why a text of opening hours makes no sense.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpeningRefusal {
    /// It closes before it opens, or after midnight.
    #[error("{weekday:?}: opening from minute {opens} to minute {closes} is not within one day")]
    NotASpan {
        /// On which day of the week.
        weekday: Weekday,
        /// Minutes since midnight.
        opens: u16,
        /// Minutes since midnight.
        closes: u16,
    },
    /// A span begins before the one above it has ended.
    #[error("{weekday:?}: opening at minute {opens} comes before closing at minute {closes}")]
    SpansOutOfOrder {
        /// On which day of the week.
        weekday: Weekday,
        /// Beginning of the later span.
        opens: u16,
        /// End of the earlier span.
        closes: u16,
    },
    /// More spans than a day has.
    #[error("{weekday:?} has {spans} opening times, the limit is {SPANS_MAX}")]
    TooManySpans {
        /// On which day of the week.
        weekday: Weekday,
        /// How many were given.
        spans: usize,
    },
    /// A closure that ends before it begins.
    #[error("a closure from {first} to {last} ends before it begins")]
    ClosureOutOfOrder {
        /// First day.
        first: Day,
        /// Last day.
        last: Day,
    },
    /// More closures than are kept.
    #[error("{0} closures are given, the limit is {CLOSURES_MAX}")]
    TooManyClosures(usize),
}

impl OpeningHours {
    /// Makes opening hours of a week (Monday first, spans in order), closures, and whether holidays are ordinary days.
    pub fn new(
        weekly: [Vec<Span>; 7],
        mut closures: Vec<Closure>,
        open_on_holidays: bool,
    ) -> Result<Self, OpeningRefusal> {
        for (&weekday, spans) in Weekday::ALL.iter().zip(&weekly) {
            check_spans(weekday, spans)?;
        }
        if closures.len() > CLOSURES_MAX {
            return Err(OpeningRefusal::TooManyClosures(closures.len()));
        }
        for &Closure { first, last } in &closures {
            if last < first {
                return Err(OpeningRefusal::ClosureOutOfOrder { first, last });
            }
        }
        closures.sort_unstable();
        Ok(Self {
            weekly,
            closures,
            open_on_holidays,
        })
    }

    /// Gives the spans of each weekday, Monday first.
    pub fn weekly(&self) -> &[Vec<Span>; 7] {
        &self.weekly
    }

    /// Gives the closures, by first day.
    pub fn closures(&self) -> &[Closure] {
        &self.closures
    }

    /// Says whether public holidays are ordinary days here.
    pub fn open_on_holidays(&self) -> bool {
        self.open_on_holidays
    }

    /// Says whether a patron finds the door open at some time of the day.
    pub fn is_open_on(&self, day: Day) -> bool {
        self.closes_at(day).is_some()
    }

    /// Gives the minute at which the door closes for the last time that day, up to 1,440; nothing where it stays shut.
    pub fn closes_at(&self, day: Day) -> Option<u16> {
        let spans = self.weekly.get(day.weekday() as usize)?;
        let closes = spans.last()?.closes;
        let shut =
            self.is_closed_for_a_period(day) || (!self.open_on_holidays && is_public_holiday(day));
        (!shut).then_some(closes)
    }

    /// Says whether a closure covers the day. The van has a key for ordinary days without opening, but in a closure
    /// nobody empties or fills a crate, and it brings and takes nothing.
    pub fn is_closed_for_a_period(&self, day: Day) -> bool {
        self.closures
            .iter()
            .any(|closure| (closure.first..=closure.last).contains(&day))
    }

    /// Finds the first opening day, `from` included, within 400 days.
    pub fn next_open_day(&self, from: Day) -> Option<Day> {
        days_from(from).find(|&day| self.is_open_on(day))
    }

    /// Finds the day of the n-th opening after `day`, which does not count itself, within 400 days; `day` for none.
    pub fn after_openings(&self, day: Day, openings: u32) -> Option<Day> {
        let Some(before) = openings.checked_sub(1) else {
            return Some(day);
        };
        days_from(day.plus(1))
            .filter(|&day| self.is_open_on(day))
            .nth(usize::try_from(before).ok()?)
    }

    /// Counts the opening days after `after` up to and including `last`, within 400 days: the inverse of
    /// [`Self::after_openings`].
    pub fn opening_days_between(&self, after: Day, last: Day) -> u32 {
        let mut openings = 0;
        for day in days_from(after.plus(1)) {
            if day > last {
                break;
            }
            openings += u32::from(self.is_open_on(day));
        }
        openings
    }

    /// Finds the first day on which what lies ready at a minute (counted from 1970) can be collected: an opening day
    /// that closes so many minutes later, or more.
    pub(super) fn collection_day(&self, ready: i64, handover_minutes: i64) -> Option<Day> {
        days_from(minutes::moment(ready).day).find(|&day| {
            self.closes_at(day).is_some_and(|closes| {
                minutes::of_midnight(day) + i64::from(closes) - ready >= handover_minutes
            })
        })
    }
}

fn days_from(first: Day) -> impl Iterator<Item = Day> {
    (0..OPENING_SEARCH_DAYS).map(move |ahead| first.plus(ahead))
}

fn check_spans(weekday: Weekday, spans: &[Span]) -> Result<(), OpeningRefusal> {
    if spans.len() > SPANS_MAX {
        let spans = spans.len();
        return Err(OpeningRefusal::TooManySpans { weekday, spans });
    }
    let mut closed_at = None;
    for &Span { opens, closes } in spans {
        if opens >= closes || i64::from(closes) > minutes::OF_A_DAY {
            return Err(OpeningRefusal::NotASpan {
                weekday,
                opens,
                closes,
            });
        }
        if let Some(closes) = closed_at.filter(|&before| opens < before) {
            return Err(OpeningRefusal::SpansOutOfOrder {
                weekday,
                opens,
                closes,
            });
        }
        closed_at = Some(closes);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::fixtures::{closed, date, minute, open};
    use super::*;

    fn aire() -> OpeningHours {
        open(&[
            (Weekday::Wednesday, "10:00", "12:00"),
            (Weekday::Wednesday, "14:00", "18:00"),
            (Weekday::Saturday, "09:00", "12:30"),
        ])
    }

    #[test]
    fn a_library_is_open_on_its_days_and_closes_with_its_last_span() {
        for (day, closes) in [
            ("2026-11-24", None),
            ("2026-11-25", Some(minute("18:00"))),
            ("2026-11-28", Some(minute("12:30"))),
            // A Wednesday, and the armistice.
            ("2026-11-11", None),
        ] {
            assert_eq!(aire().closes_at(date(day)), closes, "{day}");
            assert_eq!(aire().is_open_on(date(day)), closes.is_some(), "{day}");
        }
    }

    #[test]
    fn a_library_open_on_holidays_is_open_on_the_armistice() {
        let weekly = aire().weekly().clone();
        let hours = OpeningHours::new(weekly, Vec::new(), true).unwrap();
        assert!(hours.is_open_on(date("2026-11-11")));
    }

    #[test]
    fn the_next_opening_day_passes_over_closures_and_holidays() {
        let hours = closed(aire(), "2026-12-19", "2027-01-03");
        for (from, next) in [
            ("2026-11-25", "2026-11-25"),
            ("2026-11-08", "2026-11-14"),
            ("2026-12-17", "2027-01-06"),
        ] {
            assert_eq!(hours.next_open_day(date(from)), Some(date(next)), "{from}");
        }
    }

    #[test]
    fn openings_are_counted_after_the_day_itself() {
        let monday = date("2026-11-23");
        let wednesday = date("2026-11-25");
        for (from, openings, day) in [
            (monday, 0, "2026-11-23"),
            (monday, 1, "2026-11-25"),
            (wednesday, 1, "2026-11-28"),
            (wednesday, 3, "2026-12-05"),
        ] {
            assert_eq!(aire().after_openings(from, openings), Some(date(day)));
            assert_eq!(aire().opening_days_between(from, date(day)), openings);
        }
    }

    #[test]
    fn a_library_that_never_opens_is_not_searched_for_ever() {
        let shut = OpeningHours::default();
        assert_eq!(shut.next_open_day(date("2026-11-25")), None);
        assert_eq!(shut.after_openings(date("2026-11-25"), 1), None);
        assert_eq!(aire().after_openings(date("2026-11-25"), u32::MAX), None);
        assert_eq!(shut.opening_days_between(Day(i32::MIN), Day(i32::MAX)), 0);
        assert_eq!(shut.next_open_day(Day(i32::MAX)), None);
    }

    #[test]
    fn hours_out_of_order_are_refused_by_name() {
        let day = |spans: &[(u16, u16)]| {
            let mut weekly: [Vec<Span>; 7] = Default::default();
            weekly[1] = spans
                .iter()
                .map(|&(opens, closes)| Span { opens, closes })
                .collect();
            OpeningHours::new(weekly, Vec::new(), false).map_err(|refusal| refusal.to_string())
        };
        for (spans, said) in [
            (
                &[(600, 600)][..],
                "Tuesday: opening from minute 600 to minute 600 is not within one day",
            ),
            (
                &[(600, 1_441)],
                "Tuesday: opening from minute 600 to minute 1441 is not within one day",
            ),
            (
                &[(600, 720), (719, 800)],
                "Tuesday: opening at minute 719 comes before closing at minute 720",
            ),
            (
                &[(1, 2), (3, 4), (5, 6), (7, 8), (9, 10)],
                "Tuesday has 5 opening times, the limit is 4",
            ),
        ] {
            assert_eq!(day(spans), Err(said.to_owned()));
        }
        assert!(day(&[(0, 720), (720, 1_440)]).is_ok());
    }

    #[test]
    fn closures_out_of_order_or_without_end_are_refused_by_name() {
        let closure = |first: &str, last: &str| Closure {
            first: date(first),
            last: date(last),
        };
        let with = |closures| OpeningHours::new(Default::default(), closures, false).unwrap_err();
        assert_eq!(
            with(vec![closure("2026-08-20", "2026-08-01")]).to_string(),
            "a closure from 2026-08-20 to 2026-08-01 ends before it begins"
        );
        assert_eq!(
            with(vec![closure("2026-08-01", "2026-08-20"); 201]),
            OpeningRefusal::TooManyClosures(201)
        );
    }
}
