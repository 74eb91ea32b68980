//! How do stories of lending speak with a territory? Registering, and reading what each side knows of requests.

use anyhow::{Context, Result, ensure};
use navette_proto::wire::identity::Card;
use navette_proto::wire::lending::loan_request_service_client::LoanRequestServiceClient;
use navette_proto::wire::lending::{ListRequest, LoanRequest, RequestFilter};
use navette_proto::wire::patrons::patron_service_client::PatronServiceClient;
use navette_proto::wire::patrons::{ListRequestsRequest, PatronRequest, Person, RegisterRequest};
use std::collections::BTreeMap;
use tonic::transport::Channel;

/// Names a card of the library that is asked.
pub fn card(number: &str) -> Option<Card> {
    Some(Card {
        library: String::new(),
        number: number.to_owned(),
    })
}

/// Registers an adult under a card; `call` names the command.
pub async fn register(library: Channel, number: &str, call: u64) -> Result<()> {
    let person = Person {
        given_name: "Camille".to_owned(),
        family_name: format!("Essai {number}"),
        birth: "1980-01-01".to_owned(),
        language: "fr".to_owned(),
        ..Person::default()
    };
    let request = RegisterRequest {
        request_id: format!("{call:032x}"),
        card_number: number.to_owned(),
        category: "adult".to_owned(),
        person: Some(person),
        accept_namesake: true,
        staff: 1,
    };
    PatronServiceClient::new(library).register(request).await?;
    Ok(())
}

/// Gives every request that a federator has, by its id; fails where one is listed twice.
pub async fn requests_at_the_federator(
    federator: Channel,
) -> Result<BTreeMap<String, LoanRequest>> {
    let mut client = LoanRequestServiceClient::new(federator);
    let mut found = BTreeMap::new();
    let mut page_token = String::new();
    loop {
        let asked = ListRequest {
            filter: Some(RequestFilter::default()),
            page_size: 100,
            page_token,
        };
        let page = client.list(asked).await?.into_inner();
        for request in page.requests {
            let id = request.placement.clone().context("no placement")?.request;
            let before = found.insert(id.clone(), request);
            ensure!(before.is_none(), "{id} is listed twice");
        }
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return Ok(found);
        }
    }
}

/// Gives what a home library says of one patron's requests, by their ids.
pub async fn requests_at_home(
    library: Channel,
    number: &str,
) -> Result<BTreeMap<String, PatronRequest>> {
    let asked = ListRequestsRequest {
        card: card(number),
        ended_too: true,
        page_size: 100,
        ..ListRequestsRequest::default()
    };
    let mut client = PatronServiceClient::new(library);
    let listed = client.list_requests(asked).await?.into_inner().requests;
    let by_id = listed.into_iter();
    Ok(by_id
        .map(|request| (request.request.clone(), request))
        .collect())
}
