//! Until when does a card hold, and how old is somebody? Months and years of the calendar, not counts of days.

use crate::time::Day;

/// Gives the last day of a card made or renewed on `day`: the same day of the month, or the month's last.
pub fn card_expires(day: Day, months: u8) -> Day {
    let (year, month, day_of_month) = day.civil();
    let months_since_january = month - 1 + u32::from(months);
    let later_year = year.saturating_add((months_since_january / 12) as i32);
    let later_month = months_since_january % 12 + 1;
    for candidate in (1..=day_of_month).rev() {
        if let Some(found) = Day::from_civil(later_year, later_month, candidate) {
            return found;
        }
    }
    day
}

/// Counts the full years of somebody born on `birth`; below zero where that day is still to come.
///
/// Who was born on 29 February has their birthday on 1 March in other years.
pub fn age_years(birth: Day, today: Day) -> i32 {
    let (birth_year, birth_month, birth_day) = birth.civil();
    let (year, month, day) = today.civil();
    let before_birthday = (month, day) < (birth_month, birth_day);
    year - birth_year - i32::from(before_birthday)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> Day {
        Day::from_civil(year, month, day).unwrap()
    }

    #[test]
    fn a_card_holds_until_the_same_day_or_the_months_last() {
        for (made, months, expires) in [
            (day(2026, 12, 1), 12, day(2027, 12, 1)),
            (day(2024, 2, 29), 12, day(2025, 2, 28)),
            (day(2026, 8, 31), 6, day(2027, 2, 28)),
            (day(2026, 12, 31), 1, day(2027, 1, 31)),
            (day(2026, 5, 9), 120, day(2036, 5, 9)),
        ] {
            assert_eq!(card_expires(made, months), expires, "{made} + {months}");
        }
    }

    #[test]
    fn years_are_full_on_the_birthday() {
        for (birth, today, years) in [
            (day(2008, 12, 1), day(2026, 11, 30), 17),
            (day(2008, 12, 1), day(2026, 12, 1), 18),
            (day(2008, 2, 29), day(2026, 2, 28), 17),
            (day(2027, 1, 1), day(2026, 12, 1), -1),
        ] {
            assert_eq!(age_years(birth, today), years, "{birth} on {today}");
        }
    }
}
