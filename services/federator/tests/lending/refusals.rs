//! Is a request that cannot be refused clearly, and is nothing changed?

use crate::fixtures::{Story, a_placement, item, library};
use navette_domain::lending::{Placement, Report, RequestState, ScanKind};
use navette_domain::time::Day;

fn refused(change: impl FnOnce(&mut Placement)) -> String {
    let mut story = Story::with_copies(vec![item("aire", "000001")]);
    let mut placement = a_placement(1, "lumbres", story.now.at);
    change(&mut placement);
    let fresh = story.draw();
    let refusal = story.core.place(placement, story.now, fresh).unwrap_err();
    let kept = story.core.read(|state| state.requests().count()).unwrap();
    assert_eq!(kept, 0);
    refusal.to_string()
}

#[test]
fn a_placement_that_makes_no_sense_is_refused_by_name() {
    assert_eq!(
        refused(|placement| placement.pickup = library("paris")),
        "library \"paris\" is not a member"
    );
    let past = refused(|placement| placement.need_by = Day::from_civil(2026, 3, 1));
    assert_eq!(past, "2026-03-01 is in the past: today is 2026-03-02");
}

#[test]
fn the_same_request_placed_twice_is_one_and_another_one_under_its_number_is_refused() {
    let mut story = Story::with_copies(vec![item("aire", "000001")]);
    let first = story.place(1, "lumbres").unwrap();
    assert_eq!(story.place(1, "lumbres").unwrap(), first);
    let other = story.place(1, "arques").unwrap_err().to_string();
    assert!(
        other.ends_with("exists already and asks for something else"),
        "{other}"
    );
}

#[test]
fn a_book_in_somebodys_hands_cannot_be_cancelled_and_the_desk_is_told_how_it_stands() {
    let book = item("aire", "000001");
    let mut story = Story::with_copies(vec![book.clone()]);
    story.place(1, "lumbres").unwrap();
    story.commit("aire", 1, &book);
    story.scan("lumbres", &book, ScanKind::HandedOver(Day(30_000)));
    story.told("lumbres");
    let id = navette_domain::identity::RequestId(1);
    let refused = story.report("lumbres", Report::Cancelled(id)).refused;
    assert!(
        refused[0]
            .1
            .to_string()
            .ends_with("is on-loan: it cannot be cancelled"),
        "{refused:?}"
    );
    assert_eq!(story.request(1).state, RequestState::OnLoan);
    let due = story.core.views_for(&library("lumbres")).unwrap();
    assert_eq!(due.views.len(), 1);
}
