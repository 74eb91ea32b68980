//! Who vouches for the members of a territory? One authority, made by the federator or brought along, that signs certificates.

use crate::certificate_facts::{self, CertificateFlaw, SCHEME};
use crate::keys::{KeyError, MemberKey, SigningRequest, digest_of};
use crate::pem_text;
use navette_domain::membership::{Digest, IssuedCertificate, Serial, Subject};
use navette_domain::time::{DAY_MS, Day, Timestamp};
use rcgen::string::Ia5String;
use rcgen::{
    BasicConstraints, CertificateParams, CertificateSigningRequestParams, DistinguishedName,
    DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose, PublicKeyData,
    SanType, SerialNumber,
};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use std::fmt;
use time::OffsetDateTime;
use x509_parser::certificate::X509Certificate;

/// How long a new authority counts, in days: ten years, since every member must join anew when it ends.
const AUTHORITY_DAYS: i64 = 3_652;
/// How long an authority that is brought along must count from now on: a year, or members would soon have to join anew.
const FOUNDS_FOR_DAYS: i64 = 365;
/// A member's clock may be this much behind: a certificate counts from a little before it was issued.
const CLOCKS_DIFFER_MS: i64 = 300_000;

/// Why an authority cannot be used, or cannot sign.
#[derive(Debug, thiserror::Error)]
pub enum AuthorityError {
    /// Its certificate cannot be read.
    #[error("the authority's certificate cannot be used: {0}")]
    Certificate(String),
    /// Its key cannot be read.
    #[error("the authority's key: {0}")]
    Key(#[from] KeyError),
    /// The key is not the certificate's.
    #[error("the authority's key does not belong to its certificate")]
    OtherKey,
    /// The certificate is not allowed to sign others.
    #[error(
        "the authority's certificate may not sign others: it is a member's, not an authority's"
    )]
    NoAuthority,
    /// Its certificate says what its key is for, and signing is not among it.
    #[error("the authority's certificate does not allow its key to sign others (key usage)")]
    NotForSigning,
    /// Its certificate limits whom it may name, and members are named by addresses of a kind of their own.
    #[error(
        "the authority's certificate limits what it may name (name constraints): it could name no member"
    )]
    LimitsNames,
    /// It does not count yet, or ends too soon to be founded on.
    #[error(
        "the authority counts from {from} until {until}: it must count today and for {days} days more"
    )]
    Ends {
        /// From when it counts.
        from: Day,
        /// Until when.
        until: Day,
        /// How long it must count.
        days: i64,
    },
    /// It has ended.
    #[error("the authority has ended on {0}: found another, and let every member join again")]
    Ended(Day),
    /// A certificate could not be signed.
    #[error("a certificate could not be signed: {0}")]
    Signing(rcgen::Error),
}

impl From<CertificateFlaw> for AuthorityError {
    fn from(flaw: CertificateFlaw) -> Self {
        Self::Certificate(flaw.to_string())
    }
}

/// The authority of a territory.
pub struct Authority {
    certificate: CertificateDer<'static>,
    issuer: Issuer<'static, KeyPair>,
    key: Digest,
    from: Timestamp,
    until: Timestamp,
}

/// A new authority, and what is to be kept of it.
pub struct FoundedAuthority {
    /// Its certificate as PEM; no secret.
    pub certificate_pem: String,
    /// Its key as PEM: who has it can make members.
    pub key_pem: String,
}

impl FoundedAuthority {
    /// Makes a new authority.
    pub fn make(serial: Serial, now: Timestamp) -> Result<Self, AuthorityError> {
        let key = MemberKey::generate()?;
        let mut params = CertificateParams::default();
        params.distinguished_name = called("Navette territory");
        params.serial_number = Some(written(serial));
        params.not_before = moment(now.plus_ms(-CLOCKS_DIFFER_MS));
        params.not_after = moment(now.plus_ms(AUTHORITY_DAYS * DAY_MS));
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let certificate = params.self_signed(&key.pair);
        let certificate = certificate.map_err(AuthorityError::Signing)?;
        Ok(Self {
            certificate_pem: pem_text::certificate(certificate.der()),
            key_pem: key.to_pem(),
        })
    }
}

impl Authority {
    /// Takes an authority from its certificate and key, its own or one brought along, and checks that they belong together.
    pub fn from_pem(certificate: &str, key: &str) -> Result<Self, AuthorityError> {
        let der = CertificateDer::from_pem_slice(certificate.as_bytes())
            .map_err(|error| AuthorityError::Certificate(error.to_string()))?;
        let key = MemberKey::from_pem(key)?;
        let (digest, from, until) = {
            let read = certificate_facts::parsed(&der)?;
            may_sign(&read)?;
            let (from, until) = certificate_facts::span(&read);
            (digest_of(read.public_key().raw), from, until)
        };
        if digest_of(&key.pair.subject_public_key_info()) != digest {
            return Err(AuthorityError::OtherKey);
        }
        let issuer = Issuer::from_ca_cert_der(&der, key.pair)
            .map_err(|error| AuthorityError::Certificate(error.to_string()))?;
        Ok(Self {
            certificate: der.into_owned(),
            issuer,
            key: digest,
            from,
            until,
        })
    }

    /// Checks that a territory can be founded on it: it counts for longer than the certificates that it signs first.
    pub fn founds(&self, now: Timestamp) -> Result<(), AuthorityError> {
        let enough = now.plus_ms(FOUNDS_FOR_DAYS * DAY_MS);
        if now < self.from || enough > self.until {
            return Err(AuthorityError::Ends {
                from: self.from.day(),
                until: self.until.day(),
                days: FOUNDS_FOR_DAYS,
            });
        }
        Ok(())
    }

    /// Gives its certificate.
    pub fn certificate(&self) -> &CertificateDer<'static> {
        &self.certificate
    }

    /// Gives the digest of its public key, by which whoever joins knows it.
    pub fn key_digest(&self) -> Digest {
        self.key
    }

    /// Signs a certificate for the key of a request. Whom it names is not asked of the request.
    pub fn issue(
        &self,
        request: SigningRequest,
        to: &IssuedCertificate,
    ) -> Result<CertificateDer<'static>, AuthorityError> {
        // Whoever is shown it trusts the authority's key by itself, and does not look at the authority's own dates.
        if to.from >= self.until {
            return Err(AuthorityError::Ended(self.until.day()));
        }
        let text = to.subject.to_string();
        let uri =
            Ia5String::try_from(format!("{SCHEME}{text}")).map_err(AuthorityError::Signing)?;
        let mut params = CertificateParams::default();
        params.distinguished_name = called(&text);
        params.subject_alt_names = vec![SanType::URI(uri)];
        params.serial_number = Some(written(to.serial));
        params.not_before = moment(to.from.plus_ms(-CLOCKS_DIFFER_MS));
        params.not_after = moment(to.until);
        params.is_ca = IsCa::ExplicitNoCa;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = purposes(&to.subject);
        let asked = CertificateSigningRequestParams {
            params,
            public_key: request.read.public_key,
        };
        let signed = asked.signed_by(&self.issuer);
        Ok(signed.map_err(AuthorityError::Signing)?.der().clone())
    }
}

/// Checks what an authority's certificate says that it may do.
fn may_sign(read: &X509Certificate<'_>) -> Result<(), AuthorityError> {
    let unreadable = |_| AuthorityError::Certificate(CertificateFlaw::Unreadable.to_string());
    let constraints = read.basic_constraints().map_err(unreadable)?;
    if !constraints.is_some_and(|found| found.value.ca) {
        return Err(AuthorityError::NoAuthority);
    }
    let usage = read.key_usage().map_err(unreadable)?;
    if usage.is_some_and(|found| !found.value.key_cert_sign()) {
        return Err(AuthorityError::NotForSigning);
    }
    let limits = read.name_constraints().map_err(unreadable)?;
    if limits.is_some() {
        return Err(AuthorityError::LimitsNames);
    }
    Ok(())
}

impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Authority({})", self.key)
    }
}

/// A library is called as well as it calls; who administers and a kiosk only call.
fn purposes(subject: &Subject) -> Vec<ExtendedKeyUsagePurpose> {
    use ExtendedKeyUsagePurpose::{ClientAuth, ServerAuth};
    match subject {
        Subject::Library(_) | Subject::Federator => vec![ServerAuth, ClientAuth],
        Subject::Kiosk(..) | Subject::Administrator(_) => vec![ClientAuth],
    }
}

fn called(name: &str) -> DistinguishedName {
    let mut called = DistinguishedName::new();
    called.push(DnType::CommonName, name);
    called
}

fn written(serial: Serial) -> SerialNumber {
    SerialNumber::from_slice(&serial.0.to_be_bytes())
}

fn moment(at: Timestamp) -> OffsetDateTime {
    let seconds = at.0.div_euclid(1_000);
    OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}
