//! What happens here is told to the federator, in order and once, whatever happens to either.

use crate::fake_federator::FakeFederator;
use crate::fixtures::{Desk, ZOE, a_call, reason, until};
use navette_proto::wire::identity::Card;
use navette_proto::wire::lending::report::What;
use navette_proto::wire::lending::{RequestState, Target};
use navette_proto::wire::patrons::{
    CancelRequestRequest, ListRequestsRequest, PatronRequest, PlaceRequestRequest,
};

const GERMINAL: &str = "00000000000000aa";

async fn place(desk: &mut Desk, card: &Card) -> PatronRequest {
    let call = PlaceRequestRequest {
        put_aside: true,
        request_id: a_call(),
        card: Some(card.clone()),
        target: Some(Target {
            work: GERMINAL.into(),
            ..Target::default()
        }),
        title: "Germinal".into(),
        staff: ZOE,
        ..PlaceRequestRequest::default()
    };
    let placed = desk.patrons.place_request(call.clone()).await.unwrap();
    let placed = placed.into_inner().request.unwrap();
    // Placing twice is placing once.
    let again = desk.patrons.place_request(call).await.unwrap();
    assert_eq!(again.into_inner().request.unwrap().request, placed.request);
    placed
}

fn placed(what: &What) -> Option<String> {
    match what {
        What::Placed(placement) => Some(placement.request.clone()),
        _ => None,
    }
}

async fn requests(desk: &mut Desk, card: &Card) -> Vec<PatronRequest> {
    let call = ListRequestsRequest {
        card: Some(card.clone()),
        ended_too: true,
        ..ListRequestsRequest::default()
    };
    let answer = desk.patrons.list_requests(call).await.unwrap();
    answer.into_inner().requests
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_noted_without_a_federator_and_told_once_there_is_one() {
    let federator = FakeFederator::start().await;
    federator.memory.lock().away_for = 3;
    let mut desk = Desk::with_federator(Some(federator.uri())).await;
    let card = desk.register("Dubois").await;
    let request = place(&mut desk, &card).await;
    assert!(request.unconfirmed);
    assert_eq!(request.state, RequestState::Placed as i32);
    let told = federator.hears("told of the request", placed).await;
    assert_eq!(told, request.request);
    until("confirmed", || {
        let mut patrons = desk.patrons.clone();
        let card = Some(card.clone());
        async move {
            let call = ListRequestsRequest {
                card,
                ..ListRequestsRequest::default()
            };
            let answer = patrons.list_requests(call).await.unwrap().into_inner();
            (!answer.requests[0].unconfirmed).then_some(())
        }
    })
    .await;
    let count = federator
        .memory
        .lock()
        .told
        .iter()
        .filter_map(placed)
        .count();
    assert_eq!(count, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_request_is_told_and_one_of_another_card_is_not_found() {
    let federator = FakeFederator::start().await;
    let mut desk = Desk::with_federator(Some(federator.uri())).await;
    let card = desk.register("Dubois").await;
    let other = desk.register("Lefebvre").await;
    let request = place(&mut desk, &card).await.request;
    let cancel = |card: &Card| CancelRequestRequest {
        request_id: a_call(),
        card: Some(card.clone()),
        request: request.clone(),
        staff: ZOE,
    };
    let refused = desk
        .patrons
        .cancel_request(cancel(&other))
        .await
        .unwrap_err();
    assert_eq!(reason(&refused), "UNKNOWN_REQUEST");
    desk.patrons.cancel_request(cancel(&card)).await.unwrap();
    federator
        .hears("told of the cancellation", |what| match what {
            What::Cancelled(cancelled) if cancelled.request == request => Some(()),
            _ => None,
        })
        .await;
    let shown = requests(&mut desk, &card).await;
    assert_eq!(shown[0].state, RequestState::Cancelled as i32);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_federator_that_lost_its_memory_is_told_everything_again() {
    let federator = FakeFederator::start().await;
    let mut desk = Desk::with_federator(Some(federator.uri())).await;
    let card = desk.register("Dubois").await;
    let first = place(&mut desk, &card).await.request;
    federator.hears("told of the request", placed).await;
    let before = federator.memory.lock().numbering.clone();
    {
        let mut memory = federator.memory.lock();
        memory.incarnation = 78;
        memory.applied = 0;
        memory.told.clear();
    }
    // Anything that happens makes the node speak, and hear who answers.
    desk.lend("B1", &card).await.unwrap();
    desk.take_back("B1").await.unwrap();
    let again = federator.hears("told again", placed).await;
    assert_eq!(again, first);
    let caught_up = |what: &What| matches!(what, What::CaughtUp(_)).then_some(());
    federator.hears("told that this was all", caught_up).await;
    assert_ne!(federator.memory.lock().numbering, before);
    assert!(federator.memory.lock().asked_for_all > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn reports_that_a_federator_lost_within_one_life_are_told_anew() {
    let federator = FakeFederator::start().await;
    let mut desk = Desk::with_federator(Some(federator.uri())).await;
    let card = desk.register("Dubois").await;
    place(&mut desk, &card).await;
    federator.hears("told of the request", placed).await;
    until("acknowledged", || {
        let mut patrons = desk.patrons.clone();
        let card = Some(card.clone());
        async move {
            let call = ListRequestsRequest {
                card,
                ..ListRequestsRequest::default()
            };
            let answer = patrons.list_requests(call).await.unwrap().into_inner();
            (!answer.requests[0].unconfirmed).then_some(())
        }
    })
    .await;
    {
        let mut memory = federator.memory.lock();
        memory.applied = 0;
        memory.told.clear();
    }
    desk.lend("B1", &card).await.unwrap();
    desk.take_back("B1").await.unwrap();
    federator.hears("told again", placed).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_heard_before_a_restart_is_told_after_it() {
    let federator = FakeFederator::start().await;
    federator.memory.lock().away_for = usize::MAX;
    let mut desk = Desk::with_federator(Some(federator.uri())).await;
    let card = desk.register("Dubois").await;
    let request = place(&mut desk, &card).await.request;
    let _desk = desk.restarted().await;
    federator.memory.lock().away_for = 0;
    assert_eq!(
        federator.hears("told of the request", placed).await,
        request
    );
}
