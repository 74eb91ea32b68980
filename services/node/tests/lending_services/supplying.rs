//! A copy is asked for by the federator, pulled by hands, and given to the van.

use crate::fake_federator::FakeFederator;
use crate::fixtures::{Desk, ZOE, a_call, own};
use navette_proto::convert::incarnation;
use navette_proto::wire::catalogue::SearchRequest;
use navette_proto::wire::desk::{NextPlace, ShipRequest, WorkKind};
use navette_proto::wire::lending::journey_view::Stage;
use navette_proto::wire::lending::report::What;
use navette_proto::wire::lending::view::Of;
use navette_proto::wire::lending::{
    DeliverViewsRequest, DeliverViewsResponse, JourneyView, ReportedCommitment, RequestState,
    ScanKind, Served, Target, View, ViewKind,
};

const REQUEST: &str = "000000000000000000000000000000a1";
const JOURNEY: &str = "000000000000000000000000000000b1";

/// The federator asks Aire for a copy of a work, for somebody at Lumbres.
fn asks_for(work: &str) -> View {
    View {
        of: Some(Of::Journey(JourneyView {
            journey: JOURNEY.into(),
            version: 1,
            stage: Some(Stage::Asked(Target {
                work: work.into(),
                ..Target::default()
            })),
            lender: "aire".into(),
            serves: Some(Served {
                request: REQUEST.into(),
                reference: "000000000000000000000000000000c1".into(),
                home: "lumbres".into(),
                pickup: "lumbres".into(),
                state: RequestState::Asking as i32,
                ..Served::default()
            }),
            deadline_ms: None,
            late: false,
        })),
    }
}

async fn deliver(desk: &mut Desk, views: Vec<View>) -> DeliverViewsResponse {
    let call = DeliverViewsRequest {
        incarnation: incarnation::to_wire(Some(77)),
        views,
        first: true,
        complete: true,
        heard: 0,
        heard_incarnation: String::new(),
    };
    desk.lending.deliver_views(call).await.unwrap().into_inner()
}

async fn work_of(desk: &mut Desk, text: &str) -> String {
    let call = SearchRequest {
        text: text.into(),
        ..SearchRequest::default()
    };
    let found = desk.library.client.search(call).await.unwrap();
    found.into_inner().works[0].work.clone()
}

fn committed(what: &What) -> Option<ReportedCommitment> {
    match what {
        What::Committed(commitment) => Some(commitment.clone()),
        _ => None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_that_is_asked_for_is_promised_pulled_and_shipped() {
    let federator = FakeFederator::start().await;
    let mut desk = Desk::with_federator(Some(federator.uri())).await;
    let work = work_of(&mut desk, "Germinal").await;
    let taken = deliver(&mut desk, vec![asks_for(&work)]).await;
    assert_eq!(taken.taken[0].kind, ViewKind::Journey as i32);
    assert_eq!((taken.taken[0].version, taken.refused.len()), (1, 0));
    let commitment = federator.hears("told of the commitment", committed).await;
    assert_eq!(commitment.item, own("B1"));
    assert_eq!(commitment.shelfmark, "R ABC");
    let to_pull = desk.work(WorkKind::ToPull).await;
    assert_eq!(to_pull.work[0].item, own("B1"));
    assert_eq!(to_pull.work[0].other, "lumbres");
    let card = desk.register("Dubois").await;
    let refused = desk.lend("B1", &card).await.unwrap_err();
    let told = navette_proto::explain(&refused).unwrap();
    assert_eq!(told.objections[0].reason, "COMMITTED_ELSEWHERE");
    let pulled = desk.scan("B1").await.unwrap().act.unwrap();
    assert_eq!(pulled.place, NextPlace::Crate as i32);
    assert_eq!((pulled.request.as_str(), pulled.again), (REQUEST, false));
    let slip = pulled.slip.unwrap();
    assert_eq!((slip.to.as_str(), slip.pickup_code.len()), ("lumbres", 5));
    let ship = ShipRequest {
        request_id: a_call(),
        round: "mardi".into(),
        day: "2026-12-01".into(),
        left_behind: Vec::new(),
        staff: ZOE,
    };
    let shipped = desk.desk.ship(ship).await.unwrap().into_inner();
    assert_eq!(shipped.acts[0].kind, ScanKind::Shipped as i32);
    federator
        .hears("told that it was shipped", |what| match what {
            What::Scanned(scan) if scan.kind == ScanKind::Shipped as i32 => Some(()),
            _ => None,
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_work_that_is_not_here_is_declined() {
    let federator = FakeFederator::start().await;
    let mut desk = Desk::with_federator(Some(federator.uri())).await;
    deliver(&mut desk, vec![asks_for("00000000000000ff")]).await;
    federator
        .hears("told no", |what| match what {
            What::Declined(decline) if decline.journey == JOURNEY => Some(()),
            _ => None,
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_view_that_cannot_be_read_holds_up_no_other() {
    let mut desk = Desk::alone().await;
    let work = work_of(&mut desk, "Candide").await;
    let views = vec![View { of: None }, asks_for(&work)];
    let taken = deliver(&mut desk, views).await;
    assert_eq!(taken.refused[0].place, 0);
    assert_eq!(taken.taken[0].id, JOURNEY);
}
