//! A library is called at an address of its own, with certificates: is it searched, asked and told there, and is it out at once when it
//! is put out?

use navette_proto::wire::catalogue::catalogue_service_client::CatalogueServiceClient;
use navette_proto::wire::catalogue::{LibraryState, SearchRequest, SearchResponse, Work};
use navette_proto::wire::desk::desk_service_client::DeskServiceClient;
use navette_proto::wire::desk::{ListWorkRequest, WorkKind};
use navette_proto::wire::lending::Target;
use navette_proto::wire::patrons::PlaceRequestRequest;
use navette_proto::wire::patrons::patron_service_client::PatronServiceClient;
use navette_tests::books::{a_book, file_of};
use navette_tests::dialled_territory::{DialledLibrary, DialledTerritory};
use navette_tests::lending_calls::{card, register};
use navette_tests::processes::free_address;
use navette_tests::relay::Relay;
use navette_tests::small_consortium::{eventually, state_of};

/// A library with an address, which the federator dials by way of a relay, so that connections can be counted; and one that dials in.
struct Scene {
    territory: DialledTerritory,
    aire: DialledLibrary,
    lumbres: DialledLibrary,
    relay: Relay,
}

async fn scene() -> Scene {
    let address = free_address().unwrap().parse().unwrap();
    let relay = Relay::before(address).await.unwrap();
    let addresses = [("aire", relay.address())];
    let territory = DialledTerritory::found_with(&["aire", "lumbres"], &addresses);
    let territory = territory.await.unwrap();
    for library in ["aire", "lumbres"] {
        let code = territory.invite(library).await.unwrap();
        territory.join(&code, library).await.unwrap();
    }
    let mut config = territory.node_config("aire").unwrap();
    if let Some(line) = &mut config.line {
        line.listen = Some(address);
    }
    let books = file_of(&[a_book("1", "Le jardin perdu")]).unwrap();
    let aire = territory.start_node(config, &books).await.unwrap();
    let books = file_of(&[a_book("2", "Un jardin sous la pluie")]).unwrap();
    let lumbres = territory.start_library("lumbres", &books).await.unwrap();
    territory.wait_until_copied(2).await.unwrap();
    Scene {
        territory,
        aire,
        lumbres,
        relay,
    }
}

impl Scene {
    async fn search(&self) -> SearchResponse {
        let mut client = CatalogueServiceClient::new(self.territory.channel().unwrap());
        let asked = SearchRequest {
            text: "jardin".to_owned(),
            ..SearchRequest::default()
        };
        client.search(asked).await.unwrap().into_inner()
    }

    async fn until_aire_is(&self, state: LibraryState) {
        eventually(&format!("aire is {state:?}"), async || {
            let answer = self.search().await;
            Ok(answer.total == 2 && state_of(&answer, "aire") == state)
        })
        .await
        .unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_is_searched_and_asked_for_its_books_at_its_address() {
    let scene = scene().await;
    scene.until_aire_is(LibraryState::Answered).await;
    let mut work = String::new();
    eventually("its book is found", async || {
        let found = scene.search().await.works.into_iter();
        let of_aire = |work: &Work| work.holdings.iter().any(|one| one.library == "aire");
        work = found
            .filter(of_aire)
            .map(|one| one.work)
            .next()
            .unwrap_or_default();
        Ok(!work.is_empty())
    })
    .await
    .unwrap();
    let home = scene.lumbres.channel().unwrap();
    register(home.clone(), "62000", 1).await.unwrap();
    let place = PlaceRequestRequest {
        request_id: format!("{:032x}", 2),
        card: card("62000"),
        target: Some(Target {
            work,
            ..Target::default()
        }),
        title: "Le jardin perdu".to_owned(),
        pickup: "lumbres".to_owned(),
        staff: 1,
        ..PlaceRequestRequest::default()
    };
    let mut patrons = PatronServiceClient::new(home);
    patrons.place_request(place).await.unwrap();
    let mut desk = DeskServiceClient::new(scene.aire.channel().unwrap());
    eventually("aire is asked to pull it", async || {
        let kind = WorkKind::ToPull as i32;
        let listed = desk.list_work(ListWorkRequest {
            kind,
            ..ListWorkRequest::default()
        });
        Ok(listed.await?.into_inner().work.len() == 1)
    })
    .await
    .unwrap();
    assert!(
        scene.relay.connections() >= 1,
        "it was called at its address"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_with_an_address_that_is_put_out_is_called_no_more_and_its_connection_is_cut() {
    let scene = scene().await;
    scene.until_aire_is(LibraryState::Answered).await;
    assert!(
        scene.relay.connections() >= 1,
        "it is called at its address"
    );
    scene.territory.revoke("aire").await.unwrap();
    scene.until_aire_is(LibraryState::Away).await;
    // It is tried again and again, and let go as soon as it shows its certificate.
    eventually("no connection to it is open", async || {
        Ok(scene.relay.connections() == 0)
    })
    .await
    .unwrap();
    // With a new code it comes in again, also by its address.
    let Scene {
        territory,
        mut aire,
        relay,
        lumbres: _lumbres,
    } = scene;
    aire.node.take().unwrap().stop().await.unwrap();
    let code = territory.invite("aire").await.unwrap();
    territory.join(&code, "aire").await.unwrap();
    let again = navette_node::start_by(aire.clock.clone(), aire.config.clone()).await;
    aire.node = Some(again.unwrap());
    eventually("it is called again", async || Ok(relay.connections() >= 1))
        .await
        .unwrap();
}
