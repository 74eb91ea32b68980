//! What is kept of who came into the territory? Its certificates, whole, and since when it belongs.

use navette_domain::membership::{IssuedCertificate, Subject};
use navette_domain::time::Timestamp;

/// A certificate that was issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateRow {
    /// What was noted of it.
    pub issued: IssuedCertificate,
    /// The certificate, to be given again to whoever did not get it: DER.
    pub der: Vec<u8>,
}

/// Somebody who came in by a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberRow {
    /// Who.
    pub subject: Subject,
    /// Since when; whoever was revoked and came in again begins anew.
    pub since: Timestamp,
    /// Of its software, as it said last.
    pub version: String,
    /// When it was revoked, and has not come in again since.
    pub revoked: Option<Timestamp>,
}
