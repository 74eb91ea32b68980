//! How does a member get a certificate without its key ever leaving it? It makes the key, and asks with a signed request.

use navette_domain::membership::Digest;
use rcgen::{CertificateParams, CertificateSigningRequestParams, KeyPair, PublicKeyData};
use rustls::pki_types::CertificateSigningRequestDer;

/// Largest request that is read; one of ours has about 300 bytes.
const REQUEST_BYTES_MAX: usize = 8 << 10;

/// Why a key or a request cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The system gives no randomness, or a text is no key.
    #[error("the key cannot be used: {0}")]
    Key(rcgen::Error),
    /// The request is no request, or was not signed by the key in it.
    #[error("the signing request cannot be used: {0}")]
    Request(rcgen::Error),
    /// The request is far too long.
    #[error("the signing request has {0} bytes, the limit is {REQUEST_BYTES_MAX}")]
    RequestTooLong(usize),
}

/// The private key of a member.
#[derive(Debug)]
pub struct MemberKey {
    pub(crate) pair: KeyPair,
}

impl MemberKey {
    /// Draws a key: ECDSA over P-256, which is small and which every TLS library speaks.
    pub fn generate() -> Result<Self, KeyError> {
        let pair = KeyPair::generate().map_err(KeyError::Key)?;
        Ok(Self { pair })
    }

    /// Reads a key from its PEM.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        let pair = KeyPair::from_pem(text).map_err(KeyError::Key)?;
        Ok(Self { pair })
    }

    /// Writes it as PEM, for its own file alone.
    pub fn to_pem(&self) -> String {
        self.pair.serialize_pem()
    }

    /// Gives the digest of its public half.
    pub fn digest(&self) -> Digest {
        digest_of(&self.pair.subject_public_key_info())
    }

    /// Asks for a certificate. It proves that the key is held, and names nobody: whom a certificate names is the authority's to say.
    pub fn signing_request(&self) -> Result<Vec<u8>, KeyError> {
        let mut params = CertificateParams::default();
        params.distinguished_name = rcgen::DistinguishedName::new();
        let request = params.serialize_request(&self.pair);
        Ok(request.map_err(KeyError::Request)?.der().to_vec())
    }
}

/// What somebody asks a certificate for: a public key whose private half they hold.
pub struct SigningRequest {
    pub(crate) read: CertificateSigningRequestParams,
    /// The digest of the public key.
    pub key: Digest,
}

impl SigningRequest {
    /// Reads a request, and checks that it was signed by the key in it.
    pub fn read(der: &[u8]) -> Result<Self, KeyError> {
        if der.len() > REQUEST_BYTES_MAX {
            return Err(KeyError::RequestTooLong(der.len()));
        }
        let der = CertificateSigningRequestDer::from(der);
        let read = CertificateSigningRequestParams::from_der(&der).map_err(KeyError::Request)?;
        let key = digest_of(&read.public_key.subject_public_key_info());
        Ok(Self { read, key })
    }
}

/// Gives the SHA-256 of something.
pub fn digest_of(bytes: &[u8]) -> Digest {
    let made = ring::digest::digest(&ring::digest::SHA256, bytes);
    let mut digest = [0; 32];
    for (to, from) in digest.iter_mut().zip(made.as_ref()) {
        *to = *from;
    }
    Digest(digest)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_request_proves_that_its_key_is_held() {
        let key = MemberKey::generate().unwrap();
        let request = key.signing_request().unwrap();
        assert_eq!(SigningRequest::read(&request).unwrap().key, key.digest());
        let mut altered = request;
        // The signature stands at the end.
        let last = altered.len() - 1;
        altered[last] ^= 1;
        assert!(SigningRequest::read(&altered).is_err());
        for nonsense in [&b""[..], b"nonsense", &[0x30; 9_000]] {
            assert!(SigningRequest::read(nonsense).is_err());
        }
    }

    #[test]
    fn a_key_is_read_back_from_its_file() {
        let key = MemberKey::generate().unwrap();
        let again = MemberKey::from_pem(&key.to_pem()).unwrap();
        assert_eq!(again.digest(), key.digest());
        assert!(MemberKey::from_pem("no key").is_err());
    }
}
