//! Does a certificate still count, and when is it renewed? Dates and revocations: its signature is checked elsewhere.

use super::refusal::MembershipRefusal;
use super::subject::Subject;
use crate::time::{DAY_MS, Day, Timestamp};
use std::fmt;

/// How long a certificate counts, in days.
pub const CERTIFICATE_DAYS: i64 = 90;
/// Most certificates of one subject that count at once: the newest, those that were issued before and never arrived, and some on
/// other machines of an administrator.
pub const CERTIFICATES_COUNTING_MAX: usize = 5;
/// Most certificates that are issued to one subject within 24 hours before it is renewed no more: each may end an older one, and what
/// ended is listed to every library for months.
pub const CERTIFICATES_A_DAY_MAX: usize = 5;

/// The number of a certificate: drawn at random, so that it tells nothing of how many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Serial(pub u128);

impl Serial {
    /// Reads the text that `Display` writes.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = u128::from_str_radix(text, 16).ok()?;
        digits.then_some(Self(number))
    }
}

impl fmt::Display for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// A certificate as the federator noted it when it was issued, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedCertificate {
    /// Its number.
    pub serial: Serial,
    /// Whom it names.
    pub subject: Subject,
    /// From when on it counts.
    pub from: Timestamp,
    /// Until when it counts.
    pub until: Timestamp,
    /// When it was revoked.
    pub revoked: Option<Timestamp>,
}

/// Says why a certificate counts no more.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CertificateRefusal {
    /// Its time has passed.
    #[error("the certificate {serial} of {subject} expired on {day}")]
    Expired {
        /// Its number.
        serial: Serial,
        /// Whom it names.
        subject: Subject,
        /// When it expired.
        day: Day,
    },
    /// It was revoked.
    #[error("the certificate {serial} of {subject} was revoked on {day}")]
    Revoked {
        /// Its number.
        serial: Serial,
        /// Whom it names.
        subject: Subject,
        /// When it was revoked.
        day: Day,
    },
    /// The authority signed it, and this federator does not know it.
    #[error("the certificate {0} is not among those that this federator has issued")]
    Unknown(Serial),
}

impl IssuedCertificate {
    /// Says whether it counts now. That it was revoked is said before that it expired: the one was meant.
    pub fn counts(&self, now: Timestamp) -> Result<(), CertificateRefusal> {
        let (serial, subject) = (self.serial, self.subject.clone());
        if let Some(at) = self.revoked {
            let day = at.day();
            return Err(CertificateRefusal::Revoked {
                serial,
                subject,
                day,
            });
        }
        if self.until <= now {
            let day = self.until.day();
            return Err(CertificateRefusal::Expired {
                serial,
                subject,
                day,
            });
        }
        Ok(())
    }

    /// Refuses to renew it as long as that is not due.
    pub fn is_renewed(&self, now: Timestamp) -> Result<(), MembershipRefusal> {
        if renewal_is_due(self.from, self.until, now) {
            return Ok(());
        }
        Err(MembershipRefusal::RenewalTooEarly {
            subject: self.subject.clone(),
            day: renewed_at(self.from, self.until).day(),
        })
    }

    /// Gives the certificate as revoked; once revoked, the first moment stands.
    pub fn revoked_at(&self, now: Timestamp) -> Self {
        Self {
            revoked: Some(self.revoked.unwrap_or(now)),
            ..self.clone()
        }
    }
}

/// Says until when a certificate counts that is issued now.
pub fn valid_until(now: Timestamp) -> Timestamp {
    now.plus_ms(CERTIFICATE_DAYS * DAY_MS)
}

/// Says when a certificate is to be renewed: at two thirds of its life, so that a month is left for whatever goes wrong.
pub fn renewed_at(from: Timestamp, until: Timestamp) -> Timestamp {
    let life = until.0.saturating_sub(from.0).max(0);
    from.plus_ms(life / 3 * 2)
}

/// Says whether a certificate is to be renewed now.
pub fn renewal_is_due(from: Timestamp, until: Timestamp, now: Timestamp) -> bool {
    now >= renewed_at(from, until)
}

/// Refuses to renew a subject that was given so many certificates within a day; `of_subject` are all that it was given.
pub fn not_too_often<'i>(
    subject: &Subject,
    of_subject: impl IntoIterator<Item = &'i IssuedCertificate>,
    now: Timestamp,
) -> Result<(), MembershipRefusal> {
    // What a clock that was ahead has dated into the future is not held against anybody.
    let lately = |one: &&IssuedCertificate| one.from <= now && now < one.from.plus_ms(DAY_MS);
    if of_subject.into_iter().filter(lately).count() < CERTIFICATES_A_DAY_MAX {
        return Ok(());
    }
    Err(MembershipRefusal::RenewedTooOften(subject.clone()))
}

/// Lists which certificates of a subject end when another is issued, so that few count at once: the oldest of those that count.
/// The one shown for a renewal stays: where the new one does not arrive, it is all there is.
pub fn superseded(counting: &[&IssuedCertificate], shown: Option<Serial>) -> Vec<Serial> {
    let others = counting.iter().filter(|one| Some(one.serial) != shown);
    let mut others: Vec<_> = others.map(|one| (one.from, one.serial)).collect();
    others.sort_unstable();
    let stay = CERTIFICATES_COUNTING_MAX - 1 - usize::from(shown.is_some());
    others.truncate(others.len().saturating_sub(stay));
    others.into_iter().map(|(_, serial)| serial).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const DAYS: i64 = DAY_MS;

    fn issued() -> IssuedCertificate {
        IssuedCertificate {
            serial: Serial(0xab),
            subject: Subject::parse("library:aire").unwrap(),
            from: Timestamp(0),
            until: valid_until(Timestamp(0)),
            revoked: None,
        }
    }

    #[test]
    fn a_certificate_counts_for_90_days_unless_it_is_revoked() {
        for (revoked, day, told) in [
            (None, 0, None),
            (None, 89, None),
            (None, 90, Some("expired on 1970-04-01")),
            (Some(3), 2, Some("revoked on 1970-01-04")),
            (Some(3), 100, Some("revoked on 1970-01-04")),
        ] {
            let certificate = IssuedCertificate {
                revoked: revoked.map(|day: i64| Timestamp(day * DAYS)),
                ..issued()
            };
            let refused = certificate.counts(Timestamp(day * DAYS)).err();
            let refused = refused.map(|refusal| refusal.to_string());
            match told {
                None => assert_eq!(refused, None),
                Some(told) => assert!(refused.unwrap().ends_with(told), "day {day}"),
            }
        }
    }

    #[test]
    fn a_certificate_is_renewed_at_two_thirds_of_its_life() {
        let (from, until) = (Timestamp(0), valid_until(Timestamp(0)));
        for (day, due) in [(0, false), (59, false), (60, true), (89, true), (200, true)] {
            let now = Timestamp(day * DAYS);
            assert_eq!(renewal_is_due(from, until, now), due, "day {day}");
        }
        // One that counts until before it counts is renewed at once, and nothing overflows.
        assert!(renewal_is_due(Timestamp(5), Timestamp(1), Timestamp(5)));
        assert!(!renewal_is_due(
            Timestamp(0),
            Timestamp(i64::MAX),
            Timestamp(7)
        ));
    }

    #[test]
    fn few_certificates_count_at_once_and_the_one_that_is_shown_is_among_them() {
        let all: Vec<_> = (1..=7)
            .map(|number| IssuedCertificate {
                serial: Serial(number),
                from: Timestamp(i64::try_from(number).unwrap()),
                ..issued()
            })
            .collect();
        let ended = |count: usize, shown: Option<u128>| {
            let counting: Vec<_> = all.iter().take(count).collect();
            let ended = superseded(&counting, shown.map(Serial)).into_iter();
            ended.map(|serial| serial.0).collect::<Vec<_>>()
        };
        assert_eq!(ended(4, None), []);
        assert_eq!(ended(7, None), [1, 2, 3]);
        assert_eq!(ended(7, Some(1)), [2, 3, 4]);
        assert_eq!(ended(7, Some(6)), [1, 2, 3]);
        assert_eq!(ended(1, Some(1)), []);
    }

    #[test]
    fn who_was_given_five_certificates_within_a_day_is_renewed_again_when_the_first_is_a_day_old() {
        let subject = issued().subject;
        let given = |count: i64| {
            let of_one = |minute: i64| IssuedCertificate {
                from: Timestamp(minute * 60_000),
                ..issued()
            };
            (0..count).map(of_one).collect::<Vec<_>>()
        };
        for (count, now, renewed) in [
            (4, 5 * 60_000, true),
            (5, 5 * 60_000, false),
            (5, DAY_MS - 1, false),
            (5, DAY_MS, true),
            (6, DAY_MS, false),
            // The clock was set back since: what is dated into the future is not counted.
            (5, -1, true),
        ] {
            let given = given(count);
            let told = not_too_often(&subject, &given, Timestamp(now));
            assert_eq!(told.is_ok(), renewed, "{count} at {now}");
        }
        let told = not_too_often(&subject, &given(5), Timestamp(DAY_MS - 1)).unwrap_err();
        assert_eq!(
            told.to_string(),
            "library:aire was given 5 certificates within a day: no other before tomorrow"
        );
    }

    #[test]
    fn the_first_revocation_stands() {
        let first = issued().revoked_at(Timestamp(5));
        assert_eq!(first.revoked_at(Timestamp(9)).revoked, Some(Timestamp(5)));
    }

    #[test]
    fn a_number_is_read_back_from_its_text() {
        let serial = Serial(u128::MAX - 5);
        assert_eq!(Serial::parse(&serial.to_string()), Some(serial));
        for text in ["", "ab", "+0000000000000000000000000000001"] {
            assert_eq!(Serial::parse(text), None, "{text}");
        }
    }
}
