//! How are visitors told apart without knowing their cards? A card is counted under a salted number that means nothing elsewhere.

use super::check_out::{HomeSays, Visitor};
use crate::draft::Draft;
use navette_domain::catalogue::LibraryId;
use navette_domain::circulation::{HomeAnswer, VisitorFacts};
use navette_domain::identity::{CardNumber, PatronReference};

/// Gives the number under which a card of another library is counted here.
pub(super) fn counted(draft: &Draft<'_>, home: &LibraryId, card: &CardNumber) -> u64 {
    let mut bytes = draft.meta().salt.to_le_bytes().to_vec();
    bytes.extend_from_slice(home.as_str().as_bytes());
    bytes.push(0);
    bytes.extend_from_slice(card.expose().as_bytes());
    xxhash_rust::xxh3::xxh3_64(&bytes)
}

/// Gives what the rules need to know of a visitor.
pub(super) fn visitor_facts(draft: &Draft<'_>, visitor: &Visitor, counted: u64) -> VisitorFacts {
    let (reference, answer) = match visitor.says {
        HomeSays::May(reference) => (reference, HomeAnswer::May),
        HomeSays::MayNot => (PatronReference(0), HomeAnswer::MayNot),
        HomeSays::Nothing(reference) => (reference, HomeAnswer::Silent),
    };
    VisitorFacts {
        home: visitor.home.clone(),
        reference,
        answer,
        loans_open_here: u16::try_from(draft.state.indexes().visits.count(&counted))
            .unwrap_or(u16::MAX),
    }
}
