//! Does a certificate still count? The question that is put at every handshake; the answer is the federator's to keep, and
//! learned from it by libraries that can be dialled.

use crate::certificate_facts::CertificateFacts;
use navette_domain::membership::CertificateRefusal;
use std::fmt;

/// Knows which certificates count.
pub trait Standing: fmt::Debug + Send + Sync {
    /// Says why a certificate that the authority signed counts no more. Asked in the middle of a handshake: it must not wait.
    fn counts(&self, certificate: &CertificateFacts) -> Result<(), CertificateRefusal>;
}
