//! Until when is an item kept on the hold shelf? Counted from the day the patron was told, not from the day it was
//! shelved.

use super::{IsOpen, after_open_days, next_open_day};
use crate::time::Day;

/// How many days an item is kept at least.
pub const HOLD_DAYS: i32 = 10;
/// How many openings of the library the patron has at least: a village library opens twice a week.
pub const HOLD_OPENINGS: u16 = 3;

/// Gives the last day on which an item is kept for a patron who was told on `told`: ten days and three openings
/// later, and open.
pub fn hold_until(told: Day, is_open: IsOpen<'_>) -> Day {
    let days = next_open_day(told.plus(HOLD_DAYS), is_open);
    days.max(after_open_days(told, HOLD_OPENINGS, is_open))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circulation::fixtures::closed_on_sundays;
    use crate::patrons::fixtures::TODAY;
    use crate::time::Weekday;

    #[test]
    fn a_hold_lasts_ten_days_and_three_openings() {
        let on_saturdays = |day: Day| day.weekday() == Weekday::Saturday;
        for (told, is_open, until) in [
            (TODAY, &closed_on_sundays as IsOpen<'_>, TODAY.plus(10)),
            (TODAY.plus(2), &closed_on_sundays, TODAY.plus(13)),
            (TODAY, &on_saturdays, TODAY.plus(18)),
        ] {
            assert_eq!(hold_until(told, is_open), until, "told on {told}");
        }
    }
}
