//! Does a library's own node ask the whole territory for whoever stands beside it, and does it say so when it cannot?

use anyhow::Result;
use navette_proto::wire::catalogue::catalogue_service_client::CatalogueServiceClient;
use navette_proto::wire::catalogue::{SearchRequest, SearchResponse};
use navette_proto::wire::courier::ListRoundsRequest;
use navette_proto::wire::courier::courier_service_client::CourierServiceClient;
use navette_tests::lined_territory::LinedTerritory;
use navette_tests::poor_line::LineQuality;
use std::collections::BTreeSet;
use std::time::Duration;
use tonic::metadata::MetadataValue;
use tonic::{Code, Request, Status};

/// A question that a portal or a kiosk asks its node, for the federator.
fn for_the_federator<T>(question: T) -> Request<T> {
    let mut request = Request::new(question);
    let wanted = MetadataValue::from_static("federator");
    request.metadata_mut().insert("navette-ask", wanted);
    request.set_timeout(Duration::from_secs(20));
    request
}

fn everything() -> SearchRequest {
    SearchRequest {
        page_size: 100,
        ..SearchRequest::default()
    }
}

fn holders(answer: &SearchResponse) -> BTreeSet<&str> {
    let held = answer.works.iter().flat_map(|work| &work.holdings);
    held.map(|held| held.library.as_str()).collect()
}

async fn search(
    territory: &LinedTerritory,
    question: Request<SearchRequest>,
) -> Result<SearchResponse, Status> {
    let node = territory
        .at(0)
        .await
        .map_err(|error| Status::unknown(error.to_string()))?;
    let mut client = CatalogueServiceClient::new(node);
    Ok(client.search(question).await?.into_inner())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_asks_the_territory_for_those_beside_it_and_says_when_the_line_is_cut() {
    let territory = LinedTerritory::start().await.unwrap();
    let own = search(&territory, Request::new(everything()))
        .await
        .unwrap();
    assert_eq!(holders(&own), BTreeSet::from(["lib00"]));
    let all = search(&territory, for_the_federator(everything()))
        .await
        .unwrap();
    assert_eq!(holders(&all), BTreeSet::from(["lib00", "lib01"]));
    let mut courier = CourierServiceClient::new(territory.at(0).await.unwrap());
    let rounds = courier
        .list_rounds(for_the_federator(ListRoundsRequest::default()))
        .await
        .unwrap();
    assert_eq!(rounds.into_inner().rounds.len(), 6);

    territory.set_line(0, LineQuality::CUT);
    let cut = search(&territory, for_the_federator(everything())).await;
    let codes = [Code::Unavailable, Code::DeadlineExceeded, Code::Cancelled];
    assert!(codes.contains(&cut.unwrap_err().code()));
    let own = search(&territory, Request::new(everything()))
        .await
        .unwrap();
    assert_eq!(holders(&own), BTreeSet::from(["lib00"]));
    territory.stop().await.unwrap();
}
