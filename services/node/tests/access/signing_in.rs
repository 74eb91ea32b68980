//! Does signing in make somebody known, and signing out unknown again?

use crate::fixtures::Line;
use crate::fixtures::{MINUTE_MS, Node, PASSWORD, access, desk, reason};
use navette_proto::wire::access as wire;
use navette_proto::wire::desk::desk_service_client::DeskServiceClient;
use navette_proto::wire::desk::{ListWorkRequest, WorkKind};

fn pulling() -> ListWorkRequest {
    ListWorkRequest {
        kind: WorkKind::ToPull as i32,
        ..ListWorkRequest::default()
    }
}

async fn works(line: Line) -> String {
    let mut desk: DeskServiceClient<Line> = desk(line);
    reason(desk.list_work(pulling()).await)
}

async fn who(line: Line) -> (String, String, u64) {
    let answer = access(line).get_session(wire::GetSessionRequest {}).await;
    let answer = answer.unwrap().into_inner();
    (answer.role, answer.library, answer.staff)
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_works_at_the_desk_who_has_not_signed_in() {
    let node = Node::start().await;
    assert_eq!(works(node.nobody()).await, "SIGN_IN_NEEDED");
    assert_eq!(works(node.line("0123")).await, "SESSION_OVER");
    let zoe = node.account("zoe", false).await;
    let token = node.signed_in("zoe").await;
    assert_eq!(works(node.line(&token)).await, "done");
    let known = who(node.line(&token)).await;
    assert_eq!(known, ("desk".into(), "aire".into(), zoe));
    assert_eq!(who(node.nobody()).await.0, "anonymous");
    assert_eq!(who(node.operator()).await.0, "administrator");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_and_an_unknown_name_are_told_alike_and_slow_down() {
    let node = Node::start().await;
    node.account("zoe", false).await;
    let mut told = Vec::new();
    for name in ["zoe", "nobody"] {
        let refused = node.try_sign_in(name, "wrong but long", "").await;
        let status = refused.unwrap_err();
        told.push((status.code(), status.message().to_owned()));
    }
    assert_eq!(told[0], told[1]);
    for _ in 1..5 {
        let refused = node.try_sign_in("zoe", "wrong but long", "").await;
        assert_eq!(reason(refused), "WRONG_SIGN_IN");
    }
    // Even the right one waits now.
    let waits = node.try_sign_in("zoe", PASSWORD, "").await;
    assert_eq!(reason(waits), "TOO_MANY_TRIES");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_outlives_a_restart_and_ends_when_it_rests() {
    let mut node = Node::start().await;
    node.account("zoe", false).await;
    let token = node.signed_in("zoe").await;
    node = node.restarted().await;
    for _ in 0..3 {
        node.later(50 * MINUTE_MS);
        assert_eq!(works(node.line(&token)).await, "done", "it is used");
    }
    node.later(61 * MINUTE_MS);
    assert_eq!(works(node.line(&token)).await, "SESSION_OVER");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_after_twelve_hours_however_much_it_is_used() {
    let mut node = Node::start().await;
    node.account("zoe", false).await;
    let token = node.signed_in("zoe").await;
    for _ in 0..14 {
        node.later(50 * MINUTE_MS);
        assert_eq!(works(node.line(&token)).await, "done");
    }
    node.later(50 * MINUTE_MS);
    assert_eq!(works(node.line(&token)).await, "SESSION_OVER");
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_ends_one_session_and_signing_out_everywhere_all() {
    let node = Node::start().await;
    node.account("zoe", false).await;
    let (one, two, three) = (
        node.signed_in("zoe").await,
        node.signed_in("zoe").await,
        node.signed_in("zoe").await,
    );
    let mut first = access(node.line(&one));
    first.sign_out(wire::SignOutRequest {}).await.unwrap();
    assert_eq!(works(node.line(&one)).await, "SESSION_OVER");
    assert_eq!(works(node.line(&two)).await, "done");
    let everywhere = wire::SignOutEverywhereRequest { whose: None };
    let ended = access(node.line(&two))
        .sign_out_everywhere(everywhere)
        .await;
    assert_eq!(ended.unwrap().into_inner().ended, 2);
    for token in [two, three] {
        assert_eq!(works(node.line(&token)).await, "SESSION_OVER");
    }
}
