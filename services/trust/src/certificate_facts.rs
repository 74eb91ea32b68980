//! What does a certificate say? Whom it names, from when until when, by which key. Who signed it is checked elsewhere.
//!
//! The subject stands in the certificate as a URI among its alternative names: `navette:library:aire`. A name of a machine
//! would be wrong: libraries have no address, and move from one to another.

use crate::keys::digest_of;
use crate::peer::PeerCertificate;
use navette_domain::membership::{Digest, Serial, Subject};
use navette_domain::time::Timestamp;
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::GeneralName;

/// What stands before the subject's text.
pub(crate) const SCHEME: &str = "navette:";

/// What a certificate says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateFacts {
    /// Whom it names, and its number.
    pub peer: PeerCertificate,
    /// From when on it counts.
    pub from: Timestamp,
    /// Until when it counts.
    pub until: Timestamp,
    /// The digest of its public key.
    pub key: Digest,
}

/// Why a certificate is none of a territory's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CertificateFlaw {
    /// It cannot be read at all.
    #[error("it cannot be read")]
    Unreadable,
    /// It names no subject, or several.
    #[error("it names {0} subjects of a territory, not one")]
    Subjects(usize),
    /// What it names is no subject.
    #[error("{0}")]
    Subject(#[from] navette_domain::membership::SubjectRefusal),
    /// Its number is longer than ours are.
    #[error("its serial number has {0} bytes, more than 16")]
    Serial(usize),
}

impl CertificateFacts {
    /// Reads a certificate.
    pub fn read(der: &[u8]) -> Result<Self, CertificateFlaw> {
        let certificate = parsed(der)?;
        let subject = Subject::parse(named(&certificate)?)?;
        let serial = serial(certificate.raw_serial())?.to_string();
        let (from, until) = span(&certificate);
        Ok(Self {
            peer: PeerCertificate { subject, serial },
            from,
            until,
            key: digest_of(certificate.public_key().raw),
        })
    }
}

/// Gives the digest of the public key of any certificate.
pub(crate) fn key_digest(der: &[u8]) -> Result<Digest, CertificateFlaw> {
    Ok(digest_of(parsed(der)?.public_key().raw))
}

/// Gives from when and until when a certificate counts.
pub(crate) fn span(certificate: &X509Certificate<'_>) -> (Timestamp, Timestamp) {
    let validity = certificate.validity();
    let ms = |seconds: i64| Timestamp(seconds.saturating_mul(1_000));
    (
        ms(validity.not_before.timestamp()),
        ms(validity.not_after.timestamp()),
    )
}

/// Reads a certificate as far as X.509 goes.
pub(crate) fn parsed(der: &[u8]) -> Result<X509Certificate<'_>, CertificateFlaw> {
    match x509_parser::parse_x509_certificate(der) {
        Ok(([], certificate)) => Ok(certificate),
        Ok(_) | Err(_) => Err(CertificateFlaw::Unreadable),
    }
}

/// Finds the one subject.
fn named<'a>(certificate: &'a X509Certificate<'_>) -> Result<&'a str, CertificateFlaw> {
    let names = certificate.subject_alternative_name();
    let names = names.map_err(|_| CertificateFlaw::Unreadable)?;
    let mut found = Vec::new();
    for name in names.iter().flat_map(|names| &names.value.general_names) {
        if let GeneralName::URI(uri) = name {
            found.extend(uri.strip_prefix(SCHEME));
        }
    }
    match found.as_slice() {
        [one] => Ok(one),
        _ => Err(CertificateFlaw::Subjects(found.len())),
    }
}

/// Reads the number, which DER writes with a leading zero where it would look negative.
fn serial(bytes: &[u8]) -> Result<Serial, CertificateFlaw> {
    let significant = match bytes {
        [0, rest @ ..] => rest,
        all => all,
    };
    if significant.len() > 16 {
        return Err(CertificateFlaw::Serial(significant.len()));
    }
    let number = significant
        .iter()
        .fold(0_u128, |number, byte| number << 8 | u128::from(*byte));
    Ok(Serial(number))
}
