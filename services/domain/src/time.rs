//! How days and moments are written down. It must not know what day it is: the clock is elsewhere.

use std::fmt;

/// Milliseconds of a day.
pub const DAY_MS: i64 = 86_400_000;

/// A calendar day, as days since 1970-01-01 (proleptic Gregorian calendar).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

/// A moment, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

impl Day {
    /// Makes the day of a civil date, or nothing where the month or day does not exist.
    pub fn from_civil(year: i32, month: u32, day: u32) -> Option<Self> {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let length = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return None,
        };
        if day == 0 || day > length || !(-9999..=9999).contains(&year) {
            return None;
        }
        // H. Hinnant, "chrono-compatible low-level date algorithms", days_from_civil.
        let shifted = if month <= 2 { year - 1 } else { year };
        let era = shifted.div_euclid(400);
        let year_of_era = shifted.rem_euclid(400);
        let month_from_march = (month as i32 + 9) % 12;
        let day_of_year = (153 * month_from_march + 2) / 5 + day as i32 - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Some(Self(era * 146_097 + day_of_era - 719_468))
    }

    /// Reads `YYYY-MM-DD`; nothing where it is written otherwise or the day does not exist.
    pub fn parse(text: &str) -> Option<Self> {
        let shape = text.len() == 10
            && text.bytes().enumerate().all(|(place, byte)| match place {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        let mut numbers = text.split('-').filter(|_| shape);
        let year = numbers.next()?.parse().ok()?;
        let month = numbers.next()?.parse().ok()?;
        let day = numbers.next()?.parse().ok()?;
        Self::from_civil(year, month, day)
    }

    /// Gives back year, month (1 to 12) and day (1 to 31).
    pub fn civil(self) -> (i32, u32, u32) {
        let shifted = self.0.saturating_add(719_468);
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = (day_of_year - (153 * month_from_march + 2) / 5 + 1) as u32;
        let month = if month_from_march < 10 {
            month_from_march + 3
        } else {
            month_from_march - 9
        };
        let year = year_of_era + era * 400 + i32::from(month <= 2);
        (year, month as u32, day)
    }
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weekday {
    /// The first day of the working week.
    Monday,
    /// The second.
    Tuesday,
    /// The third.
    Wednesday,
    /// The fourth.
    Thursday,
    /// The fifth.
    Friday,
    /// The sixth.
    Saturday,
    /// The day of rest.
    Sunday,
}

impl Weekday {
    /// All seven, Monday first.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];
}

/// A moment as the clock on a library's wall shows it, without a time zone: timetables and opening hours speak so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalMoment {
    /// The day.
    pub day: Day,
    /// Minutes since midnight, 0 to 1,439.
    pub minute: u16,
}

/// Now, as a flow hands it to a rule: the same moment twice, since rules have no time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// For deadlines.
    pub at: Timestamp,
    /// For timetables, due dates and opening hours.
    pub local: LocalMoment,
}

impl Timestamp {
    /// Gives the moment so many milliseconds later, or earlier where negative.
    pub fn plus_ms(self, milliseconds: i64) -> Self {
        Self(self.0.saturating_add(milliseconds))
    }

    /// Gives the day on which the moment falls, in UTC; a moment that no day can count is on the first or last one.
    pub fn day(self) -> Day {
        let day = self.0.div_euclid(DAY_MS);
        Day(i32::try_from(day).unwrap_or(if day < 0 { i32::MIN } else { i32::MAX }))
    }
}

impl Day {
    /// Gives the day so many days later, or earlier where negative.
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// Gives the first day of its month.
    pub fn first_of_month(self) -> Self {
        let (_, _, date) = self.civil();
        self.plus(1 - date as i32)
    }

    /// Counts the days from this day to a later one; negative where it is earlier.
    pub fn days_until(self, other: Self) -> i32 {
        other.0.saturating_sub(self.0)
    }

    /// Says which day of the week it is; 1 January 1970 was a Thursday.
    pub fn weekday(self) -> Weekday {
        Weekday::ALL[(i64::from(self.0) + 3).rem_euclid(7) as usize]
    }

    /// Gives the moment at which a deadline that names this day has passed: midnight UTC after it, at night in France.
    pub fn end(self) -> Timestamp {
        Timestamp((i64::from(self.0) + 1) * DAY_MS)
    }
}

impl fmt::Display for LocalMoment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} {:02}:{:02}",
            self.day,
            self.minute / 60,
            self.minute % 60
        )
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_survives_the_way_to_numbers_and_back() {
        for (year, month, day) in [(1970, 1, 1), (2000, 2, 29), (2026, 11, 24), (1899, 12, 31)] {
            let made = Day::from_civil(year, month, day).map(Day::civil);
            assert_eq!(made, Some((year, month, day)));
        }
        assert_eq!(Day::from_civil(1970, 1, 2), Some(Day(1)));
    }

    #[test]
    fn the_day_of_the_week_is_known_before_and_after_1970() {
        for (year, month, day, weekday) in [
            (1970, 1, 1, Weekday::Thursday),
            (2026, 11, 25, Weekday::Wednesday),
            (1969, 12, 29, Weekday::Monday),
            (2027, 1, 3, Weekday::Sunday),
        ] {
            let made = Day::from_civil(year, month, day).map(Day::weekday);
            assert_eq!(made, Some(weekday), "{year}-{month}-{day}");
        }
    }

    #[test]
    fn a_month_begins_on_its_first_day() {
        for (day, first) in [
            ("2026-12-01", "2026-12-01"),
            ("2026-12-31", "2026-12-01"),
            ("2024-02-29", "2024-02-01"),
        ] {
            let found = Day::parse(day).map(Day::first_of_month);
            assert_eq!(found, Day::parse(first), "{day}");
        }
    }

    #[test]
    fn a_moment_falls_on_the_day_that_has_begun_in_utc() {
        for (at, day) in [
            (0, Day(0)),
            (DAY_MS - 1, Day(0)),
            (DAY_MS, Day(1)),
            (-1, Day(-1)),
            (i64::MAX, Day(i32::MAX)),
            (i64::MIN, Day(i32::MIN)),
        ] {
            assert_eq!(Timestamp(at).day(), day, "{at}");
        }
    }

    #[test]
    fn the_last_day_that_can_be_counted_can_be_shown() {
        for day in [Day(i32::MAX), Day(i32::MIN)] {
            assert!(!day.to_string().is_empty());
        }
    }

    #[test]
    fn a_day_is_read_as_it_is_written_and_no_otherwise() {
        let day = Day::from_civil(2026, 11, 24);
        assert_eq!(Day::parse("2026-11-24"), day);
        for text in [
            "2026-02-29",
            "24/11/2026",
            "2026-1-1",
            "+026-01-01",
            "é",
            "",
        ] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_that_does_not_exist_is_refused() {
        for (year, month, day) in [(2026, 2, 29), (2026, 13, 1), (2026, 4, 31), (2026, 1, 0)] {
            assert_eq!(Day::from_civil(year, month, day), None);
        }
    }
}
