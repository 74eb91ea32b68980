//! Patrons: registered, shown, changed, charged, with a PIN, and forgotten.

use crate::fixtures::{Desk, ZOE, a_call, a_form, a_person, reason};
use navette_proto::wire::fees::{ChargeKind, EntryKind, Money};
use navette_proto::wire::identity::Card;
use navette_proto::wire::patrons::{
    AddChargeRequest, CheckPinRequest, EraseRequest, GetRequest, ListChargesRequest, ListRequest,
    PayRequest, Person, SetPinRequest, UpdateRequest, WaiveRequest,
};
use tonic::Code;

fn euros(minor_units: i64) -> Option<Money> {
    Some(Money {
        minor_units,
        currency: "EUR".into(),
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn cards_are_drawn_one_after_the_other_and_never_look_like_barcodes() {
    let mut desk = Desk::alone().await;
    let first = desk.register("Dubois").await;
    let second = desk.register("Lefebvre").await;
    let numbers = [&first, &second].map(|card| card.number.clone());
    assert_eq!(numbers, ["L000001", "L000002"]);
    assert_eq!(first.library, "aire");
    let scanned = desk.scan("L000002").await.unwrap();
    assert_eq!(scanned.card, Some(second));
    assert!(scanned.act.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_field_of_a_form_that_is_wrong_is_named_at_once() {
    let mut desk = Desk::alone().await;
    let mut form = a_form("");
    form.person.as_mut().unwrap().birth = String::new();
    let refused = desk.try_register(form).await.unwrap_err();
    assert_eq!(refused.code(), Code::InvalidArgument);
    let told = navette_proto::explain(&refused).unwrap();
    let fields: Vec<_> = told.objections.iter().map(|one| &one.reason).collect();
    assert_eq!(fields, ["person.family_name", "person.birth"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_namesake_is_registered_only_when_somebody_has_looked() {
    let mut desk = Desk::alone().await;
    desk.register("Dubois").await;
    let refused = desk.try_register(a_form("DUBOIS")).await.unwrap_err();
    assert_eq!(refused.code(), Code::AlreadyExists);
    assert_eq!(reason(&refused), "SEEMS_REGISTERED");
    let mut form = a_form("Dubois");
    form.accept_namesake = true;
    desk.try_register(form).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn registering_twice_under_one_name_of_the_call_is_registering_once() {
    let mut desk = Desk::alone().await;
    let form = a_form("Dubois");
    let first = desk.try_register(form.clone()).await.unwrap();
    let again = desk.try_register(form).await.unwrap();
    assert_eq!(first.card, again.card);
    let all = desk.patrons.list(ListRequest::default()).await.unwrap();
    assert_eq!(all.into_inner().patrons.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_given_stays_and_nobody_overwrites_what_they_have_not_seen() {
    let mut desk = Desk::alone().await;
    let card = desk.register("Dubois").await;
    let shown = desk.patron(&card).await;
    let update = UpdateRequest {
        request_id: a_call(),
        card: Some(card.clone()),
        version: shown.version,
        blocked: Some(true),
        staff: ZOE,
        ..UpdateRequest::default()
    };
    let changed = desk.patrons.update(update.clone()).await.unwrap();
    let changed = changed.into_inner().patron.unwrap();
    assert!(changed.standing.unwrap().blocked);
    assert_eq!(changed.person, shown.person);
    let late = UpdateRequest {
        request_id: a_call(),
        person: Some(Person {
            email: "marie@exemple.fr".into(),
            ..a_person("Dubois")
        }),
        ..update
    };
    let refused = desk.patrons.update(late.clone()).await.unwrap_err();
    assert_eq!(refused.code(), Code::Aborted);
    let seen = UpdateRequest {
        request_id: a_call(),
        version: changed.version,
        new_card_number: "L000900".into(),
        ..late
    };
    let changed = desk.patrons.update(seen).await.unwrap();
    let changed = changed.into_inner().patron.unwrap();
    assert_eq!(changed.person.unwrap().email, "marie@exemple.fr");
    assert_eq!(changed.card.unwrap().number, "L000900");
    let gone = desk.patrons.get(GetRequest { card: Some(card) }).await;
    assert_eq!(reason(&gone.unwrap_err()), "UNKNOWN_CARD");
}

#[tokio::test(flavor = "multi_thread")]
async fn patrons_are_listed_by_family_name() {
    let mut desk = Desk::alone().await;
    for name in ["Dubois", "Caron", "Duhamel"] {
        desk.register(name).await;
    }
    let begins = |text: &str, page_token: String| ListRequest {
        text: text.into(),
        page_size: 1,
        page_token,
    };
    let first = desk
        .patrons
        .list(begins("du", String::new()))
        .await
        .unwrap();
    let first = first.into_inner();
    let second = desk
        .patrons
        .list(begins("du", first.next_page_token.clone()));
    let second = second.await.unwrap().into_inner();
    let name = |patrons: &[navette_proto::wire::patrons::Patron]| {
        patrons[0].person.as_ref().unwrap().family_name.clone()
    };
    assert_eq!(name(&first.patrons), "Dubois");
    assert_eq!(name(&second.patrons), "Duhamel");
    assert_eq!(second.next_page_token, "");
    let foreign = desk.patrons.list(begins("ca", first.next_page_token)).await;
    assert_eq!(foreign.unwrap_err().code(), Code::InvalidArgument);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_repeated_is_taken_once_and_more_than_owed_is_refused() {
    let mut desk = Desk::alone().await;
    let card = desk.register("Dubois").await;
    let charge = AddChargeRequest {
        request_id: a_call(),
        card: Some(card.clone()),
        kind: ChargeKind::Card as i32,
        amount: euros(300),
        staff: ZOE,
        ..AddChargeRequest::default()
    };
    let owed = desk.patrons.add_charge(charge).await.unwrap().into_inner();
    assert_eq!(owed.balance, euros(300));
    let pay = PayRequest {
        request_id: a_call(),
        card: Some(card.clone()),
        amount: euros(200),
        staff: ZOE,
    };
    for _ in 0..2 {
        let owed = desk.patrons.pay(pay.clone()).await.unwrap().into_inner();
        assert_eq!(owed.balance, euros(100));
    }
    let request_id = a_call();
    let refused = desk.patrons.pay(PayRequest { request_id, ..pay }).await;
    assert_eq!(reason(&refused.unwrap_err()), "MORE_THAN_OWED");
    let waive = WaiveRequest {
        request_id: a_call(),
        card: Some(card.clone()),
        amount: euros(100),
        why: "geste".into(),
        staff: 0,
    };
    let nobody = desk.patrons.waive(waive.clone()).await.unwrap_err();
    assert_eq!(nobody.message(), "staff: nobody is named");
    let staff = ZOE;
    let owed = desk.patrons.waive(WaiveRequest { staff, ..waive });
    assert_eq!(owed.await.unwrap().into_inner().balance, euros(0));
    let list = ListChargesRequest {
        card: Some(card),
        ..ListChargesRequest::default()
    };
    let lines = desk.patrons.list_charges(list).await.unwrap().into_inner();
    let kinds: Vec<i32> = lines.entries.iter().map(|entry| entry.kind).collect();
    let expected = [EntryKind::Waiver, EntryKind::Payment, EntryKind::Charge];
    assert_eq!(kinds, expected.map(|kind| kind as i32));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_opens_an_account_and_which_of_both_is_wrong_is_not_said() {
    let mut desk = Desk::alone().await;
    let card = desk.register("Dubois").await;
    let set = |pin: &str| SetPinRequest {
        request_id: a_call(),
        card: Some(card.clone()),
        pin: pin.into(),
        staff: ZOE,
    };
    let weak = desk.patrons.set_pin(set("1234")).await.unwrap_err();
    assert_eq!(
        (weak.code(), reason(&weak)),
        (Code::InvalidArgument, "PIN_REFUSED".into())
    );
    desk.patrons.set_pin(set("4821")).await.unwrap();
    let check = |number: &str, pin: &str| CheckPinRequest {
        card: Some(Card {
            library: "aire".into(),
            number: number.into(),
        }),
        pin: pin.into(),
    };
    let opened = desk.patrons.check_pin(check(&card.number, "4821")).await;
    assert_eq!(
        opened.unwrap().into_inner().patron.unwrap().card,
        Some(card.clone())
    );
    for (number, pin) in [(card.number.as_str(), "4822"), ("L999999", "4821")] {
        let refused = desk
            .patrons
            .check_pin(check(number, pin))
            .await
            .unwrap_err();
        assert_eq!(refused.code(), Code::Unauthenticated);
        assert_eq!(reason(&refused), "WRONG_PIN");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_patron_is_forgotten_once_nothing_is_open() {
    let mut desk = Desk::alone().await;
    let card = desk.register("Dubois").await;
    desk.lend("B1", &card).await.unwrap();
    let erase = || EraseRequest {
        request_id: a_call(),
        card: Some(card.clone()),
        staff: ZOE,
    };
    let held = desk.patrons.erase(erase()).await.unwrap_err();
    assert_eq!(
        (held.code(), reason(&held)),
        (Code::FailedPrecondition, "STILL_HELD".into())
    );
    desk.take_back("B1").await.unwrap();
    desk.patrons.erase(erase()).await.unwrap();
    let gone = desk
        .patrons
        .get(GetRequest {
            card: Some(card.clone()),
        })
        .await;
    assert_eq!(gone.unwrap_err().code(), Code::NotFound);
}
