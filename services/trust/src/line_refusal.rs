//! Why do two ends of a line not trust each other? Read from what TLS says, in words that say which end must do something.

use rustls::{AlertDescription, CertificateError, Error};
use std::io;

/// Why a line is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineRefusal {
    /// The other end's certificate was signed by another authority.
    #[error("the other end belongs to another authority")]
    TheirAuthority,
    /// The other end's certificate has expired, or counts only later: perhaps a clock is wrong.
    #[error("the other end's certificate has expired or does not count yet: check both clocks")]
    TheirDates,
    /// The other end's certificate names somebody else.
    #[error("the other end is not who was called")]
    TheirName,
    /// The other end's certificate was revoked, or is not known any more.
    #[error("the other end's certificate was revoked")]
    TheirsRevoked,
    /// The other end does not know our authority.
    #[error("the other end belongs to another authority than our certificate")]
    OurAuthority,
    /// Our certificate has expired.
    #[error("our certificate has expired: join again with a new code")]
    OursExpired,
    /// Our certificate was revoked.
    #[error("our certificate was revoked: ask the territory's administrator")]
    OursRevoked,
    /// The other end has not issued our certificate, or has lost what it knew of it.
    #[error("our certificate is not known to the other end: join again with a new code")]
    OursUnknown,
    /// Our certificate is for something else.
    #[error("our certificate does not allow this line")]
    OursUnfit,
    /// No certificate was shown where one is needed.
    #[error("a certificate is needed here")]
    OursMissing,
    /// The other end speaks another protocol.
    #[error("the other end takes no such lines")]
    NoLine,
    /// Something else.
    #[error("TLS: {0}")]
    Other(String),
}

impl LineRefusal {
    /// Finds the refusal in what reading, writing or shaking hands came to; nothing where only the network failed.
    pub(crate) fn of_io(error: &io::Error) -> Option<Self> {
        let inner = error.get_ref()?;
        inner.downcast_ref::<Error>().map(Self::of_tls)
    }

    fn of_tls(error: &Error) -> Self {
        match error {
            Error::InvalidCertificate(reason) => Self::of_theirs(reason),
            Error::AlertReceived(alert) => Self::of_alert(*alert),
            other => Self::Other(other.to_string()),
        }
    }

    fn of_theirs(reason: &CertificateError) -> Self {
        match reason {
            CertificateError::UnknownIssuer | CertificateError::BadSignature => {
                Self::TheirAuthority
            }
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. } => Self::TheirDates,
            CertificateError::ApplicationVerificationFailure => Self::TheirName,
            CertificateError::Revoked => Self::TheirsRevoked,
            other => Self::Other(other.to_string()),
        }
    }

    fn of_alert(alert: AlertDescription) -> Self {
        match alert {
            AlertDescription::UnknownCA | AlertDescription::DecryptError => Self::OurAuthority,
            AlertDescription::CertificateExpired => Self::OursExpired,
            AlertDescription::CertificateRevoked => Self::OursRevoked,
            AlertDescription::CertificateUnknown => Self::OursUnknown,
            AlertDescription::AccessDenied
            | AlertDescription::BadCertificate
            | AlertDescription::UnsupportedCertificate => Self::OursUnfit,
            AlertDescription::CertificateRequired => Self::OursMissing,
            AlertDescription::NoApplicationProtocol => Self::NoLine,
            other => Self::Other(format!("{other:?}")),
        }
    }
}
