//! How good is a library's line, as measured? Pure: how long answers took, and how often a question was too late.
//!
//! A small call says little of a line that carries little: only a question says how long a question takes.

use crate::line::LineEvent;
use std::time::Duration;

/// Questions missed one after the other after which an answer to a small call no longer speaks for the line.
const MISSES_MAX: u32 = 2;
/// A question is put to a slow line again this often, with nobody waiting for it.
const TRIAL_EVERY_MS: i64 = 30_000;
/// How much a new answer counts among those before: one in so many.
const SMOOTHING: u32 = 4;

/// What was measured on one line.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct LineQuality {
    /// How long small calls take, smoothed, in milliseconds; 0 where none was answered yet.
    answer_ms: u32,
    /// Questions missed since one was answered in good time; one that was answered late counts as enough of them.
    misses: u32,
    /// When a question was last put to it with nobody waiting.
    tried_ms: i64,
}

impl LineQuality {
    /// Gives how long small calls take.
    pub(crate) fn answer_ms(self) -> u32 {
        self.answer_ms
    }

    /// Notes that a small call was answered; says what that is worth where questions may take this long.
    pub(crate) fn alive(&mut self, took: Duration, deadline: Duration) -> LineEvent {
        let took_ms = u32::try_from(took.as_millis()).unwrap_or(u32::MAX).max(1);
        self.answer_ms = match self.answer_ms {
            0 => took_ms,
            before => before - before / SMOOTHING + took_ms / SMOOTHING,
        };
        if took > deadline / 2 || self.misses >= MISSES_MAX {
            LineEvent::AnsweredSlowly
        } else {
            LineEvent::Alive
        }
    }

    /// Notes that a question was answered, and whether in good time.
    pub(crate) fn answered(&mut self, took: Duration, deadline: Duration) -> LineEvent {
        if took > deadline * 3 / 4 {
            self.misses = MISSES_MAX;
            return LineEvent::AnsweredSlowly;
        }
        self.misses = 0;
        LineEvent::Answered
    }

    /// Notes that a question was not answered in time.
    pub(crate) fn missed(&mut self) {
        self.misses = self.misses.saturating_add(1);
    }

    /// Says whether a slow line is to be tried with a question now, and notes that it is.
    pub(crate) fn takes_trial(&mut self, now_ms: i64) -> bool {
        let due = now_ms.saturating_sub(self.tried_ms) >= TRIAL_EVERY_MS;
        if due {
            self.tried_ms = now_ms;
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEADLINE: Duration = Duration::from_secs(1);

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn a_line_on_which_even_little_takes_long_is_slow() {
        let mut quality = LineQuality::default();
        assert_eq!(quality.alive(ms(40), DEADLINE), LineEvent::Alive);
        assert_eq!(quality.alive(ms(700), DEADLINE), LineEvent::AnsweredSlowly);
        assert_eq!(quality.answer_ms(), 205);
    }

    #[test]
    fn a_line_that_carries_little_is_slow_although_small_calls_are_quick() {
        let mut quality = LineQuality::default();
        quality.missed();
        assert_eq!(quality.alive(ms(40), DEADLINE), LineEvent::Alive);
        quality.missed();
        assert_eq!(quality.alive(ms(40), DEADLINE), LineEvent::AnsweredSlowly);
        assert_eq!(quality.answered(ms(700), DEADLINE), LineEvent::Answered);
        assert_eq!(quality.alive(ms(40), DEADLINE), LineEvent::Alive);
        let late = quality.answered(ms(800), DEADLINE);
        assert_eq!(late, LineEvent::AnsweredSlowly);
        assert_eq!(quality.alive(ms(40), DEADLINE), LineEvent::AnsweredSlowly);
    }

    #[test]
    fn a_slow_line_is_tried_again_and_not_too_often() {
        let mut quality = LineQuality::default();
        let tried = [1_000_000, 1_029_999, 1_030_000].map(|now| quality.takes_trial(now));
        assert_eq!(tried, [true, false, true]);
    }
}
