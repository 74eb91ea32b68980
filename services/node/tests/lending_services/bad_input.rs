//! What a caller may get wrong, and how it is told.

use crate::fixtures::{Desk, ZOE, a_call, own, reason};
use navette_proto::wire::circulation::{CheckOutRequest, ListLoansRequest};
use navette_proto::wire::desk::{
    CheckCrateRequest, GetManifestRequest, HandOverRequest, ListWorkRequest, NotFoundRequest,
    ScanRequest, SettleRequest, ShipRequest, ToldRequest, UndoRequest,
};
use navette_proto::wire::identity::Card;
use navette_proto::wire::lending::DeliverViewsRequest;
use tonic::Code;

#[tokio::test(flavor = "multi_thread")]
async fn a_call_without_a_name_is_refused_by_field() {
    let mut desk = Desk::alone().await;
    for request_id in ["", "12", &"g".repeat(32)] {
        let refused = desk
            .desk
            .scan(ScanRequest {
                request_id: request_id.into(),
                code: "B1".into(),
                ..ScanRequest::default()
            })
            .await
            .unwrap_err();
        assert_eq!(refused.code(), Code::InvalidArgument);
        assert!(refused.message().starts_with("request_id: "), "{refused}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_knows_is_not_found() {
    let mut desk = Desk::alone().await;
    let nobody = Card {
        library: String::new(),
        number: "L000404".into(),
    };
    let card = desk.register("Dubois").await;
    let unknown = [
        (desk.scan("B404").await.unwrap_err(), "UNKNOWN_ITEM"),
        (desk.take_back("B404").await.unwrap_err(), "UNKNOWN_ITEM"),
        (desk.lend("B404", &card).await.unwrap_err(), "UNKNOWN_ITEM"),
        (desk.lend("B1", &nobody).await.unwrap_err(), "UNKNOWN_CARD"),
    ];
    for (refused, told) in unknown {
        assert_eq!(
            (refused.code(), reason(&refused)),
            (Code::NotFound, told.into())
        );
        assert!(!refused.message().contains("L000404"));
    }
    let undo = UndoRequest {
        request_id: a_call(),
        act: 999,
        item: None,
        staff: ZOE,
    };
    let refused = desk.desk.undo(undo).await.unwrap_err();
    assert_eq!(
        (refused.code(), reason(&refused)),
        (Code::NotFound, "UNKNOWN_ACT".into())
    );
    let settle = SettleRequest {
        request_id: a_call(),
        request: a_call(),
        staff: ZOE,
        reason: "payé".into(),
    };
    let refused = desk.desk.settle(settle).await.unwrap_err();
    assert_eq!(reason(&refused), "UNKNOWN_REQUEST");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_item_cannot_do_says_where_it_is() {
    let mut desk = Desk::alone().await;
    let not_found = NotFoundRequest {
        request_id: a_call(),
        item: own("B1"),
        staff: ZOE,
    };
    let refused = desk.desk.not_found(not_found).await.unwrap_err();
    assert_eq!(refused.code(), Code::FailedPrecondition);
    assert_eq!(reason(&refused), "ITEM_CANNOT");
    assert_eq!(
        refused.message(),
        "item aire/B1 is on its shelf, or not here: it cannot be reported as not found"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_are_refused_by_name() {
    let mut desk = Desk::alone().await;
    let mut told = Vec::new();
    let list = ListWorkRequest::default();
    told.push(desk.desk.list_work(list).await.unwrap_err());
    let ship = ShipRequest {
        request_id: a_call(),
        round: "mardi".into(),
        ..ShipRequest::default()
    };
    told.push(desk.desk.ship(ship).await.unwrap_err());
    let hand_over = HandOverRequest {
        request_id: a_call(),
        item: own("B1"),
        ..HandOverRequest::default()
    };
    told.push(desk.desk.hand_over(hand_over).await.unwrap_err());
    let to_tell = ToldRequest {
        request_id: a_call(),
        channel: 1,
        ..ToldRequest::default()
    };
    told.push(desk.desk.told(to_tell).await.unwrap_err());
    let crate_check = CheckCrateRequest::default();
    told.push(desk.desk.check_crate(crate_check).await.unwrap_err());
    let without_card = CheckOutRequest {
        request_id: a_call(),
        code: "B1".into(),
        ..CheckOutRequest::default()
    };
    told.push(desk.counter.check_out(without_card).await.unwrap_err());
    let foreign = ListLoansRequest {
        page_token: "1.50".into(),
        ..ListLoansRequest::default()
    };
    told.push(desk.counter.list_loans(foreign).await.unwrap_err());
    let views = DeliverViewsRequest::default();
    told.push(desk.lending.deliver_views(views).await.unwrap_err());
    let fields = [
        "kind",
        "day",
        "to",
        "request",
        "code",
        "card",
        "page_token",
        "incarnation",
    ];
    for (refused, field) in told.iter().zip(fields) {
        assert_eq!(refused.code(), Code::InvalidArgument, "{refused}");
        let begins = format!("{field}: ");
        assert!(refused.message().starts_with(&begins), "{refused}");
    }
    let manifest = GetManifestRequest {
        round: "mardi".into(),
        day: "2026-12-01".into(),
    };
    let refused = desk.desk.get_manifest(manifest).await.unwrap_err();
    assert_eq!(
        (refused.code(), reason(&refused)),
        (Code::NotFound, "NO_MANIFEST".into())
    );
}
