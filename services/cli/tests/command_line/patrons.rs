//! Registering patrons and keeping their accounts: what is shown, what is sent, and what never stands in arguments or errors?

use crate::fake_lending::FakeLending;
use crate::session::{Session, exit_code};
use navette_proto::Refusal;
use navette_proto::wire::fees::{ChargeKind, Entry, EntryKind, Money};
use navette_proto::wire::identity::{Card, ItemId};
use navette_proto::wire::patrons::*;

const CALL: &str = "0af3c1d2e4b5968778695a4b3c2d1e0f";

fn a_card(number: &str) -> Card {
    Card {
        library: "aire".into(),
        number: number.into(),
    }
}

fn euros(minor_units: i64) -> Option<Money> {
    Some(Money {
        minor_units,
        currency: "EUR".into(),
    })
}

fn a_patron() -> Patron {
    Patron {
        card: Some(a_card("62765")),
        person: Some(Person {
            given_name: "Jeanne".into(),
            family_name: "Delattre".into(),
            birth: "1957-03-09".into(),
            email: "jeanne@example.org".into(),
            phone: String::new(),
            language: "fr".into(),
            guardian: None,
            keeps_history: true,
            address: "1, rue du Bourg".into(),
            preferred: Channel::Letter as i32,
        }),
        standing: Some(Standing {
            category: "adult".into(),
            card_expires: "2027-11-24".into(),
            suspension: Some(Suspension {
                until: "2026-12-31".into(),
                reason: "three letters unanswered".into(),
            }),
            blocked: false,
            dues: euros(350),
            loans_open: 3,
            requests_open: 1,
            overdue_open: 2,
        }),
        version: 5,
    }
}

#[test]
fn a_patron_is_registered_with_details_that_stand_in_no_argument() {
    let service = FakeLending::default().answering(RegisterResponse {
        patron: Some(a_patron()),
    });
    let asked = service.asked();
    let node = service.serve().to_string();
    let session = Session::new().file("wrong.json", r#"{"birht": "1961-03-09"}"#);
    let typed = [
        "patron",
        "add",
        "--family",
        "Delattre",
        "--given",
        "Jeanne",
        "--category",
        "adult",
        "--keeps-history",
        "--prefers",
        "letter",
        "--node",
        &node,
        "--details",
    ];
    let details = r#"{"birth": "1957-03-09", "phone": "03 21"}"#;
    let from_input = [&typed[..], &["-"]].concat();
    insta::assert_snapshot!(
        "patron_add_table",
        session.run_with_input(&from_input, details.as_bytes())
    );
    let sent: RegisterRequest = asked.last();
    let person = sent.person.unwrap();
    assert_eq!(
        (person.birth.as_str(), person.phone.as_str()),
        ("1957-03-09", "03 21")
    );
    assert_eq!(person.preferred, Channel::Letter as i32);
    assert!(person.keeps_history && person.guardian.is_none() && sent.card_number.is_empty());
    let wrong = session.run(&[&typed[..], &["wrong.json"]].concat());
    assert!(!wrong.contains("1961"), "{wrong}");
    insta::assert_snapshot!("patron_add_wrong_details", wrong);
    let asking = [&typed[..typed.len() - 1], &["--ask"]].concat();
    insta::assert_snapshot!("patron_add_no_terminal", session.run(&asking));
}

#[test]
fn a_namesake_is_refused_with_what_to_do() {
    let session = Session::new();
    for (name, refusal) in [
        ("namesake", Refusal::SeemsRegistered),
        ("card_taken", Refusal::CardTaken),
    ] {
        let node = FakeLending::refusing(refusal).serve().to_string();
        let typed = [
            "patron",
            "add",
            "--family",
            "Delattre",
            "--category",
            "adult",
            "--card",
            "4711-secret",
            "--node",
            &node,
        ];
        let shown = session.run(&typed);
        assert!(!shown.contains("4711"), "{shown}");
        insta::assert_snapshot!(format!("patron_add_{name}"), shown);
    }
}

#[test]
fn patrons_are_shown_and_listed() {
    let service = FakeLending::default()
        .answering(GetResponse {
            patron: Some(a_patron()),
            today: "2026-11-24".into(),
        })
        .answering(ListResponse {
            patrons: vec![a_patron()],
            next_page_token: "abc".into(),
        });
    let asked = service.asked();
    let node = service.serve().to_string();
    let session = Session::new();
    let typed = [
        "patron", "show", "62765", "--node", &node, "--output", "json",
    ];
    insta::assert_snapshot!("patron_show_json", session.run(&typed));
    let typed = ["patron", "list", "Delat", "--node", &node];
    insta::assert_snapshot!("patron_list_table", session.run(&typed));
    assert_eq!(asked.last::<ListRequest>().text, "Delat");
}

#[test]
fn an_update_changes_what_is_named_and_nothing_else() {
    let service = FakeLending::default()
        .answering(GetResponse {
            patron: Some(a_patron()),
            today: "2026-11-24".into(),
        })
        .answering(UpdateResponse {
            patron: Some(a_patron()),
        });
    let asked = service.asked();
    let node = service.serve().to_string();
    let session = Session::new();
    let typed = [
        "patron",
        "update",
        "62765",
        "--blocked",
        "yes",
        "--node",
        &node,
    ];
    assert_eq!(exit_code(&session.run(&typed)), "0");
    let sent: UpdateRequest = asked.last();
    assert!(sent.person.is_none() && sent.suspension.is_none());
    assert_eq!((sent.version, sent.blocked), (5, Some(true)));
    let typed = [
        "patron",
        "update",
        "62765",
        "--details",
        "-",
        "--keeps-history",
        "no",
        "--new-card",
        "62999",
        "--node",
        &node,
    ];
    let shown = session.run_with_input(&typed, br#"{"phone": "03 21"}"#);
    assert_eq!(exit_code(&shown), "0", "{shown}");
    let sent: UpdateRequest = asked.last();
    let person = sent.person.unwrap();
    assert_eq!(
        (person.phone.as_str(), person.birth.as_str()),
        ("03 21", "1957-03-09")
    );
    assert!(!person.keeps_history && sent.new_card_number == "62999");
}

#[test]
fn a_pin_is_read_from_standard_input_and_never_shown() {
    let service = FakeLending::default()
        .answering(SetPinResponse {})
        .answering(CheckPinResponse {
            patron: Some(a_patron()),
        });
    let asked = service.asked();
    let node = service.serve().to_string();
    let session = Session::new();
    let typed = [
        "patron",
        "pin",
        "-",
        "--pin-stdin",
        "--node",
        &node,
        "--request-id",
        CALL,
    ];
    let shown = session.run_with_input(&typed, b"62765\n2580\n");
    insta::assert_snapshot!("patron_pin_set", shown);
    let sent: SetPinRequest = asked.last();
    assert_eq!(
        (sent.pin.as_str(), sent.card.unwrap().number.as_str()),
        ("2580", "62765")
    );
    let checking = [
        "patron",
        "pin",
        "62765",
        "--check",
        "--pin-stdin",
        "--node",
        &node,
    ];
    let shown = session.run_with_input(&checking, b"2580\n");
    assert!(shown.contains("the PIN is right"), "{shown}");
    assert_eq!(asked.last::<CheckPinRequest>().pin, "2580");
    let removing = ["patron", "pin", "62765", "--remove", "--node", &node];
    assert_eq!(exit_code(&session.run(&removing)), "0");
    assert_eq!(asked.last::<SetPinRequest>().pin, "");
    let shown = session.run(&["patron", "pin", "62765", "--node", &node]);
    insta::assert_snapshot!("patron_pin_no_terminal", shown);
    let refusing = FakeLending::refusing(Refusal::WrongPin).serve().to_string();
    let checking = [
        "patron",
        "pin",
        "62765",
        "--check",
        "--pin-stdin",
        "--node",
        &refusing,
    ];
    let shown = session.run_with_input(&checking, b"2580\n");
    assert!(
        !shown.contains("2580") && !shown.contains("62765"),
        "{shown}"
    );
    insta::assert_snapshot!("patron_pin_wrong", shown);
}

fn an_entry(kind: EntryKind, charge: ChargeKind, cents: i64, why: &str) -> Entry {
    Entry {
        kind: kind as i32,
        charge: charge as i32,
        amount: euros(cents),
        item: Some(ItemId {
            library: "aire".into(),
            barcode: "000001".into(),
        }),
        title: "Germinal".into(),
        day: "2026-11-24".into(),
        staff: 4,
        why: why.into(),
    }
}

#[test]
fn an_account_shows_every_line_and_what_is_owed() {
    let service = FakeLending::default()
        .answering(ListChargesResponse {
            entries: vec![
                an_entry(
                    EntryKind::Waiver,
                    ChargeKind::Unspecified,
                    100,
                    "was in hospital",
                ),
                an_entry(EntryKind::Charge, ChargeKind::Late, 450, ""),
            ],
            balance: euros(350),
            next_page_token: String::new(),
        })
        .answering(PayResponse { balance: euros(0) })
        .answering(WaiveResponse { balance: euros(0) })
        .answering(AddChargeResponse {
            balance: euros(550),
        });
    let asked = service.asked();
    let node = service.serve().to_string();
    let session = Session::new();
    let typed = ["patron", "charges", "62765", "--node", &node];
    insta::assert_snapshot!("patron_charges_table", session.run(&typed));
    let as_json = [&typed[..], &["--output", "json"]].concat();
    insta::assert_snapshot!("patron_charges_json", session.run(&as_json));
    let paying = [
        "patron",
        "pay",
        "62765",
        "3.50",
        "--node",
        &node,
        "--request-id",
        CALL,
        "--output",
        "json",
    ];
    insta::assert_snapshot!("patron_pay_json", session.run(&paying));
    assert_eq!(asked.last::<PayRequest>().amount, euros(350));
    let charging = [
        "patron", "charge", "62765", "2", "--of", "card", "--node", &node,
    ];
    assert!(session.run(&charging).contains("owed: 5.50 EUR"));
    assert_eq!(
        asked.last::<AddChargeRequest>().kind,
        ChargeKind::Card as i32
    );
    let waiving = [
        "patron", "waive", "62765", "3.50", "--reason", "ill", "--node", &node,
    ];
    insta::assert_snapshot!("patron_waive_without_a_name", session.run(&waiving));
    let named = [&waiving[..], &["--staff", "4"]].concat();
    assert_eq!(exit_code(&session.run(&named)), "0");
    assert_eq!(asked.last::<WaiveRequest>().staff, 4);
}

#[test]
fn forgetting_somebody_must_be_meant() {
    let node = FakeLending::default()
        .answering(EraseResponse {})
        .serve()
        .to_string();
    let session = Session::new();
    let typed = [
        "patron",
        "erase",
        "62765",
        "--node",
        &node,
        "--request-id",
        CALL,
    ];
    let not_meant = session.run(&typed);
    assert_eq!(exit_code(&not_meant), "2");
    let meant = [&typed[..], &["--for-good"]].concat();
    insta::assert_snapshot!("patron_erase", session.run(&meant));
    let held = Refusal::StillHeld(vec!["loans".into(), "dues".into()]);
    let node = FakeLending::refusing(held).serve().to_string();
    let typed = ["patron", "erase", "62765", "--for-good", "--node", &node];
    insta::assert_snapshot!("patron_erase_held", session.run(&typed));
}

#[test]
fn what_a_patron_was_told_is_listed_with_its_proof() {
    let answer = ListNoticesResponse {
        notices: vec![Notice {
            notice: 9,
            kind: "ready".into(),
            channel: Channel::EMail as i32,
            state: NoticeState::Sent as i32,
            attempts: 2,
            last_attempt_ms: Some(1_795_529_100_000),
            proof: "250 2.0.0 OK".into(),
            title: "Germinal".into(),
            made_on: "2026-11-24".into(),
        }],
        next_page_token: String::new(),
    };
    let node = FakeLending::default().answering(answer).serve().to_string();
    let session = Session::new();
    let typed = ["patron", "notices", "62765", "--node", &node];
    insta::assert_snapshot!("patron_notices_table", session.run(&typed));
    let as_json = [&typed[..], &["--output", "json"]].concat();
    insta::assert_snapshot!("patron_notices_json", session.run(&as_json));
}
