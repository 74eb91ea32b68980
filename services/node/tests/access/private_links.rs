//! What does a private address give, to whom, and how does it end? And what patrons put aside is theirs alone.

use crate::fixtures::{Line, Node, PIN, a_call, counter, patrons, reason};
use crate::library::a_book;
use navette_proto::wire::access::sign_in_patron_request::Proof;
use navette_proto::wire::circulation::CheckOutRequest;
use navette_proto::wire::identity::Card;
use navette_proto::wire::patrons::{
    AddToListRequest, EraseRequest, ListSavedRequest, MakePrivateLinkRequest, PrivateLinkKind,
    ReadPrivateLinkRequest, ReadPrivateLinkResponse, RemoveFromListRequest,
    RevokePrivateLinksRequest, SavedList, SavedWork,
};
use tonic::Status;

async fn a_desk_and_jeanne() -> (Node, Line, Card, Line) {
    let node = Node::start().await;
    node.account("zoe", false).await;
    let desk = node.line(&node.signed_in("zoe").await);
    let card = node.patron("Delattre").await;
    let pin = Proof::Pin(PIN.into());
    let token = node.patron_signs_in(desk.clone(), Some(card.clone()), pin);
    let jeanne = node.line(&token.await.unwrap());
    (node, desk, card, jeanne)
}

async fn make(line: &Line, kind: PrivateLinkKind) -> String {
    let asked = MakePrivateLinkRequest { kind: kind as i32 };
    let made = patrons(line.clone()).make_private_link(asked).await;
    made.unwrap().into_inner().token
}

async fn read(node: &Node, token: &str) -> Result<ReadPrivateLinkResponse, Status> {
    let asked = ReadPrivateLinkRequest {
        token: token.into(),
    };
    let answer = patrons(node.nobody()).read_private_link(asked).await;
    answer.map(tonic::Response::into_inner)
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_the_address_reads_titles_and_days_and_nothing_else() {
    let (node, desk, card, jeanne) = a_desk_and_jeanne().await;
    node.holds(a_book(1, "Germinal", "Zola")).await;
    let lent = CheckOutRequest {
        request_id: a_call(),
        card: Some(card),
        code: "B1".into(),
        ..CheckOutRequest::default()
    };
    let lent = counter(desk).check_out(lent).await.unwrap().into_inner();
    let token = make(&jeanne, PrivateLinkKind::Calendar).await;
    let told = read(&node, &token).await.unwrap();
    assert_eq!(told.kind(), PrivateLinkKind::Calendar);
    assert_eq!(told.entries.len(), 1);
    let loan = lent.loan.unwrap();
    let entry = &told.entries[0];
    assert_eq!((&entry.title, &entry.day), (&loan.title, &loan.due));
    assert!(!entry.ready && !told.today.is_empty());
    assert_eq!(reason(read(&node, "guessed").await), "WRONG_SIGN_IN");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_ends_when_it_is_replaced_revoked_or_its_patron_erased() {
    let (node, _, card, jeanne) = a_desk_and_jeanne().await;
    let first = make(&jeanne, PrivateLinkKind::Calendar).await;
    let feed = make(&jeanne, PrivateLinkKind::Feed).await;
    let second = make(&jeanne, PrivateLinkKind::Calendar).await;
    assert_eq!(reason(read(&node, &first).await), "WRONG_SIGN_IN");
    assert_eq!(reason(read(&node, &second).await), "done");
    assert_eq!(reason(read(&node, &feed).await), "done", "of another kind");
    let all = RevokePrivateLinksRequest {};
    let revoked = patrons(jeanne.clone()).revoke_private_links(all).await;
    assert_eq!(revoked.unwrap().into_inner().revoked, 2);
    assert_eq!(reason(read(&node, &second).await), "WRONG_SIGN_IN");
    let third = make(&jeanne, PrivateLinkKind::Feed).await;
    let erase = EraseRequest {
        request_id: a_call(),
        card: Some(card),
        staff: 0,
    };
    patrons(node.operator()).erase(erase).await.unwrap();
    assert_eq!(reason(read(&node, &third).await), "WRONG_SIGN_IN");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_outlives_a_restart() {
    let (node, _, _, jeanne) = a_desk_and_jeanne().await;
    let token = make(&jeanne, PrivateLinkKind::Feed).await;
    let node = node.restarted().await;
    assert_eq!(reason(read(&node, &token).await), "done");
}

fn putting(list: &str, work: u64) -> AddToListRequest {
    AddToListRequest {
        request_id: a_call(),
        list: list.into(),
        work: Some(SavedWork {
            work: format!("{work:016x}"),
            title: format!("Titre {work}"),
        }),
    }
}

async fn saved(line: &Line) -> Vec<SavedList> {
    let told = patrons(line.clone())
        .list_saved(ListSavedRequest::default())
        .await;
    told.unwrap().into_inner().lists
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_put_aside_stays_in_order_until_it_is_taken_off() {
    let (node, desk, _, jeanne) = a_desk_and_jeanne().await;
    let mut own = patrons(jeanne.clone());
    for (list, work) in [
        ("Vacances", 1),
        ("Vacances", 2),
        ("Noël", 3),
        ("Vacances", 1),
    ] {
        own.add_to_list(putting(list, work)).await.unwrap();
    }
    let lists = saved(&jeanne).await;
    let shown = |list: &SavedList| (list.name.clone(), list.works.len());
    let shown: Vec<_> = lists.iter().map(shown).collect();
    assert_eq!(shown, [("Vacances".into(), 2), ("Noël".into(), 1)]);
    let other = node.patron("Dubois").await;
    let pin = Proof::Pin(PIN.into());
    let other = node.patron_signs_in(desk, Some(other), pin).await.unwrap();
    assert!(saved(&node.line(&other)).await.is_empty(), "nobody else's");
    for (list, work) in [("Vacances", format!("{:016x}", 1)), ("Noël", String::new())] {
        let off = RemoveFromListRequest {
            request_id: a_call(),
            list: list.into(),
            work,
        };
        own.remove_from_list(off).await.unwrap();
    }
    let lists = saved(&jeanne).await;
    assert_eq!(
        (lists.len(), lists[0].works[0].title.as_str()),
        (1, "Titre 2")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn there_are_twenty_lists_at_most() {
    let (_node, _, _, jeanne) = a_desk_and_jeanne().await;
    let mut own = patrons(jeanne);
    for list in 1..=20 {
        own.add_to_list(putting(&format!("Liste {list}"), 1))
            .await
            .unwrap();
    }
    let refused = own.add_to_list(putting("Encore une", 1)).await;
    assert_eq!(reason(refused), "FIELD_REFUSED");
    let known = own.add_to_list(putting("Liste 20", 2)).await;
    assert_eq!(reason(known), "done", "on a list that there is");
    let nameless = own.add_to_list(putting("  ", 1)).await;
    assert_eq!(reason(nameless), "FIELD_REFUSED");
}
