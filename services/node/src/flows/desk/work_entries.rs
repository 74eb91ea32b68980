//! On which list of work does an item or a journey stand? Looked at where it is: of thousands of lines a page is written out.

use super::slips::{kept_until, still_served};
use super::van::bound_for;
use crate::draft::Draft;
use crate::ledger::{ItemRow, JourneyRow, LoanRow, Place};
use navette_domain::circulation::LoanState;
use navette_domain::identity::{ItemId, JourneyId, RequestId};
use navette_domain::lending::{JourneyStage, JourneyState};
use navette_domain::time::Timestamp;
use std::borrow::Cow;

/// The lists of a desk, in the order in which a day there goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WorkList {
    /// Own items to take off their shelf.
    ToPull,
    /// Items in a crate, waiting for the van.
    ToShip,
    /// Items on their way here, and those that wait to be scanned onto the hold shelf.
    ToReceive,
    /// Items on the hold shelf.
    OnHoldShelf,
    /// Items to be sent home, and own items to be put back.
    ToReturn,
    /// Items whose deadline has passed.
    Late,
    /// Items that are not where they should be.
    ToLookFor,
    /// Patrons whom somebody must tell.
    ToTell,
    /// Where two truths met.
    Conflicts,
}

/// A line that is not written out yet.
pub(super) struct Entry<'d> {
    pub(super) list: WorkList,
    pub(super) item: &'d ItemId,
    /// Where it is here; nothing where it is still on its way.
    pub(super) row: Option<&'d ItemRow>,
    /// On which journey.
    pub(super) journey: Option<JourneyId>,
    /// What is known of that journey.
    pub(super) known: Option<&'d JourneyRow>,
}

/// Puts everything there is to do with items onto its list.
pub(super) fn entries<'d>(draft: &'d Draft<'_>) -> Vec<Entry<'d>> {
    let tables = draft.state.tables();
    let here = tables.items.iter();
    let here = here.filter_map(|(item, row)| of_item(draft, item, row));
    let coming = tables.journeys.iter();
    let coming = coming.filter_map(|(id, row)| of_expected(draft, *id, row));
    here.chain(coming).collect()
}

fn of_item<'d>(draft: &'d Draft<'_>, item: &'d ItemId, row: &'d ItemRow) -> Option<Entry<'d>> {
    let journey = row.place.journey();
    let known = journey.and_then(|journey| draft.see::<JourneyRow>(&journey));
    let late = known.is_some_and(|journey| journey.view.late && journey.ended.is_none());
    let list = match row.place {
        Place::Committed(_)
        | Place::InCrate(_)
        | Place::OnHoldShelf(_)
        | Place::ToReturn(_)
        | Place::ToShelve(_)
            if late =>
        {
            WorkList::Late
        }
        Place::Committed(_) => WorkList::ToPull,
        Place::InCrate(_) if known.and_then(bound_for) == Some(draft.here()) => WorkList::ToReceive,
        Place::InCrate(_) => WorkList::ToShip,
        Place::OnHoldShelf(_) => WorkList::OnHoldShelf,
        Place::ToReturn(_) | Place::ToShelve(_) => WorkList::ToReturn,
        Place::ToLookFor | Place::Lost => WorkList::ToLookFor,
        Place::Lent(loan) if is_looked_for(draft, loan) => WorkList::ToLookFor,
        // Somebody else has them, or they are where they should be for now.
        Place::Lent(_) | Place::Travelling(_) | Place::Damaged | Place::InHouse => return None,
    };
    Some(Entry {
        list,
        item,
        row: Some(row),
        journey,
        known,
    })
}

/// Says whether a borrower says that it is back, and the desk looks for it.
fn is_looked_for(draft: &Draft<'_>, loan: u64) -> bool {
    draft
        .see::<LoanRow>(&loan)
        .is_some_and(|row| match row.loan.state {
            LoanState::ClaimedReturned { .. } => true,
            LoanState::OnLoan
            | LoanState::Lost { .. }
            | LoanState::Damaged { .. }
            | LoanState::Returned { .. } => false,
        })
}

/// What is on its way here and has not arrived.
fn of_expected<'d>(draft: &'d Draft<'_>, id: JourneyId, row: &'d JourneyRow) -> Option<Entry<'d>> {
    let JourneyStage::Under {
        item,
        state: JourneyState::InTransit,
        to,
        ..
    } = &row.view.stage
    else {
        return None;
    };
    if to != draft.here() || row.is_ahead() {
        return None;
    }
    if !matches!(draft.place_of(item), None | Some(Place::Travelling(_))) {
        return None;
    }
    Some(Entry {
        list: if row.view.late {
            WorkList::Late
        } else {
            WorkList::ToReceive
        },
        item,
        row: None,
        journey: Some(id),
        known: Some(row),
    })
}

impl<'d> Entry<'d> {
    /// Gives the request that the item is for.
    pub(super) fn request(&self) -> Option<RequestId> {
        Some(still_served(self.known?)?.request)
    }

    /// Until when somebody must act, by the federator's clock; on the hold shelf, until when it is kept.
    pub(super) fn deadline(&self, draft: &Draft<'_>) -> Option<Timestamp> {
        match self.row.map(|row| row.place) {
            Some(Place::OnHoldShelf(_)) => kept_until(draft, self.request()?),
            Some(_) | None => self.known?.view.deadline,
        }
    }

    /// Says whether nobody has acted in time.
    pub(super) fn is_late(&self, draft: &Draft<'_>) -> bool {
        let passed = |deadline| deadline < draft.now.at;
        self.list == WorkList::Late || self.deadline(draft).is_some_and(passed)
    }

    /// Where it stands in its own library: what is pulled is pulled in this order.
    pub(super) fn shelfmark(&self, draft: &Draft<'_>) -> Cow<'d, str> {
        match self.known.map(|known| &known.view.stage) {
            Some(JourneyStage::Under { shelfmark, .. }) => Cow::Borrowed(shelfmark),
            Some(JourneyStage::Asked(_) | JourneyStage::Void) | None => {
                let copy = draft.shelf_item(self.item);
                Cow::Owned(copy.map(|copy| copy.shelfmark).unwrap_or_default())
            }
        }
    }
}
