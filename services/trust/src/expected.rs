//! Who must be at the other end of a line that was dialled? Somebody of one authority, by name, wherever the line ends.
//!
//! Names of machines are not looked at: the certificate says who it is, not where.

use crate::certificate_facts::{self, CertificateFacts};
use crate::tls::roots_of;
use navette_domain::membership::{Digest, Subject};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::verify_server_cert_signed_by_trust_anchor;
use rustls::crypto::{CryptoProvider, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{
    CertificateError, DigitallySignedStruct, Error, OtherError, PeerIncompatible, RootCertStore,
    SignatureScheme,
};
use std::sync::Arc;

/// Whom a dialler expects.
#[derive(Clone, Debug)]
pub enum Expected {
    /// Somebody whose certificate this authority signed.
    Signed {
        /// The authority's certificate.
        authority: CertificateDer<'static>,
        /// Whom it must name.
        subject: Subject,
    },
    /// The federator of an authority of which only the digest of the key is known: what a join code says.
    FederatorOf(Digest),
}

/// Holds the other end against whom was expected.
#[derive(Debug)]
pub(crate) struct Expecting {
    expected: Expected,
    provider: Arc<CryptoProvider>,
}

impl Expecting {
    pub(crate) fn new(expected: Expected, provider: Arc<CryptoProvider>) -> Self {
        Self { expected, provider }
    }

    /// Finds whose signature is trusted: the authority that is known, or the one shown whose key has the digest of the code.
    fn roots(&self, shown: &[CertificateDer<'_>]) -> Result<RootCertStore, Error> {
        let unfit = |_| Error::InvalidCertificate(CertificateError::BadEncoding);
        match &self.expected {
            Expected::Signed { authority, .. } => roots_of(authority).map_err(unfit),
            Expected::FederatorOf(digest) => {
                let authority = shown
                    .iter()
                    .find(|der| certificate_facts::key_digest(der) == Ok(*digest))
                    .ok_or(CertificateError::UnknownIssuer)?;
                roots_of(authority).map_err(unfit)
            }
        }
    }

    fn subject(&self) -> &Subject {
        match &self.expected {
            Expected::Signed { subject, .. } => subject,
            Expected::FederatorOf(_) => &Subject::Federator,
        }
    }
}

impl ServerCertVerifier for Expecting {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let roots = self.roots(intermediates)?;
        let algorithms = self.provider.signature_verification_algorithms.all;
        verify_server_cert_signed_by_trust_anchor(
            &ParsedCertificate::try_from(end_entity)?,
            &roots,
            intermediates,
            now,
            algorithms,
        )?;
        let facts = CertificateFacts::read(end_entity)
            .map_err(|flaw| CertificateError::Other(OtherError(Arc::new(flaw))))?;
        if facts.peer.subject != *self.subject() {
            return Err(CertificateError::ApplicationVerificationFailure.into());
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _cert: &CertificateDer<'_>,
        _dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(PeerIncompatible::Tls12NotOfferedOrEnabled.into())
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, cert, dss, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        let algorithms = &self.provider.signature_verification_algorithms;
        algorithms.supported_schemes()
    }
}
