//! What does a member hold that proves who it is? One file: its key, its certificate, and the authority it belongs to.
//!
//! One file and not three, so that a renewal replaces all of it or nothing.

use crate::certificate_facts::{CertificateFacts, CertificateFlaw};
use crate::keys::{KeyError, MemberKey};
use crate::pem_text;
use crate::tls::lets_in;
use navette_domain::membership::Subject;
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
    /// A certificate that is to take the place of another names somebody else.
    #[error("the new certificate is for {found}, not for {wanted}")]
    OtherSubject {
        /// Whom the one in use names.
        wanted: Subject,
        /// Whom the new one names.
        found: Subject,
    },
    /// A certificate that is to take the place of another was not signed by the same authority.
    #[error("the new certificate does not count: {0}")]
    NotSigned(String),
    /// A certificate that is to take the place of another ends no later.
    #[error("the new certificate ends no later than the one in use")]
    NoLater,
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

    /// Puts another key, and what was issued for it, in place of this one: for the same subject, by the same authority, for longer.
    /// Whatever else came would leave its holder outside.
    pub fn renewed(
        &self,
        key: MemberKey,
        certificate: CertificateDer<'static>,
    ) -> Result<Self, CredentialError> {
        let renewed = Self::new(key, certificate, self.authority.clone())?;
        let (before, after) = (&self.facts, &renewed.facts);
        if after.peer.subject != before.peer.subject {
            return Err(CredentialError::OtherSubject {
                wanted: before.peer.subject.clone(),
                found: after.peer.subject.clone(),
            });
        }
        // By its own dates: the clock here may be behind.
        let lets_in = lets_in(&self.authority, &renewed.certificate, after.from);
        lets_in.map_err(CredentialError::NotSigned)?;
        if after.until <= before.until {
            return Err(CredentialError::NoLater);
        }
        Ok(renewed)
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::authority::{Authority, FoundedAuthority};
    use crate::keys::SigningRequest;
    use navette_domain::membership::{IssuedCertificate, Serial, valid_until};
    use navette_domain::time::Timestamp;

    const NOW: Timestamp = Timestamp(1_795_910_400_000);

    fn an_authority() -> Authority {
        let founded = FoundedAuthority::make(Serial(1_000), NOW).unwrap();
        Authority::from_pem(&founded.certificate_pem, &founded.key_pem).unwrap()
    }

    /// What an authority issues to somebody, and the key it is for.
    fn issued(
        authority: &Authority,
        subject: &str,
        from: Timestamp,
    ) -> (MemberKey, CertificateDer<'static>) {
        let key = MemberKey::generate().unwrap();
        let request = SigningRequest::read(&key.signing_request().unwrap()).unwrap();
        let to = IssuedCertificate {
            serial: Serial(7),
            subject: Subject::parse(subject).unwrap(),
            from,
            until: valid_until(from),
            revoked: None,
        };
        let certificate = authority.issue(request, &to).unwrap();
        (key, certificate)
    }

    #[test]
    fn only_what_is_worth_more_takes_the_place_of_what_is_held() {
        let (authority, other) = (an_authority(), an_authority());
        let (key, certificate) = issued(&authority, "kiosk:aire/entree", NOW);
        let root = authority.certificate().clone();
        let held = Credential::new(key, certificate, root).unwrap();
        let later = NOW.plus_ms(60 * 86_400_000);
        for (by, subject, from, told) in [
            (&authority, "kiosk:aire/entree", later, ""),
            (
                &authority,
                "kiosk:aire/salon",
                later,
                "is for kiosk:aire/salon",
            ),
            (&authority, "kiosk:aire/entree", NOW, "ends no later"),
            (&other, "kiosk:aire/entree", later, "does not count"),
        ] {
            let (key, certificate) = issued(by, subject, from);
            let renewed = held.renewed(key, certificate);
            let said = renewed.map_or_else(|error| error.to_string(), |_| String::new());
            assert!(
                said.contains(told) && said.is_empty() == told.is_empty(),
                "{said}"
            );
        }
        let (_, certificate) = issued(&authority, "kiosk:aire/entree", later);
        let (another_key, _) = issued(&authority, "kiosk:aire/entree", later);
        let refused = held.renewed(another_key, certificate);
        assert!(matches!(refused, Err(CredentialError::OtherKey)));
    }
}
