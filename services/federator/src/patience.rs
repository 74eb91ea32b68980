//! How long is a library waited for, and does missing that speak against it? Pure: moments in, answers out.
//!
//! A caller may be in more of a hurry than we are. That a library missed the caller's deadline must not make it late for
//! everybody else.

use crate::line::LineEvent;
use std::time::Duration;
use tokio::time::Instant;

/// Kept back for the second round, in which holdings are completed.
const SECOND_ROUND: Duration = Duration::from_millis(150);
/// How long live status may take on slow lines, after the page itself.
const LIVE_WITHIN: Duration = Duration::from_secs(4);
/// A caller whose deadline is shorter than ours by no more than this waits as long as we do: the request had a way to come.
const ON_THE_WAY: Duration = Duration::from_millis(20);

/// The time that an answer may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    until: Instant,
    /// How long the caller waits.
    caller_until: Instant,
    /// A call that had this long and was not answered was late; one that had less says nothing. Nothing where no call can.
    fair: Option<Duration>,
}

impl Patience {
    /// Takes the shorter of our own deadline and the caller's.
    pub(crate) fn of(now: Instant, caller_until: Instant, deadline: Duration) -> Self {
        let ours = now + deadline;
        Self {
            until: ours.min(caller_until),
            caller_until,
            fair: (caller_until + ON_THE_WAY >= ours).then_some(deadline / 2),
        }
    }

    /// Keeps time back for a second round.
    pub(crate) fn first_round(self, now: Instant) -> Self {
        let back = SECOND_ROUND.min(self.left(now) / 4);
        Self {
            until: self.until.checked_sub(back).unwrap_or(self.until),
            ..self
        }
    }

    /// Takes as long as live status on slow lines may take, from now on, and no longer than the caller waits.
    pub(crate) fn for_slow_lines(self, now: Instant) -> Self {
        Self {
            until: (now + LIVE_WITHIN).min(self.caller_until),
            ..self
        }
    }

    /// Keeps half back, for another library to be asked after this one.
    pub(crate) fn half(self, now: Instant) -> Self {
        Self {
            until: now + self.left(now) / 2,
            ..self
        }
    }

    /// Gives the moment when it ends.
    pub(crate) fn until(self) -> Instant {
        self.until
    }

    /// Says how much is left.
    pub(crate) fn left(self, now: Instant) -> Duration {
        self.until.saturating_duration_since(now)
    }

    /// Says what it means that a call begun at this moment was not answered.
    pub(crate) fn missed(self, began: Instant) -> LineEvent {
        let given = self.left(began) + ON_THE_WAY;
        if self.fair.is_some_and(|fair| given >= fair) {
            LineEvent::DeadlineMissed
        } else {
            LineEvent::Doubted
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEADLINE: Duration = Duration::from_secs(1);

    fn of_caller(now: Instant, waits_ms: u64) -> Patience {
        Patience::of(now, now + Duration::from_millis(waits_ms), DEADLINE)
    }

    #[tokio::test]
    async fn a_hurried_caller_makes_nobody_late() {
        let now = crate::clock::moment();
        for (waits_ms, event) in [
            (0, LineEvent::Doubted),
            (700, LineEvent::Doubted),
            (999, LineEvent::DeadlineMissed),
            (3_600_000, LineEvent::DeadlineMissed),
        ] {
            let first = of_caller(now, waits_ms).first_round(now);
            assert_eq!(first.missed(now), event, "{waits_ms} ms");
        }
    }

    #[tokio::test]
    async fn a_call_begun_near_the_end_makes_nobody_late() {
        let now = crate::clock::moment();
        let patience = of_caller(now, 5_000);
        let near_the_end = now + Duration::from_millis(850);
        assert_eq!(patience.missed(near_the_end), LineEvent::Doubted);
        assert_eq!(patience.half(now).missed(now), LineEvent::DeadlineMissed);
    }

    #[tokio::test]
    async fn the_first_round_gets_most_of_any_time() {
        let now = crate::clock::moment();
        for (waits_ms, left_ms) in [(0, 0), (100, 75), (5_000, 850)] {
            let first = of_caller(now, waits_ms).first_round(now);
            assert_eq!(
                first.left(now),
                Duration::from_millis(left_ms),
                "{waits_ms} ms"
            );
        }
    }
}
