//! Can a member change or read what is none of its business, and are honest scans of what came by unexpected ways still taken?

use crate::fixtures::{Story, a_placement, item, library};
use navette_domain::identity::{ItemId, RequestId};
use navette_domain::lending::{
    JourneyStage, JourneyState, LendingRefusal, Report, RequestState, ScanKind, SupplyFailure, View,
};
use navette_domain::time::Day;

const ID: RequestId = RequestId(1);

/// Aire's book is on its way to Lumbres, for a patron of Fauquembergues; Arques has no part in it.
fn on_its_way(book: &ItemId) -> Story {
    let mut story = Story::with_copies(vec![book.clone()]);
    story.place(1, "lumbres").unwrap();
    story.commit("aire", 1, book);
    story.scan("aire", book, ScanKind::Shipped);
    story.told("arques");
    story
}

fn everything_known(story: &Story) -> String {
    let read = story.core.read(|state| {
        let requests: Vec<_> = state.requests().cloned().collect();
        let journeys: Vec<_> = state.journeys().cloned().collect();
        format!("{requests:?} {journeys:?}")
    });
    read.unwrap()
}

#[test]
fn a_stranger_changes_no_request_and_hears_nothing_of_it() {
    let book = item("aire", "000123");
    let mut story = on_its_way(&book);
    let before = everything_known(&story);
    for report in [
        Report::Cancelled(ID),
        Report::HomeRefused(ID),
        Report::Suspended(ID, None),
        Report::Resumed(ID),
        Report::Told(ID),
        Report::DueChanged(ID, Day(30_000)),
        Report::Settled(ID),
        Report::Placed(a_placement(1, "lumbres", story.now.at)),
    ] {
        let refused = story.report("arques", report.clone()).refused;
        let library = library("arques");
        let stranger = LendingRefusal::NotTheirRequest { library };
        assert_eq!(refused[0].1, stranger, "{report:?}");
    }
    assert_eq!(everything_known(&story), before);
    let due = story.core.views_for(&library("arques")).unwrap();
    assert_eq!(due.views, Vec::new());
}

#[test]
fn a_stranger_moves_no_item_and_does_not_learn_for_whom_it_travels() {
    let book = item("aire", "000123");
    let mut story = on_its_way(&book);
    let before = everything_known(&story);
    for what in [
        ScanKind::Pulled,
        ScanKind::NotFound,
        ScanKind::Refused(SupplyFailure::CopyRefused),
        ScanKind::Shipped,
        ScanKind::LeftBehind,
        ScanKind::HandedOver(Day(30_000)),
        ScanKind::NotCollected,
        ScanKind::MissingFromShelf,
        ScanKind::ClaimedReturned,
        ScanKind::Damaged,
        ScanKind::Lost,
    ] {
        let refused = story.scan("arques", &book, what).refused;
        let (item, library) = (book.clone(), library("arques"));
        let stranger = LendingRefusal::NotTheirItem { item, library };
        assert_eq!(refused[0].1, stranger, "{what:?}");
    }
    assert_eq!(everything_known(&story), before);
    // The node lets go of the item; that is all it hears.
    let due = story.core.views_for(&library("arques")).unwrap();
    for view in due.views {
        let View::Journey(view) = view else {
            panic!("it is told of a request: {view:?}");
        };
        assert_eq!(view.serves, None);
        let JourneyStage::Under {
            title, state, to, ..
        } = view.stage
        else {
            panic!("the journey has ended for it: {:?}", view.stage);
        };
        assert_eq!((title.as_str(), state), ("", JourneyState::Home));
        assert_eq!(to, library("aire"));
    }
}

#[test]
fn a_stranger_frees_no_copy_and_declines_for_nobody() {
    let book = item("aire", "000123");
    let mut story = Story::with_copies(vec![book.clone()]);
    let asked = story.place(1, "lumbres").unwrap();
    let decline = Report::Declined {
        request: ID,
        journey: asked.journey.unwrap(),
        why: SupplyFailure::NoCopy,
    };
    story.report("arques", decline);
    assert_eq!(story.request(1).state, RequestState::Asking);
    for view in story.told("arques") {
        assert_eq!(view.stage, JourneyStage::Void);
        assert_eq!(view.serves, None);
    }
    let refused = story.report("arques", Report::Available(book)).refused;
    assert_eq!(refused.len(), 1);
}

#[test]
fn whoever_scans_an_item_in_holds_it_from_then_on() {
    let book = item("aire", "000123");
    let mut story = on_its_way(&book);
    // A wrong stop: the van left it at Arques, which sends it on.
    assert_eq!(story.scan("arques", &book, ScanKind::Received).refused, []);
    assert_eq!(story.scan("arques", &book, ScanKind::Shipped).refused, []);
    // Nobody scanned it in at Lumbres, whose patron has it all the same.
    let handed_over = ScanKind::HandedOver(Day(30_000));
    assert_eq!(story.scan("lumbres", &book, handed_over).refused, []);
    assert_eq!(story.request(1).state, RequestState::OnLoan);
    let late = story.scan("arques", &book, ScanKind::Lost).refused;
    assert_eq!(late.len(), 1);
    assert_eq!(story.request(1).state, RequestState::OnLoan);
}
