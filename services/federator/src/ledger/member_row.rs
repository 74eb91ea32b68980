//! What is kept of who came into the territory? Its certificates, whole, since when it belongs, and how questions are sealed to it.

use navette_domain::membership::{IssuedCertificate, Subject, VouchedKey};
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

/// To what questions to a library are sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealingKeyRow {
    /// The key, with the library's word on it.
    pub vouched: VouchedKey,
    /// Since when the library has had this key, as far as the federator knows.
    pub since: Timestamp,
    /// How often another key came in the place of one.
    pub changes: u32,
}
