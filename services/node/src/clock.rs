//! What time is it, and when has a while gone by? The only file that asks. The time of day can be moved, for a demo.

use jiff::tz::TimeZone;
use navette_domain::time::{Day, LocalMoment, Now, Timestamp};
use navette_trust::TimeOfDay;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tokio::sync::watch;

/// Measures how long something takes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    pub(crate) fn elapsed(self) -> Duration {
        self.0.elapsed()
    }

    /// Whole milliseconds since the start.
    pub(crate) fn elapsed_ms(self) -> u32 {
        u32::try_from(self.elapsed().as_millis()).unwrap_or(u32::MAX)
    }
}

/// Gives a time that only goes forward, from when it was first asked.
pub(crate) fn steady() -> Duration {
    static BEGUN: OnceLock<Instant> = OnceLock::new();
    BEGUN.get_or_init(Instant::now).elapsed()
}

/// Gives the machine's time of day in milliseconds since 1970, whatever a demo makes of it.
pub(crate) fn machine_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    i64::try_from(since.unwrap_or_default().as_millis()).unwrap_or(i64::MAX)
}

/// Waits for a while.
pub(crate) async fn pause(length: Duration) {
    tokio::time::sleep(length).await;
}

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

    /// Gives the time of day.
    pub(crate) fn now(&self) -> Timestamp {
        Timestamp(machine_ms()).plus_ms(*self.ahead_ms.borrow())
    }

    /// Tells the time to whoever shakes hands.
    pub fn time_of_day(&self) -> TimeOfDay {
        let clock = self.clone();
        TimeOfDay::by(move || clock.now())
    }

    /// Gives the moment as deadlines and as the clock on the library's wall have it.
    pub fn now_in(&self, zone: &TimeZone) -> Now {
        let at = self.now();
        let local = local(at, zone);
        Now { at, local }
    }
}

/// Shows a moment as the clock on the wall in a time zone has it.
pub(crate) fn local(at: Timestamp, zone: &TimeZone) -> LocalMoment {
    let moment = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
    let wall = zone.to_datetime(moment);
    let (month, day) = (wall.month().unsigned_abs(), wall.day().unsigned_abs());
    let day = Day::from_civil(i32::from(wall.year()), month.into(), day.into());
    let hour = u16::from(wall.hour().unsigned_abs());
    LocalMoment {
        day: day.unwrap_or(Day(0)),
        minute: hour * 60 + u16::from(wall.minute().unsigned_abs()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_clock_that_was_moved_is_moved_for_all_who_hold_it() {
        let (clock, utc) = (Clock::default(), TimeZone::UTC);
        let held = clock.clone();
        let before = held.now_in(&utc);
        clock.set_ahead_ms(40 * 86_400_000);
        let days = before.local.day.days_until(held.now_in(&utc).local.day);
        assert!((40..=41).contains(&days), "{days}");
    }

    #[test]
    fn the_wall_clock_of_saint_omer_goes_ahead_of_utc_in_winter_and_more_in_summer() {
        let paris = TimeZone::get("Europe/Paris").unwrap();
        for (utc, shown) in [
            ("2026-11-25T23:30:00Z", "2026-11-26 00:30"),
            ("2026-07-14T10:00:00Z", "2026-07-14 12:00"),
        ] {
            let moment: jiff::Timestamp = utc.parse().unwrap();
            let wall = local(Timestamp(moment.as_millisecond()), &paris);
            assert_eq!(wall.to_string(), shown);
        }
    }
}
