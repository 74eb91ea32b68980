//! A patron is told that something is ready: by e-mail, or by whoever works at the desk.

use crate::fake_federator::FakeFederator;
use crate::fake_relay::FakeRelay;
use crate::fixtures::{Desk, ZOE, a_call, a_form, reason, until};
use crate::library::config;
use navette_domain::patrons::Email;
use navette_node::NodeConfig;
use navette_proto::convert::incarnation;
use navette_proto::wire::desk::{ToldRequest, WorkKind};
use navette_proto::wire::identity::Card;
use navette_proto::wire::lending::report::What;
use navette_proto::wire::lending::view::Of;
use navette_proto::wire::lending::{
    DeliverViewsRequest, Placement, RequestState, RequestView, Target, Telling, View,
};
use navette_proto::wire::patrons::{
    ListNoticesRequest, ListRequestsRequest, NoticeState, PlaceRequestRequest,
};
use navette_standards::email::{EmailSettings, Encryption};

/// Places a request, and lets the federator say that it is ready.
async fn is_ready(desk: &mut Desk, federator: &FakeFederator, card: &Card) -> String {
    let call = PlaceRequestRequest {
        put_aside: true,
        request_id: a_call(),
        card: Some(card.clone()),
        target: Some(Target {
            work: "00000000000000aa".into(),
            ..Target::default()
        }),
        title: "Germinal".into(),
        staff: ZOE,
        ..PlaceRequestRequest::default()
    };
    desk.patrons.place_request(call).await.unwrap();
    let placed: Placement = federator
        .hears("told of the request", |what| match what {
            What::Placed(placement) => Some(placement.clone()),
            _ => None,
        })
        .await;
    let view = RequestView {
        request: placed.request.clone(),
        version: 9,
        home: placed.home,
        reference: placed.reference,
        pickup: placed.pickup,
        title: placed.title,
        state: RequestState::OnHoldShelf as i32,
        deadline_ms: Some(4_102_444_800_000),
        telling: Telling::Ready as i32,
        ..RequestView::default()
    };
    let call = DeliverViewsRequest {
        incarnation: incarnation::to_wire(Some(77)),
        views: vec![View {
            of: Some(Of::Request(view)),
        }],
        ..DeliverViewsRequest::default()
    };
    desk.lending.deliver_views(call).await.unwrap();
    placed.request
}

/// Until when the patron's own page says that it is kept.
async fn kept_for(desk: &mut Desk, card: &Card) -> String {
    let call = ListRequestsRequest {
        card: Some(card.clone()),
        ..ListRequestsRequest::default()
    };
    let answer = desk.patrons.list_requests(call).await.unwrap();
    answer.into_inner().requests.remove(0).kept_until
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_relay_the_desk_tells_and_the_federator_hears_of_it() {
    let federator = FakeFederator::start().await;
    let mut desk = Desk::with_federator(Some(federator.uri())).await;
    let card = desk.register("Dubois").await;
    let request = is_ready(&mut desk, &federator, &card).await;
    let to_tell = desk.work(WorkKind::ToTell).await;
    let line = &to_tell.work[0];
    assert_eq!(
        (line.request.as_str(), line.title.as_str()),
        (request.as_str(), "Germinal")
    );
    let whom = line.tell.as_ref().unwrap();
    assert_eq!(
        (whom.name.as_str(), whom.kind.as_str()),
        ("Marie Dubois", "ready")
    );
    assert_eq!(whom.telling, Telling::Ready as i32);
    // The time runs once she is told: until then nobody is shown a day.
    assert_eq!(kept_for(&mut desk, &card).await, "");
    let told = ToldRequest {
        request_id: a_call(),
        request,
        staff: ZOE,
        channel: 1,
        ..ToldRequest::default()
    };
    // This federator never counts the days from the telling on; asked again, the desk says what it was told last.
    for known in ["", "2100-01-01"] {
        let kept = desk.desk.told(told.clone()).await.unwrap().into_inner();
        assert_eq!(kept.kept_until, known);
    }
    assert!(desk.work(WorkKind::ToTell).await.work.is_empty());
    assert_eq!(kept_for(&mut desk, &card).await, "2100-01-01");
    let heard = |what: &What| matches!(what, What::Told(_)).then_some(());
    federator.hears("told that the patron knows", heard).await;
    let request = a_call();
    let nothing = desk.desk.told(ToldRequest {
        request_id: a_call(),
        request,
        ..told
    });
    assert_eq!(reason(&nothing.await.unwrap_err()), "NOTHING_TO_TELL");
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_relay_a_patron_is_told_by_e_mail_with_proof() {
    let federator = FakeFederator::start().await;
    let relay = FakeRelay::start().await;
    let from = Email::parse("bibliotheque@exemple.fr").unwrap();
    let email = EmailSettings {
        relay_port: relay.port,
        ..EmailSettings::new("127.0.0.1", Encryption::None, from)
    };
    let folder = tempfile::tempdir().unwrap();
    let settings = NodeConfig {
        federator: Some(federator.uri()),
        email: Some(email),
        ..config(folder.path())
    };
    let mut desk = Desk::settled(settings, folder).await;
    let mut form = a_form("Dubois");
    form.person.as_mut().unwrap().email = "marie@exemple.fr".into();
    let card = desk.try_register(form).await.unwrap().card.unwrap();
    is_ready(&mut desk, &federator, &card).await;
    let sent = until("sent", || {
        let mut patrons = desk.patrons.clone();
        let card = Some(card.clone());
        async move {
            let call = ListNoticesRequest {
                card,
                ..ListNoticesRequest::default()
            };
            let answer = patrons.list_notices(call).await.unwrap().into_inner();
            let notice = answer.notices.into_iter().next()?;
            (notice.state == NoticeState::Sent as i32).then_some(notice)
        }
    })
    .await;
    assert_eq!(
        (sent.kind.as_str(), sent.title.as_str()),
        ("ready", "Germinal")
    );
    assert!(sent.proof.contains("taken as 17"), "{}", sent.proof);
    let letters = relay.letters.lock().join("\n");
    assert!(letters.contains("To: marie@exemple.fr"), "{letters}");
    assert!(desk.work(WorkKind::ToTell).await.work.is_empty());
    let heard = |what: &What| matches!(what, What::Told(_)).then_some(());
    federator.hears("told that the patron knows", heard).await;
}
