//! What time is it? The only file of the federator that asks.

use jiff::tz::TimeZone;
use navette_domain::time::{Day, LocalMoment, Now, Timestamp};
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::time::Instant;

/// Gives the time of day, for people and for dating copies.
#[allow(clippy::disallowed_methods)]
pub(crate) fn now() -> Timestamp {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// Gives a moment to measure waiting by.
#[allow(clippy::disallowed_methods)]
pub(crate) fn moment() -> Instant {
    Instant::now()
}

/// Gives the moment as deadlines and as the clock on the wall have it.
pub(crate) fn now_in(zone: &TimeZone) -> Now {
    at_in(now(), zone)
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
