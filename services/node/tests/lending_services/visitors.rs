//! A patron of Lumbres at the desk of Aire: Lumbres is asked, told, and waited for.

use crate::fake_federator::FakeFederator;
use crate::fixtures::{Desk, ZOE, a_call, reason, until};
use crate::library::config;
use navette_domain::catalogue::LibraryId;
use navette_node::NodeConfig;
use navette_proto::wire::identity::Card;
use navette_proto::wire::lending::report::What;
use navette_proto::wire::lending::{RequestState, Target};
use navette_proto::wire::patrons::{
    CancelRequestRequest, ListRequestsRequest, PatronRequest, PlaceRequestRequest,
};
use tonic::Status;

/// The desk of Lumbres, without a federator of its own.
async fn lumbres() -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let settings = NodeConfig {
        library: LibraryId::parse("lumbres").unwrap(),
        ..config(folder.path())
    };
    Desk::settled(settings, folder).await
}

fn address(desk: &Desk) -> String {
    format!("http://{}", desk.library.node.address())
}

/// Aire, and a federator that knows where Lumbres is.
async fn aire_beside(lumbres: &Desk) -> (Desk, FakeFederator) {
    let federator = FakeFederator::start().await;
    let homes = [("lumbres".to_owned(), address(lumbres))].into();
    federator.memory.lock().homes = homes;
    (Desk::with_federator(Some(federator.uri())).await, federator)
}

async fn place(desk: &mut Desk, card: &Card, call: &str) -> Result<PatronRequest, Status> {
    let call = PlaceRequestRequest {
        put_aside: true,
        request_id: call.into(),
        card: Some(card.clone()),
        target: Some(Target {
            work: "00000000000000aa".into(),
            ..Target::default()
        }),
        title: "Germinal".into(),
        staff: ZOE,
        ..PlaceRequestRequest::default()
    };
    let placed = desk.patrons.place_request(call).await?;
    Ok(placed.into_inner().request.unwrap())
}

async fn requests_of(desk: &Desk, card: &Card) -> Vec<PatronRequest> {
    let call = ListRequestsRequest {
        card: Some(card.clone()),
        ended_too: true,
        ..ListRequestsRequest::default()
    };
    let answer = desk.patrons.clone().list_requests(call).await.unwrap();
    answer.into_inner().requests
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_borrows_on_the_word_of_the_home_library_which_hears_of_the_loan() {
    let mut lumbres = lumbres().await;
    let card = lumbres.register("Dubois").await;
    assert_eq!(card.library, "lumbres");
    let (mut aire, federator) = aire_beside(&lumbres).await;
    let lent = aire.lend("B1", &card).await.unwrap();
    assert!(!lent.home_silent);
    let noted = until("heard of at Lumbres", || async {
        requests_of(&lumbres, &card).await.into_iter().next()
    });
    assert_eq!(noted.await.title, "Germinal");
    let placed = |what: &What| match what {
        What::Placed(placement) => Some(placement.home.clone()),
        _ => None,
    };
    assert_eq!(
        federator.hears("told of the visit", placed).await,
        "lumbres"
    );
    let nobody = Card {
        number: "999999".into(),
        ..card
    };
    let refused = aire.lend("B2", &nobody).await.unwrap_err();
    let told = navette_proto::explain(&refused).unwrap();
    assert_eq!(told.objections[0].reason, "HOME_REFUSES");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitors_request_waits_for_the_home_library_and_is_confirmed_when_it_is_back() {
    let mut lumbres = lumbres().await;
    let card = lumbres.register("Dubois").await;
    let (mut aire, federator) = aire_beside(&lumbres).await;
    let whereabouts = std::mem::take(&mut federator.memory.lock().homes);
    let call = a_call();
    let noted = place(&mut aire, &card, &call).await.unwrap();
    assert_eq!(noted.state, RequestState::AwaitingHome as i32);
    assert!(noted.unconfirmed);
    let again = place(&mut aire, &card, &call).await.unwrap();
    assert_eq!(again, noted, "placing twice is placing once");
    assert_eq!(requests_of(&lumbres, &card).await, []);
    federator.memory.lock().homes = whereabouts;
    // What wakes the desk wakes the telling too.
    let confirmed = until("confirmed by Lumbres", || {
        let (mut desk, lumbres, card) = (aire.desk.clone(), &lumbres, &card);
        async move {
            let scan = navette_proto::wire::desk::ScanRequest {
                request_id: a_call(),
                code: "B3".into(),
                item: None,
                staff: ZOE,
            };
            desk.scan(scan).await.unwrap();
            requests_of(lumbres, card).await.into_iter().next()
        }
    });
    let confirmed = confirmed.await;
    assert_eq!(confirmed.request, noted.request);
    assert_eq!(confirmed.pickup, "aire");
    assert_eq!(confirmed.pickup_code, noted.pickup_code);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_home_library_that_says_no_is_believed_at_once_and_later() {
    let mut lumbres = lumbres().await;
    let card = lumbres.register("Dubois").await;
    let (mut aire, federator) = aire_beside(&lumbres).await;
    let nobody = Card {
        number: "999999".into(),
        ..card
    };
    let refused = place(&mut aire, &nobody, &a_call()).await.unwrap_err();
    assert_eq!(reason(&refused), "MAY_NOT");
    let whereabouts = std::mem::take(&mut federator.memory.lock().homes);
    // The way that is known leads nowhere any more.
    lumbres.library.node.stop().await.unwrap();
    let noted = place(&mut aire, &nobody, &a_call()).await.unwrap();
    assert_eq!(noted.state, RequestState::AwaitingHome as i32);
    drop(whereabouts);
    let lumbres = self::lumbres().await;
    let homes = [("lumbres".to_owned(), address(&lumbres))].into();
    federator.memory.lock().homes = homes;
    let mut desk = aire.desk.clone();
    let waking = async {
        loop {
            let scan = navette_proto::wire::desk::ScanRequest {
                request_id: a_call(),
                code: "B3".into(),
                item: None,
                staff: ZOE,
            };
            desk.scan(scan).await.unwrap();
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        }
    };
    let refused = |what: &What| match what {
        What::HomeRefused(refused) => Some(refused.request.clone()),
        _ => None,
    };
    let heard = federator.hears("told of the refusal", refused);
    let request = tokio::select! {
        request = heard => request,
        () = waking => String::new(),
    };
    assert_eq!(request, noted.request);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitors_request_asked_again_keeps_its_code_and_the_same_wish_is_refused() {
    let mut lumbres = lumbres().await;
    let card = lumbres.register("Dubois").await;
    let (mut aire, _federator) = aire_beside(&lumbres).await;
    let call = a_call();
    let first = place(&mut aire, &card, &call).await.unwrap();
    let again = place(&mut aire, &card, &call).await.unwrap();
    assert_eq!(again.pickup_code, first.pickup_code);
    let known = requests_of(&lumbres, &card).await;
    assert_eq!(known.len(), 1);
    assert_eq!(known[0].pickup_code, first.pickup_code);
    let refused = place(&mut aire, &card, &a_call()).await.unwrap_err();
    assert_eq!(reason(&refused), "MAY_NOT");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_cancels_where_they_asked_although_the_home_library_is_silent() {
    let mut lumbres = lumbres().await;
    let card = lumbres.register("Dubois").await;
    let (mut aire, federator) = aire_beside(&lumbres).await;
    federator.memory.lock().homes.clear();
    let noted = place(&mut aire, &card, &a_call()).await.unwrap();
    assert_eq!(noted.state, RequestState::AwaitingHome as i32);
    let cancel = |request: &str| CancelRequestRequest {
        request_id: a_call(),
        card: Some(card.clone()),
        request: request.to_owned(),
        staff: ZOE,
    };
    let unknown = a_call();
    let refused = aire.patrons.cancel_request(cancel(&unknown)).await;
    assert_eq!(reason(&refused.unwrap_err()), "UNKNOWN_REQUEST");
    let done = aire.patrons.cancel_request(cancel(&noted.request)).await;
    let done = done.unwrap().into_inner().request.unwrap();
    assert_eq!(done.state, RequestState::Cancelled as i32);
    assert_eq!(done.title, "Germinal");
    let cancelled = |what: &What| match what {
        What::Cancelled(cancelled) => Some(cancelled.request.clone()),
        _ => None,
    };
    let heard = federator.hears("told of the cancellation", cancelled).await;
    assert_eq!(heard, noted.request);
}
