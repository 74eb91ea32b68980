//! Does a library keep this copy for its own readers? It must not know whether the copy is on the shelf.

use super::copy::CopyFacts;
use crate::catalogue::LibraryId;
use crate::time::Day;
use std::fmt;

/// How long a library keeps what it has just bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProtectionSettings {
    /// Calendar months from acquisition during which a copy does not travel; 0 protects nothing.
    pub new_months: u16,
}

impl Default for ProtectionSettings {
    fn default() -> Self {
        Self { new_months: 6 }
    }
}

/// Why a copy that exists is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// Bought not long ago.
    New {
        /// The first day it may travel.
        until: Day,
    },
    /// For use in the library only.
    Reference,
    /// The latest issue of a periodical, which stays on display.
    LatestIssue,
    /// The library's own patrons wait for every copy it has free.
    LocalQueue {
        /// Own patrons waiting.
        waiting: u32,
        /// Copies that are free.
        free: u32,
    },
}

impl fmt::Display for Protection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::New { until } => write!(f, "new, stays in its library until {until}"),
            Self::Reference => f.write_str("for use in the library only"),
            Self::LatestIssue => f.write_str("the latest issue stays on display"),
            Self::LocalQueue { waiting, free } => {
                write!(f, "own patrons waiting: {waiting}, free copies: {free}")
            }
        }
    }
}

/// Says why a copy may not be lent to anybody, or nothing.
pub(super) fn kept_from_everybody(copy: &CopyFacts) -> Option<Protection> {
    if copy.reference {
        return Some(Protection::Reference);
    }
    copy.latest_issue.then_some(Protection::LatestIssue)
}

/// Gives the first day a new copy may travel for this home and pick-up library, or nothing where it may today.
///
/// A new book is kept from the van, not from people: the library's own patrons, and visitors who collect it there, may
/// have it.
pub(super) fn new_until(
    copy: &CopyFacts,
    home: &LibraryId,
    pickup: &LibraryId,
    today: Day,
    settings: &ProtectionSettings,
) -> Option<Day> {
    let owner = &copy.item.library;
    if owner == home || owner == pickup {
        return None;
    }
    let until = months_later(copy.acquired?, settings.new_months);
    (today < until).then_some(until)
}

/// Adds calendar months; the 31st becomes the last day of a shorter month.
fn months_later(day: Day, months: u16) -> Day {
    // Far outside the calendar a wrong date of purchase is certain, and only the arithmetic must survive it.
    if day.0.unsigned_abs() > 2_500_000 {
        return day.plus(i32::from(months) * 30);
    }
    let (year, month, day_of_month) = day.civil();
    let months_from_zero = month - 1 + u32::from(months);
    let year = year + (months_from_zero / 12) as i32;
    let last_days = [day_of_month, 30, 29, 28];
    let made = last_days
        .into_iter()
        .filter(|last| *last <= day_of_month)
        .find_map(|last| Day::from_civil(year, months_from_zero % 12 + 1, last));
    made.unwrap_or_else(|| day.plus(i32::from(months) * 30))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::lending::lender_fixtures::{a_copy, day, library};

    #[test]
    fn six_months_are_counted_on_the_calendar() {
        for (from, months, to) in [
            ((2026, 1, 15), 6, (2026, 7, 15)),
            ((2026, 8, 31), 6, (2027, 2, 28)),
            ((2027, 8, 31), 6, (2028, 2, 29)),
            ((2026, 12, 31), 0, (2026, 12, 31)),
            ((2026, 3, 31), 1, (2026, 4, 30)),
        ] {
            let later = months_later(day(from.0, from.1, from.2), months);
            assert_eq!(later, day(to.0, to.1, to.2));
        }
        for strange in [
            Day(i32::MIN),
            Day(i32::MAX),
            Day(2_500_000),
            Day(-2_500_000),
        ] {
            months_later(strange, u16::MAX);
        }
    }

    #[test]
    fn a_new_book_stays_six_months_but_not_from_its_own_patrons() {
        let (aire, lumbres) = (library("aire"), library("lumbres"));
        let mut copy = a_copy("aire", "000001");
        copy.acquired = Some(day(2026, 5, 24));
        let settings = ProtectionSettings::default();
        let kept = |home, pickup, today| new_until(&copy, home, pickup, today, &settings);
        let until = day(2026, 11, 24);
        assert_eq!(kept(&lumbres, &lumbres, day(2026, 11, 23)), Some(until));
        assert_eq!(kept(&lumbres, &lumbres, until), None);
        assert_eq!(kept(&aire, &lumbres, day(2026, 6, 1)), None);
        assert_eq!(kept(&lumbres, &aire, day(2026, 6, 1)), None);
        copy.acquired = None;
        let unknown = new_until(&copy, &lumbres, &lumbres, until, &settings);
        assert_eq!(unknown, None);
    }
}
