//! Since when has nothing been heard? Said once when it lasts, and once more when it is over: a library that hears of no revocation lets
//! in whoever was put out since.

use navette_domain::time::Timestamp;

/// A silence that lasts so long is said.
const SAID_AFTER_MS: i64 = 5 * 60_000;

/// Since when nothing was heard, and whether that was said.
pub(super) struct Unheard {
    since: Timestamp,
    said: bool,
}

impl Unheard {
    /// Begins to listen.
    pub(super) fn from(now: Timestamp) -> Self {
        Self {
            since: now,
            said: false,
        }
    }

    /// Notes that nothing was heard this time either; says for how many minutes, where that is to be said.
    pub(super) fn nothing(&mut self, now: Timestamp) -> Option<i64> {
        // A clock that was set back says nothing of how long it was.
        self.since = self.since.min(now);
        let silent_ms = now.0.saturating_sub(self.since.0);
        if self.said || silent_ms < SAID_AFTER_MS {
            return None;
        }
        self.said = true;
        Some(silent_ms / 60_000)
    }

    /// Notes that something was heard; says whether a silence that was said is over.
    pub(super) fn heard(&mut self, now: Timestamp) -> bool {
        self.since = now;
        std::mem::take(&mut self.said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minute(minute: i64) -> Timestamp {
        Timestamp(minute * 60_000)
    }

    #[test]
    fn a_silence_is_said_once_after_five_minutes_and_its_end_once() {
        let mut unheard = Unheard::from(minute(0));
        assert_eq!(unheard.nothing(minute(4)), None);
        assert!(!unheard.heard(minute(4)), "it was not said");
        assert_eq!(unheard.nothing(minute(8)), None);
        assert_eq!(unheard.nothing(minute(9)), Some(5));
        assert_eq!(unheard.nothing(minute(60)), None);
        assert!(unheard.heard(minute(61)));
        assert!(!unheard.heard(minute(62)));
        assert_eq!(unheard.nothing(minute(70)), Some(8));
    }

    #[test]
    fn a_clock_that_was_set_back_begins_anew() {
        let mut unheard = Unheard::from(minute(100));
        assert_eq!(unheard.nothing(minute(10)), None);
        assert_eq!(unheard.nothing(minute(15)), Some(5));
    }
}
