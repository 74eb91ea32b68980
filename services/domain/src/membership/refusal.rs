//! Why does somebody not come into the territory, stay in it, or say who does?

use super::certificate::{CERTIFICATES_A_DAY_MAX, CertificateRefusal, Serial};
use super::invitation::InvitationRefusal;
use super::subject::Subject;
use crate::time::Day;

/// Says why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MembershipRefusal {
    /// The code lets nobody in.
    #[error(transparent)]
    Invitation(#[from] InvitationRefusal),
    /// The certificate counts no more.
    #[error(transparent)]
    Certificate(#[from] CertificateRefusal),
    /// Most of the life of the certificate in use is still to come.
    #[error("the certificate of {subject} is renewed from {day} on, not before")]
    RenewalTooEarly {
        /// Whose.
        subject: Subject,
        /// From when on.
        day: Day,
    },
    /// It was given many certificates already since yesterday.
    #[error(
        "{0} was given {CERTIFICATES_A_DAY_MAX} certificates within a day: no other before tomorrow"
    )]
    RenewedTooOften(Subject),
    /// The certificate that is to be renewed is somebody else's.
    #[error("the certificate {serial} was not issued to {subject}")]
    CertificateOfOther {
        /// Its number.
        serial: Serial,
        /// Who was said to have it.
        subject: Subject,
    },
    /// Nothing was ever issued to it, and no code is open for it.
    #[error("{0} has never joined and is not invited")]
    UnknownMember(Subject),
    /// Only libraries, their kiosks and administrators come in by a code.
    #[error("{0} cannot be invited: only libraries, their kiosks and administrators are")]
    NotInvited(Subject),
    /// No certificate was shown.
    #[error("no certificate was shown")]
    NoCertificate,
}
