//! Is a sealing key its library's own? The library signs it with the key of its certificate, which the authority has signed: whoever
//! hands the key on cannot put another one in its place.

use crate::certificate_facts::{CertificateFacts, parsed};
use crate::credential::Credential;
use crate::keys::KeyError;
use crate::sealing::{PublicSealingKey, SealingError};
use crate::tls::signed_by;
use navette_domain::catalogue::LibraryId;
use navette_domain::membership::{Subject, VouchedKey};
use navette_domain::time::Timestamp;
use ring::signature::{ECDSA_P256_SHA256_ASN1, UnparsedPublicKey};
use rustls::pki_types::CertificateDer;

/// Says for what, and in which version, something was signed.
const SAID: &[u8] = b"navette sealing key 1\0";

/// Why a sealing key is not believed to be a library's.
#[derive(Debug, thiserror::Error)]
pub enum VouchingError {
    /// The certificate beside it is not one of the territory's that counts now.
    #[error("the certificate beside the sealing key does not count: {0}")]
    Certificate(String),
    /// Somebody else vouches for it.
    #[error("the sealing key of {wanted} is vouched for by {found}")]
    OtherSubject {
        /// Whose key it should be.
        wanted: Subject,
        /// Whom the certificate names.
        found: Subject,
    },
    /// The key of the certificate did not sign it.
    #[error("the sealing key was not signed by the key of its certificate")]
    Signature,
    /// It is no key.
    #[error(transparent)]
    Key(#[from] SealingError),
}

/// Vouches for the own sealing key.
pub fn vouch(credential: &Credential, key: PublicSealingKey) -> Result<VouchedKey, KeyError> {
    let signed = credential.sign(&said_of(key.as_bytes()))?;
    Ok(VouchedKey {
        key: key.as_bytes().to_vec(),
        certificate: credential.certificate().to_vec(),
        signature: signed,
    })
}

/// Gives a library's sealing key, where a certificate of the library that this authority signed and that counts now vouches for it.
pub fn vouched(
    offered: &VouchedKey,
    authority: &CertificateDer<'_>,
    library: &LibraryId,
    now: Timestamp,
) -> Result<PublicSealingKey, VouchingError> {
    let flawed = |reason: String| VouchingError::Certificate(reason);
    signed_by(authority, &offered.certificate, now).map_err(flawed)?;
    let facts = CertificateFacts::read(&offered.certificate);
    let facts = facts.map_err(|flaw| flawed(flaw.to_string()))?;
    let wanted = Subject::Library(library.clone());
    if facts.peer.subject != wanted {
        let found = facts.peer.subject;
        return Err(VouchingError::OtherSubject { wanted, found });
    }
    let certificate = parsed(&offered.certificate).map_err(|flaw| flawed(flaw.to_string()))?;
    let point = &certificate.public_key().subject_public_key.data;
    let signer = UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point);
    let checked = signer.verify(&said_of(&offered.key), &offered.signature);
    checked.map_err(|_| VouchingError::Signature)?;
    Ok(PublicSealingKey::from_bytes(&offered.key)?)
}

fn said_of(key: &[u8]) -> Vec<u8> {
    [SAID, key].concat()
}

#[cfg(test)]
mod tests;
