//! The coordinator decides what nobody else will: an item is given up, what it cost is settled.

use crate::fixtures::{Story, item, library};
use navette_domain::catalogue::{EditionKey, WorkKey};
use navette_domain::identity::{JourneyId, RequestId};
use navette_domain::lending::{JourneyState, Only, RequestState, ScanKind, Target};
use navette_domain::time::Day;

#[test]
fn an_item_given_up_in_the_van_is_supplied_by_another_library() {
    let (book, other) = (item("aire", "000001"), item("arques", "000001"));
    let mut story = Story::with_copies(vec![book.clone(), other]);
    story.place(1, "lumbres").unwrap();
    story.commit("aire", 1, &book);
    story.scan("aire", &book, ScanKind::Shipped);
    let journey = story.request(1).journey.unwrap();
    let fresh = story.draw();
    let lost = story.core.declare_lost(journey, story.now, fresh).unwrap();
    assert_eq!(lost.state, JourneyState::Lost);
    assert_eq!(story.request(1).lender, Some(library("arques")));
    let again = story.core.declare_lost(journey, story.now, fresh).unwrap();
    assert_eq!(again, lost, "said twice is said once");
}

#[test]
fn what_was_lost_on_loan_is_settled_and_nothing_else_is() {
    let book = item("aire", "000001");
    let mut story = Story::with_copies(vec![book.clone()]);
    story.place(1, "lumbres").unwrap();
    story.commit("aire", 1, &book);
    story.scan("lumbres", &book, ScanKind::HandedOver(Day(30_000)));
    let (id, now, fresh) = (RequestId(1), story.now, story.draw());
    let refused = story.core.settle(id, now, fresh).unwrap_err().to_string();
    assert!(refused.contains("is on-loan"), "{refused}");
    story.scan("lumbres", &book, ScanKind::Lost);
    assert_eq!(story.request(1).state, RequestState::ToSettle);
    let settled = story.core.settle(id, now, fresh).unwrap();
    assert_eq!(settled.state, RequestState::Settled);
    let refused = story.core.declare_lost(JourneyId(77), now, fresh);
    let refused = refused.unwrap_err().to_string();
    assert!(refused.contains("journey"), "{refused}");
}

#[test]
fn a_lender_hears_how_many_wait_for_what_it_has_lent() {
    let book = item("aire", "000001");
    let mut story = Story::with_copies(vec![book.clone()]);
    story.place(1, "lumbres").unwrap();
    story.commit("aire", 1, &book);
    let count = |story: &Story| story.core.waiting_for_item(book.clone(), None).unwrap();
    assert_eq!(count(&story), 0, "who has it does not wait for it");
    story.scan("lumbres", &book, ScanKind::HandedOver(Day(30_000)));
    story.place(2, "arques").unwrap();
    story.place(3, "arques").unwrap();
    assert_eq!(story.request(2).state, RequestState::Waiting);
    assert_eq!(count(&story), 2);
    let of_edition = |edition| {
        let target = Target {
            work: WorkKey(7),
            part: None,
            only: Only::Edition(EditionKey(edition)),
        };
        let other = item("aire", "000009");
        story.core.waiting_for_item(other, Some(target)).unwrap()
    };
    assert_eq!(of_edition(1), 2, "an own item's catalogue says what it is");
    let unknown = item("aire", "000008");
    assert_eq!(story.core.waiting_for_item(unknown, None).unwrap(), 0);
}
