//! Where are the books really? What no computer knows: shelves, crates, the van, and people's bags.

use navette_domain::catalogue::LibraryId;
use navette_domain::identity::{ItemId, RequestId};
use std::collections::BTreeMap;

/// Where a thing really is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Where {
    /// On its own shelf.
    Shelf,
    /// In a crate at a library, for another.
    Crate { at: LibraryId, to: LibraryId },
    /// In the van, for a library.
    Van { to: LibraryId },
    /// Taken out of the van at a library and not looked at yet.
    Arrived { at: LibraryId },
    /// On a hold shelf.
    HoldShelf { at: LibraryId },
    /// On the desk of a library: nobody knows what to do with it yet.
    Desk { at: LibraryId },
    /// In somebody's hands, who got it at this library.
    WithPatron {
        got_at: LibraryId,
        request: Option<RequestId>,
    },
    /// Nobody will ever find it.
    Gone,
}

/// All things.
#[derive(Default)]
pub(super) struct Things(pub(super) BTreeMap<ItemId, Where>);

impl Things {
    /// Gives where a thing is.
    pub(super) fn of(&self, item: &ItemId) -> &Where {
        self.0.get(item).unwrap_or(&Where::Gone)
    }

    /// Puts a thing somewhere.
    pub(super) fn put(&mut self, item: &ItemId, place: Where) {
        self.0.insert(item.clone(), place);
    }

    /// Lists the things for which this is true.
    pub(super) fn that(&self, is: impl Fn(&Where) -> bool) -> Vec<ItemId> {
        let found = self.0.iter().filter(|(_, place)| is(place));
        found.map(|(item, _)| item.clone()).collect()
    }
}
