//! Where is an item that is not simply on its shelf? One row for each, whoever looks: counter, desk, and promises alike.

use navette_domain::identity::JourneyId;
use navette_domain::time::Timestamp;
use navette_store::{stored_enum, stored_struct};

/// An own item away from its shelf, or another library's item that is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemRow {
    /// Where it is.
    pub place: Place,
    /// Since when, by this node's clock.
    pub since: Timestamp,
    /// Its title, for lists and slips.
    pub title: String,
}

/// Where an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// An own item, still on its shelf and promised to a journey: to be pulled.
    Committed(JourneyId),
    /// Here in a crate, or to be put on the hold shelf: its journey says which.
    InCrate(JourneyId),
    /// An own item somewhere else on its journey.
    Travelling(JourneyId),
    /// On the hold shelf here.
    OnHoldShelf(JourneyId),
    /// In somebody's hands, by this loan.
    Lent(u64),
    /// Another library's item, to be sent home; without a journey where none is known yet.
    ToReturn(Option<JourneyId>),
    /// An own item that is in the house, to be scanned back onto its shelf.
    ToShelve(Option<JourneyId>),
    /// An own item that was not on its shelf.
    ToLookFor,
    /// Came to harm: not lent until somebody says so.
    Damaged,
    /// Given up.
    Lost,
    /// Being read in the library.
    InHouse,
}

impl Place {
    /// Gives the journey it is on.
    pub fn journey(self) -> Option<JourneyId> {
        match self {
            Self::Committed(journey)
            | Self::InCrate(journey)
            | Self::Travelling(journey)
            | Self::OnHoldShelf(journey) => Some(journey),
            Self::ToReturn(journey) | Self::ToShelve(journey) => journey,
            Self::Lent(_) | Self::ToLookFor | Self::Damaged | Self::Lost | Self::InHouse => None,
        }
    }
}

stored_struct!(ItemRow {
    place,
    since,
    title
});
stored_enum!(Place {
    0 => Committed(journey),
    1 => InCrate(journey),
    2 => Travelling(journey),
    3 => OnHoldShelf(journey),
    4 => Lent(loan),
    5 => ToReturn(journey),
    6 => ToShelve(journey),
    7 => ToLookFor,
    8 => Damaged,
    9 => Lost,
    10 => InHouse,
});
