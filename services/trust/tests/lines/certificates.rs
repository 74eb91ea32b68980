//! Does a certificate say what it was issued for, and is what does not fit refused?

use crate::fixtures::{TODAY, TestAuthority};
use navette_domain::membership::{IssuedCertificate, Serial, Subject, valid_until};
use navette_trust::{
    Authority, AuthorityError, CertificateFacts, Credential, CredentialError, FoundedAuthority,
    MemberKey, SigningRequest,
};
use rcgen::{
    BasicConstraints, CertificateParams, GeneralSubtree, IsCa, KeyPair, KeyUsagePurpose,
    NameConstraints,
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

/// Makes an authority as somebody else might.
fn made_elsewhere(
    change: impl FnOnce(&mut CertificateParams),
) -> Result<Authority, AuthorityError> {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    params.not_before = rcgen::date_time_ymd(2026, 1, 1);
    params.not_after = rcgen::date_time_ymd(2036, 1, 1);
    change(&mut params);
    let certificate = params.self_signed(&key).unwrap();
    Authority::from_pem(&certificate.pem(), &key.serialize_pem())
}

#[test]
fn an_authority_brought_along_must_be_allowed_to_sign_for_anybody() {
    assert!(made_elsewhere(|_| {}).is_ok());
    // It does not say what its key is for: then it is for everything.
    assert!(made_elsewhere(|params| params.key_usages.clear()).is_ok());
    let other = made_elsewhere(|params| params.key_usages = vec![KeyUsagePurpose::CrlSign]);
    assert!(matches!(other, Err(AuthorityError::NotForSigning)));
    let limited = made_elsewhere(|params| {
        params.name_constraints = Some(NameConstraints {
            permitted_subtrees: vec![GeneralSubtree::DnsName("example.org".to_owned())],
            excluded_subtrees: Vec::new(),
        });
    });
    assert!(matches!(limited, Err(AuthorityError::LimitsNames)));
}

#[test]
fn a_territory_is_founded_on_an_authority_that_counts_today_and_for_a_year_and_nothing_is_signed_after_its_end()
 {
    let until = |year, month| {
        let made = made_elsewhere(|params| {
            params.not_after = rcgen::date_time_ymd(year, month, 1);
        });
        made.unwrap()
    };
    assert!(until(2028, 1).founds(TODAY).is_ok());
    let told = until(2027, 3).founds(TODAY).unwrap_err().to_string();
    assert_eq!(
        told,
        "the authority counts from 2026-01-01 until 2027-03-01: it must count today and for 365 days more"
    );
    let later = made_elsewhere(|params| params.not_before = rcgen::date_time_ymd(2027, 1, 1));
    assert!(later.unwrap().founds(TODAY).is_err());

    let request = MemberKey::generate().unwrap().signing_request().unwrap();
    let issued = IssuedCertificate {
        serial: Serial(9),
        subject: Subject::Federator,
        from: TODAY,
        until: valid_until(TODAY),
        revoked: None,
    };
    let request = SigningRequest::read(&request).unwrap();
    let signed = until(2026, 6).issue(request, &issued);
    assert!(matches!(signed, Err(AuthorityError::Ended(_))));
}

#[test]
fn an_authority_is_no_members_certificate() {
    let founded = FoundedAuthority::make(Serial(7), TODAY).unwrap();
    let authority = Authority::from_pem(&founded.certificate_pem, &founded.key_pem).unwrap();
    assert!(CertificateFacts::read(authority.certificate()).is_err());
    assert!(CertificateFacts::read(b"nonsense").is_err());
}
