//! How long does somebody stay signed in? Figures and the one rule; tokens and where sessions are kept are elsewhere.

use crate::time::Timestamp;

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// How long a one-time code can be redeemed, in hours: it may lie in a mailbox over night, and two.
pub const LINK_LIVES_HOURS: i64 = 48;
/// The same in milliseconds.
pub const LINK_LIVES_MS: i64 = LINK_LIVES_HOURS * HOUR_MS;
/// Sessions of one person at once; a further one ends the oldest.
pub const SESSIONS_OF_ONE: usize = 10;
/// Sessions of a library at once; beyond, nobody signs in until some have ended.
pub const SESSIONS_MAX: usize = 10_000;

/// What kind of session it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionKind {
    /// Of who works at a library.
    Staff,
    /// Of a patron at a kiosk or desk: the next one is waiting behind.
    PatronAtLibrary,
    /// Of a patron elsewhere.
    PatronElsewhere,
}

/// When a session began and was used last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionTimes {
    /// When somebody signed in.
    pub begun: Timestamp,
    /// When a call was last made with it, as far as that was noted.
    pub used: Timestamp,
}

impl SessionKind {
    /// How long it may rest, in milliseconds.
    pub fn idle_ms(self) -> i64 {
        match self {
            Self::Staff | Self::PatronElsewhere => HOUR_MS,
            Self::PatronAtLibrary => 3 * MINUTE_MS,
        }
    }

    /// How long it lasts at most, in milliseconds.
    pub fn lives_ms(self) -> i64 {
        match self {
            Self::Staff | Self::PatronElsewhere => 12 * HOUR_MS,
            Self::PatronAtLibrary => 30 * MINUTE_MS,
        }
    }
}

impl SessionTimes {
    /// Says whether it still holds.
    pub fn holds(self, kind: SessionKind, now: Timestamp) -> bool {
        now < self.begun.plus_ms(kind.lives_ms()) && now < self.used.plus_ms(kind.idle_ms())
    }

    /// Says whether its use should be noted now. Not every call is: it would make each one wait for the disk.
    pub fn should_be_noted(self, kind: SessionKind, now: Timestamp) -> bool {
        now >= self.used.plus_ms(kind.idle_ms() / 6)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_ends_when_it_rests_too_long_and_in_any_case_in_the_end() {
        let times = |used| SessionTimes {
            begun: Timestamp(0),
            used: Timestamp(used),
        };
        for (kind, used, now, holds) in [
            (SessionKind::Staff, 0, HOUR_MS - 1, true),
            (SessionKind::Staff, 0, HOUR_MS, false),
            (SessionKind::Staff, 12 * HOUR_MS - 1, 12 * HOUR_MS - 1, true),
            (SessionKind::Staff, 12 * HOUR_MS - 1, 12 * HOUR_MS, false),
            (SessionKind::PatronAtLibrary, 0, 3 * MINUTE_MS - 1, true),
            (SessionKind::PatronAtLibrary, 0, 3 * MINUTE_MS, false),
            (
                SessionKind::PatronAtLibrary,
                29 * MINUTE_MS,
                30 * MINUTE_MS,
                false,
            ),
            (SessionKind::PatronElsewhere, 0, HOUR_MS, false),
        ] {
            let held = times(used).holds(kind, Timestamp(now));
            assert_eq!(held, holds, "{kind:?} used at {used}, now {now}");
        }
    }

    #[test]
    fn a_use_is_noted_long_before_it_matters_but_not_each_time() {
        let fresh = SessionTimes {
            begun: Timestamp(0),
            used: Timestamp(0),
        };
        let noted = |ms| fresh.should_be_noted(SessionKind::Staff, Timestamp(ms));
        assert_eq!(
            [noted(0), noted(9 * MINUTE_MS), noted(10 * MINUTE_MS)],
            [false, false, true]
        );
    }
}
