//! What do patrons change and see of themselves, and of the children they answer for?

use crate::fixtures::{Line, Node, PIN, a_call, counter, patrons, reason};
use crate::library::a_book;
use navette_proto::wire::access::sign_in_patron_request::Proof;
use navette_proto::wire::circulation::{
    CheckInRequest, CheckOutRequest, ListLoansRequest, Loan, RenewRequest,
};
use navette_proto::wire::identity::{Card, ItemId};
use navette_proto::wire::patrons::{
    Channel, GetRequest, ListChargesRequest, ListDependantsRequest, ListNoticesRequest,
    ListRequestsRequest, Person, RegisterRequest, UpdateMineRequest,
};

/// A desk that has signed in, a patron with a card, and the patron's own line.
async fn a_desk_and_jeanne() -> (Node, Line, Card, Line) {
    let node = Node::start().await;
    node.account("zoe", false).await;
    let desk = node.line(&node.signed_in("zoe").await);
    let card = node.patron("Delattre").await;
    let jeanne = line_of(&node, &desk, &card).await;
    (node, desk, card, jeanne)
}

async fn line_of(node: &Node, desk: &Line, card: &Card) -> Line {
    let pin = Proof::Pin(PIN.into());
    let token = node.patron_signs_in(desk.clone(), Some(card.clone()), pin);
    node.line(&token.await.unwrap())
}

async fn a_child(node: &Node, guardian: &Card, birth: &str) -> Card {
    let form = RegisterRequest {
        request_id: a_call(),
        category: "child".into(),
        person: Some(Person {
            given_name: "Léa".into(),
            family_name: "Delattre".into(),
            birth: birth.into(),
            language: "fr".into(),
            guardian: Some(guardian.clone()),
            ..Person::default()
        }),
        ..RegisterRequest::default()
    };
    let made = patrons(node.operator()).register(form).await.unwrap();
    made.into_inner().patron.unwrap().card.unwrap()
}

async fn lend(desk: &Line, card: &Card, code: &str) {
    let lent = CheckOutRequest {
        request_id: a_call(),
        card: Some(card.clone()),
        code: code.into(),
        ..CheckOutRequest::default()
    };
    counter(desk.clone()).check_out(lent).await.unwrap();
}

async fn loans(line: &Line, card: Option<Card>, ended_too: bool) -> Vec<Loan> {
    let asked = ListLoansRequest {
        card,
        ended_too,
        ..ListLoansRequest::default()
    };
    let answer = counter(line.clone()).list_loans(asked).await.unwrap();
    answer.into_inner().loans
}

fn wishes() -> UpdateMineRequest {
    UpdateMineRequest {
        request_id: a_call(),
        ..UpdateMineRequest::default()
    }
}

async fn person(line: &Line) -> Person {
    let shown = patrons(line.clone()).get(GetRequest { card: None }).await;
    shown.unwrap().into_inner().patron.unwrap().person.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn patrons_change_how_they_are_reached_and_what_is_not_given_stays() {
    let (_node, _, _, jeanne) = a_desk_and_jeanne().await;
    let asked = UpdateMineRequest {
        email: Some("marie@exemple.fr".into()),
        preferred: Some(Channel::EMail as i32),
        language: Some("en".into()),
        ..wishes()
    };
    let changed = patrons(jeanne.clone()).update_mine(asked.clone()).await;
    assert_eq!(reason(changed), "done");
    let known = person(&jeanne).await;
    assert_eq!(known.email, "marie@exemple.fr");
    assert_eq!(
        (known.language.as_str(), known.preferred()),
        ("en", Channel::EMail)
    );
    assert!(!known.phone.is_empty(), "what is absent stays");
    let again = patrons(jeanne.clone()).update_mine(asked).await;
    assert_eq!(reason(again), "done", "repeated it changes nothing");
    let wrong = UpdateMineRequest {
        email: Some("nowhere".into()),
        phone: Some(String::new()),
        ..wishes()
    };
    let refused = patrons(jeanne.clone()).update_mine(wrong).await;
    assert_eq!(reason(refused), "FORM_REFUSED");
    assert!(
        !person(&jeanne).await.phone.is_empty(),
        "all of it or nothing"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_history_that_is_no_longer_kept_is_forgotten_at_once() {
    let (node, desk, card, jeanne) = a_desk_and_jeanne().await;
    node.holds(a_book(1, "Germinal", "Zola")).await;
    let keeps = |keeps| UpdateMineRequest {
        keeps_history: Some(keeps),
        ..wishes()
    };
    let set = patrons(jeanne.clone()).update_mine(keeps(true)).await;
    assert_eq!(reason(set), "done");
    lend(&desk, &card, "B1").await;
    let back = CheckInRequest {
        request_id: a_call(),
        code: "B1".into(),
        ..CheckInRequest::default()
    };
    counter(desk).check_in(back).await.unwrap();
    assert_eq!(loans(&jeanne, None, true).await.len(), 1);
    for keeps_history in [false, true] {
        let set = patrons(jeanne.clone())
            .update_mine(keeps(keeps_history))
            .await;
        assert_eq!(reason(set), "done");
        let left = loans(&jeanne, None, true).await;
        assert!(left.is_empty(), "kept again, what is forgotten stays so");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guardian_acts_for_a_child_and_sees_nothing_of_what_is_over() {
    let (node, desk, card, jeanne) = a_desk_and_jeanne().await;
    node.holds(a_book(1, "Germinal", "Zola")).await;
    let lea = a_child(&node, &card, "2020-03-01").await;
    lend(&desk, &lea, "B1").await;
    let all = ListDependantsRequest::default();
    let listed = patrons(jeanne.clone()).list_dependants(all).await;
    let listed = listed.unwrap().into_inner().dependants;
    assert_eq!(listed.len(), 1);
    assert_eq!(
        (listed[0].given_name.as_str(), listed[0].loans_open),
        ("Léa", 1)
    );
    let seen = loans(&jeanne, Some(lea.clone()), false).await;
    assert!(!seen[0].title.is_empty());
    let get = GetRequest {
        card: Some(lea.clone()),
    };
    assert_eq!(reason(patrons(jeanne.clone()).get(get).await), "done");
    let renewing = RenewRequest {
        request_id: a_call(),
        item: seen[0].item.clone(),
        staff: 0,
    };
    let renewed = counter(jeanne.clone()).renew(renewing).await;
    assert_ne!(reason(renewed), "NOT_LENT");
    let over = ListLoansRequest {
        card: Some(lea.clone()),
        ended_too: true,
        ..ListLoansRequest::default()
    };
    let told = counter(jeanne.clone()).list_loans(over).await;
    assert_eq!(reason(told), "NOT_YOUR_OWN");
    let over = ListRequestsRequest {
        card: Some(lea.clone()),
        ended_too: true,
        ..ListRequestsRequest::default()
    };
    let told = patrons(jeanne.clone()).list_requests(over.clone()).await;
    assert_eq!(reason(told), "NOT_YOUR_OWN");
    let open = ListRequestsRequest {
        ended_too: false,
        ..over
    };
    let told = patrons(jeanne.clone()).list_requests(open).await;
    assert_eq!(reason(told), "done");
    let charges = ListChargesRequest {
        card: Some(lea.clone()),
        ..ListChargesRequest::default()
    };
    let told = patrons(jeanne.clone()).list_charges(charges).await;
    assert_eq!(reason(told), "NOT_YOUR_OWN");
    let notices = ListNoticesRequest {
        card: Some(lea),
        ..ListNoticesRequest::default()
    };
    let told = patrons(jeanne).list_notices(notices).await;
    assert_eq!(reason(told), "NOT_YOUR_OWN");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_sees_a_child_and_nobody_at_all_somebody_of_age() {
    let (node, desk, card, jeanne) = a_desk_and_jeanne().await;
    let (lea, tom) = (
        a_child(&node, &card, "2020-03-01").await,
        a_child(&node, &card, "2000-03-01").await,
    );
    let other = node.patron("Dubois").await;
    let other = line_of(&node, &desk, &other).await;
    for (line, child) in [(&other, &lea), (&jeanne, &tom)] {
        let get = GetRequest {
            card: Some(child.clone()),
        };
        let told = patrons(line.clone()).get(get).await;
        assert_eq!(reason(told), "NOT_YOUR_OWN");
    }
    let unknown = GetRequest {
        card: Some(Card {
            number: "nobody".into(),
            ..lea
        }),
    };
    let told = patrons(jeanne).get(unknown).await;
    assert_eq!(
        reason(told),
        "NOT_YOUR_OWN",
        "which cards there are is not told"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn titles_of_an_older_child_are_the_childs_own() {
    let (node, desk, card, jeanne) = a_desk_and_jeanne().await;
    node.holds(a_book(1, "Germinal", "Zola")).await;
    let tom = a_child(&node, &card, "2011-03-01").await;
    lend(&desk, &tom, "B1").await;
    let seen = loans(&jeanne, Some(tom), false).await;
    assert_eq!(seen[0].title, "");
    assert!(!seen[0].due.is_empty());
    let item = ItemId {
        library: "aire".into(),
        barcode: "B1".into(),
    };
    let renewing = RenewRequest {
        request_id: a_call(),
        item: Some(item),
        staff: 0,
    };
    if let Ok(renewed) = counter(jeanne).renew(renewing).await {
        assert_eq!(renewed.into_inner().loan.unwrap().title, "");
    }
}
