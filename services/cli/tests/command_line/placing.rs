//! Placing a request: what is shown, what was really asked, and what is said when it cannot be?

use crate::fake_lending::FakeLending;
use crate::fake_service::FakeService;
use crate::requests::{REQUEST, WORK, a_copy, a_patrons_request, supplied};
use crate::session::{Session, exit_code};
use navette_domain::identity::RequestId;
use navette_domain::lending::LendingRefusal;
use navette_proto::Refusal;
use navette_proto::wire::catalogue::{Edition, GetRecordResponse, Work};
use navette_proto::wire::lending::target::Only;
use navette_proto::wire::lending::{RequestState, WantedCopy};
use navette_proto::wire::patrons;

fn a_catalogue(editions: usize) -> FakeService {
    let keys = ["00000000000000aa", "00000000000000ab"];
    let edition = |key: &&str| Edition {
        edition: (*key).into(),
        ..Edition::default()
    };
    FakeService {
        record: GetRecordResponse {
            work: Some(Work {
                work: WORK.into(),
                title: "Germinal".into(),
                editions: keys.iter().take(editions).map(edition).collect(),
                ..Work::default()
            }),
            ..GetRecordResponse::default()
        },
        ..FakeService::default()
    }
}

fn placing(request: patrons::PatronRequest) -> FakeLending {
    FakeLending::default()
        .answering(patrons::PlaceRequestResponse {
            request: Some(request),
        })
        .with_catalogue(a_catalogue(2))
}

#[test]
fn a_request_is_placed_at_the_home_node_and_shown_with_lender_and_day() {
    let service = placing(supplied());
    let asked = service.asked();
    let at = service.serve().to_string();
    let session = Session::new().masking(&at, "ADDRESS");
    let typed = [
        "request",
        "place",
        "--work",
        WORK,
        "--for",
        "62765",
        "--pickup",
        "fauquembergues",
        "--part",
        "t. 2",
        "--need-by",
        "2026-12-20",
        "--staff",
        "4",
        "--request-id",
        REQUEST,
        "--at",
        &at,
        "--node",
        &at,
    ];
    insta::assert_snapshot!("place_table", session.run(&typed));
    let as_json = [&typed[..], &["--output", "json"]].concat();
    insta::assert_snapshot!("place_json", session.run(&as_json));
    let sent: patrons::PlaceRequestRequest = asked.last();
    assert_eq!(sent.card.as_ref().unwrap().number, "62765");
    insta::assert_snapshot!("place_asked", format!("{sent:#?}"));
}

#[test]
fn a_request_that_waits_for_the_line_says_so() {
    let unconfirmed = patrons::PatronRequest {
        unconfirmed: true,
        ..a_patrons_request(RequestState::Placed)
    };
    let node = placing(unconfirmed).serve().to_string();
    // Nothing listens where the federator should be: the node's own catalogue gives the title.
    let typed = [
        "request",
        "place",
        "--work",
        WORK,
        "--for",
        "62765",
        "--at",
        "127.0.0.1:1",
        "--node",
        &node,
    ];
    let shown = Session::new().run(&typed);
    insta::assert_snapshot!("place_unconfirmed", shown);
}

#[test]
fn placing_waits_until_a_lender_is_known() {
    let node = placing(a_patrons_request(RequestState::Placed))
        .answering(patrons::ListRequestsResponse {
            requests: vec![supplied()],
            ..patrons::ListRequestsResponse::default()
        })
        .serve()
        .to_string();
    let typed = [
        "request", "place", "--work", WORK, "--for", "62765", "--title", "Germinal", "--node",
        &node,
    ];
    let waiting = Session::new().run(&typed);
    assert!(waiting.contains("lumbres"), "{waiting}");
    let at_once = Session::new().run(&[&typed[..], &["--wait", "0"]].concat());
    assert!(!at_once.contains("lumbres"), "{at_once}");
}

#[test]
fn a_copy_needs_its_edition_where_the_work_has_several() {
    let session = Session::new();
    for (name, editions, code) in [("one", 1, "0"), ("several", 2, "2")] {
        let service = placing(supplied()).with_catalogue(a_catalogue(editions));
        let asked = service.asked();
        let at = service.serve().to_string();
        let typed = [
            "request",
            "place",
            "--work",
            WORK,
            "--for",
            "62765",
            "--copy",
            "lumbres/000042",
            "--at",
            &at,
            "--node",
            &at,
        ];
        let shown = session.run(&typed);
        assert_eq!(exit_code(&shown), code, "{name}: {shown}");
        if code == "2" {
            insta::assert_snapshot!("place_copy_of_several_editions", shown);
            continue;
        }
        let sent: patrons::PlaceRequestRequest = asked.last();
        let wanted = WantedCopy {
            item: Some(a_copy()),
            edition: "00000000000000aa".into(),
        };
        assert_eq!(sent.target.unwrap().only, Some(Only::Copy(wanted)));
    }
}

#[test]
fn a_refusal_says_what_to_do_and_never_repeats_the_card() {
    let session = Session::new();
    let refusals: [(&str, Refusal); 4] = [
        (
            "asked_already",
            LendingRefusal::AskedAlready(RequestId(7)).into(),
        ),
        ("unknown_card", Refusal::UnknownCard),
        ("away", Refusal::LibraryAway("lumbres".into())),
        ("busy", Refusal::Busy),
    ];
    for (name, refusal) in refusals {
        let node = FakeLending::refusing(refusal).serve().to_string();
        let typed = [
            "request",
            "place",
            "--work",
            WORK,
            "--for",
            "4711-secret",
            "--title",
            "Germinal",
            "--request-id",
            REQUEST,
            "--node",
            &node,
        ];
        let shown = session.run(&typed).replace(&node, "ADDRESS");
        assert!(!shown.contains("4711"), "{shown}");
        insta::assert_snapshot!(format!("place_refused_{name}"), shown);
    }
    let unread = "4".repeat(99);
    let typed = ["request", "place", "--work", WORK, "--for", &unread];
    let shown = session.run(&typed);
    insta::assert_snapshot!("place_card_too_long", shown);
}

#[test]
fn a_card_may_come_from_standard_input() {
    let service = placing(supplied());
    let asked = service.asked();
    let at = service.serve().to_string();
    let typed = [
        "request", "place", "--work", WORK, "--for", "-", "--at", &at, "--node", &at,
    ];
    let session = Session::new();
    let shown = session.run_with_input(&typed, b"62765\n");
    assert_eq!(exit_code(&shown), "0", "{shown}");
    let sent: patrons::PlaceRequestRequest = asked.last();
    assert_eq!(sent.card.unwrap().number, "62765");
    insta::assert_snapshot!("place_no_card_at_all", session.run(&typed));
}
