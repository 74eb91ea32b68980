//! How far apart are two moments on a library's wall? Plain minutes; it must not know of summer time,
//! which changes at night, when no van is on the road.

use crate::time::{Day, LocalMoment};

/// Minutes of one day.
pub(super) const OF_A_DAY: i64 = 1_440;

/// Counts the minutes from 1970-01-01 00:00 to a moment, both on the wall's clock.
pub(super) fn of(moment: LocalMoment) -> i64 {
    of_midnight(moment.day) + i64::from(moment.minute)
}

/// Counts the minutes from 1970-01-01 00:00 to the beginning of a day.
pub(super) fn of_midnight(day: Day) -> i64 {
    i64::from(day.0) * OF_A_DAY
}

/// Gives the moment so many minutes after 1970-01-01 00:00; days beyond what a day can name stop at the last one.
pub(super) fn moment(minutes: i64) -> LocalMoment {
    let day = minutes.div_euclid(OF_A_DAY);
    let day = day.clamp(i64::from(i32::MIN), i64::from(i32::MAX));
    LocalMoment {
        day: Day(day as i32),
        minute: minutes.rem_euclid(OF_A_DAY) as u16,
    }
}
