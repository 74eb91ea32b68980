//! What goes into the van, and what did it leave behind? Everything in the crates goes, unless some are named.

use super::commands::{not_there, say};
use super::recording::record;
use crate::draft::Draft;
use crate::ledger::{JourneyRow, NodeState, Place};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::catalogue::LibraryId;
use navette_domain::identity::{ItemId, JourneyId, StaffId};
use navette_domain::lending::{JourneyState, ScanKind};
use navette_domain::time::Now;
use navette_store::ledger::Commit;
use std::collections::BTreeSet;

/// Most items that one van takes; 15 kg a crate make 33 books.
const SHIPPED_MAX: usize = 2_000;

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Gives the crates to the van: the items named, or everything that is bound for one of these libraries, or everything.
    /// Gives each item with the number under which its leaving can be taken back.
    pub fn ship(
        &self,
        items: Option<Vec<ItemId>>,
        bound_for: Option<BTreeSet<LibraryId>>,
        by: StaffId,
        now: Now,
    ) -> Result<Vec<(ItemId, u64)>, DeskRefusal> {
        self.command(now, move |draft| {
            let items = match items {
                Some(items) => items,
                None => in_crates(draft, bound_for.as_ref()),
            };
            let mut shipped = Vec::new();
            for item in items.into_iter().take(SHIPPED_MAX) {
                let journey = ship_one(draft, &item)?;
                let scan = record(draft, by, &item, journey);
                shipped.push((item, scan));
            }
            Ok(shipped)
        })
    }

    /// Takes note that the van did not take an item: it waits in its crate for the next.
    pub fn left_behind(&self, item: ItemId, by: StaffId, now: Now) -> Result<u64, DeskRefusal> {
        self.command(now, move |draft| {
            let (journey, place) = shipped_from_here(draft, &item)?;
            say(draft, &item, Some(journey), ScanKind::LeftBehind);
            let title = draft.title_of(&item);
            draft.place(&item, place, &title);
            Ok(record(draft, by, &item, Some(journey)))
        })
    }
}

/// Gives what is in the crates, as far as it leaves this library.
pub(super) fn in_crates(draft: &Draft<'_>, bound_for: Option<&BTreeSet<LibraryId>>) -> Vec<ItemId> {
    let items = draft.state.tables().items.keys();
    items
        .filter(|item| {
            destination(draft, item).is_some_and(|to| {
                to != *draft.here() && bound_for.is_none_or(|libraries| libraries.contains(&to))
            })
        })
        .cloned()
        .collect()
}

/// Gives where an item in a crate goes.
pub(super) fn destination(draft: &Draft<'_>, item: &ItemId) -> Option<LibraryId> {
    match draft.place_of(item)? {
        Place::InCrate(journey) => draft.see::<JourneyRow>(&journey)?.bound_for().cloned(),
        Place::ToReturn(_) => Some(item.library.clone()),
        Place::Committed(_)
        | Place::Travelling(_)
        | Place::OnHoldShelf(_)
        | Place::Lent(_)
        | Place::ToShelve(_)
        | Place::ToLookFor
        | Place::Damaged
        | Place::Lost
        | Place::InHouse => None,
    }
}

fn ship_one(draft: &mut Draft<'_>, item: &ItemId) -> Result<Option<JourneyId>, DeskRefusal> {
    let journey = match draft.place_of(item) {
        Some(Place::InCrate(journey)) => Some(journey),
        Some(Place::Committed(journey)) => Some(journey),
        Some(Place::ToReturn(journey)) => {
            journey.or_else(|| draft.state.indexes().journeys_of.of(item).last().copied())
        }
        _ => return Err(not_there(draft, item, "be shipped")),
    };
    say(draft, item, journey, ScanKind::Shipped);
    let title = draft.title_of(item);
    match journey {
        Some(journey) if draft.is_own(item) => {
            draft.place(item, Place::Travelling(journey), &title);
        }
        Some(_) | None => draft.unplace(item),
    }
    Ok(journey)
}

/// Gives the journey of an item that left from here, and the place it comes back to.
fn shipped_from_here(draft: &Draft<'_>, item: &ItemId) -> Result<(JourneyId, Place), DeskRefusal> {
    let refused = || not_there(draft, item, "be left behind");
    if let Some(Place::Travelling(journey)) = draft.place_of(item) {
        return Ok((journey, Place::InCrate(journey)));
    }
    if draft.place_of(item).is_some() {
        return Err(refused());
    }
    let journey = draft.state.indexes().journeys_of.of(item).last().copied();
    let journey = journey.ok_or_else(refused)?;
    let row = draft.get::<JourneyRow>(&journey).ok_or_else(refused)?;
    let on_the_way = match row.state() {
        Some(JourneyState::InTransit | JourneyState::ToShip | JourneyState::ToReturn) => true,
        Some(
            JourneyState::ToPull
            | JourneyState::AtPickup
            | JourneyState::Home
            | JourneyState::Withdrawn
            | JourneyState::Lost,
        )
        | None => false,
    };
    if !on_the_way {
        return Err(refused());
    }
    let goes_home = row.view.serves.is_none();
    let place = if goes_home {
        Place::ToReturn(Some(journey))
    } else {
        Place::InCrate(journey)
    };
    Ok((journey, place))
}
