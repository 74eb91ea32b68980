//! How does an item stand after an act? For the answer to it: where it goes, for which request, and until when it is kept.

use crate::draft::Draft;
use crate::ledger::{ItemRow, JourneyRow, NodeChange, NodeState, Place, ScanRow};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::catalogue::LibraryId;
use navette_domain::identity::{ItemId, JourneyId, RequestId};
use navette_domain::time::{Now, Timestamp};
use navette_store::ledger::Commit;
use std::collections::BTreeSet;

/// An item as it stands here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemShown {
    /// Which item.
    pub item: ItemId,
    /// Its title.
    pub title: String,
    /// Where it stands in its own library, as far as that is known.
    pub shelfmark: String,
    /// It belongs to this library.
    pub own: bool,
    /// Where it is; nothing where it is on its shelf, or not here.
    pub place: Option<Place>,
    /// The request it serves.
    pub request: Option<RequestId>,
    /// Until when somebody must have acted, by the federator's clock.
    pub until: Option<Timestamp>,
    /// The loan that the act began or ended; else the open one.
    pub loan: Option<u64>,
}

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Shows an item, and what an act with it was about: acts are forgotten when another federator has come meanwhile.
    pub fn item_shown(
        &self,
        item: ItemId,
        scan: Option<u64>,
        now: Now,
    ) -> Result<ItemShown, DeskRefusal> {
        self.look(now, move |draft| {
            let act = scan.and_then(|scan| draft.get::<ScanRow>(&scan));
            Ok(show(draft, item, act.as_ref()))
        })
    }

    /// Shows the item that an act was done with.
    pub fn act_shown(&self, scan: u64, now: Now) -> Result<ItemShown, DeskRefusal> {
        self.look(now, move |draft| {
            let act = draft.get::<ScanRow>(&scan);
            let act = act.ok_or(DeskRefusal::UnknownScan(scan))?;
            Ok(show(draft, act.item.clone(), Some(&act)))
        })
    }

    /// Lists the items in the crates that leave this library, or that go to some libraries, in order.
    pub fn in_crates(
        &self,
        bound_for: Option<BTreeSet<LibraryId>>,
        now: Now,
    ) -> Result<Vec<ItemId>, DeskRefusal> {
        self.look(now, move |draft| {
            Ok(super::van::in_crates(draft, bound_for.as_ref()))
        })
    }
}

fn show(draft: &Draft<'_>, item: ItemId, act: Option<&ScanRow>) -> ItemShown {
    let place = draft.get::<ItemRow>(&item).map(|row| row.place);
    let journey = act
        .and_then(|act| act.journey)
        .or_else(|| place.and_then(Place::journey));
    let known = journey.and_then(|id: JourneyId| draft.get::<JourneyRow>(&id));
    let copy = draft.shelf_item(&item);
    ItemShown {
        title: draft.title_of(&item),
        shelfmark: copy.map(|copy| copy.shelfmark).unwrap_or_default(),
        own: draft.is_own(&item),
        place,
        request: known
            .as_ref()
            .and_then(|row| row.view.serves.as_ref())
            .map(|served| served.request),
        until: known.and_then(|row| row.view.deadline),
        loan: act
            .and_then(loan_of)
            .or_else(|| draft.state.indexes().open_loan.first(&item)),
        item,
    }
}

/// Finds the loan among the rows that an act changed.
fn loan_of(act: &ScanRow) -> Option<u64> {
    let mut changes = act
        .rows
        .iter()
        .filter_map(|row| NodeChange::read(&row.key, row.after.as_deref()).ok());
    changes.find_map(|change| match change {
        NodeChange::LoanRow(number, _) => Some(number),
        _ => None,
    })
}
