//! Is each end told why it is not trusted?

use crate::fixtures::{Centre, TestAuthority, dialler, eventually};
use navette_domain::membership::Digest;
use navette_trust::{Credential, DialError, Dialler, Expected, LineRefusal, Purpose};
use tokio::io::AsyncReadExt;

/// Dials, and gives why that failed: with TLS 1.3 the dialler learns what is wrong with its own certificate on reading only.
async fn refusal_of(dialler: &Dialler, purpose: Purpose) -> Option<LineRefusal> {
    match dialler.dial(purpose).await {
        Err(DialError::Refused { refusal, .. }) => Some(refusal),
        Err(other) => panic!("{other}"),
        Ok(mut stream) => {
            let line = stream.handle();
            let mut byte = [0; 1];
            let _ = stream.read(&mut byte).await;
            line.refusal()
        }
    }
}

async fn a_centre(authority: &TestAuthority) -> Centre {
    Centre::start(authority.credential("federator")).await
}

fn serial(credential: &Credential) -> String {
    credential.facts().peer.serial.clone()
}

#[tokio::test]
async fn what_is_wrong_with_its_own_certificate_is_told_to_the_library() {
    let authority = TestAuthority::found();
    let stranger = TestAuthority::found();
    let expects = || authority.expects("federator");
    for purpose in [Purpose::Serve, Purpose::Call] {
        let centre = a_centre(&authority).await;
        let foreign = stranger.credential("library:aire");
        let dialled = dialler(&centre, Some(&foreign), expects());
        let told = refusal_of(&dialled, purpose).await;
        assert_eq!(told, Some(LineRefusal::OurAuthority), "{purpose:?}");

        let revoked = authority.credential("library:aire");
        let list = &centre.standing.revoked;
        list.lock().unwrap().insert(serial(&revoked));
        let dialled = dialler(&centre, Some(&revoked), expects());
        let told = refusal_of(&dialled, purpose).await;
        assert_eq!(told, Some(LineRefusal::OursRevoked), "{purpose:?}");

        let unknown = authority.credential("library:aire");
        let list = &centre.standing.unknown;
        list.lock().unwrap().insert(serial(&unknown));
        let dialled = dialler(&centre, Some(&unknown), expects());
        let told = refusal_of(&dialled, purpose).await;
        assert_eq!(told, Some(LineRefusal::OursUnknown), "{purpose:?}");
    }
}

#[tokio::test]
async fn an_expired_certificate_is_refused_as_expired_by_both_ends() {
    let authority = TestAuthority::found();
    let centre = a_centre(&authority).await;
    let aire = authority.credential("library:aire");
    let early = dialler(&centre, Some(&aire), authority.expects("federator"));
    // The library's own clock stands: it still trusts the federator's certificate, which is as old.
    let library = crate::fixtures::TestClock::new();
    let address = centre.address.to_string();
    let expects = authority.expects("federator");
    let dialled = Dialler::new(&address, Some(&aire), expects, library.time()).unwrap();
    centre.clock.set_days_ahead(91);
    let told = refusal_of(&dialled, Purpose::Serve).await;
    assert_eq!(told, Some(LineRefusal::OursExpired));
    let told = refusal_of(&early, Purpose::Serve).await;
    assert_eq!(told, Some(LineRefusal::TheirDates));
}

#[tokio::test]
async fn nobody_but_the_federator_of_the_own_authority_is_served() {
    let authority = TestAuthority::found();
    let stranger = TestAuthority::found();
    let aire = authority.credential("library:aire");
    let foreign = a_centre(&stranger).await;
    let dialled = dialler(&foreign, Some(&aire), authority.expects("federator"));
    let told = refusal_of(&dialled, Purpose::Serve).await;
    assert_eq!(told, Some(LineRefusal::TheirAuthority));
    // Another member of the same authority is not the federator.
    let posing = Centre::start(authority.credential("library:lumbres")).await;
    let dialled = dialler(&posing, Some(&aire), authority.expects("federator"));
    let told = refusal_of(&dialled, Purpose::Serve).await;
    assert_eq!(told, Some(LineRefusal::TheirName));
}

#[tokio::test]
async fn whoever_joins_knows_the_federator_by_the_digest_of_its_authority() {
    let authority = TestAuthority::found();
    let centre = a_centre(&authority).await;
    let digest = authority.authority().key_digest();
    let joining = dialler(&centre, None, Expected::FederatorOf(digest));
    let shown = joining.authority_shown().await.unwrap();
    assert_eq!(&shown, authority.authority().certificate());
    for wrong in [
        Digest([0; 32]),
        TestAuthority::found().authority().key_digest(),
    ] {
        let joining = dialler(&centre, None, Expected::FederatorOf(wrong));
        let told = refusal_of(&joining, Purpose::Call).await;
        assert_eq!(told, Some(LineRefusal::TheirAuthority));
    }
    // A member of that authority is not its federator.
    let posing = Centre::start(authority.credential("library:lumbres")).await;
    let joining = dialler(&posing, None, Expected::FederatorOf(digest));
    let told = refusal_of(&joining, Purpose::Call).await;
    assert_eq!(told, Some(LineRefusal::TheirName));
}

#[tokio::test]
async fn only_a_library_with_a_certificate_is_called_on_a_turned_line() {
    let authority = TestAuthority::found();
    let centre = a_centre(&authority).await;
    let administrator = authority.credential("administrator:zoe");
    let expects = || authority.expects("federator");
    let dialled = dialler(&centre, Some(&administrator), expects());
    drop(dialled.dial(Purpose::Serve).await.unwrap());
    let unnamed = dialler(&centre, None, expects());
    drop(unnamed.dial(Purpose::Serve).await.unwrap());
    let told = || centre.refusals.lock().unwrap().join("\n");
    eventually("both are refused", || {
        told().contains("administrator:zoe wants to be called")
            && told().contains("certificate is needed")
    })
    .await;
}

#[tokio::test]
async fn an_address_where_nobody_listens_is_named() {
    let authority = TestAuthority::found();
    let aire = authority.credential("library:aire");
    let time = crate::fixtures::TestClock::new().time();
    let expects = authority.expects("federator");
    let dialler = Dialler::new("127.0.0.1:1", Some(&aire), expects, time).unwrap();
    let told = dialler.dial(Purpose::Serve).await.err().unwrap();
    assert!(
        told.to_string().contains("nothing answers at 127.0.0.1:1"),
        "{told}"
    );
}
