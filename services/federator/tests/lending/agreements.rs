//! What libraries have agreed, and what they never lend, decides who is asked, and whether anybody is.

use crate::fixtures::{Copies, Story, a_territory, item, library};
use navette_domain::catalogue::{Audience, LibraryId, Medium};
use navette_domain::identity::RequestId;
use navette_domain::lending::{Agreement, CopyFacts, RATIO_PERCENT, RequestState, Target};
use navette_federator::lending::{Kind, Shelves, Territory};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Copies of a film for adults.
struct Films(Copies);

impl Shelves for Films {
    fn copies_of(&self, target: &Target) -> Vec<CopyFacts> {
        self.0.copies_of(target)
    }

    fn kind_of(&self, _target: &Target, _library: &LibraryId) -> Kind {
        Kind {
            medium: Medium::Film,
            audience: Audience::Adults,
        }
    }

    fn are_complete(&self) -> bool {
        true
    }
}

/// Copies that are for use in the library only, and one that is lent where `lent` says so.
struct OnThePremises {
    copies: Copies,
    lent: bool,
}

impl Shelves for OnThePremises {
    fn copies_of(&self, target: &Target) -> Vec<CopyFacts> {
        let mut copies = self.copies.copies_of(target);
        for (place, copy) in copies.iter_mut().enumerate() {
            copy.status = navette_domain::lending::CopyStatus::OnLoan { until: None };
            copy.reference = !(self.lent && place == 0);
        }
        copies
    }

    fn are_complete(&self) -> bool {
        true
    }
}

fn aire_lends(media: Medium) -> Agreement {
    Agreement {
        lender: library("aire"),
        borrower: None,
        media: Some(BTreeSet::from([media])),
        audiences: None,
        open_max: None,
        ratio_percent: RATIO_PERCENT,
    }
}

fn films_where_aire_lends(media: Medium) -> Story {
    let territory = Territory {
        agreements: vec![aire_lends(media)],
        ..a_territory()
    };
    let copies = vec![item("aire", "000001"), item("lumbres", "000001")];
    Story::over(Arc::new(Films(Copies(copies))), territory)
}

#[test]
fn a_library_that_lends_only_books_is_not_asked_for_a_film() {
    let mut story = films_where_aire_lends(Medium::Book);
    let request = story.place(1, "fauquembergues").unwrap();
    assert_eq!(request.lender, Some(library("lumbres")));
    let choice = story.core.read(|state| state.choice(RequestId(1)).cloned());
    let dropped = choice.unwrap().unwrap().dropped;
    assert_eq!(
        dropped[0].reason.to_string(),
        "agreement says no: aire lends no item of medium \"film\" to fauquembergues"
    );
    let mut story = films_where_aire_lends(Medium::Film);
    story.place(1, "fauquembergues").unwrap();
    let choice = story.core.read(|state| state.choice(RequestId(1)).cloned());
    assert!(choice.unwrap().unwrap().dropped.is_empty());
}

#[test]
fn where_every_copy_is_for_reference_a_request_does_not_wait_for_one() {
    let mut states = Vec::new();
    for lent in [false, true] {
        let copies = Copies(vec![item("aire", "000001"), item("aire", "000002")]);
        let shelves = OnThePremises { copies, lent };
        let mut story = Story::over(Arc::new(shelves), a_territory());
        states.push(story.place(1, "lumbres").unwrap().state);
    }
    assert_eq!(states, [RequestState::Unfilled, RequestState::Waiting]);
}
