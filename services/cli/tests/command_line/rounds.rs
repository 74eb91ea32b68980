//! The van's timetable: what does a coordinator see before and after a run is moved?

use crate::fake_lending::FakeLending;
use crate::session::{Session, exit_code};
use navette_domain::courier::NoArrival;
use navette_proto::Refusal;
use navette_proto::wire::courier::*;
use navette_proto::wire::identity::ItemId;
use navette_proto::wire::refusal;

const CALL: &str = "0af3c1d2e4b5968778695a4b3c2d1e0f";
const JOURNEY: &str = "1bf3c1d2e4b5968778695a4b3c2d1e0f";

fn a_stop(library: &str, name: &str, arrives_minute: u32) -> Stop {
    Stop {
        library: library.into(),
        library_name: name.into(),
        arrives_minute,
        leaves_minute: arrives_minute + 10,
    }
}

fn a_round() -> Round {
    Round {
        round: "audomarois-1".into(),
        name: "Audomarois, mardi".into(),
        weekday: Weekday::Tuesday as i32,
        stops: vec![
            a_stop("saint-omer", "Saint-Omer", 540),
            a_stop("aire", "Aire-sur-la-Lys", 570),
            a_stop("saint-omer", "Saint-Omer", 660),
        ],
        cut_off_minutes: 30,
        crate_grams: 15_000,
        first_day: "2026-09-01".into(),
        last_day: String::new(),
        exceptions: vec![
            Exception {
                day: "2026-12-22".into(),
                change: Some(exception::Change::Cancelled(RunCancelled {})),
            },
            Exception {
                day: "2026-12-29".into(),
                change: Some(exception::Change::Moved(RunMoved {
                    day: "2026-12-30".into(),
                    by_minutes: -30,
                })),
            },
        ],
    }
}

fn a_parcel() -> Parcel {
    Parcel {
        journey: JOURNEY.into(),
        item: Some(ItemId {
            library: "aire".into(),
            barcode: "000001".into(),
        }),
        title: "Germinal".into(),
        off_at: "saint-omer".into(),
        grams: 340,
        promised: "2026-11-26".into(),
    }
}

fn a_date_change() -> DateChange {
    DateChange {
        journey: JOURNEY.into(),
        item: a_parcel().item,
        title: "Germinal".into(),
        pickup: "saint-omer".into(),
        promised: "2026-11-26".into(),
        before: "2026-11-26".into(),
        after: String::new(),
        no_day_after: Some(refusal::Refusal {
            reason: "NO_WAY".into(),
            message: "no van within 60 days".into(),
            ..refusal::Refusal::default()
        }),
        no_day_before: None,
    }
}

#[test]
fn rounds_are_listed_and_shown_with_their_exceptions() {
    let service = FakeLending::default()
        .answering(ListRoundsResponse {
            rounds: vec![a_round()],
            next_page_token: String::new(),
        })
        .answering(GetRoundResponse {
            round: Some(a_round()),
            timetable_version: 12,
        });
    let asked = service.asked();
    let at = service.serve().to_string();
    let session = Session::new();
    let typed = ["round", "list", "--library", "aire", "--at", &at];
    insta::assert_snapshot!("round_list_table", session.run(&typed));
    assert_eq!(asked.last::<ListRoundsRequest>().library, "aire");
    let typed = ["round", "show", "audomarois-1", "--at", &at];
    insta::assert_snapshot!("round_show_table", session.run(&typed));
    let as_json = [&typed[..], &["--output", "json"]].concat();
    insta::assert_snapshot!("round_show_json", session.run(&as_json));
}

#[test]
fn an_arrival_names_its_rides_and_the_day() {
    let leg = |from: &str, to: &str| Leg {
        round: "audomarois-1".into(),
        day: "2026-11-24".into(),
        from: from.into(),
        leaves: "2026-11-24T09:40".into(),
        to: to.into(),
        arrives: "2026-11-24T11:00".into(),
    };
    let answer = PlanArrivalResponse {
        arrival: Some(Arrival {
            from: "aire".into(),
            to: "fauquembergues".into(),
            ready_at: "2026-11-24T09:00".into(),
            legs: vec![
                leg("aire", "saint-omer"),
                leg("saint-omer", "fauquembergues"),
            ],
            promised: "2026-11-25".into(),
        }),
    };
    let service = FakeLending::default().answering(answer);
    let asked = service.asked();
    let at = service.serve().to_string();
    let session = Session::new();
    let typed = [
        "round",
        "plan",
        "aire",
        "fauquembergues",
        "--ready-at",
        "2026-11-24T09:00",
        "--at",
        &at,
    ];
    insta::assert_snapshot!("round_plan_table", session.run(&typed));
    assert_eq!(
        asked.last::<PlanArrivalRequest>().ready_at,
        "2026-11-24T09:00"
    );
    let as_json = [&typed[..], &["--output", "json"]].concat();
    insta::assert_snapshot!("round_plan_json", session.run(&as_json));
    let library = navette_domain::catalogue::LibraryId::parse("aire").unwrap();
    let no_way = Refusal::from(NoArrival::HoursUnknown(library));
    let at = FakeLending::refusing(no_way).serve().to_string();
    let typed = ["round", "plan", "aire", "fauquembergues", "--at", &at];
    insta::assert_snapshot!("round_plan_refused", session.run(&typed));
}

#[test]
fn manifests_are_shown_for_every_stop_of_a_library() {
    let service = FakeLending::default()
        .answering(GetRoundResponse {
            round: Some(a_round()),
            timetable_version: 12,
        })
        .answering(GetManifestResponse {
            manifest: Some(Manifest {
                round: "audomarois-1".into(),
                day: "2026-11-24".into(),
                stop: 1,
                library: "aire".into(),
                arrives: "2026-11-24T09:30".into(),
                leaves: "2026-11-24T09:40".into(),
                comes_off: Vec::new(),
                goes_on: vec![a_parcel()],
                stays: vec![Stay {
                    parcel: Some(a_parcel()),
                    because: StayReason::CrateFull as i32,
                }],
                grams_off: 0,
                grams_on: 340,
                code: vec![1, 2, 3],
            }),
        });
    let asked = service.asked();
    let at = service.serve().to_string();
    let session = Session::new();
    let typed = [
        "round",
        "manifest",
        "audomarois-1",
        "2026-11-24",
        "--library",
        "aire",
        "--at",
        &at,
    ];
    insta::assert_snapshot!("round_manifest_table", session.run(&typed));
    assert_eq!(asked.last::<GetManifestRequest>().stop, 1);
    let as_json = [&typed[..], &["--output", "json"]].concat();
    insta::assert_snapshot!("round_manifest_json", session.run(&as_json));
    let typed = [
        "round",
        "manifest",
        "audomarois-1",
        "2026-11-24",
        "--at",
        &at,
    ];
    assert_eq!(session.run(&typed).matches("stop 1: aire").count(), 3);
    let typed = [
        "round",
        "manifest",
        "audomarois-1",
        "2026-11-24",
        "--library",
        "lumbres",
        "--at",
        &at,
    ];
    insta::assert_snapshot!("round_manifest_elsewhere", session.run(&typed));
}

#[test]
fn a_move_is_previewed_and_done_as_it_was_shown() {
    let service = FakeLending::default()
        .answering(PreviewMoveResponse {
            journeys: 9,
            changed: 1,
            broken: 1,
            changes: vec![a_date_change()],
            next_page_token: String::new(),
            timetable_version: 12,
        })
        .answering(MoveRoundResponse {
            round: Some(a_round()),
            timetable_version: 13,
            changed: 1,
        })
        .answering(CancelRoundResponse {
            round: Some(a_round()),
            timetable_version: 13,
            changed: 1,
        });
    let asked = service.asked();
    let at = service.serve().to_string();
    let session = Session::new();
    let run = ["audomarois-1", "2026-11-24", "--at", &at];
    let typed = [&["round", "preview"], &run[..]].concat();
    insta::assert_snapshot!("round_preview_table", session.run(&typed));
    assert_eq!(asked.last::<PreviewMoveRequest>().to, None);
    let earlier = [&typed[..], &["--by", "-60", "--output", "json"]].concat();
    insta::assert_snapshot!("round_preview_json", session.run(&earlier));
    let moved = RunMoved {
        day: "2026-11-24".into(),
        by_minutes: -60,
    };
    assert_eq!(asked.last::<PreviewMoveRequest>().to, Some(moved));
    let typed = [&["round", "move"], &run[..]].concat();
    insta::assert_snapshot!("round_move_nowhere", session.run(&typed));
    let more = [
        "--to",
        "2026-11-25",
        "--timetable-version",
        "12",
        "--reason",
        "ice",
        "--request-id",
        CALL,
    ];
    insta::assert_snapshot!(
        "round_move_table",
        session.run(&[&typed[..], &more].concat())
    );
    let sent: MoveRoundRequest = asked.last();
    assert_eq!((sent.timetable_version, sent.reason.as_str()), (12, "ice"));
    let typed = [&["round", "cancel"], &run[..]].concat();
    assert_eq!(exit_code(&session.run(&typed)), "0");
    assert_eq!(asked.last::<CancelRoundRequest>().day, "2026-11-24");
}
