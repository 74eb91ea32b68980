//! Can anybody but the library itself have a sealing key taken for the library's?

#![allow(clippy::unwrap_used)]
use super::*;
use crate::authority::{Authority, FoundedAuthority};
use crate::keys::{MemberKey, SigningRequest};
use crate::sealing::{KEY_BYTES, SealingKey};
use navette_domain::membership::{IssuedCertificate, Serial, valid_until};
use navette_domain::privacy::Secret;

const NOW: Timestamp = Timestamp(1_795_910_400_000);

fn an_authority() -> Authority {
    let founded = FoundedAuthority::make(Serial(1), NOW).unwrap();
    Authority::from_pem(&founded.certificate_pem, &founded.key_pem).unwrap()
}

fn credential_of(subject: &str, authority: &Authority) -> Credential {
    let key = MemberKey::generate().unwrap();
    let request = SigningRequest::read(&key.signing_request().unwrap()).unwrap();
    let issued = IssuedCertificate {
        serial: Serial(7),
        subject: Subject::parse(subject).unwrap(),
        from: NOW,
        until: valid_until(NOW),
        revoked: None,
    };
    let certificate = authority.issue(request, &issued).unwrap();
    Credential::new(key, certificate, authority.certificate().clone()).unwrap()
}

fn a_key(seed: u8) -> PublicSealingKey {
    SealingKey::of_seed(&Secret::new([seed; KEY_BYTES])).public()
}

/// What becomes of a key that is offered as that of Aire.
fn offered(offer: &VouchedKey, authority: &Authority) -> Result<PublicSealingKey, String> {
    let aire = LibraryId::parse("aire").unwrap();
    let believed = vouched(offer, authority.certificate(), &aire, NOW);
    believed.map_err(|error| error.to_string())
}

#[test]
fn a_key_is_believed_that_its_library_vouches_for() {
    let authority = an_authority();
    let aire = credential_of("library:aire", &authority);
    let offer = vouch(&aire, a_key(1)).unwrap();
    assert_eq!(offered(&offer, &authority), Ok(a_key(1)));
}

#[test]
fn another_key_another_library_and_another_authority_are_each_refused_by_name() {
    let authority = an_authority();
    let aire = credential_of("library:aire", &authority);
    let mut exchanged = vouch(&aire, a_key(1)).unwrap();
    exchanged.key = a_key(2).as_bytes().to_vec();
    let lumbres = vouch(&credential_of("library:lumbres", &authority), a_key(2)).unwrap();
    let federator = vouch(&credential_of("federator", &authority), a_key(2)).unwrap();
    let strange = vouch(&credential_of("library:aire", &an_authority()), a_key(2)).unwrap();
    for (offer, reason) in [
        (exchanged, "was not signed by the key of its certificate"),
        (lumbres, "is vouched for by library:lumbres"),
        (federator, "is vouched for by federator"),
        (strange, "does not count"),
    ] {
        let told = offered(&offer, &authority).unwrap_err();
        assert!(told.contains(reason), "{told}");
    }
}

#[test]
fn a_certificate_that_has_ended_vouches_for_nothing() {
    let authority = an_authority();
    let aire = LibraryId::parse("aire").unwrap();
    let offer = vouch(&credential_of("library:aire", &authority), a_key(1)).unwrap();
    let late = valid_until(NOW).plus_ms(1_000);
    let told = vouched(&offer, authority.certificate(), &aire, late);
    assert!(matches!(told, Err(VouchingError::Certificate(_))));
}

#[test]
fn any_bytes_are_refused_without_a_panic() {
    let authority = an_authority();
    let aire = credential_of("library:aire", &authority);
    let sound = vouch(&aire, a_key(1)).unwrap();
    for at in 0..sound.certificate.len() {
        let mut offer = sound.clone();
        offer.certificate[at] ^= 1;
        assert!(offered(&offer, &authority).is_err(), "byte {at}");
        offer.certificate.truncate(at);
        assert!(offered(&offer, &authority).is_err(), "{at} bytes");
    }
    let short = VouchedKey {
        key: vec![7; 31],
        signature: aire.sign(&said_of(&[7; 31])).unwrap(),
        ..sound
    };
    let told = offered(&short, &authority).unwrap_err();
    assert!(told.contains("is not 32 bytes"), "{told}");
}
