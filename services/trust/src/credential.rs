//! What does a member hold that proves who it is? One file: its key, its certificate, and the authority it belongs to.
//!
//! One file and not three, so that a renewal replaces all of it or nothing.

use crate::certificate_facts::{CertificateFacts, CertificateFlaw};
use crate::keys::{KeyError, MemberKey};
use crate::pem_text;
use rcgen::SigningKey;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::fmt;

/// Why a credential cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CredentialError {
    /// It is not a key and two certificates.
    #[error("the credential is not a key, a certificate and the authority's certificate: {0}")]
    Shape(String),
    /// The key cannot be read.
    #[error("the credential: {0}")]
    Key(#[from] KeyError),
    /// The certificate is none of a territory's.
    #[error("the certificate of the credential cannot be used: {0}")]
    Certificate(#[from] CertificateFlaw),
    /// The key is not the certificate's.
    #[error("the key of the credential does not belong to its certificate")]
    OtherKey,
}

/// What a member holds.
pub struct Credential {
    key: MemberKey,
    certificate: CertificateDer<'static>,
    authority: CertificateDer<'static>,
    facts: CertificateFacts,
}

impl Credential {
    /// Puts a key and what was issued for it together.
    pub fn new(
        key: MemberKey,
        certificate: CertificateDer<'static>,
        authority: CertificateDer<'static>,
    ) -> Result<Self, CredentialError> {
        let facts = CertificateFacts::read(&certificate)?;
        if facts.key != key.digest() {
            return Err(CredentialError::OtherKey);
        }
        Ok(Self {
            key,
            certificate,
            authority,
            facts,
        })
    }

    /// Reads the file's text.
    pub fn from_pem(text: &str) -> Result<Self, CredentialError> {
        let shape = |reason: String| CredentialError::Shape(reason);
        let mut certificates = Vec::new();
        for certificate in CertificateDer::pem_slice_iter(text.as_bytes()) {
            certificates.push(certificate.map_err(|error| shape(error.to_string()))?);
        }
        let [certificate, authority] = <[_; 2]>::try_from(certificates)
            .map_err(|found| shape(format!("{} certificates", found.len())))?;
        Self::new(MemberKey::from_pem(text)?, certificate, authority)
    }

    /// Writes the file's text.
    pub fn to_pem(&self) -> String {
        let mut text = self.key.to_pem();
        if !text.ends_with('\n') {
            text.push('\n');
        }
        text.push_str(&pem_text::certificate(&self.certificate));
        text.push_str(&pem_text::certificate(&self.authority));
        text
    }

    /// Says what its certificate says.
    pub fn facts(&self) -> &CertificateFacts {
        &self.facts
    }

    /// Gives the certificate of the authority it belongs to.
    pub fn authority(&self) -> &CertificateDer<'static> {
        &self.authority
    }

    /// Gives the own certificate.
    pub(crate) fn certificate(&self) -> &CertificateDer<'static> {
        &self.certificate
    }

    /// Signs something with the key of the certificate. What is signed says for what: nothing of TLS begins like it.
    pub(crate) fn sign(&self, said: &[u8]) -> Result<Vec<u8>, KeyError> {
        self.key.pair.sign(said).map_err(KeyError::Key)
    }

    /// Gives what is shown to the other end: the own certificate, and the authority's, by which a newcomer knows it.
    pub(crate) fn chain(&self) -> Vec<CertificateDer<'static>> {
        vec![self.certificate.clone(), self.authority.clone()]
    }

    /// Gives the key as TLS takes it.
    pub(crate) fn tls_key(&self) -> Result<PrivateKeyDer<'static>, CredentialError> {
        let der = self.key.pair.serialize_der();
        PrivateKeyDer::try_from(der).map_err(|reason| CredentialError::Shape(reason.to_owned()))
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Credential({:?})", self.facts.peer)
    }
}
