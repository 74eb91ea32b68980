//! Does a certificate say what it was issued for, and is what does not fit refused?

use crate::fixtures::{TODAY, TestAuthority};
use navette_domain::membership::{Serial, Subject, valid_until};
use navette_trust::{
    Authority, AuthorityError, CertificateFacts, Credential, CredentialError, FoundedAuthority,
    MemberKey,
};

#[test]
fn a_certificate_names_its_subject_number_and_dates() {
    let authority = TestAuthority::found();
    for text in [
        "library:aire",
        "federator",
        "administrator:zoe",
        "kiosk:aire/entree-1",
    ] {
        let credential = authority.credential(text);
        let facts = credential.facts();
        assert_eq!(facts.peer.subject, Subject::parse(text).unwrap());
        assert!(Serial::parse(&facts.peer.serial).is_some());
        assert!(facts.peer.serial.starts_with('8'), "{}", facts.peer.serial);
        assert_eq!(facts.until, valid_until(TODAY));
        assert!(facts.from < TODAY, "clocks differ a little");
    }
}

#[test]
fn a_credential_is_read_back_from_its_one_file() {
    let credential = TestAuthority::found().credential("library:aire");
    let again = Credential::from_pem(&credential.to_pem()).unwrap();
    assert_eq!(again.facts(), credential.facts());
    assert_eq!(again.authority(), credential.authority());
    let no_authority: String = credential
        .to_pem()
        .rsplit_once("-----BEGIN CERTIFICATE-----")
        .map(|(before, _)| before.to_owned())
        .unwrap();
    for broken in ["", "hello", &no_authority] {
        assert!(Credential::from_pem(broken).is_err());
    }
}

#[test]
fn a_key_that_is_not_the_certificates_is_refused() {
    let authority = TestAuthority::found();
    let text = authority.credential("library:aire").to_pem();
    let certificates = &text[text.find("-----BEGIN CERTIFICATE").unwrap()..];
    let other = MemberKey::generate().unwrap().to_pem();
    let mixed = Credential::from_pem(&format!("{other}\n{certificates}"));
    assert!(matches!(mixed, Err(CredentialError::OtherKey)));
}

#[test]
fn an_authority_brought_along_must_be_one_and_its_key_its_own() {
    let founded = FoundedAuthority::make(Serial(7), TODAY).unwrap();
    let other = FoundedAuthority::make(Serial(8), TODAY).unwrap();
    let brought = |certificate: &str, key: &str| Authority::from_pem(certificate, key);
    assert!(brought(&founded.certificate_pem, &founded.key_pem).is_ok());
    let mixed = brought(&founded.certificate_pem, &other.key_pem);
    assert!(matches!(mixed, Err(AuthorityError::OtherKey)));
    let text = TestAuthority::found().credential("library:aire").to_pem();
    let member = brought(&text, &text);
    assert!(matches!(member, Err(AuthorityError::NoAuthority)));
    assert!(brought("", "").is_err());
}

#[test]
fn an_authority_is_no_members_certificate() {
    let founded = FoundedAuthority::make(Serial(7), TODAY).unwrap();
    let authority = Authority::from_pem(&founded.certificate_pem, &founded.key_pem).unwrap();
    assert!(CertificateFacts::read(authority.certificate()).is_err());
    assert!(CertificateFacts::read(b"nonsense").is_err());
}
