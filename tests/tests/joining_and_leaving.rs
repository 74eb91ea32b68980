//! A territory is founded, libraries join by code and dial in; books are found and lent through their lines; certificates are
//! renewed, lines come back by themselves, and one library is put out.

use navette_node::{JoinError, Joined};
use navette_proto::explain;
use navette_proto::wire::catalogue::catalogue_service_client::CatalogueServiceClient;
use navette_proto::wire::catalogue::{LibraryState, SearchRequest, SearchResponse};
use navette_proto::wire::desk::desk_service_client::DeskServiceClient;
use navette_proto::wire::desk::{ListWorkRequest, ScanRequest, WorkKind};
use navette_proto::wire::identity::Card;
use navette_proto::wire::lending::loan_request_service_client::LoanRequestServiceClient;
use navette_proto::wire::lending::{ListRequest, RequestState, Target};
use navette_proto::wire::membership::membership_service_client::MembershipServiceClient;
use navette_proto::wire::membership::{
    InviteRequest, ListMembersRequest, MemberLine, RevokeRequest,
};
use navette_proto::wire::patrons::patron_service_client::PatronServiceClient;
use navette_proto::wire::patrons::{Person, PlaceRequestRequest, RegisterRequest};
use navette_tests::books::{a_book, file_of};
use navette_tests::dialled_territory::{DialledLibrary, DialledTerritory};
use navette_tests::small_consortium::{eventually, state_of};
use navette_trust::Credential;
use tonic::Code;
use tonic::transport::Channel;

const DAY_MS: i64 = 86_400_000;

/// A territory of two libraries that have joined and dialled in, with a book each.
async fn aire_and_lumbres() -> (DialledTerritory, DialledLibrary, DialledLibrary) {
    let territory = DialledTerritory::found(&["aire", "lumbres"]).await.unwrap();
    for library in ["aire", "lumbres"] {
        let code = territory.invite(library).await.unwrap();
        territory.join(&code, library).await.unwrap();
    }
    let aire = file_of(&[a_book("1", "Le jardin perdu")]).unwrap();
    let lumbres = file_of(&[a_book("2", "Un jardin sous la pluie")]).unwrap();
    let aire = territory.start_library("aire", &aire).await.unwrap();
    let lumbres = territory.start_library("lumbres", &lumbres).await.unwrap();
    territory.wait_until_copied(2).await.unwrap();
    (territory, aire, lumbres)
}

async fn find(channel: Channel, text: &str) -> SearchResponse {
    let request = SearchRequest {
        text: text.to_owned(),
        ..SearchRequest::default()
    };
    let mut client = CatalogueServiceClient::new(channel);
    client.search(request).await.unwrap().into_inner()
}

/// Asks until a library takes part in this way.
async fn until_it_is(territory: &DialledTerritory, library: &str, state: LibraryState) {
    eventually(&format!("{library} is {state:?}"), async || {
        let answer = find(territory.channel()?, "jardin").await;
        Ok(answer.total == 2 && state_of(&answer, library) == state)
    })
    .await
    .unwrap();
}

/// Why somebody did not come in, by the reason that programs read.
fn reason(refused: Result<Joined, JoinError>) -> String {
    match refused.unwrap_err() {
        JoinError::Refused(status) => explain(&status).unwrap().reason,
        other => other.to_string(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn books_are_found_and_lent_through_lines_that_libraries_dialled() {
    let (territory, aire, lumbres) = aire_and_lumbres().await;
    until_it_is(&territory, "aire", LibraryState::Answered).await;
    until_it_is(&territory, "lumbres", LibraryState::Answered).await;
    // A copy is complete a moment before its words count.
    let mut work = String::new();
    eventually("its book is found", async || {
        let found = find(territory.channel()?, "pluie").await.works;
        work = found
            .into_iter()
            .map(|one| one.work)
            .next()
            .unwrap_or_default();
        Ok(!work.is_empty())
    })
    .await
    .unwrap();

    place_at_home(aire.channel().unwrap(), &work).await;
    let mut desk = DeskServiceClient::new(lumbres.channel().unwrap());
    let mut asked = String::new();
    eventually("Lumbres is asked to pull it", async || {
        let kind = WorkKind::ToPull as i32;
        let listed = desk.list_work(ListWorkRequest {
            kind,
            ..ListWorkRequest::default()
        });
        let work = listed.await?.into_inner().work;
        asked = work
            .into_iter()
            .filter_map(|one| one.item)
            .map(|item| item.barcode)
            .next()
            .unwrap_or_default();
        Ok(!asked.is_empty())
    })
    .await
    .unwrap();
    let scan = ScanRequest {
        request_id: format!("{:032x}", 77),
        code: asked,
        ..ScanRequest::default()
    };
    desk.scan(scan).await.unwrap();
    let mut requests = LoanRequestServiceClient::new(territory.channel().unwrap());
    eventually("the federator has heard that it is coming", async || {
        let listed = requests.list(ListRequest::default()).await?.into_inner();
        let states: Vec<RequestState> = listed.requests.iter().map(|one| one.state()).collect();
        Ok(states == [RequestState::BeingSupplied])
    })
    .await
    .unwrap();
}

async fn place_at_home(home: Channel, work: &str) {
    let mut patrons = PatronServiceClient::new(home);
    let register = RegisterRequest {
        request_id: format!("{:032x}", 1),
        card_number: "62000".to_owned(),
        category: "adult".to_owned(),
        person: Some(Person {
            given_name: "Camille".to_owned(),
            family_name: "Essai".to_owned(),
            birth: "1980-01-01".to_owned(),
            language: "fr".to_owned(),
            ..Person::default()
        }),
        accept_namesake: true,
        staff: 1,
    };
    patrons.register(register).await.unwrap();
    let place = PlaceRequestRequest {
        request_id: format!("{:032x}", 2),
        card: Some(Card {
            library: String::new(),
            number: "62000".to_owned(),
        }),
        target: Some(Target {
            work: work.to_owned(),
            ..Target::default()
        }),
        title: "Un jardin sous la pluie".to_owned(),
        pickup: "aire".to_owned(),
        staff: 1,
        ..PlaceRequestRequest::default()
    };
    patrons.place_request(place).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_that_is_put_out_is_out_at_once_and_comes_in_again_by_a_new_code_only() {
    let (territory, mut aire, lumbres) = aire_and_lumbres().await;
    until_it_is(&territory, "aire", LibraryState::Answered).await;
    let member = territory.member("aire").await.unwrap();
    assert_eq!(member.line(), MemberLine::Up);
    assert!(member.line_since_ms > 0 && member.until_ms > member.since_ms);
    assert_eq!(member.version, env!("CARGO_PKG_VERSION"));

    // It dialled two lines: both are cut, and no third one comes up.
    assert!(territory.revoke("aire").await.unwrap() >= 1);
    until_it_is(&territory, "aire", LibraryState::Away).await;
    until_it_is(&territory, "lumbres", LibraryState::Answered).await;
    let member = territory.member("aire").await.unwrap();
    assert_eq!((member.line(), member.until_ms), (MemberLine::Away, 0));
    assert!(member.revoked_ms > 0);
    let channel = territory.channel_as(&territory.library_folder("aire"));
    let mut client = CatalogueServiceClient::new(channel.unwrap());
    let refused = client.search(SearchRequest::default()).await;
    assert!(refused.is_err(), "a revoked certificate was let in");
    // Putting out what is out changes nothing, and whoever never was in is named.
    assert_eq!(territory.revoke("aire").await.unwrap(), 0);

    aire.node.take().unwrap().stop().await.unwrap();
    let code = territory.invite("aire").await.unwrap();
    territory.join(&code, "aire").await.unwrap();
    let clock = aire.clock.clone();
    let again = navette_node::start_by(clock, aire.config.clone()).await;
    aire.node = Some(again.unwrap());
    until_it_is(&territory, "aire", LibraryState::Answered).await;
    assert_eq!(territory.member("aire").await.unwrap().revoked_ms, 0);
    drop(lumbres);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_comes_back_by_itself_after_the_federator_was_away() {
    let (mut territory, _aire, _lumbres) = aire_and_lumbres().await;
    until_it_is(&territory, "aire", LibraryState::Answered).await;
    territory.stop().await;
    territory.start().await.unwrap();
    // What was issued before is known after a restart, and so is who was put out.
    until_it_is(&territory, "aire", LibraryState::Answered).await;
    until_it_is(&territory, "lumbres", LibraryState::Answered).await;
    territory.revoke("lumbres").await.unwrap();
    territory.stop().await;
    territory.start().await.unwrap();
    until_it_is(&territory, "aire", LibraryState::Answered).await;
    until_it_is(&territory, "lumbres", LibraryState::Away).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_code_that_lets_nobody_in_says_why() {
    let territory = DialledTerritory::found(&["aire", "lumbres"]).await.unwrap();
    let other = DialledTerritory::found(&["aire", "lumbres"]).await.unwrap();
    let code = territory.invite("aire").await.unwrap();

    let mut altered = code.clone();
    altered.secret[0] ^= 1;
    let refused = territory.join(&altered, "altered").await;
    assert_eq!(reason(refused), "CODE_ALTERED");
    let mut unknown = code.clone();
    unknown.invitation.0 ^= 1;
    let refused = territory.join(&unknown, "unknown").await;
    assert_eq!(reason(refused), "UNKNOWN_CODE");
    let mut posing = code.clone();
    posing.subject = territory.invite("lumbres").await.unwrap().subject;
    let refused = territory.join(&posing, "posing").await;
    assert_eq!(reason(refused), "CODE_OF_OTHER");
    let mut astray = code.clone();
    astray.address = other.line_address().unwrap().to_string();
    let refused = reason(territory.join(&astray, "astray").await);
    assert!(
        refused.contains("belongs to another authority"),
        "{refused}"
    );

    let newer = territory.invite("aire").await.unwrap();
    let refused = territory.join(&code, "aire").await;
    assert_eq!(reason(refused), "CODE_WITHDRAWN");
    territory.join(&newer, "aire").await.unwrap();
    let refused = territory.join(&newer, "elsewhere").await;
    assert_eq!(reason(refused), "CODE_USED");
    let refused = territory.join(&newer, "lumbres").await;
    assert_eq!(reason(refused), "CODE_USED");

    let late = territory.invite("lumbres").await.unwrap();
    territory.clock.set_ahead_ms(DAY_MS);
    let refused = territory.join(&late, "late").await;
    assert_eq!(reason(refused), "CODE_EXPIRED");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_an_administrator_and_the_operator_say_who_belongs() {
    let territory = DialledTerritory::found(&["aire", "lumbres"]).await.unwrap();
    let code = territory.invite("aire").await.unwrap();
    territory.join(&code, "aire").await.unwrap();
    let channel = territory
        .channel_as(&territory.library_folder("aire"))
        .unwrap();
    let mut library = MembershipServiceClient::new(channel);
    let subject = || "library:aire".to_owned();
    let invite = InviteRequest { subject: subject() };
    let refused = library.invite(invite.clone()).await.unwrap_err();
    assert_eq!(explain(&refused).unwrap().reason, "ROLE_MAY_NOT");
    let revoke = RevokeRequest { subject: subject() };
    let refused = library.revoke(revoke).await.unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied);

    // Whoever operates the federator shows no certificate, and could make themselves an administrator anyway.
    let mut operator = territory.operator().unwrap();
    assert!(operator.invite(invite).await.is_ok());
    let listed = operator.list_members(ListMembersRequest::default()).await;
    assert_eq!(listed.unwrap().into_inner().members.len(), 2);
    let subject = subject();
    let revoked = operator.revoke(RevokeRequest { subject }).await;
    assert_eq!(revoked.unwrap().into_inner().certificates, 1);

    let mut administrator = territory.administrator().unwrap();
    for (subject, reason) in [
        ("library:nowhere", "UNKNOWN_LIBRARY"),
        ("kiosk:nowhere/1", "UNKNOWN_LIBRARY"),
        ("federator", "NOT_INVITED"),
        ("aire", "FIELD_REFUSED"),
    ] {
        let subject = subject.to_owned();
        let refused = administrator.invite(InviteRequest { subject }).await;
        assert_eq!(explain(&refused.unwrap_err()).unwrap().reason, reason);
    }
    let subject = "library:nowhere".to_owned();
    let refused = administrator.revoke(RevokeRequest { subject }).await;
    assert_eq!(
        explain(&refused.unwrap_err()).unwrap().reason,
        "UNKNOWN_MEMBER"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_renews_itself_at_two_thirds_of_its_life() {
    let (territory, aire, _lumbres) = aire_and_lumbres().await;
    let file = navette_node::credential_file(&territory.library_folder("aire"));
    let kept = std::fs::read_to_string(&file).unwrap();
    // Both clocks go on: a day before, nothing happens; then it is renewed.
    for (days, renewed) in [(59, false), (61, true)] {
        territory.clock.set_ahead_ms(days * DAY_MS);
        aire.clock.set_ahead_ms(days * DAY_MS);
        until_it_is(&territory, "aire", LibraryState::Answered).await;
        if renewed {
            eventually("the certificate was renewed", async || {
                Ok(std::fs::read_to_string(&file)? != kept)
            })
            .await
            .unwrap();
        } else {
            assert_eq!(std::fs::read_to_string(&file).unwrap(), kept);
        }
    }
    let until = |text: &str| Credential::from_pem(text).unwrap().facts().until;
    let renewed = std::fs::read_to_string(&file).unwrap();
    assert!(until(&renewed) > until(&kept));
}
