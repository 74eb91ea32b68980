//! Where can a committed item be, and where must it go? What may happen to it is in `journey_lifecycle.rs`.

use crate::catalogue::vocabulary::closed_list;
use crate::catalogue::{LibraryId, Part, WorkKey};
use crate::identity::{ItemId, JourneyId, RequestId};
use crate::time::Timestamp;

closed_list! {
    /// Where a journey stands.
    JourneyState {
        /// Committed, still on the lender's shelf.
        #[default]
        ToPull = "to-pull",
        /// In the crate, waiting for the van.
        ToShip = "to-ship",
        /// In the van, to the pick-up library or home.
        InTransit = "in-transit",
        /// At the pick-up library: expected on its hold shelf, on it, or with the patron.
        AtPickup = "at-pickup",
        /// Nobody needs it here any more.
        ToReturn = "to-return",
        /// Back on the lender's shelf, or never taken off it.
        Home = "home",
        /// It does not travel: not found, refused or damaged.
        Withdrawn = "withdrawn",
        /// Nobody knows where it is.
        Lost = "lost",
    }
}

impl JourneyState {
    /// Says whether nothing can follow.
    pub fn is_ended(self) -> bool {
        match self {
            Self::ToPull | Self::ToShip | Self::InTransit | Self::AtPickup | Self::ToReturn => {
                false
            }
            Self::Home | Self::Withdrawn | Self::Lost => true,
        }
    }
}

/// A journey as the ledger keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journey {
    /// Its name.
    pub id: JourneyId,
    /// The item that travels; its library is the lender and its home.
    pub item: ItemId,
    /// The work and the part it is of: whose queue it can serve.
    pub work: WorkKey,
    /// Volume or issue.
    pub part: Option<Part>,
    /// Its title, for lists and slips.
    pub title: String,
    /// Where it stands at home.
    pub shelfmark: String,
    /// What it weighs, in grams.
    pub grams: u32,
    /// The request it serves; nothing when it only goes home.
    pub serves: Option<RequestId>,
    /// Where it stands.
    pub state: JourneyState,
    /// The library where it is, or which it left last.
    pub at: LibraryId,
    /// Where it must go: the pick-up library, or home.
    pub to: LibraryId,
    /// Since when, by the federator's clock.
    pub since: Timestamp,
    /// When somebody must have acted; nothing once it has ended.
    pub deadline: Option<Timestamp>,
    /// The deadline passed, and it stands on a list of things that are stuck since then.
    pub escalated: Option<Timestamp>,
    /// Counts the changes, so that the newest word wins wherever it arrives.
    pub version: u64,
}

impl Journey {
    /// Gives the library whose item it is.
    pub fn home(&self) -> &LibraryId {
        &self.item.library
    }

    /// Says whether the item is meant to go to its own library now.
    pub fn goes_home(&self) -> bool {
        self.to == self.item.library
    }
}
