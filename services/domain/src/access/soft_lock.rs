//! May another password or PIN be tried now? Wrong tries slow down whoever tries, and never lock anybody out for good.
//!
//! Three things are watched. An account: pauses that double, at most 20 tries an hour and 50 a day. An address, and the library
//! as a whole: an allowance of wrong tries that grows back, so that trying one PIN on ten thousand cards ends before the
//! two hundredth. Right ones cost nothing.

use crate::time::Timestamp;

/// Wrong tries of an account in a row that cost no pause.
pub const ACCOUNT_FREE: u32 = 5;
/// The first pause after that; each further wrong try doubles it.
const PAUSE_MS: i64 = 60_000;
/// The longest pause.
const PAUSE_MAX_MS: i64 = 3_600_000;
/// After so long without a try an account's wrong ones are forgotten.
const FORGOTTEN_AFTER_MS: i64 = 24 * 3_600_000;

/// Wrong tries from one address elsewhere: 30, and one more every two minutes.
pub const REMOTE_ADDRESS: Allowance = Allowance {
    burst: 30,
    one_more_each_ms: 120_000,
};
/// Wrong tries at one kiosk or desk: 60, and one more every minute; who stands there is seen, and mistypes.
pub const ENROLLED_PLACE: Allowance = Allowance {
    burst: 60,
    one_more_each_ms: 60_000,
};
/// Wrong tries from everywhere outside the library together: 120, and one more every five minutes.
pub const WHOLE_LIBRARY: Allowance = Allowance {
    burst: 120,
    one_more_each_ms: 300_000,
};

/// Codes sent to the mailbox of one card: 3 in an hour at most, and no more than 26 in a day. Whoever asks need not be its owner.
pub const CODES_TO_A_MAILBOX: Allowance = Allowance {
    burst: 3,
    one_more_each_ms: 3_600_000,
};

/// New passwords that one patron sets: 5, and one more every 12 minutes. Each costs a slow hash.
pub const SECRETS_SET_BY_A_PATRON: Allowance = Allowance {
    burst: 5,
    one_more_each_ms: 720_000,
};
/// New passwords and PINs that one account of the library sets: 60, and one more every minute; a class comes for its cards.
pub const SECRETS_SET_BY_STAFF: Allowance = Allowance {
    burst: 60,
    one_more_each_ms: 60_000,
};
/// For so long an account that signed in from an address is known there: what others try does not keep it out.
pub const KNOWN_THERE_MS: i64 = 30 * 24 * 3_600_000;

/// Cards of this library about which one other library is told *no*: 60, and one more every minute. Beyond, it is told nothing.
pub const REFUSED_TO_A_LIBRARY: Allowance = Allowance {
    burst: 60,
    one_more_each_ms: 60_000,
};

/// How many wrong tries are allowed, and how they grow back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// So many at once.
    pub burst: u32,
    /// One more each time this has passed, in milliseconds.
    pub one_more_each_ms: i64,
}

/// Says when the next try may be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many tries: wait until {0:?}")]
pub struct TryLater(pub Timestamp);

impl Allowance {
    /// Spends one try. `full_again` is when everything spent has grown back; what is returned takes its place.
    pub fn spend(self, full_again: Timestamp, now: Timestamp) -> Result<Timestamp, TryLater> {
        let next = full_again.max(now).plus_ms(self.one_more_each_ms);
        let most = i64::from(self.burst).saturating_mul(self.one_more_each_ms);
        let allowed_from = next.plus_ms(-most);
        if allowed_from > now {
            return Err(TryLater(allowed_from));
        }
        Ok(next)
    }

    /// Gives one try back: it was right.
    pub fn give_back(self, full_again: Timestamp) -> Timestamp {
        full_again.plus_ms(-self.one_more_each_ms)
    }
}

/// The wrong tries of one account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pauses {
    wrong: u32,
    last: Timestamp,
}

impl Pauses {
    /// Counts a try, as wrong until it is known to be right: otherwise many at once would count as none.
    pub fn try_now(self, now: Timestamp) -> Result<Self, TryLater> {
        let known = if self.is_forgotten(now) {
            Self::default()
        } else {
            self
        };
        let until = known.last.plus_ms(pause_ms(known.wrong));
        if known.wrong > 0 && until > now {
            return Err(TryLater(until));
        }
        Ok(Self {
            wrong: known.wrong.saturating_add(1),
            last: now,
        })
    }

    /// Takes one try away that was counted and never made.
    pub fn one_less(self) -> Self {
        Self {
            wrong: self.wrong.saturating_sub(1),
            ..self
        }
    }

    /// Says whether nothing of it need be remembered any more.
    pub fn is_forgotten(self, now: Timestamp) -> bool {
        self.last.plus_ms(FORGOTTEN_AFTER_MS) <= now
    }
}

fn pause_ms(wrong: u32) -> i64 {
    let Some(beyond) = wrong.checked_sub(ACCOUNT_FREE) else {
        return 0;
    };
    PAUSE_MS
        .saturating_mul(1 << beyond.min(10))
        .min(PAUSE_MAX_MS)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const SECOND_MS: i64 = 1_000;
    const HOUR_MS: i64 = 3_600_000;
    const BEGIN: i64 = 1_700_000_000_000;

    #[test]
    fn each_further_wrong_try_doubles_the_pause_up_to_an_hour() {
        let pauses = [0, 4, 5, 6, 7, 11, u32::MAX].map(pause_ms);
        assert_eq!(
            pauses,
            [0, 0, 60_000, 120_000, 240_000, 3_600_000, 3_600_000]
        );
    }

    #[test]
    fn whoever_tries_without_rest_has_20_tries_in_any_hour_and_50_in_any_day() {
        let mut account = Pauses::default();
        let mut tried = Vec::new();
        for second in 0..3 * 86_400 {
            let now = BEGIN + second * SECOND_MS;
            if let Ok(next) = account.try_now(Timestamp(now)) {
                account = next;
                tried.push(now);
            }
        }
        let most_within = |span: i64| {
            let within = |from: i64| {
                let later = tried.iter().filter(|at| (0..span).contains(&(*at - from)));
                later.count()
            };
            tried.iter().map(|from| within(*from)).max().unwrap()
        };
        let (hour, day) = (most_within(HOUR_MS), most_within(24 * HOUR_MS));
        assert!(hour <= 20 && day <= 50, "{hour} an hour, {day} a day");
        assert!(day >= 20, "a patron who mistypes is not locked out");
    }

    #[test]
    fn many_tries_at_one_moment_count_each() {
        let mut account = Pauses::default();
        let now = Timestamp(BEGIN);
        let mut tried = 0;
        while let Ok(next) = account.try_now(now) {
            account = next;
            tried += 1;
        }
        assert_eq!(tried, 5);
        assert_eq!(
            account.try_now(now.plus_ms(59_999)),
            Err(TryLater(now.plus_ms(60_000)))
        );
        assert!(account.is_forgotten(now.plus_ms(24 * HOUR_MS)));
    }

    #[test]
    fn an_allowance_is_spent_at_once_and_grows_back_one_by_one() {
        let allowance = Allowance {
            burst: 3,
            one_more_each_ms: 1_000,
        };
        let now = Timestamp(BEGIN);
        let mut full_again = Timestamp(0);
        for _ in 0..3 {
            full_again = allowance.spend(full_again, now).unwrap();
        }
        let refused = allowance.spend(full_again, now);
        assert_eq!(refused, Err(TryLater(now.plus_ms(1_000))));
        assert!(allowance.spend(full_again, now.plus_ms(1_000)).is_ok());
        let given_back = allowance.give_back(full_again);
        assert!(allowance.spend(given_back, now).is_ok());
    }

    #[test]
    fn three_codes_in_any_hour_reach_a_mailbox_whoever_asks() {
        let (mut full_again, mut sent) = (Timestamp(0), Vec::new());
        for minute in 0..3 * 24 * 60 {
            let now = BEGIN + minute * 60 * SECOND_MS;
            if let Ok(next) = CODES_TO_A_MAILBOX.spend(full_again, Timestamp(now)) {
                full_again = next;
                sent.push(now);
            }
        }
        let most_within = |span: i64| {
            let from = sent.iter();
            let within = from.map(|from| {
                let later = sent.iter().filter(|at| (0..span).contains(&(*at - from)));
                later.count()
            });
            within.max().unwrap()
        };
        assert_eq!((most_within(HOUR_MS), most_within(24 * HOUR_MS)), (3, 26));
    }

    #[test]
    fn ten_thousand_accounts_once_a_second_end_before_the_two_hundredth() {
        let (mut full_again, mut tried) = (Timestamp(0), 0);
        for second in 0..10_000 {
            let now = Timestamp(BEGIN + second * SECOND_MS);
            if let Ok(next) = WHOLE_LIBRARY.spend(full_again, now) {
                full_again = next;
                tried += 1;
            }
        }
        assert!((100..=200).contains(&tried), "{tried}");
    }
}
