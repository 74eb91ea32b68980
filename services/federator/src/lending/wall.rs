//! What did the clock on the wall show then? Reckoned from what it shows now; over a change of summer time an hour may be
//! missing, which at night no van notices.

use navette_domain::time::{Day, LocalMoment, Now, Timestamp};

const MINUTE_MS: i64 = 60_000;
const DAY_MINUTES: i64 = 1_440;

/// Gives the moment so many minutes later, or earlier where negative.
pub(super) fn minutes_after(moment: LocalMoment, minutes: i64) -> LocalMoment {
    let shown = i64::from(moment.day.0) * DAY_MINUTES + i64::from(moment.minute);
    let shown = shown.saturating_add(minutes);
    let day = shown.div_euclid(DAY_MINUTES);
    let day = i32::try_from(day).unwrap_or(if day < 0 { i32::MIN } else { i32::MAX });
    LocalMoment {
        day: Day(day),
        minute: u16::try_from(shown.rem_euclid(DAY_MINUTES)).unwrap_or(0),
    }
}

/// Gives the moment that was, as rules want it.
pub(super) fn then(at: Timestamp, now: Now) -> Now {
    let minutes = at.0.saturating_sub(now.at.0).div_euclid(MINUTE_MS);
    Now {
        at,
        local: minutes_after(now.local, minutes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Now = Now {
        at: Timestamp(100 * 86_400_000),
        local: LocalMoment {
            day: Day(100),
            minute: 720,
        },
    };

    #[test]
    fn a_moment_before_now_is_shown_as_the_wall_showed_it() {
        for (earlier_ms, day, minute) in [
            (0, 100, 720),
            (60_000, 100, 719),
            (13 * 3_600_000, 99, 1_380),
        ] {
            let shown = then(NOON.at.plus_ms(-earlier_ms), NOON).local;
            assert_eq!((shown.day, shown.minute), (Day(day), minute));
        }
    }

    #[test]
    fn moments_beyond_all_days_stop_at_the_last_one() {
        assert_eq!(then(Timestamp(i64::MIN), NOON).at, Timestamp(i64::MIN));
        assert_eq!(minutes_after(NOON.local, i64::MAX).day, Day(i32::MAX));
        assert_eq!(minutes_after(NOON.local, i64::MIN).day, Day(i32::MIN));
    }
}
