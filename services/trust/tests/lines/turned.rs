//! Is a library called on the line that it dialled, and what if that ends?

use crate::fixtures::{Centre, TestAuthority, dial_in, dialler, eventually};
use navette_domain::catalogue::LibraryId;
use navette_domain::membership::Subject;
use navette_trust::{Dialler, LineMeter, Purpose};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tonic::transport::Endpoint;
use tonic::{Code, Request};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;

/// A centre, and a library that can dial it.
async fn a_line() -> (TestAuthority, Centre, Dialler) {
    let authority = TestAuthority::found();
    let centre = Centre::start(authority.credential("federator")).await;
    let aire = authority.credential("library:aire");
    let dialler = dialler(&centre, Some(&aire), authority.expects("federator"));
    (authority, centre, dialler)
}

fn aire() -> LibraryId {
    LibraryId::parse("aire").unwrap()
}

#[tokio::test]
async fn a_library_that_has_not_dialled_in_is_away_at_once() {
    let (_, centre, _) = a_line().await;
    let refused = centre.ask(&centre.channel_to("aire")).await.unwrap_err();
    assert_eq!(refused.code(), Code::Unavailable);
    assert!(
        refused.message().contains("library \"aire\" is away"),
        "{refused}"
    );
}

#[tokio::test]
async fn a_library_is_called_on_the_line_it_dialled_and_knows_by_whom() {
    let (_, centre, dialler) = a_line().await;
    let library = dial_in(&dialler).await;
    eventually("the line is up", || centre.lines.is_up(&aire())).await;
    centre.ask(&centre.channel_to("aire")).await.unwrap();
    let asked_by = library.health.asked_by.lock().unwrap().clone();
    assert_eq!(asked_by.len(), 1);
    assert_eq!(asked_by[0].subject, Subject::Federator);
    assert_eq!(asked_by[0].serial.len(), 32);
    // Another library's channel finds no line in it.
    let other = centre.ask(&centre.channel_to("lumbres")).await;
    assert_eq!(other.unwrap_err().code(), Code::Unavailable);
}

#[tokio::test]
async fn what_is_said_on_a_line_is_counted_at_both_its_ends() {
    let (_, centre, dialler) = a_line().await;
    let meter = Arc::<LineMeter>::default();
    let _library = dial_in(&dialler.metered(Arc::clone(&meter))).await;
    eventually("the line is up", || centre.lines.is_up(&aire())).await;
    centre.ask(&centre.channel_to("aire")).await.unwrap();
    let turned = |meter: &LineMeter, wanted: &str| {
        let mut counted = meter.counted().into_iter();
        let found = counted.find(|(kind, way, _)| (*kind, *way) == ("turned", wanted));
        found.unwrap().2
    };
    for (from, to) in [(&centre.meter, &meter), (&meter, &centre.meter)] {
        let arrived = || (turned(from, "out"), turned(to, "in"));
        eventually("all that was sent has arrived", || {
            arrived().0 > 0 && arrived().0 == arrived().1
        })
        .await;
    }
    let others = meter.counted().into_iter();
    let others = others.filter(|(kind, _, _)| *kind != "turned");
    assert_eq!(others.map(|(_, _, bytes)| bytes).sum::<u64>(), 0);
}

#[tokio::test]
async fn deadlines_and_cancellations_reach_the_library() {
    let (_, centre, dialler) = a_line().await;
    let library = dial_in(&dialler).await;
    eventually("the line is up", || centre.lines.is_up(&aire())).await;
    let channel = centre.channel_to("aire");
    let never = || HealthCheckRequest {
        service: "never".into(),
    };
    let waiting = || library.health.waiting.load(Ordering::SeqCst);
    let mut call = Request::new(never());
    call.set_timeout(Duration::from_millis(50));
    let late = HealthClient::new(channel.clone()).check(call).await;
    assert!(
        matches!(
            late.unwrap_err().code(),
            Code::DeadlineExceeded | Code::Cancelled
        ),
        "the deadline passed"
    );
    eventually("nobody waits behind the deadline", || waiting() == 0).await;

    let mut client = HealthClient::new(channel.clone());
    let call = tokio::spawn(async move { client.check(never()).await });
    eventually("the call has arrived", || waiting() == 1).await;
    call.abort();
    eventually("the call was given up there too", || waiting() == 0).await;
    // The line itself is as good as before.
    centre.ask(&channel).await.unwrap();
}

#[tokio::test]
async fn the_next_line_takes_over_where_one_died() {
    let (_, centre, dialler) = a_line().await;
    let channel = centre.channel_to("aire");
    for _ in 0..3 {
        let library = dial_in(&dialler).await;
        eventually("the line is up", || centre.lines.is_up(&aire())).await;
        centre.ask(&channel).await.unwrap();
        library.line.cut();
        eventually("the line is down", || !centre.lines.is_up(&aire())).await;
        let away = centre.ask(&channel).await.unwrap_err();
        assert_eq!(away.code(), Code::Unavailable, "{away}");
    }
}

#[tokio::test]
async fn a_second_line_of_the_same_library_takes_the_place_of_the_first() {
    let (_, centre, dialler) = a_line().await;
    let channel = centre.channel_to("aire");
    let first = dial_in(&dialler).await;
    eventually("the line is up", || centre.lines.is_up(&aire())).await;
    centre.ask(&channel).await.unwrap();
    let second = dial_in(&dialler).await;
    eventually("the first is cut", || !first.line.is_open()).await;
    eventually("the second is asked", || {
        !second.health.asked_by.lock().unwrap().is_empty() || centre.lines.is_up(&aire())
    })
    .await;
    centre.ask(&channel).await.unwrap();
    assert_eq!(second.health.asked_by.lock().unwrap().len(), 1);
    assert_eq!(first.health.asked_by.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_line_that_was_not_yet_used_is_replaced_as_well() {
    let (_, centre, dialler) = a_line().await;
    let first = dial_in(&dialler).await;
    eventually("the line is up", || centre.lines.is_up(&aire())).await;
    let second = dial_in(&dialler).await;
    eventually("the first is closed", || !first.line.is_open()).await;
    centre.ask(&centre.channel_to("aire")).await.unwrap();
    assert_eq!(second.health.asked_by.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_revocation_ends_calls_in_progress_on_an_open_line() {
    let (_, centre, dialler) = a_line().await;
    let library = dial_in(&dialler).await;
    eventually("the line is up", || centre.lines.is_up(&aire())).await;
    let mut client = HealthClient::new(centre.channel_to("aire"));
    let call = tokio::spawn(async move {
        let service = "never".into();
        client.check(HealthCheckRequest { service }).await
    });
    let waiting = || library.health.waiting.load(Ordering::SeqCst);
    eventually("the call has arrived", || waiting() == 1).await;
    assert_eq!(centre.open.cut_unless(|_| true), 0);
    let revoked = Subject::Library(aire());
    let cut = centre
        .open
        .cut_unless(|facts| facts.peer.subject != revoked);
    assert_eq!(cut, 1);
    assert!(call.await.unwrap().is_err());
    eventually("the library sees the line end", || !library.line.is_open()).await;
    assert_eq!(centre.open.of(&revoked), 0);
}

#[tokio::test]
async fn a_library_makes_ordinary_calls_on_a_second_line_under_its_name() {
    let (authority, centre, dialler) = a_line().await;
    let endpoint = Endpoint::from_static("http://federator.invalid");
    let channel = endpoint.connect_with_connector_lazy(dialler.connector());
    centre.ask(&channel).await.unwrap();
    // A line that is cut is dialled again by the next call.
    assert_eq!(centre.open.cut_unless(|_| false), 1);
    eventually("nothing is open", || centre.open.cut_unless(|_| true) == 0).await;
    let mut answered = centre.ask(&channel).await;
    if answered.is_err() {
        // The channel may have learned of the cut by this call only.
        answered = centre.ask(&channel).await;
    }
    answered.unwrap();
    drop(authority);
    // Too many lines of one: the oldest go.
    let mut lines = Vec::new();
    for _ in 0..12 {
        lines.push(dialler.dial(Purpose::Call).await.unwrap());
    }
    eventually("no more than eight are open", || {
        centre.open.of(&Subject::Library(aire())) <= 8
    })
    .await;
}
