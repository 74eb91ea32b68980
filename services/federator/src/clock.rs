//! What time is it? The only file of the federator that asks. The time of day can be moved, for a demo.

use jiff::tz::TimeZone;
use navette_domain::time::{Day, LocalMoment, Now, Timestamp};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::sync::watch;
use tokio::time::Instant;

/// The time of day as a process tells it: the machine's, unless somebody has set it ahead or back. Waiting is not moved by it.
#[derive(Clone, Debug)]
pub struct Clock {
    ahead_ms: Arc<watch::Sender<i64>>,
}

impl Default for Clock {
    /// Gives the machine's own clock.
    fn default() -> Self {
        Self {
            ahead_ms: Arc::new(watch::Sender::new(0)),
        }
    }
}

impl Clock {
    /// Sets the clock so many milliseconds ahead of the machine's, or back where negative, for whoever holds a copy of it.
    pub fn set_ahead_ms(&self, ahead_ms: i64) {
        self.ahead_ms.send_replace(ahead_ms);
    }

    /// Gives a way to hear that the clock was set.
    pub(crate) fn moves(&self) -> watch::Receiver<i64> {
        self.ahead_ms.subscribe()
    }

    /// Gives the time of day, for people and for dating copies.
    pub(crate) fn now(&self) -> Timestamp {
        Timestamp(machine_ms()).plus_ms(*self.ahead_ms.borrow())
    }

    /// Gives the moment as deadlines and as the clock on the wall have it.
    pub(crate) fn now_in(&self, zone: &TimeZone) -> Now {
        at_in(self.now(), zone)
    }
}

/// Gives the machine's time of day in milliseconds since 1970, whatever a demo makes of it.
#[allow(clippy::disallowed_methods)]
pub(crate) fn machine_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    i64::try_from(since.unwrap_or_default().as_millis()).unwrap_or(i64::MAX)
}

/// Gives a time that only goes forward, from when it was first asked.
pub(crate) fn steady() -> Duration {
    static BEGUN: OnceLock<Instant> = OnceLock::new();
    BEGUN.get_or_init(moment).elapsed()
}

/// Gives a moment to measure waiting by.
#[allow(clippy::disallowed_methods)]
pub(crate) fn moment() -> Instant {
    Instant::now()
}

/// Shows a moment as the clock on the wall in a time zone has it.
fn at_in(at: Timestamp, zone: &TimeZone) -> Now {
    let moment = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
    let wall = zone.to_datetime(moment);
    let (year, month, day) = (wall.year(), wall.month(), wall.day());
    let day = Day::from_civil(
        i32::from(year),
        month.unsigned_abs().into(),
        day.unsigned_abs().into(),
    );
    let hour = u16::from(wall.hour().unsigned_abs());
    let minute = hour * 60 + u16::from(wall.minute().unsigned_abs());
    Now {
        at,
        local: LocalMoment {
            day: day.unwrap_or(Day(0)),
            minute,
        },
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_clock_that_was_moved_is_moved_for_all_who_hold_it() {
        let clock = Clock::default();
        let held = clock.clone();
        let before = held.now();
        clock.set_ahead_ms(-86_400_000);
        assert!(held.now() < before.plus_ms(-80_000_000));
    }

    #[test]
    fn the_wall_clock_of_saint_omer_goes_ahead_of_utc_in_winter_and_more_in_summer() {
        let paris = TimeZone::get("Europe/Paris").unwrap();
        for (utc, shown) in [
            ("2026-11-25T23:30:00Z", "2026-11-26 00:30"),
            ("2026-07-14T10:00:00Z", "2026-07-14 12:00"),
        ] {
            let moment: jiff::Timestamp = utc.parse().unwrap();
            let now = at_in(Timestamp(moment.as_millisecond()), &paris);
            assert_eq!(now.local.to_string(), shown);
        }
    }
}
