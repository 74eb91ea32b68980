//! A kiosk is put out: does its library's node cut its connection, refuse it from then on, also when it starts without a line, and
//! leave the other kiosks alone?

use navette_domain::catalogue::LibraryId;
use navette_domain::membership::Subject;
use navette_node::{Clock, KioskLine, credential_file, start_by};
use navette_proto::wire::access::GetSessionRequest;
use navette_proto::wire::access::access_service_client::AccessServiceClient;
use navette_proto::wire::membership::RevokeRequest;
use navette_tests::books::{a_book, file_of};
use navette_tests::dialled_territory::{DialledLibrary, DialledTerritory};
use navette_tests::small_consortium::{PATIENCE, eventually};
use navette_trust::{DialError, LineRefusal, Purpose};
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tonic::transport::Channel;
use tonic_health::pb::health_client::HealthClient;
use tonic_health::pb::{HealthCheckRequest, HealthCheckResponse};

/// A stream that stays open for as long as the connection does.
type Watching = tonic::Streaming<HealthCheckResponse>;

/// Lets a kiosk of Aire join; gives its line.
async fn a_kiosk(territory: &DialledTerritory, aire: &DialledLibrary, name: &str) -> Channel {
    let subject = format!("kiosk:aire/{name}");
    let code = territory.invite_as(subject).await.unwrap();
    territory.join(&code, name).await.unwrap();
    let file = credential_file(&territory.library_folder(name));
    let line = KioskLine::open(&aire.line_address().unwrap(), &file, Clock::default());
    line.unwrap().channel()
}

async fn watching(kiosk: &Channel) -> Watching {
    let asked = HealthCheckRequest {
        service: String::new(),
    };
    let watched = HealthClient::new(kiosk.clone()).watch(asked).await;
    let mut watched = watched.unwrap().into_inner();
    assert!(watched.message().await.unwrap().is_some());
    watched
}

async fn is_served(kiosk: &Channel) -> bool {
    let mut access = AccessServiceClient::new(kiosk.clone());
    let session = access.get_session(GetSessionRequest {}).await;
    session.is_ok_and(|session| session.into_inner().role == "kiosk")
}

/// Waits until a connection is cut.
async fn until_cut(watched: &mut Watching) {
    let cut = tokio::time::timeout(PATIENCE, watched.message()).await;
    assert!(!matches!(cut, Err(_) | Ok(Ok(Some(_)))), "{cut:?}");
}

/// Dials Aire as somebody who is not let in, and reads why.
async fn refusal(
    territory: &DialledTerritory,
    aire: &DialledLibrary,
    name: &str,
) -> Option<LineRefusal> {
    let folder = territory.library_folder(name);
    let dialler = territory.dialler_as(&folder, &aire.line_address().unwrap(), its_node());
    match dialler.unwrap().dial(Purpose::Call).await {
        Ok(mut stream) => {
            let line = stream.handle();
            let mut said = [0; 64];
            let heard = tokio::time::timeout(PATIENCE, stream.read(&mut said)).await;
            assert!(heard.is_ok(), "nothing is said on the line");
            line.refusal()
        }
        Err(DialError::Refused { refusal, .. }) => Some(refusal),
        Err(error) => panic!("{error}"),
    }
}

fn its_node() -> Subject {
    Subject::Library(LibraryId::parse("aire").unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kiosk_that_is_put_out_is_cut_and_refused_also_after_a_start_without_a_line() {
    let mut territory = DialledTerritory::found(&["aire", "lumbres"]).await.unwrap();
    let code = territory.invite("aire").await.unwrap();
    territory.join(&code, "aire").await.unwrap();
    let books = file_of(&[a_book("1", "Le jardin perdu")]).unwrap();
    let mut aire = territory.start_with_address("aire", &books).await.unwrap();
    let entree = a_kiosk(&territory, &aire, "entree").await;
    let salon = a_kiosk(&territory, &aire, "salon").await;
    let (mut at_entree, mut at_salon) = (watching(&entree).await, watching(&salon).await);

    let mut administrator = territory.administrator().unwrap();
    let subject = "kiosk:aire/entree".to_owned();
    administrator
        .revoke(RevokeRequest { subject })
        .await
        .unwrap();
    // The node asks every few seconds, and whenever its clock is set.
    aire.clock.set_ahead_ms(1);
    until_cut(&mut at_entree).await;
    let refused = refusal(&territory, &aire, "entree").await;
    assert_eq!(refused, Some(LineRefusal::OursRevoked));
    assert!(!is_served(&entree).await);
    let quiet = tokio::time::timeout(Duration::from_millis(1), at_salon.message()).await;
    assert!(quiet.is_err(), "the other kiosk's line ended: {quiet:?}");
    assert!(is_served(&salon).await);

    territory.stop().await;
    aire.node.take().unwrap().stop().await.unwrap();
    drop((at_entree, at_salon));
    eventually("the address is free again", async || {
        let again = start_by(aire.clock.clone(), aire.config.clone()).await;
        aire.node = again.ok();
        Ok(aire.node.is_some())
    })
    .await
    .unwrap();
    let refused = refusal(&territory, &aire, "entree").await;
    assert_eq!(refused, Some(LineRefusal::OursRevoked));
    eventually("the other kiosk is served", async || {
        Ok(is_served(&salon).await)
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn another_library_that_is_put_out_is_turned_away_by_one_with_an_address() {
    let territory = DialledTerritory::found(&["aire", "lumbres"]).await.unwrap();
    for library in ["aire", "lumbres"] {
        let code = territory.invite(library).await.unwrap();
        territory.join(&code, library).await.unwrap();
    }
    let books = file_of(&[a_book("1", "Le jardin perdu")]).unwrap();
    let aire = territory.start_with_address("aire", &books).await.unwrap();
    let folder = territory.library_folder("lumbres");
    let lumbres = territory.channel_to(&aire.line_address().unwrap(), &folder, its_node());
    let mut at_lumbres = watching(&lumbres.unwrap()).await;
    territory.revoke("lumbres").await.unwrap();
    aire.clock.set_ahead_ms(1);
    until_cut(&mut at_lumbres).await;
    let refused = refusal(&territory, &aire, "lumbres").await;
    assert_eq!(refused, Some(LineRefusal::OursRevoked));
}
