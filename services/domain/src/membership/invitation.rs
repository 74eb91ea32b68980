//! May this code let somebody in? Each invitation admits one subject, once, within a day, and only by the code made for it.

use super::certificate::Serial;
use super::digest::Digest;
use super::subject::Subject;
use crate::time::{Day, Timestamp};
use std::fmt;

/// How long a code counts, in hours: it is told on the telephone, and used the same day.
pub const INVITATION_HOURS: i64 = 24;
/// Most invitations that are open at once.
pub const INVITATIONS_OPEN_MAX: usize = 500;

/// Names an invitation. It is no secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InvitationId(pub u64);

impl InvitationId {
    /// Reads the text that `Display` writes.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = u64::from_str_radix(text, 16).ok()?;
        digits.then_some(Self(number))
    }
}

impl fmt::Display for InvitationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// How an invitation ended before its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvitationEnd {
    /// Somebody came in by it.
    Used {
        /// When.
        at: Timestamp,
        /// With which certificate.
        serial: Serial,
        /// Whose public key it was.
        key: Digest,
    },
    /// It was taken back, or a newer one took its place.
    Withdrawn {
        /// When.
        at: Timestamp,
    },
}

/// An invitation, as the federator keeps it: the secret itself stands in the code alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Its name.
    pub id: InvitationId,
    /// Whom it lets in.
    pub subject: Subject,
    /// The digest of its secret.
    pub secret: Digest,
    /// When it was made.
    pub made: Timestamp,
    /// Until when it counts.
    pub until: Timestamp,
    /// How it ended before.
    pub end: Option<InvitationEnd>,
}

/// How an invitation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvitationState {
    /// It lets somebody in.
    Open,
    /// Somebody came in by it.
    Used,
    /// Its time has passed.
    Expired,
    /// It was taken back.
    Withdrawn,
}

/// What somebody shows who wants in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownCode {
    /// Who they say they are.
    pub subject: Subject,
    /// The digest of the secret they showed.
    pub secret: Digest,
    /// The public key that they want certified.
    pub key: Digest,
}

/// What a code that was accepted leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Redeemed {
    /// A certificate is to be issued.
    Now,
    /// The same key came in by it before, and the answer got lost: that certificate is given again.
    Before(Serial),
}

/// Says why a code lets nobody in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvitationRefusal {
    /// This federator knows no such invitation.
    #[error("this federator has made no code {0}")]
    Unknown(InvitationId),
    /// The secret is not the one that was handed out.
    #[error("the code {0} was altered: its secret is another one")]
    Altered(InvitationId),
    /// It was made for somebody else.
    #[error("the code {id} was made for {made_for}, not for {shown}")]
    OtherSubject {
        /// Which code.
        id: InvitationId,
        /// Whom it lets in.
        made_for: Subject,
        /// Who wanted in.
        shown: Subject,
    },
    /// Somebody came in by it.
    #[error("the code {id} was used already, on {day}")]
    Used {
        /// Which code.
        id: InvitationId,
        /// When.
        day: Day,
    },
    /// Its time has passed.
    #[error("the code {id} expired on {day}, {INVITATION_HOURS} hours after it was made")]
    Expired {
        /// Which code.
        id: InvitationId,
        /// When.
        day: Day,
    },
    /// It was taken back.
    #[error("the code {id} was withdrawn on {day}")]
    Withdrawn {
        /// Which code.
        id: InvitationId,
        /// When.
        day: Day,
    },
    /// Too many are open.
    #[error("{INVITATIONS_OPEN_MAX} codes are open, no more may be")]
    TooManyOpen,
}

impl Invitation {
    /// Makes an invitation that counts from now on.
    pub fn new(id: InvitationId, subject: Subject, secret: Digest, now: Timestamp) -> Self {
        Self {
            id,
            subject,
            secret,
            made: now,
            until: now.plus_ms(INVITATION_HOURS * 3_600_000),
            end: None,
        }
    }

    /// Says how it stands.
    pub fn state(&self, now: Timestamp) -> InvitationState {
        match self.end {
            Some(InvitationEnd::Used { .. }) => InvitationState::Used,
            Some(InvitationEnd::Withdrawn { .. }) => InvitationState::Withdrawn,
            None if self.until <= now => InvitationState::Expired,
            None => InvitationState::Open,
        }
    }

    /// Decides whether a code lets somebody in. Who does not know the secret learns nothing else of the invitation.
    pub fn redeem(&self, shown: &ShownCode, now: Timestamp) -> Result<Redeemed, InvitationRefusal> {
        let id = self.id;
        if shown.secret != self.secret {
            return Err(InvitationRefusal::Altered(id));
        }
        if shown.subject != self.subject {
            return Err(InvitationRefusal::OtherSubject {
                id,
                made_for: self.subject.clone(),
                shown: shown.subject.clone(),
            });
        }
        match &self.end {
            Some(InvitationEnd::Used { serial, key, .. }) if *key == shown.key => {
                Ok(Redeemed::Before(*serial))
            }
            Some(InvitationEnd::Used { at, .. }) => {
                Err(InvitationRefusal::Used { id, day: at.day() })
            }
            Some(InvitationEnd::Withdrawn { at }) => {
                Err(InvitationRefusal::Withdrawn { id, day: at.day() })
            }
            None if self.until <= now => Err(InvitationRefusal::Expired {
                id,
                day: self.until.day(),
            }),
            None => Ok(Redeemed::Now),
        }
    }

    /// Gives it as used.
    pub fn used(&self, at: Timestamp, serial: Serial, key: Digest) -> Self {
        Self {
            end: Some(InvitationEnd::Used { at, serial, key }),
            ..self.clone()
        }
    }

    /// Gives it as taken back; what ended before stays as it ended.
    pub fn withdrawn(&self, at: Timestamp) -> Self {
        let end = self.end.clone();
        Self {
            end: Some(end.unwrap_or(InvitationEnd::Withdrawn { at })),
            ..self.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const HOUR: i64 = 3_600_000;
    const KEY: Digest = Digest([1; 32]);
    const OTHER_KEY: Digest = Digest([2; 32]);
    const SECRET: Digest = Digest([3; 32]);
    const ID: InvitationId = InvitationId(7);

    fn library(id: &str) -> Subject {
        Subject::parse(&format!("library:{id}")).unwrap()
    }

    fn an_invitation() -> Invitation {
        Invitation::new(ID, library("aire"), SECRET, Timestamp(0))
    }

    fn the_code() -> ShownCode {
        ShownCode {
            subject: library("aire"),
            secret: SECRET,
            key: KEY,
        }
    }

    #[test]
    fn an_invitation_is_open_for_a_day_until_it_is_used_or_withdrawn() {
        let used = an_invitation().used(Timestamp(HOUR), Serial(5), KEY);
        let withdrawn = an_invitation().withdrawn(Timestamp(HOUR));
        for (invitation, hour, state) in [
            (an_invitation(), 0, InvitationState::Open),
            (an_invitation(), 23, InvitationState::Open),
            (an_invitation(), 24, InvitationState::Expired),
            (used.clone(), 2, InvitationState::Used),
            (used.clone(), 50, InvitationState::Used),
            (
                used.withdrawn(Timestamp(2 * HOUR)),
                2,
                InvitationState::Used,
            ),
            (withdrawn.clone(), 2, InvitationState::Withdrawn),
            (withdrawn, 50, InvitationState::Withdrawn),
        ] {
            assert_eq!(invitation.state(Timestamp(hour * HOUR)), state, "{hour} h");
        }
    }

    #[test]
    fn each_code_that_lets_nobody_in_says_why() {
        let used = an_invitation().used(Timestamp(HOUR), Serial(5), KEY);
        let withdrawn = an_invitation().withdrawn(Timestamp(HOUR));
        let other_secret = ShownCode {
            secret: Digest([9; 32]),
            ..the_code()
        };
        let other_library = ShownCode {
            subject: library("lumbres"),
            ..the_code()
        };
        let other_key = ShownCode {
            key: OTHER_KEY,
            ..the_code()
        };
        for (invitation, shown, hour, told) in [
            (an_invitation(), other_secret.clone(), 1, "was altered"),
            (used.clone(), other_secret, 1, "was altered"),
            (
                an_invitation(),
                other_library,
                1,
                "made for library:aire, not for library:lumbres",
            ),
            (used, other_key, 2, "was used already, on 1970-01-01"),
            (an_invitation(), the_code(), 24, "expired on 1970-01-02"),
            (withdrawn, the_code(), 2, "was withdrawn on 1970-01-01"),
        ] {
            let refused = invitation.redeem(&shown, Timestamp(hour * HOUR));
            let refused = refused.unwrap_err().to_string();
            assert!(refused.contains(told), "{refused}");
        }
    }

    #[test]
    fn a_code_lets_in_once_and_the_same_key_is_told_the_same_again() {
        let redeemed = an_invitation().redeem(&the_code(), Timestamp(HOUR));
        assert_eq!(redeemed, Ok(Redeemed::Now));
        let used = an_invitation().used(Timestamp(HOUR), Serial(5), KEY);
        for hour in [1, 30] {
            let again = used.redeem(&the_code(), Timestamp(hour * HOUR));
            assert_eq!(again, Ok(Redeemed::Before(Serial(5))));
        }
    }

    #[test]
    fn a_name_is_read_back_from_its_text() {
        assert_eq!(InvitationId::parse(&ID.to_string()), Some(ID));
        assert_eq!(InvitationId::parse("7"), None);
    }
}
