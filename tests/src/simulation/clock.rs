//! What time is it in the simulation, and by whose clock?

use navette_domain::time::{Day, LocalMoment, Now, Timestamp};

/// Milliseconds of a minute.
pub(super) const MINUTE: i64 = 60_000;
/// Milliseconds of an hour.
pub(super) const HOUR: i64 = 60 * MINUTE;
/// Milliseconds of a day.
pub(super) const DAY: i64 = 24 * HOUR;

/// The day on which every simulation begins: Monday, 2 March 2026.
const FIRST_DAY: Day = Day(20_514);

/// Gives the moment so many milliseconds after the beginning, by a clock that is off by `off` milliseconds.
pub(super) fn moment(since_start: i64, off: i64) -> Now {
    let shown = i64::from(FIRST_DAY.0) * DAY + since_start + off;
    Now {
        at: Timestamp(shown),
        local: LocalMoment {
            day: Day(shown.div_euclid(DAY) as i32),
            minute: (shown.rem_euclid(DAY) / MINUTE) as u16,
        },
    }
}
