//! What time is it in the demo? One clock for all its processes: set back before it begins, moved on while it plays.

use jiff::tz::TimeZone;
use navette_domain::time::{Day, LocalMoment};

/// The time zone of the territory.
pub(super) const ZONE: &str = "Europe/Paris";

/// The clock of everything that runs in the demo.
pub(super) struct MovedClock {
    nodes: navette_node::Clock,
    federator: navette_federator::Clock,
    zone: TimeZone,
    ahead_ms: i64,
}

impl MovedClock {
    /// Makes a clock that is so many milliseconds ahead of the machine's, or back where negative.
    pub(super) fn ahead(ahead_ms: i64) -> Self {
        let clock = Self {
            nodes: navette_node::Clock::default(),
            federator: navette_federator::Clock::default(),
            zone: TimeZone::get(ZONE).unwrap_or(TimeZone::UTC),
            ahead_ms,
        };
        clock.nodes.set_ahead_ms(ahead_ms);
        clock.federator.set_ahead_ms(ahead_ms);
        clock
    }

    /// Gives the clock of the nodes.
    pub(super) fn of_nodes(&self) -> navette_node::Clock {
        self.nodes.clone()
    }

    /// Gives the clock of the federator.
    pub(super) fn of_federator(&self) -> navette_federator::Clock {
        self.federator.clone()
    }

    /// Says how far it is ahead of the machine's clock, in milliseconds.
    pub(super) fn ahead_ms(&self) -> i64 {
        self.ahead_ms
    }

    /// Tells the time on the wall.
    pub(super) fn now(&self) -> LocalMoment {
        self.nodes.now_in(&self.zone).local
    }

    /// Moves on to a moment on the wall; never back.
    pub(super) fn move_to(&mut self, moment: LocalMoment) {
        let (year, month, day) = moment.day.civil();
        let small = |number: u32| i8::try_from(number).unwrap_or(1);
        let (hour, minute) = (moment.minute / 60, moment.minute % 60);
        let wall = jiff::civil::DateTime::new(
            i16::try_from(year).unwrap_or(i16::MAX),
            small(month),
            small(day),
            small(hour.into()),
            small(minute.into()),
            0,
            0,
        );
        let at = wall.and_then(|wall| self.zone.to_timestamp(wall));
        if let Ok(at) = at {
            let now = self.nodes.now_in(&self.zone).at;
            let further = at.as_millisecond().saturating_sub(now.0);
            self.move_ahead(self.ahead_ms.saturating_add(further));
        }
    }

    /// Moves on to so many milliseconds ahead of the machine's clock; never back.
    pub(super) fn move_ahead(&mut self, ahead_ms: i64) {
        if ahead_ms > self.ahead_ms {
            self.ahead_ms = ahead_ms;
            self.federator.set_ahead_ms(ahead_ms);
            self.nodes.set_ahead_ms(ahead_ms);
        }
    }
}

/// Gives the moment so many minutes later, or earlier where negative.
pub(super) fn later(moment: LocalMoment, minutes: i64) -> LocalMoment {
    let all = i64::from(moment.day.0) * 1_440 + i64::from(moment.minute) + minutes;
    LocalMoment {
        day: Day(i32::try_from(all.div_euclid(1_440)).unwrap_or(i32::MAX)),
        minute: u16::try_from(all.rem_euclid(1_440)).unwrap_or(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_moved_on_and_never_back() {
        let mut clock = MovedClock::ahead(-86_400_000);
        let begun = clock.now();
        clock.move_to(later(begun, 90));
        assert_eq!(clock.now(), later(begun, 90));
        clock.move_to(begun);
        assert_eq!(clock.now(), later(begun, 90));
    }
}
