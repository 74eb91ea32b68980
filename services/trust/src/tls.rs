//! How is TLS spoken? TLS 1.3 alone, with ring, telling the time by the process's own clock, and shaking hands in full each time.
//!
//! No session is resumed: a resumed one would not look at the certificate again, and so would not see that it was revoked.

use crate::certificate_facts::CertificateFacts;
use crate::credential::{Credential, CredentialError};
use crate::expected::{Expected, Expecting};
use crate::standing::Standing;
use navette_domain::membership::CertificateRefusal;
use navette_domain::time::Timestamp;
use rustls::client::danger::HandshakeSignatureValid;
use rustls::client::{Resumption, verify_server_cert_signed_by_trust_anchor};
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::server::{ParsedCertificate, WebPkiClientVerifier};
use rustls::time_provider::TimeProvider;
use rustls::version::TLS13;
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, DistinguishedName, Error, OtherError,
    RootCertStore, ServerConfig, SignatureScheme,
};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// The turned line: who dialled is called on it.
pub(crate) const SERVE: &[u8] = b"navette-serve/1";
/// Ordinary calls.
pub(crate) const CALLS: &[u8] = b"h2";

/// Tells the time of day, as the process has it.
#[derive(Clone)]
pub struct TimeOfDay(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl TimeOfDay {
    /// Tells the time by this.
    pub fn by(tell: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(tell))
    }
}

impl fmt::Debug for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TimeOfDay")
    }
}

impl TimeProvider for TimeOfDay {
    fn current_time(&self) -> Option<UnixTime> {
        let ms = u64::try_from(self.0().0).ok()?;
        Some(UnixTime::since_unix_epoch(Duration::from_millis(ms)))
    }
}

/// Speaks as whoever waits for lines: callers without a certificate get no further than joining, those with one must count.
pub(crate) fn accepting(
    credential: &Credential,
    standing: Arc<dyn Standing>,
    time: TimeOfDay,
) -> Result<ServerConfig, CredentialError> {
    let provider = Arc::new(ring::default_provider());
    let roots = Arc::new(roots_of(credential.authority())?);
    let inner = WebPkiClientVerifier::builder_with_provider(roots, Arc::clone(&provider))
        .allow_unauthenticated()
        .build()
        .map_err(|error| CredentialError::Shape(error.to_string()))?;
    let verifier = Arc::new(CountingMembers { inner, standing });
    let mut config = ServerConfig::builder_with_details(provider, Arc::new(time))
        .with_protocol_versions(&[&TLS13])
        .map_err(unfit)?
        .with_client_cert_verifier(verifier)
        .with_single_cert(credential.chain(), credential.tls_key()?)
        .map_err(unfit)?;
    config.alpn_protocols = vec![SERVE.to_vec(), CALLS.to_vec()];
    config.session_storage = Arc::new(rustls::server::NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    Ok(config)
}

/// Speaks as whoever dials, with its certificate or, to join, without one.
pub(crate) fn dialling(
    credential: Option<&Credential>,
    expected: Expected,
    protocol: &[u8],
    time: TimeOfDay,
) -> Result<ClientConfig, CredentialError> {
    let provider = Arc::new(ring::default_provider());
    let expecting = Arc::new(Expecting::new(expected, Arc::clone(&provider)));
    let config = ClientConfig::builder_with_details(provider, Arc::new(time))
        .with_protocol_versions(&[&TLS13])
        .map_err(unfit)?
        .dangerous()
        .with_custom_certificate_verifier(expecting);
    let mut config = match credential {
        Some(credential) => config
            .with_client_auth_cert(credential.chain(), credential.tls_key()?)
            .map_err(unfit)?,
        None => config.with_no_client_auth(),
    };
    config.alpn_protocols = vec![protocol.to_vec()];
    config.resumption = Resumption::disabled();
    Ok(config)
}

fn unfit(error: Error) -> CredentialError {
    CredentialError::Shape(error.to_string())
}

pub(crate) fn roots_of(authority: &CertificateDer<'_>) -> Result<RootCertStore, CredentialError> {
    let mut roots = RootCertStore::empty();
    roots.add(authority.clone().into_owned()).map_err(unfit)?;
    Ok(roots)
}

/// Writes a moment as TLS has it; what was before 1970 is its beginning.
fn unix_time(at: Timestamp) -> UnixTime {
    let ms = u64::try_from(at.0).unwrap_or_default();
    UnixTime::since_unix_epoch(Duration::from_millis(ms))
}

/// Refuses a certificate that the authority has not signed, or that does not count at that moment.
pub(crate) fn signed_by(
    authority: &CertificateDer<'_>,
    certificate: &[u8],
    at: Timestamp,
) -> Result<(), String> {
    let roots = roots_of(authority).map_err(|error| error.to_string())?;
    let der = CertificateDer::from(certificate);
    let at = unix_time(at);
    let algorithms = ring::default_provider()
        .signature_verification_algorithms
        .all;
    let checked = ParsedCertificate::try_from(&der).and_then(|parsed| {
        verify_server_cert_signed_by_trust_anchor(&parsed, &roots, &[], at, algorithms)
    });
    checked.map_err(|error| error.to_string())
}

/// Refuses a certificate with which nobody would be let in at that moment: of another authority, or not for dialling.
pub(crate) fn lets_in(
    authority: &CertificateDer<'_>,
    certificate: &CertificateDer<'_>,
    at: Timestamp,
) -> Result<(), String> {
    let roots = roots_of(authority).map_err(|error| error.to_string())?;
    let provider = Arc::new(ring::default_provider());
    let door = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build();
    let door = door.map_err(|error| error.to_string())?;
    let checked = door.verify_client_cert(certificate, &[], unix_time(at));
    checked.map(|_| ()).map_err(|error| error.to_string())
}

/// Lets in whom the authority signed for, as long as the certificate counts.
#[derive(Debug)]
struct CountingMembers {
    inner: Arc<dyn ClientCertVerifier>,
    standing: Arc<dyn Standing>,
}

impl ClientCertVerifier for CountingMembers {
    fn client_auth_mandatory(&self) -> bool {
        self.inner.client_auth_mandatory()
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        // A member has one certificate: it shows that one, and is told what is wrong with it.
        &[]
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        let verified = self
            .inner
            .verify_client_cert(end_entity, intermediates, now)?;
        let facts = CertificateFacts::read(end_entity)
            .map_err(|flaw| CertificateError::Other(OtherError(Arc::new(flaw))))?;
        self.standing.counts(&facts).map_err(alert)?;
        Ok(verified)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.inner.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.inner.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.inner.supported_verify_schemes()
    }
}

/// The alert by which the other end learns which of the three it was.
fn alert(refusal: CertificateRefusal) -> CertificateError {
    match refusal {
        CertificateRefusal::Expired { .. } => CertificateError::Expired,
        CertificateRefusal::Revoked { .. } => CertificateError::Revoked,
        CertificateRefusal::Unknown(_) => CertificateError::Other(OtherError(Arc::new(refusal))),
    }
}
