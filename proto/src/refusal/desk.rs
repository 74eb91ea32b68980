//! What stands in the way at a desk? And the rows of the table for it.

use super::table::Pairs;
use navette_domain::identity::ItemId;
use tonic::Code;

/// Why the desk's node says no, where no rule of lending or of the counter does.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeskObstacle {
    /// An item is elsewhere than it would have to be.
    #[error("item {item} is {place}: it cannot {act}")]
    ItemCannot {
        /// Which item.
        item: ItemId,
        /// Where it is, in words.
        place: &'static str,
        /// What was tried, in words.
        act: &'static str,
    },
    /// An item is not lent from here.
    #[error("item {0} is not on loan here")]
    NotLent(ItemId),
    /// Nothing on the hold shelf is for this card or code; neither is repeated.
    #[error("nothing on the hold shelf is for them")]
    NothingHeld,
    /// Loans are made in the library's own system.
    #[error("loans are made in the library's own system")]
    CounterElsewhere,
    /// Something else was done with the item here since.
    #[error("item {0} cannot be put back as it was: something was done with it here since")]
    DoneSince(ItemId),
    /// An act was taken back before.
    #[error("act {0} has been taken back already")]
    UndoneAlready(u64),
    /// No notice of this number, or about this request, is to be told.
    #[error("nothing is to be told of {0}")]
    NothingToTell(String),
    /// There is no such conflict.
    #[error("there is no conflict {0}")]
    UnknownConflict(u64),
    /// Too much waits for the federator.
    #[error("{0} reports wait for the federator, no more may")]
    OutboxFull(u64),
    /// The federator has sent no such manifest.
    #[error("no manifest of round {0} is here for that day")]
    NoManifest(String),
}

/// Code and reason.
pub(super) fn row(obstacle: &DeskObstacle) -> (Code, &'static str) {
    use DeskObstacle as O;
    match obstacle {
        O::ItemCannot { .. } => (Code::FailedPrecondition, "ITEM_CANNOT"),
        O::NotLent(_) => (Code::NotFound, "NOT_LENT"),
        O::NothingHeld => (Code::NotFound, "NOTHING_HELD"),
        O::CounterElsewhere => (Code::FailedPrecondition, "COUNTER_ELSEWHERE"),
        O::DoneSince(_) => (Code::FailedPrecondition, "DONE_SINCE"),
        O::UndoneAlready(_) => (Code::FailedPrecondition, "UNDONE_ALREADY"),
        O::NothingToTell(_) => (Code::NotFound, "NOTHING_TO_TELL"),
        O::UnknownConflict(_) => (Code::NotFound, "UNKNOWN_CONFLICT"),
        O::OutboxFull(_) => (Code::ResourceExhausted, "TOO_MANY"),
        O::NoManifest(_) => (Code::NotFound, "NO_MANIFEST"),
    }
}

/// What a program may want to read.
pub(super) fn metadata(obstacle: &DeskObstacle) -> Pairs {
    use DeskObstacle as O;
    match obstacle {
        O::ItemCannot { item, place, act } => vec![
            ("item", item.to_string()),
            ("place", (*place).to_owned()),
            ("event", (*act).to_owned()),
        ],
        O::NotLent(item) | O::DoneSince(item) => vec![("item", item.to_string())],
        O::UndoneAlready(act) => vec![("act", act.to_string())],
        O::UnknownConflict(conflict) => vec![("conflict", conflict.to_string())],
        O::OutboxFull(count) => vec![("count", count.to_string())],
        O::NoManifest(round) => vec![("round", round.clone())],
        O::NothingHeld | O::CounterElsewhere | O::NothingToTell(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{Refusal, explain};
    use navette_domain::catalogue::LibraryId;
    use navette_domain::identity::Barcode;
    use tonic::Status;

    #[test]
    fn an_item_that_is_elsewhere_says_where() {
        let item = ItemId {
            library: LibraryId::parse("aire").unwrap(),
            barcode: Barcode::parse("000001").unwrap(),
        };
        let (place, act) = ("on loan", "be shipped");
        let refused = Refusal::from(DeskObstacle::ItemCannot { item, place, act });
        assert_eq!(
            refused.to_string(),
            "item aire/000001 is on loan: it cannot be shipped"
        );
        let told = explain(&Status::from(refused)).unwrap();
        assert_eq!(told.reason, "ITEM_CANNOT");
        assert_eq!(
            told.metadata.get("place").map(String::as_str),
            Some("on loan")
        );
    }
}
