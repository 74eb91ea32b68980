//! Which days count? Days on which the library is open, searched within a written limit. It must not know opening
//! hours.

use crate::time::Day;

/// Says whether a library is open on a day. Rules ask it day by day and never beyond their written limit.
pub type IsOpen<'a> = &'a dyn Fn(Day) -> bool;

/// How many days ahead an open day is looked for: longer than any summer closure.
pub const DAYS_SEARCHED_MAX: i32 = 60;

/// Finds the first open day from `day` on, itself included; `day` itself where none is open within the limit.
///
/// A library without opening hours on file would otherwise make every date fail.
pub fn next_open_day(day: Day, is_open: IsOpen<'_>) -> Day {
    for ahead in 0..=DAYS_SEARCHED_MAX {
        let candidate = day.plus(ahead);
        if is_open(candidate) {
            return candidate;
        }
    }
    day
}

/// Finds the `count`-th open day after `day`; the last day searched where fewer are open within the limit.
pub fn after_open_days(day: Day, count: u16, is_open: IsOpen<'_>) -> Day {
    let mut left = count;
    for ahead in 1..=DAYS_SEARCHED_MAX {
        if left == 0 {
            return day.plus(ahead - 1);
        }
        if is_open(day.plus(ahead)) {
            left -= 1;
        }
    }
    day.plus(DAYS_SEARCHED_MAX)
}

/// Counts the open days after `from` up to and including `to`, looking at no more than `days_max` days.
pub fn open_days_between(from: Day, to: Day, days_max: u16, is_open: IsOpen<'_>) -> u16 {
    let days = from.days_until(to).clamp(0, i32::from(days_max));
    let mut open = 0;
    for ahead in 1..=days {
        if is_open(from.plus(ahead)) {
            open += 1;
        }
    }
    open
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Weekday;

    /// 1 December 2026 is a Tuesday.
    const TUESDAY: Day = Day(20_788);

    fn wednesdays_and_saturdays(day: Day) -> bool {
        matches!(day.weekday(), Weekday::Wednesday | Weekday::Saturday)
    }

    #[test]
    fn a_closed_day_moves_to_the_next_open_one() {
        assert_eq!(TUESDAY.to_string(), "2026-12-01");
        let open = &wednesdays_and_saturdays;
        assert_eq!(next_open_day(TUESDAY, open), TUESDAY.plus(1));
        assert_eq!(next_open_day(TUESDAY.plus(1), open), TUESDAY.plus(1));
    }

    #[test]
    fn a_library_that_never_opens_ends_the_search() {
        let never = &|_: Day| false;
        assert_eq!(next_open_day(TUESDAY, never), TUESDAY);
        let last = TUESDAY.plus(DAYS_SEARCHED_MAX);
        assert_eq!(after_open_days(TUESDAY, 7, never), last);
        let end_of_time = Day(i32::MAX);
        assert_eq!(next_open_day(end_of_time, never), end_of_time);
        let from = Day(i32::MIN);
        assert_eq!(open_days_between(from, end_of_time, 366, never), 0);
    }

    #[test]
    fn open_days_are_counted_after_the_first_day() {
        let open = &wednesdays_and_saturdays;
        for (count, ahead) in [(0, 0), (1, 1), (2, 4), (3, 8)] {
            let day = after_open_days(TUESDAY, count, open);
            assert_eq!(day, TUESDAY.plus(ahead), "{count} open days");
            let counted = open_days_between(TUESDAY, day, 366, open);
            assert_eq!(counted, count);
        }
    }
}
