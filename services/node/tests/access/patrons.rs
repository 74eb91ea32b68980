//! How does a patron sign in, and what may they do then? Their own affairs, and nothing else.

use crate::fixtures::{
    Line, MINUTE_MS, Node, PASSWORD, PIN, a_call, access, counter, patrons, reason,
};
use crate::library::a_book;
use navette_proto::wire::access as wire;
use navette_proto::wire::access::sign_in_patron_request::Proof;
use navette_proto::wire::circulation::{CheckOutRequest, ListLoansRequest, Override, RenewRequest};
use navette_proto::wire::identity::{Card, ItemId};
use navette_proto::wire::patrons::{
    CheckPinRequest, GetRequest, ListChargesRequest, ListRequest, PayRequest,
};

fn pin() -> Proof {
    Proof::Pin(PIN.into())
}

fn setting(password: &str, old_password: &str) -> wire::SetPatronPasswordRequest {
    wire::SetPatronPasswordRequest {
        password: password.into(),
        old_password: old_password.into(),
    }
}

async fn shows(line: Line, card: Option<Card>) -> String {
    reason(patrons(line).get(GetRequest { card }).await)
}

/// A desk that has signed in, and a patron with a card.
async fn a_desk_and_a_patron() -> (Node, Line, Card) {
    let node = Node::start().await;
    node.account("zoe", false).await;
    let zoe = node.signed_in("zoe").await;
    let (line, card) = (node.line(&zoe), node.patron("Delattre").await);
    (node, line, card)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_is_enough_at_the_desk_and_nowhere_else() {
    let (node, desk, card) = a_desk_and_a_patron().await;
    let afar = node.patron_signs_in(node.nobody(), Some(card.clone()), pin());
    assert_eq!(reason(afar.await), "PIN_NOT_HERE");
    let wrong = Proof::Pin("9999".into());
    let refused = node.patron_signs_in(desk.clone(), Some(card.clone()), wrong);
    assert_eq!(reason(refused.await), "WRONG_SIGN_IN");
    let jeanne = node.patron_signs_in(desk, Some(card.clone()), pin());
    let jeanne = node.line(&jeanne.await.unwrap());
    assert_eq!(shows(jeanne.clone(), Some(card)).await, "done");
    assert_eq!(
        shows(jeanne, None).await,
        "done",
        "their own need not be named"
    );
    let asked = CheckPinRequest {
        card: None,
        pin: PIN.into(),
    };
    let guessed = patrons(node.nobody()).check_pin(asked).await;
    assert_eq!(reason(guessed), "SIGN_IN_NEEDED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_patron_sees_and_changes_nothing_of_another() {
    let (node, desk, card) = a_desk_and_a_patron().await;
    let other = node.patron("Dubois").await;
    let jeanne = node.patron_signs_in(desk, Some(card.clone()), pin());
    let jeanne = node.line(&jeanne.await.unwrap());
    assert_eq!(
        shows(jeanne.clone(), Some(other.clone())).await,
        "NOT_YOUR_OWN"
    );
    let charges = ListChargesRequest {
        card: Some(other.clone()),
        ..ListChargesRequest::default()
    };
    let told = patrons(jeanne.clone()).list_charges(charges).await;
    assert_eq!(reason(told), "NOT_YOUR_OWN");
    let loans = ListLoansRequest {
        card: Some(other),
        ..ListLoansRequest::default()
    };
    let told = counter(jeanne.clone()).list_loans(loans).await;
    assert_eq!(reason(told), "NOT_YOUR_OWN");
    let pay = PayRequest {
        card: Some(card),
        ..PayRequest::default()
    };
    let told = patrons(jeanne.clone()).pay(pay).await;
    assert_eq!(reason(told), "ROLE_MAY_NOT");
    let found = patrons(jeanne).list(ListRequest::default()).await;
    assert_eq!(reason(found), "ROLE_MAY_NOT");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_one_time_code_signs_in_once_and_not_after_two_days() {
    let (mut node, desk, card) = a_desk_and_a_patron().await;
    let make = || wire::MakeSignInLinkRequest {
        card: Some(card.clone()),
    };
    let made = access(desk.clone()).make_sign_in_link(make()).await;
    let code = made.unwrap().into_inner().one_time_code;
    let redeem = |code: &str| Proof::OneTimeCode(code.into());
    let token = node
        .patron_signs_in(node.nobody(), None, redeem(&code))
        .await;
    let jeanne = node.line(&token.unwrap());
    assert_eq!(shows(jeanne.clone(), None).await, "done");
    let again = node
        .patron_signs_in(node.nobody(), None, redeem(&code))
        .await;
    assert_eq!(reason(again), "WRONG_SIGN_IN");
    let made = access(desk).make_sign_in_link(make()).await;
    let code = made.unwrap().into_inner().one_time_code;
    node.later(48 * 60 * MINUTE_MS);
    let late = node
        .patron_signs_in(node.nobody(), None, redeem(&code))
        .await;
    assert_eq!(reason(late), "WRONG_SIGN_IN");
    assert_eq!(shows(jeanne, None).await, "SESSION_OVER");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_patron_with_a_password_signs_in_from_home() {
    let (node, desk, card) = a_desk_and_a_patron().await;
    let password = || Proof::Password(PASSWORD.into());
    let without = node.patron_signs_in(node.nobody(), Some(card.clone()), password());
    assert_eq!(reason(without.await), "WRONG_SIGN_IN");
    let jeanne = node.patron_signs_in(desk, Some(card.clone()), pin());
    let jeanne = node.line(&jeanne.await.unwrap());
    let setting = |password: &str| setting(password, "");
    let mut jeanne = access(jeanne);
    let weak = jeanne.set_patron_password(setting("motdepasse")).await;
    assert_eq!(reason(weak), "PASSWORD_REFUSED");
    let set = jeanne.set_patron_password(setting(PASSWORD)).await;
    assert_eq!(reason(set), "done");
    let home = node.patron_signs_in(node.nobody(), Some(card), password());
    let home = node.line(&home.await.unwrap());
    assert_eq!(shows(home, None).await, "done");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_replaces_no_password_and_a_one_time_code_does_so_once() {
    const OTHER: &str = "tracteur neige mardi";
    let (node, desk, card) = a_desk_and_a_patron().await;
    let by_pin = || node.patron_signs_in(desk.clone(), Some(card.clone()), pin());
    let set = async |token: &str, new: &str, old: &str| {
        let mut line = access(node.line(token));
        reason(line.set_patron_password(setting(new, old)).await)
    };
    let here = by_pin().await.unwrap();
    assert_eq!(set(&here, PASSWORD, "").await, "done", "none was set");
    for wrong in ["", OTHER, PIN] {
        assert_eq!(set(&here, OTHER, wrong).await, "WRONG_SIGN_IN");
        assert_eq!(set(&here, "", wrong).await, "WRONG_SIGN_IN");
        // A right one in between, so that it is not the pauses which refuse.
        assert_eq!(set(&here, PASSWORD, PASSWORD).await, "done");
    }
    let code = async || {
        let make = wire::MakeSignInLinkRequest {
            card: Some(card.clone()),
        };
        let made = access(desk.clone()).make_sign_in_link(make).await;
        Proof::OneTimeCode(made.unwrap().into_inner().one_time_code)
    };
    let afar = node
        .patron_signs_in(node.nobody(), None, code().await)
        .await;
    let (afar, still_open) = (afar.unwrap(), code().await);
    let here = by_pin().await.unwrap();
    assert_eq!(set(&afar, OTHER, "").await, "done", "it is forgotten");
    assert_eq!(shows(node.line(&here), None).await, "SESSION_OVER");
    let late = node.patron_signs_in(node.nobody(), None, still_open).await;
    assert_eq!(reason(late), "WRONG_SIGN_IN", "codes end with it");
    assert_eq!(set(&afar, PASSWORD, "").await, "WRONG_SIGN_IN", "once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_at_the_desk_rests_three_minutes_at_most() {
    let (mut node, desk, card) = a_desk_and_a_patron().await;
    let token = node.patron_signs_in(desk, Some(card), pin()).await.unwrap();
    node.later(2 * MINUTE_MS);
    assert_eq!(shows(node.line(&token), None).await, "done");
    node.later(3 * MINUTE_MS);
    assert_eq!(shows(node.line(&token), None).await, "SESSION_OVER");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_patron_lends_to_themselves_where_they_stand_and_renews_their_own_loans_only() {
    let (node, desk, card) = a_desk_and_a_patron().await;
    let other = node.patron("Dubois").await;
    node.holds(a_book(1, "Germinal", "Zola")).await;
    let lending = |card: &Card, overrides| CheckOutRequest {
        request_id: a_call(),
        card: Some(card.clone()),
        code: "B1".into(),
        overrides,
        staff: 0,
    };
    let make = wire::MakeSignInLinkRequest {
        card: Some(card.clone()),
    };
    let made = access(desk.clone()).make_sign_in_link(make).await.unwrap();
    let code = Proof::OneTimeCode(made.into_inner().one_time_code);
    let home = node
        .patron_signs_in(node.nobody(), None, code)
        .await
        .unwrap();
    let mut afar = counter(node.line(&home));
    let taken = afar.check_out(lending(&card, Vec::new())).await;
    assert_eq!(reason(taken), "NOT_FROM_HERE");
    let here = node.patron_signs_in(desk.clone(), Some(card.clone()), pin());
    let mut here = counter(node.line(&here.await.unwrap()));
    let forced = here
        .check_out(lending(&card, vec![Override::default()]))
        .await;
    assert_eq!(reason(forced), "ROLE_MAY_NOT");
    let lent = here.check_out(lending(&card, Vec::new())).await;
    assert_eq!(reason(lent), "done");
    let renewing = || RenewRequest {
        request_id: a_call(),
        item: Some(ItemId {
            library: "aire".into(),
            barcode: "B1".into(),
        }),
        staff: 0,
    };
    let dubois = node
        .patron_signs_in(desk, Some(other), pin())
        .await
        .unwrap();
    let not_theirs = counter(node.line(&dubois)).renew(renewing()).await;
    assert_eq!(reason(not_theirs), "NOT_LENT");
    let own = here.renew(renewing()).await;
    assert_ne!(reason(own), "NOT_LENT");
}
