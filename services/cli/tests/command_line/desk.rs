//! Work lists, scans and explicit acts: what do the hands read, and what does a program?

use crate::fake_lending::FakeLending;
use crate::session::{Session, exit_code};
use navette_domain::catalogue::LibraryId;
use navette_domain::identity::{Barcode, ItemId as DomainItem};
use navette_domain::lending::LendingRefusal;
use navette_proto::wire::courier::{Manifest, Parcel};
use navette_proto::wire::desk::*;
use navette_proto::wire::identity::{Card, ItemId};
use navette_proto::wire::lending::{
    ExchangeDays, JourneyState, LentEachOther, LibraryExchange, RequestState, ScanKind, Telling,
};

const REQUEST: &str = "0af3c1d2e4b5968778695a4b3c2d1e0f";
/// 2026-11-24T14:05:00Z.
const FIVE_PAST_TWO: i64 = 1_795_529_100_000;

fn a_copy_of(library: &str) -> ItemId {
    ItemId {
        library: library.into(),
        barcode: "000001".into(),
    }
}

fn a_slip() -> Slip {
    Slip {
        item: Some(a_copy_of("aire")),
        title: "Germinal".into(),
        shelfmark: "R ZOL".into(),
        place: NextPlace::Crate as i32,
        from: "aire".into(),
        from_name: "Aire-sur-la-Lys".into(),
        to: "fauquembergues".into(),
        to_name: "Fauquembergues".into(),
        round: "audomarois-1".into(),
        round_day: "2026-11-25".into(),
        code: "aire/000001".into(),
        ..Slip::default()
    }
}

fn an_act() -> Act {
    Act {
        act: 17,
        item: Some(a_copy_of("aire")),
        title: "Germinal".into(),
        kind: ScanKind::Pulled as i32,
        place: NextPlace::Crate as i32,
        slip: Some(a_slip()),
        request: REQUEST.into(),
        inferred: vec![JourneyState::ToPull as i32],
        due: String::new(),
        again: false,
    }
}

fn some_work(kind: WorkKind) -> WorkItem {
    WorkItem {
        kind: kind as i32,
        item: Some(a_copy_of("aire")),
        title: "Germinal".into(),
        shelfmark: "R ZOL".into(),
        request: REQUEST.into(),
        other: "fauquembergues".into(),
        other_name: "Fauquembergues".into(),
        since_ms: FIVE_PAST_TWO,
        deadline_ms: Some(FIVE_PAST_TWO),
        late: true,
        promised: "2026-11-26".into(),
        grams: 340,
        round: "audomarois-1".into(),
        round_day: "2026-11-25".into(),
        pickup_code: "4711".into(),
        kept_until: "2026-12-05".into(),
        reason: "not where it should be".into(),
        tell: Some(PersonToTell {
            name: "Jeanne Delattre".into(),
            telephone: "03 21 00 00 00".into(),
            telling: Telling::Ready as i32,
            kind: "ready".into(),
            tried: "the mail server does not know the address".into(),
            since_ms: FIVE_PAST_TWO,
        }),
        notice: 9,
        conflict: 3,
        conflict_kind: ConflictKind::PromisedAndKept as i32,
        ..WorkItem::default()
    }
}

#[test]
fn every_list_of_work_has_the_columns_that_the_hands_need() {
    let session = Session::new();
    for (verb, kind) in [
        ("pull", WorkKind::ToPull),
        ("ship", WorkKind::ToShip),
        ("receive", WorkKind::ToReceive),
        ("hold", WorkKind::HoldShelf),
        ("return", WorkKind::ToReturn),
        ("late", WorkKind::Late),
        ("look-for", WorkKind::ToLookFor),
        ("tell", WorkKind::ToTell),
        ("conflicts", WorkKind::Conflicts),
    ] {
        let service = FakeLending::default().answering(ListWorkResponse {
            work: vec![some_work(kind)],
            next_page_token: "abc".into(),
            counts: vec![WorkCount {
                kind: kind as i32,
                count: 60,
                late: 2,
            }],
        });
        let asked = service.asked();
        let node = service.serve().to_string();
        let shown = session.run(&["desk", verb, "--node", &node]);
        insta::assert_snapshot!(format!("desk_{verb}"), shown);
        assert_eq!(asked.last::<ListWorkRequest>().kind, kind as i32, "{verb}");
        if verb == "tell" {
            let typed = ["desk", verb, "--node", &node, "--output", "json"];
            insta::assert_snapshot!("desk_tell_json", session.run(&typed));
        }
    }
}

#[test]
fn a_list_without_work_says_so() {
    let node = FakeLending::default().answering(ListWorkResponse::default());
    let node = node.serve().to_string();
    let shown = Session::new().run(&["desk", "pull", "--node", &node]);
    assert!(shown.contains("nothing to do here"), "{shown}");
}

#[test]
fn a_scan_says_what_was_done_and_what_to_do_now() {
    let service = FakeLending::default().answering(ScanResponse {
        act: Some(an_act()),
        offers: Vec::new(),
        card: None,
    });
    let asked = service.asked();
    let node = service.serve().to_string();
    let session = Session::new();
    let typed = [
        "desk",
        "scan",
        "000001",
        "--library",
        "aire",
        "--node",
        &node,
        "--request-id",
        REQUEST,
    ];
    insta::assert_snapshot!("desk_scan_table", session.run(&typed));
    let sent: ScanRequest = asked.last();
    assert_eq!(
        (sent.code.as_str(), sent.item),
        ("000001", Some(a_copy_of("aire")))
    );
    let as_json = [&typed[..], &["--output", "json"]].concat();
    insta::assert_snapshot!("desk_scan_json", session.run(&as_json));
    let typed = ["desk", "slip", "aire/000001", "--node", &node];
    insta::assert_snapshot!("desk_slip", session.run(&typed));
    assert_eq!(asked.last::<ScanRequest>().item, None);
}

#[test]
fn a_barcode_of_two_items_changes_nothing_and_shows_both() {
    let offer = |library: &str, title: &str| Offer {
        item: Some(a_copy_of(library)),
        title: title.into(),
        reason: "expected here".into(),
    };
    let node = FakeLending::default()
        .answering(ScanResponse {
            act: None,
            offers: vec![offer("aire", "Germinal"), offer("lumbres", "L'Étranger")],
            card: None,
        })
        .serve()
        .to_string();
    let session = Session::new();
    let typed = [
        "desk",
        "scan",
        "000001",
        "--node",
        &node,
        "--request-id",
        REQUEST,
    ];
    insta::assert_snapshot!("desk_scan_two_meanings", session.run(&typed));
    let as_json = [&typed[..], &["--output", "json"]].concat();
    let shown = session.run(&as_json);
    assert_eq!(exit_code(&shown), "1");
    assert!(shown.contains("\"acts\":[],\"offers\":[{"), "{shown}");
    let shown = session.run(&["desk", "slip", "000001", "--node", &node]);
    assert_eq!(exit_code(&shown), "1");
}

#[test]
fn the_scan_of_a_card_changes_nothing_and_names_the_patron() {
    let answer = ScanResponse {
        act: None,
        offers: Vec::new(),
        card: Some(Card {
            library: "aire".into(),
            number: "62765".into(),
        }),
    };
    let node = FakeLending::default().answering(answer).serve().to_string();
    let shown = Session::new().run(&["desk", "scan", "62765", "--node", &node]);
    assert_eq!(exit_code(&shown), "0");
    assert!(shown.contains("navette patron show 62765"), "{shown}");
}

#[test]
fn explicit_acts_reach_the_desk_and_show_where_the_item_goes() {
    let act = || Some(an_act());
    let node = FakeLending::default()
        .answering(NotFoundResponse { act: act() })
        .answering(RefuseResponse { act: act() })
        .answering(LeftBehindResponse { act: act() })
        .answering(HandOverResponse { act: act() })
        .answering(NotCollectedResponse { act: act() })
        .answering(MissingFromShelfResponse { act: act() })
        .answering(ClaimReturnedResponse { act: act() })
        .answering(MarkDamagedResponse { act: act() })
        .answering(MarkLostResponse { act: act() })
        .answering(ShipResponse {
            acts: vec![an_act(), an_act()],
        });
    let asked = node.asked();
    let node = node.serve().to_string();
    let session = Session::new();
    let item = "aire/000001";
    let typed: [&[&str]; 11] = [
        &["not-found", item],
        &["refuse", item, "--reason", "worn", "--whole-library"],
        &["left-behind", item],
        &["hand-over", item, "--code", "4711"],
        &["hand-over", item, "--for", "62765"],
        &["not-collected", item],
        &["missing", item],
        &["claim", item],
        &["damaged", item, "--charge", "12,50", "--reason", "wet"],
        &["lost", item],
        &[
            "shipped",
            "audomarois-1",
            "2026-11-25",
            "--left-behind",
            "lumbres/000001",
        ],
    ];
    for act in typed {
        let typed = [&["desk"], act, &["--node", &node, "--staff", "4"]].concat();
        let shown = session.run(&typed);
        assert_eq!(exit_code(&shown), "0", "{act:?}: {shown}");
        assert!(
            shown.contains("now: into the crate for Fauquembergues"),
            "{act:?}: {shown}"
        );
    }
    let refused: RefuseRequest = asked.last();
    assert!(refused.whole_library && refused.reason == "worn" && refused.staff == 4);
    let damaged: MarkDamagedRequest = asked.last();
    assert_eq!(damaged.charge.unwrap().minor_units, 1_250);
    assert_eq!(asked.last::<MarkLostRequest>().charge, None);
    assert_eq!(
        asked.last::<ShipRequest>().left_behind,
        [a_copy_of("lumbres")]
    );
    let handed: HandOverRequest = asked.last();
    assert!(matches!(handed.to, Some(hand_over_request::To::Card(card)) if card.number == "62765"));
}

#[test]
fn what_a_person_has_seen_to_leaves_its_list() {
    let node = FakeLending::default()
        .answering(ToldResponse {
            kept_until: "2026-12-05".into(),
        })
        .answering(SettleResponse {
            state: RequestState::Settled as i32,
        })
        .answering(CloseConflictResponse {})
        .answering(UndoResponse {
            place: NextPlace::Shelf as i32,
        });
    let asked = node.asked();
    let node = node.serve().to_string();
    let session = Session::new();
    let mut told = Vec::new();
    let typed: [&[&str]; 4] = [
        &[
            "told",
            REQUEST,
            "--by",
            "telephone",
            "--note",
            "comes on Saturday",
        ],
        &["settle", REQUEST, "--reason", "replaced"],
        &["close-conflict", "3"],
        &["undo", "17", "aire/000001"],
    ];
    for act in typed {
        for form in ["table", "json"] {
            let more = ["--node", &node, "--request-id", REQUEST, "--output", form];
            told.push(session.run(&[&["desk"], act, &more].concat()));
        }
    }
    insta::assert_snapshot!("desk_seen_to", told.join("\n"));
    let sent: ToldRequest = asked.last();
    assert_eq!(sent.channel, TellingChannel::Telephone as i32);
    let typed = [
        "desk", "told", "--notice", "9", "--by", "letter", "--node", &node,
    ];
    assert_eq!(exit_code(&session.run(&typed)), "0");
    let sent: ToldRequest = asked.last();
    assert_eq!((sent.notice, sent.request.as_str()), (9, ""));
}

#[test]
fn a_crate_is_held_against_its_manifest() {
    let service = FakeLending::default()
        .answering(CheckCrateResponse {
            round: "audomarois-1".into(),
            day: "2026-11-25".into(),
            missing: vec![a_copy_of("aire")],
            unexpected: vec![a_copy_of("lumbres")],
            matched: 4,
        })
        .answering(GetManifestResponse {
            manifests: vec![Manifest {
                round: "audomarois-1".into(),
                day: "2026-11-25".into(),
                library: "aire".into(),
                arrives: "2026-11-25T09:30".into(),
                leaves: "2026-11-25T09:40".into(),
                comes_off: vec![Parcel {
                    item: Some(a_copy_of("aire")),
                    title: "Germinal".into(),
                    off_at: "aire".into(),
                    grams: 340,
                    ..Parcel::default()
                }],
                grams_off: 340,
                code: vec![1, 2, 3],
                ..Manifest::default()
            }],
            as_of_ms: FIVE_PAST_TWO,
        });
    let asked = service.asked();
    let node = service.serve().to_string();
    let session = Session::new();
    let typed = [
        "desk",
        "manifest",
        "audomarois-1",
        "2026-11-25",
        "--node",
        &node,
    ];
    insta::assert_snapshot!("desk_manifest", session.run(&typed));
    let typed = [
        "desk",
        "crate",
        "--code",
        "AQID",
        "aire/000001",
        "lumbres/000001",
        "--node",
        &node,
    ];
    insta::assert_snapshot!("desk_crate", session.run(&typed));
    let sent: CheckCrateRequest = asked.last();
    assert_eq!((sent.code, sent.found.len()), (vec![1, 2, 3], 2));
}

#[test]
fn a_report_says_what_was_lent_and_borrowed_over_which_days() {
    let answer = CountExchangeResponse {
        own: Some(LibraryExchange {
            library: "aire".into(),
            lent: 5,
            borrowed: 3,
            refused: 1,
            promised: 4,
            kept: 3,
            median_days: Some(6),
        }),
        with: vec![LentEachOther {
            library: "lumbres".into(),
            lent: 5,
            borrowed: 3,
        }],
        days: Some(ExchangeDays {
            from: "2026-06-01".into(),
            until: "2026-11-30".into(),
            today: "2026-11-30".into(),
            remembered_from: "2026-08-01".into(),
        }),
    };
    let fake = FakeLending::default().answering(answer);
    let asked = fake.asked();
    let node = fake.serve().to_string();
    let session = Session::new();
    let typed = [
        "desk",
        "report",
        "--from",
        "2026-06-01",
        "--until",
        "2026-11-30",
        "--node",
        &node,
    ];
    let shown = session.run(&typed);
    for expected in [
        "2026-06-01 to 2026-11-30",
        "LIBRARY  LENT  BORROWED  DAYS  KEPT  PROMISED  REFUSED",
        "aire        5         3     6     3         4        1",
        "WITH     LENT TO IT  BORROWED FROM IT",
        "lumbres           5                 3",
        "what ended before 2026-08-01 is forgotten already",
    ] {
        assert!(shown.contains(expected), "{expected} in {shown}");
    }
    let sent: CountExchangeRequest = asked.last();
    assert_eq!((&*sent.from, &*sent.until), ("2026-06-01", "2026-11-30"));
    let shown = session.run(&[&typed[..], &["--output", "json"]].concat());
    let expected = "\"libraries\":[{\"library\":\"aire\",\"lent\":5,\"borrowed\":3,\"median_days\":6,\
        \"promised\":4,\"kept\":3,\"refused\":1}],\"with\":[{\"library\":\"lumbres\",\"lent\":5,\"borrowed\":3}]";
    assert!(shown.contains(expected), "{shown}");
}

#[test]
fn a_desk_that_says_no_says_what_to_do() {
    let session = Session::new();
    let item = DomainItem {
        library: LibraryId::parse("aire").unwrap(),
        barcode: Barcode::parse("000001").unwrap(),
    };
    let refusals = [
        (
            "in_somebodys_hands",
            LendingRefusal::InSomebodysHands {
                item: item.clone(),
                request: navette_domain::identity::RequestId(7),
            },
        ),
        (
            "acted_on_since",
            LendingRefusal::ActedOnSince {
                item,
                by: LibraryId::parse("lumbres").unwrap(),
            },
        ),
    ];
    for (name, refusal) in refusals {
        let node = FakeLending::refusing(refusal).serve().to_string();
        let shown = session.run(&["desk", "scan", "000001", "--node", &node]);
        insta::assert_snapshot!(format!("desk_refused_{name}"), shown);
    }
}
