//! What does a person see of an answer, and what does a program?

use crate::fake_service::FakeService;
use crate::session::{Session, exit_code};
use navette_proto::wire::catalogue::*;

/// 2026-11-24T14:05:00Z.
const FIVE_PAST_TWO: i64 = 1_795_529_100_000;

fn a_holding(library: &str, name: &str, copies: u32, available: u32) -> Holding {
    Holding {
        library: library.into(),
        library_name: name.into(),
        copies,
        available,
        shelfmark: "R CAM".into(),
        ..Holding::default()
    }
}

fn a_work() -> Work {
    Work {
        arrival: None,
        work: "3f2a9c0d11e47b58".into(),
        title: "L'Étranger".into(),
        authors: vec!["Camus, Albert".into()],
        year: 1972,
        medium: "book".into(),
        language: "fre".into(),
        score: 12.5,
        editions: vec![
            Edition {
                edition: "00000000000000aa".into(),
                isbn: "9782070360024".into(),
                year: 1972,
                publisher: "Gallimard".into(),
            },
            Edition {
                edition: "00000000000000ab".into(),
                year: 0,
                ..Edition::default()
            },
        ],
        holdings: vec![
            a_holding("aire", "Médiathèque d'Aire-sur-la-Lys", 2, 1),
            Holding {
                due: "2026-12-01".into(),
                as_of_ms: FIVE_PAST_TWO,
                part: Some(Part {
                    sort: 2,
                    label: "t. 2".into(),
                }),
                ..a_holding("lumbres", "Lumbres", 1, 0)
            },
        ],
    }
}

/// What a federator says where a pick-up library was chosen.
fn an_answer_with_days() -> SearchResponse {
    let by_van = Arrival {
        day: "2026-11-27".into(),
        reason: ArrivalReason::ByVan as i32,
        lender: "aire".into(),
        round: "lys".into(),
        round_day: "2026-11-26".into(),
        waiting: 0,
    };
    let waiting = Arrival {
        reason: ArrivalReason::Queue as i32,
        lender: "lumbres".into(),
        waiting: 3,
        ..Arrival::default()
    };
    let mut answer = an_answer();
    answer.works[0].holdings[0].arrival = Some(by_van.clone());
    answer.works[0].holdings[1].arrival = Some(waiting);
    answer.works[0].arrival = Some(by_van);
    answer
}

fn a_status(library: &str, name: &str, state: LibraryState, as_of_ms: i64) -> LibraryStatus {
    LibraryStatus {
        library: library.into(),
        library_name: name.into(),
        state: state as i32,
        as_of_ms,
        elapsed_ms: 3,
        ..LibraryStatus::default()
    }
}

fn an_answer() -> SearchResponse {
    SearchResponse {
        total: 2_400,
        total_exact: false,
        works: vec![a_work()],
        facets: vec![
            FacetCounts {
                facet: "medium".into(),
                counts: [("book", 1_900), ("comic", 500)]
                    .map(|(value, count)| FacetCount {
                        value: value.into(),
                        count,
                    })
                    .into(),
                exact: true,
            },
            FacetCounts {
                facet: "language".into(),
                counts: vec![FacetCount {
                    value: "fre".into(),
                    count: 2_400,
                }],
                exact: true,
            },
        ],
        libraries: vec![
            a_status(
                "aire",
                "Médiathèque d'Aire-sur-la-Lys",
                LibraryState::Answered,
                0,
            ),
            a_status("lumbres", "Lumbres", LibraryState::Late, FIVE_PAST_TWO),
            a_status("ecques", "Ecques", LibraryState::Unknown, 0),
        ],
        next_page_token: "abc".into(),
        corrections: vec![Correction {
            typed: "étrangr".into(),
            used: vec!["étranger".into()],
        }],
    }
}

fn a_service() -> FakeService {
    FakeService {
        search: an_answer(),
        ..FakeService::default()
    }
}

#[test]
fn a_search_is_shown_to_people_and_to_programs() {
    let at = a_service().serve().to_string();
    let session = Session::new().masking(&at, "ADDRESS");
    let typed = ["search", "l'étrangr", "--medium", "book", "--at", &at];
    insta::assert_snapshot!("search_table", session.run(&typed));
    let mut as_json = typed.to_vec();
    as_json.extend(["--output", "json"]);
    insta::assert_snapshot!("search_json", session.run(&as_json));
}

#[test]
fn a_search_says_when_a_work_can_be_collected_and_why_then() {
    let service = FakeService {
        search: an_answer_with_days(),
        ..FakeService::default()
    };
    let at = service.serve().to_string();
    let session = Session::new().masking(&at, "ADDRESS");
    let typed = ["search", "étranger", "--pickup", "lumbres", "--at", &at];
    insta::assert_snapshot!("search_pickup_table", session.run(&typed));
    let mut as_json = typed.to_vec();
    as_json.extend(["--output", "json"]);
    insta::assert_snapshot!("search_pickup_json", session.run(&as_json));
}

#[test]
fn days_that_a_node_cannot_know_are_said_to_be_missing() {
    let at = a_service().serve().to_string();
    let session = Session::new().masking(&at, "ADDRESS");
    let typed = ["search", "étranger", "--pickup", "lumbres", "--at", &at];
    insta::assert_snapshot!("search_pickup_of_a_node", session.run(&typed));
}

#[test]
fn words_options_and_page_go_to_the_service() {
    let service = a_service();
    let asked = service.asked.clone();
    let at = service.serve().to_string();
    let typed = [
        "search",
        "petit",
        "prince",
        "--library",
        "aire",
        "--library",
        "lumbres",
        "--available",
        "--decade",
        "1987",
        "--pickup",
        "lumbres",
        "--sort",
        "newest",
        "--page-size",
        "5",
        "--page-token",
        "xyz",
    ];
    let shown = Session::new()
        .command(&typed)
        .env("NAVETTE_AT", at)
        .output()
        .unwrap();
    assert_eq!(shown.status.code(), Some(0));
    insta::assert_snapshot!(asked.lock().unwrap().join("\n"));
}

#[test]
fn an_empty_answer_says_what_to_try_next() {
    let at = FakeService::default().serve().to_string();
    let session = Session::new().masking(&at, "ADDRESS");
    for (name, words) in [
        ("one_word", &["zzz"][..]),
        ("several_words", &["zzz", "yyy"]),
        ("narrowed", &["zzz", "--available"]),
    ] {
        let typed = [&["search", "--at", &at], words].concat();
        insta::assert_snapshot!(format!("search_empty_{name}"), session.run(&typed));
    }
}

#[test]
fn a_refusal_is_told_with_a_hint() {
    let at = a_service().serve().to_string();
    let session = Session::new().masking(&at, "ADDRESS");
    let typed = ["search", "x", "--library", "nowhere", "--at", &at];
    insta::assert_snapshot!("search_unknown_library", session.run(&typed));
    let typed = ["show", "00000000000000ff", "--at", &at];
    insta::assert_snapshot!("show_unknown_work", session.run(&typed));
}

#[test]
fn a_work_is_shown_with_every_copy() {
    let copy = Item {
        barcode: "62014000000011".into(),
        shelfmark: "R CAM".into(),
        location: "Adultes".into(),
        status: "on-loan".into(),
        due: "2026-12-01".into(),
        part: None,
    };
    let service = FakeService {
        record: GetRecordResponse {
            work: Some(a_work()),
            record: Some(Record {
                id: "17".into(),
                title: "L'Étranger".into(),
                authors: vec!["Camus, Albert".into()],
                isbns: vec![9_782_070_360_024],
                publisher: "Gallimard".into(),
                year: 1972,
                extent: "184 p.".into(),
                subjects: vec!["Absurde (philosophie)".into()],
                language: "fre".into(),
                medium: "book".into(),
                audience: "adults".into(),
                ..Record::default()
            }),
            libraries: Vec::new(),
        },
        holdings: GetHoldingsResponse {
            holdings: vec![Holding {
                items: vec![copy],
                ..a_holding("aire", "Aire", 1, 0)
            }],
            libraries: vec![a_status(
                "lumbres",
                "Lumbres",
                LibraryState::Away,
                FIVE_PAST_TWO,
            )],
            arrival: None,
        },
        ..FakeService::default()
    };
    let at = service.serve().to_string();
    let session = Session::new();
    let typed = ["show", "3f2a9c0d11e47b58", "--at", &at];
    insta::assert_snapshot!("show_table", session.run(&typed));
    let typed = ["show", "3f2a9c0d11e47b58", "--at", &at, "--output", "json"];
    insta::assert_snapshot!("show_json", session.run(&typed));
}

#[test]
fn all_pages_of_libraries_are_listed() {
    let library = |id: &str, name: &str, state: LibraryState, as_of_ms| Library {
        answer_ms: 0,
        library: id.into(),
        name: name.into(),
        commune: name.into(),
        latitude: 50.6,
        longitude: 2.4,
        state: state as i32,
        as_of_ms,
        records: 1_200,
        hours: Vec::new(),
    };
    let service = FakeService {
        libraries: vec![
            library("aire", "Aire-sur-la-Lys", LibraryState::Answered, 0),
            library("lumbres", "Lumbres", LibraryState::Away, FIVE_PAST_TWO),
        ],
        ..FakeService::default()
    };
    let at = service.serve().to_string();
    let session = Session::new();
    insta::assert_snapshot!("libraries_table", session.run(&["libraries", "--at", &at]));
    let typed = ["libraries", "--at", &at, "--output", "json"];
    insta::assert_snapshot!("libraries_json", session.run(&typed));
}

#[test]
fn nobody_at_the_address_exits_with_4() {
    let session = Session::new().file("a.csv", "Notice;Titre\n1;A\n");
    let typed: [(&str, &[&str]); 9] = [
        ("search", &["search", "x", "--at", "127.0.0.1:1"]),
        ("show", &["show", "00000000000000ff", "--at", "127.0.0.1:1"]),
        ("libraries", &["libraries", "--at", "127.0.0.1:1"]),
        ("request", &["request", "stuck", "--at", "127.0.0.1:1"]),
        ("desk", &["desk", "pull", "--node", "127.0.0.1:1"]),
        ("loan", &["loan", "list", "--node", "127.0.0.1:1"]),
        (
            "patron",
            &["patron", "show", "62765", "--node", "127.0.0.1:1"],
        ),
        ("round", &["round", "list", "--at", "127.0.0.1:1"]),
        ("import", &["import", "--node", "127.0.0.1:1", "a.csv"]),
    ];
    for (name, arguments) in typed {
        let shown = session.run(arguments);
        assert_eq!(exit_code(&shown), "4", "{name}");
        insta::assert_snapshot!(format!("unreachable_{name}"), shown);
    }
}
