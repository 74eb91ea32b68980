//! Following and ending requests: what does a person see, what does a program, what was really asked?

use crate::fake_lending::FakeLending;
use crate::session::{Session, exit_code};
use navette_domain::identity::{JourneyId, RequestId};
use navette_domain::lending::LendingRefusal;
use navette_proto::wire::catalogue::Part;
use navette_proto::wire::identity::ItemId;
use navette_proto::wire::lending::target::Only;
use navette_proto::wire::lending::*;
use navette_proto::wire::{patrons, refusal};

pub(crate) const REQUEST: &str = "0af3c1d2e4b5968778695a4b3c2d1e0f";
const JOURNEY: &str = "1bf3c1d2e4b5968778695a4b3c2d1e0f";
pub(crate) const WORK: &str = "3f2a9c0d11e47b58";
/// 2026-11-24T14:05:00Z.
const FIVE_PAST_TWO: i64 = 1_795_529_100_000;

pub(crate) fn a_copy() -> ItemId {
    ItemId {
        library: "lumbres".into(),
        barcode: "000042".into(),
    }
}

fn a_request() -> LoanRequest {
    LoanRequest {
        placement: Some(Placement {
            request: REQUEST.into(),
            home: "fauquembergues".into(),
            reference: "2cf3c1d2e4b5968778695a4b3c2d1e0f".into(),
            pickup: "fauquembergues".into(),
            target: Some(Target {
                work: WORK.into(),
                part: Some(Part {
                    sort: 2,
                    label: "t. 2".into(),
                }),
                only: Some(Only::Copy(WantedCopy {
                    item: Some(a_copy()),
                    edition: "00000000000000aa".into(),
                })),
            }),
            title: "Germinal".into(),
            need_by: "2026-12-20".into(),
            placed_at_ms: FIVE_PAST_TWO,
        }),
        state: RequestState::BeingSupplied as i32,
        since_ms: FIVE_PAST_TWO,
        queued_at_ms: FIVE_PAST_TWO,
        deadline_ms: Some(FIVE_PAST_TWO),
        lender: "lumbres".into(),
        journey: JOURNEY.into(),
        promised: "2026-11-28".into(),
        first_promised: "2026-11-26".into(),
        declined: vec![Declined {
            library: "aire".into(),
            item: None,
            why: SupplyFailure::LibraryRefused as i32,
            at_ms: FIVE_PAST_TWO,
        }],
        reason: "committed by lumbres".into(),
        version: 7,
        ..LoanRequest::default()
    }
}

fn a_journey() -> Journey {
    Journey {
        journey: JOURNEY.into(),
        item: Some(a_copy()),
        title: "Germinal".into(),
        shelfmark: "R ZOL".into(),
        grams: 340,
        serves: REQUEST.into(),
        state: JourneyState::ToShip as i32,
        at: "lumbres".into(),
        to: "fauquembergues".into(),
        since_ms: FIVE_PAST_TWO,
        deadline_ms: Some(FIVE_PAST_TWO),
        escalated_ms: Some(FIVE_PAST_TWO),
        version: 3,
        work: WORK.into(),
        part: None,
    }
}

pub(crate) fn a_patrons_request(state: RequestState) -> patrons::PatronRequest {
    patrons::PatronRequest {
        request: REQUEST.into(),
        title: "Germinal".into(),
        state: state as i32,
        pickup: "fauquembergues".into(),
        pickup_name: "Fauquembergues".into(),
        ..patrons::PatronRequest::default()
    }
}

pub(crate) fn supplied() -> patrons::PatronRequest {
    patrons::PatronRequest {
        lender: "lumbres".into(),
        promised: "2026-11-26".into(),
        ..a_patrons_request(RequestState::BeingSupplied)
    }
}

#[test]
fn a_request_is_shown_with_its_journey_and_without_the_reference() {
    let answer = GetResponse {
        request: Some(a_request()),
        journey: Some(a_journey()),
        position: 0,
        earliest: String::new(),
        latest: String::new(),
    };
    let at = FakeLending::default().answering(answer).serve().to_string();
    let session = Session::new();
    let typed = ["request", "show", REQUEST, "--at", &at];
    insta::assert_snapshot!("request_show_table", session.run(&typed));
    let shown = session.run(&[&typed[..], &["--output", "json"]].concat());
    assert!(!shown.contains("2cf3"), "{shown}");
    insta::assert_snapshot!("request_show_json", shown);
}

#[test]
fn requests_are_listed_for_the_territory_and_for_one_patron() {
    let service = FakeLending::default()
        .answering(ListResponse {
            requests: vec![a_request()],
            next_page_token: "abc==".into(),
        })
        .answering(patrons::ListRequestsResponse {
            requests: vec![supplied()],
            ..patrons::ListRequestsResponse::default()
        });
    let asked = service.asked();
    let at = service.serve().to_string();
    let session = Session::new();
    let typed = [
        "request",
        "list",
        "--library",
        "lumbres",
        "--role",
        "lender",
        "--state",
        "being-supplied",
        "--state",
        "waiting",
        "--open",
        "--work",
        WORK,
        "--page-size",
        "10",
        "--page-token",
        "xyz",
        "--at",
        &at,
    ];
    insta::assert_snapshot!("request_list_table", session.run(&typed));
    insta::assert_snapshot!(
        "request_list_asked",
        format!("{:#?}", asked.last::<ListRequest>())
    );
    let typed = ["request", "list", "--for", "62765", "--node", &at];
    insta::assert_snapshot!("request_list_of_a_patron", session.run(&typed));
    assert!(asked.last::<patrons::ListRequestsRequest>().ended_too);
}

#[test]
fn a_request_is_ended_or_set_aside_by_the_patron_or_by_the_coordinator() {
    let service = FakeLending::default()
        .answering(CancelResponse {
            request: Some(a_request()),
        })
        .answering(SuspendResponse {
            request: Some(a_request()),
        })
        .answering(ResumeResponse {
            request: Some(a_request()),
        })
        .answering(patrons::CancelRequestResponse {
            request: Some(a_patrons_request(RequestState::Cancelled)),
        })
        .answering(patrons::SuspendRequestResponse {
            request: Some(a_patrons_request(RequestState::Suspended)),
        })
        .answering(patrons::ResumeRequestResponse {
            request: Some(a_patrons_request(RequestState::Waiting)),
        });
    let asked = service.asked();
    let at = service.serve().to_string();
    let session = Session::new();
    for verb in ["cancel", "suspend", "resume"] {
        let shown = session.run(&["request", verb, REQUEST, "--at", &at]);
        assert_eq!(exit_code(&shown), "0", "{shown}");
        let shown = session.run(&["request", verb, REQUEST, "--for", "62765", "--node", &at]);
        assert_eq!(exit_code(&shown), "0", "{shown}");
    }
    let typed = [
        "request",
        "suspend",
        REQUEST,
        "--until",
        "2026-12-27",
        "--for",
        "62765",
        "--node",
        &at,
    ];
    insta::assert_snapshot!("request_suspended", session.run(&typed));
    assert_eq!(
        asked.last::<patrons::SuspendRequestRequest>().until,
        "2026-12-27"
    );
    assert_eq!(asked.last::<CancelRequest>().request, REQUEST);
    assert_eq!(asked.last::<CancelRequest>().request_id.len(), 32);
}

#[test]
fn a_request_that_cannot_be_cancelled_says_where_it_stands() {
    let refusal = LendingRefusal::RequestCannot {
        request: RequestId(7),
        state: navette_domain::lending::RequestState::OnLoan,
        event: "be cancelled",
    };
    let at = FakeLending::refusing(refusal).serve().to_string();
    let typed = ["request", "cancel", REQUEST, "--at", &at];
    insta::assert_snapshot!("request_cancel_refused", Session::new().run(&typed));
}

#[test]
fn changes_are_shown_as_they_come() {
    let messages = vec![
        WatchResponse {
            request: Some(a_request()),
            caught_up: false,
        },
        WatchResponse {
            request: None,
            caught_up: true,
        },
        WatchResponse {
            request: Some(LoanRequest {
                state: RequestState::OnHoldShelf as i32,
                ..a_request()
            }),
            caught_up: false,
        },
    ];
    let at = FakeLending::default()
        .streaming(messages)
        .serve()
        .to_string();
    let session = Session::new();
    let typed = ["request", "watch", "--open", "--at", &at];
    insta::assert_snapshot!("request_watch_table", session.run(&typed));
    let shown = session.run(&[&typed[..], &["--output", "json"]].concat());
    assert_eq!(shown.matches("{\"request\"").count(), 2, "{shown}");
    assert!(shown.contains("{\"caught_up\":true}"), "{shown}");
}

#[test]
fn the_choice_is_shown_with_every_reason() {
    let ranked = |library: &str, decided_by: Criterion| RankedLender {
        library: library.into(),
        item: Some(ItemId {
            library: library.into(),
            barcode: "000042".into(),
        }),
        item_because: CopyReason::LongestHeld as i32,
        arrival: "2026-11-26".into(),
        surplus_hundredths: -150,
        copies_left: 1,
        distance_metres: Some(15_600),
        decided_by: decided_by as i32,
        ..RankedLender::default()
    };
    let choice = Choice {
        request: REQUEST.into(),
        at_ms: FIVE_PAST_TWO,
        ranked: vec![
            ranked("lumbres", Criterion::Unspecified),
            ranked("aire", Criterion::CopiesLeft),
        ],
        dropped: vec![DroppedLender {
            library: "arques".into(),
            reason: Some(refusal::Refusal {
                reason: "PROTECTED_NEW".into(),
                message: "protected as new until 2027-01-31".into(),
                metadata: [("until".to_owned(), "2027-01-31".to_owned())].into(),
            }),
            may_pass: true,
        }],
    };
    let answer = GetChoiceResponse {
        choice: Some(choice),
    };
    let at = FakeLending::default().answering(answer).serve().to_string();
    let session = Session::new();
    let typed = ["request", "why", REQUEST, "--at", &at];
    insta::assert_snapshot!("request_why_table", session.run(&typed));
    let as_json = [&typed[..], &["--output", "json"]].concat();
    insta::assert_snapshot!("request_why_json", session.run(&as_json));
}

#[test]
fn the_coordinator_settles_a_loss_and_gives_up_what_nobody_has_scanned() {
    let settled = LoanRequest {
        state: RequestState::Settled as i32,
        ..a_request()
    };
    let lost = Journey {
        state: JourneyState::Lost as i32,
        deadline_ms: None,
        ..a_journey()
    };
    let fake = FakeLending::default()
        .answering(SettleResponse {
            request: Some(settled),
        })
        .answering(DeclareLostResponse {
            journey: Some(lost),
        });
    let asked = fake.asked();
    let (at, session) = (fake.serve().to_string(), Session::new());
    let call = "3df3c1d2e4b5968778695a4b3c2d1e0f";
    let repeatable = ["--request-id", call, "--at", &at];
    let shown = session.run(&[&["request", "settle", REQUEST], &repeatable[..]].concat());
    assert!(shown.contains("settled"), "{shown}");
    let settle = asked.last::<SettleRequest>();
    assert_eq!((&*settle.request_id, &*settle.request), (call, REQUEST));
    let shown = session.run(&[&["request", "lost", JOURNEY], &repeatable[..]].concat());
    assert!(shown.contains("state") && shown.contains("lost"), "{shown}");
    assert_eq!(asked.last::<DeclareLostRequest>().journey, JOURNEY);
    let refused = FakeLending::refusing(LendingRefusal::UnknownJourney(JourneyId(7)));
    let at = refused.serve().to_string();
    let typed = ["request", "lost", JOURNEY, "--at", &at];
    insta::assert_snapshot!("request_lost_unknown", session.run(&typed));
}

#[test]
fn what_is_stuck_names_whose_turn_it_is() {
    let answer = ListStuckResponse {
        stuck: vec![
            Stuck {
                owner: String::new(),
                what: Some(stuck::What::Request(a_request())),
            },
            Stuck {
                owner: "lumbres".into(),
                what: Some(stuck::What::Journey(a_journey())),
            },
        ],
        next_page_token: String::new(),
    };
    let at = FakeLending::default().answering(answer).serve().to_string();
    let session = Session::new();
    let typed = ["request", "stuck", "--at", &at];
    insta::assert_snapshot!("request_stuck_table", session.run(&typed));
    let shown = session.run(&[&typed[..], &["--output", "json"]].concat());
    assert!(
        shown.contains("\"owner\":\"lumbres\",\"request\":null,\"journey\":{"),
        "{shown}"
    );
    let nothing = FakeLending::default().answering(ListStuckResponse::default());
    let at = nothing.serve().to_string();
    let shown = session.run(&["request", "stuck", "--coordinator", "--at", &at]);
    assert!(shown.contains("nothing is stuck"), "{shown}");
}
