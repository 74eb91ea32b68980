//! A library's connections die on the way, and neither end is told: is that noticed, and are they dialled anew?

use navette_proto::wire::catalogue::catalogue_service_client::CatalogueServiceClient;
use navette_proto::wire::catalogue::{LibraryState, SearchRequest};
use navette_tests::books::{a_book, file_of};
use navette_tests::dialled_territory::DialledTerritory;
use navette_tests::relay::Relay;
use navette_tests::small_consortium::{eventually_within, state_of};
use std::time::Duration;

/// A dead line is noticed within 20 seconds, then dialled again; the machine may be busy.
const PATIENCE: Duration = Duration::from_secs(90);

async fn answers(territory: &DialledTerritory, what: &str) {
    eventually_within(PATIENCE, what, async || {
        let mut client = CatalogueServiceClient::new(territory.channel()?);
        let asked = SearchRequest {
            text: "jardin".to_owned(),
            ..SearchRequest::default()
        };
        let answer = client.search(asked).await?.into_inner();
        Ok(state_of(&answer, "aire") == LibraryState::Answered)
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_died_without_a_word_is_noticed_and_dialled_anew() {
    let territory = DialledTerritory::found(&["aire", "lumbres"]).await.unwrap();
    let code = territory.invite("aire").await.unwrap();
    territory.join(&code, "aire").await.unwrap();
    let relay = Relay::before(territory.line_address().unwrap());
    let relay = relay.await.unwrap();
    let mut config = territory.node_config("aire").unwrap();
    if let Some(line) = &mut config.line {
        line.federator = relay.address().to_string();
    }
    let books = file_of(&[a_book("1", "Le jardin perdu")]).unwrap();
    let _aire = territory.start_node(config, &books).await.unwrap();
    territory.wait_until_copied(1).await.unwrap();
    answers(&territory, "the library answers on its line").await;
    // From here on nothing passes on any connection that is open: whoever answers has dialled another one.
    relay.let_die();
    answers(&territory, "it answers on another line").await;
}
