//! Lending out, taking back, renewing: what does the counter read, and who overrules what?

use crate::fake_lending::FakeLending;
use crate::session::{Session, exit_code};
use navette_proto::wire::circulation::*;
use navette_proto::wire::desk::{Act, NextPlace, Offer};
use navette_proto::wire::fees::Money;
use navette_proto::wire::identity::{Card, ItemId};
use navette_proto::wire::lending::ScanKind;
use navette_proto::{Objection, Refusal};

const CALL: &str = "0af3c1d2e4b5968778695a4b3c2d1e0f";

fn a_copy_of(library: &str) -> ItemId {
    ItemId {
        library: library.into(),
        barcode: "000001".into(),
    }
}

fn a_loan() -> Loan {
    Loan {
        item: Some(a_copy_of("aire")),
        title: "Germinal".into(),
        card: Some(Card {
            library: "aire".into(),
            number: "62765".into(),
        }),
        lent_on: "2026-11-24".into(),
        due: "2026-12-15".into(),
        renewals: 1,
        state: LoanState::OnLoan as i32,
        since: "2026-11-24".into(),
        days_late: 2,
        late_fee: Some(Money {
            minor_units: 20,
            currency: "EUR".into(),
        }),
        renewable: true,
        loan: 31,
        ..Loan::default()
    }
}

#[test]
fn an_item_is_lent_and_an_override_is_in_somebodys_name() {
    let service = FakeLending::default().answering(CheckOutResponse {
        loan: Some(a_loan()),
        home_silent: true,
        overruled: vec![Override {
            what: Overridable::LoanLimit as i32,
            staff: 4,
            reason: "holidays".into(),
        }],
    });
    let asked = service.asked();
    let node = service.serve().to_string();
    let session = Session::new();
    let typed = [
        "loan",
        "out",
        "000001",
        "--for",
        "lumbres/62765",
        "--override",
        "loan-limit",
        "--override",
        "dues",
        "--reason",
        "holidays",
        "--node",
        &node,
        "--request-id",
        CALL,
    ];
    insta::assert_snapshot!("loan_out_without_a_name", session.run(&typed));
    let named = [&typed[..], &["--staff", "4"]].concat();
    insta::assert_snapshot!("loan_out_table", session.run(&named));
    let as_json = [&named[..], &["--output", "json"]].concat();
    insta::assert_snapshot!("loan_out_json", session.run(&as_json));
    let sent: CheckOutRequest = asked.last();
    assert_eq!(sent.card.unwrap().library, "lumbres");
    let overruled: Vec<(i32, u64)> = sent
        .overrides
        .iter()
        .map(|one| (one.what, one.staff))
        .collect();
    let expected = [Overridable::LoanLimit, Overridable::Dues].map(|what| (what as i32, 4));
    assert_eq!(overruled, expected);
}

#[test]
fn a_refusal_says_how_it_can_be_overruled() {
    let objection = |reason: &str, message: &str, lifted_by: Option<&str>| Objection {
        reason: reason.into(),
        message: message.into(),
        lifted_by: lifted_by.map(str::to_owned),
    };
    let dues = objection("DUES", "12.50 EUR are owed", Some("OVERRIDABLE_DUES"));
    let expired = objection(
        "CARD_EXPIRED",
        "the card expired on 2026-11-01",
        Some("OVERRIDABLE_CARD_EXPIRED"),
    );
    let blocked = objection("BLOCKED", "the card is blocked", None);
    let session = Session::new();
    for (name, objections) in [
        ("all", vec![dues.clone(), expired]),
        ("not_all", vec![dues, blocked]),
    ] {
        let node = FakeLending::refusing(Refusal::MayNot(objections)).serve();
        let typed = [
            "loan",
            "out",
            "000001",
            "--for",
            "4711-secret",
            "--node",
            &node.to_string(),
        ];
        let shown = session.run(&typed);
        assert!(!shown.contains("4711"), "{shown}");
        insta::assert_snapshot!(format!("loan_out_refused_{name}"), shown);
    }
}

#[test]
fn an_item_that_comes_back_says_where_it_goes() {
    let act = Act {
        act: 18,
        item: Some(a_copy_of("aire")),
        title: "Germinal".into(),
        kind: ScanKind::Returned as i32,
        place: NextPlace::Shelf as i32,
        ..Act::default()
    };
    let answer = CheckInResponse {
        loan: Some(a_loan()),
        act: Some(act),
        late_fee: a_loan().late_fee,
        offers: Vec::new(),
    };
    let service = FakeLending::default().answering(answer);
    let asked = service.asked();
    let node = service.serve().to_string();
    let session = Session::new();
    let typed = [
        "loan",
        "in",
        "000001",
        "--node",
        &node,
        "--request-id",
        CALL,
    ];
    insta::assert_snapshot!("loan_in_table", session.run(&typed));
    let as_json = [&typed[..], &["--output", "json"]].concat();
    insta::assert_snapshot!("loan_in_json", session.run(&as_json));
    let late = [&typed[..], &["--returned-on", "2026-11-22", "--damaged"]].concat();
    assert_eq!(exit_code(&session.run(&late)), "0");
    let sent: CheckInRequest = asked.last();
    assert_eq!(
        (sent.returned_on.as_str(), sent.damaged),
        ("2026-11-22", true)
    );
}

#[test]
fn a_barcode_of_two_items_is_not_taken_back() {
    let offer = |library: &str| Offer {
        item: Some(a_copy_of(library)),
        title: "Germinal".into(),
        reason: "on loan here".into(),
    };
    let answer = CheckInResponse {
        offers: vec![offer("aire"), offer("lumbres")],
        ..CheckInResponse::default()
    };
    let node = FakeLending::default().answering(answer).serve().to_string();
    let typed = ["loan", "in", "000001", "--node", &node];
    insta::assert_snapshot!("loan_in_two_meanings", Session::new().run(&typed));
}

#[test]
fn loans_are_listed_and_renewed_and_reading_here_is_counted() {
    let service = FakeLending::default()
        .answering(ListLoansResponse {
            loans: vec![
                a_loan(),
                Loan {
                    card: Some(Card {
                        library: "lumbres".into(),
                        number: String::new(),
                    }),
                    days_late: 0,
                    late_fee: None,
                    ..a_loan()
                },
            ],
            next_page_token: String::new(),
        })
        .answering(RenewResponse {
            loan: Some(a_loan()),
        })
        .answering(RecordInHouseUseResponse { uses: 12 });
    let asked = service.asked();
    let node = service.serve().to_string();
    let session = Session::new();
    let typed = [
        "loan",
        "list",
        "--overdue",
        "--item",
        "aire/000001",
        "--node",
        &node,
    ];
    insta::assert_snapshot!("loan_list_table", session.run(&typed));
    let sent: ListLoansRequest = asked.last();
    assert!(sent.overdue_only && !sent.ended_too && sent.card.is_none());
    let as_json = [&typed[..], &["--output", "json"]].concat();
    insta::assert_snapshot!("loan_list_json", session.run(&as_json));
    let shown = session.run(&["loan", "renew", "aire/000001", "--node", &node]);
    assert!(
        shown.contains("renewed: Germinal (aire/000001), due 2026-12-15"),
        "{shown}"
    );
    let shown = session.run(&["loan", "in-house", "000001", "--node", &node]);
    assert_eq!(exit_code(&shown), "0");
    assert!(shown.contains("counted: 12 this year"), "{shown}");
}
