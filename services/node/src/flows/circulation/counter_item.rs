//! How does the counter see an item? Its loan, the request it is kept for, the one it is promised to: from the register.

use crate::draft::Draft;
use crate::ledger::{JourneyRow, LoanRow, OwnRequest, Place};
use navette_domain::circulation::{Borrower, Commitment, Hold, ItemFacts, Loan};
use navette_domain::identity::{ItemId, JourneyId};
use navette_domain::lending::Served;

/// Gives an item as the rules of the counter see it; nothing where nobody knows it.
pub(super) fn counter_item(draft: &Draft<'_>, item: &ItemId) -> Option<ItemFacts> {
    let copy = draft.shelf_item(item);
    let place = draft.place_of(item);
    let journey = draft.state.indexes().journeys_of.of(item).last().copied();
    if copy.is_none() && place.is_none() && journey.is_none() {
        return None;
    }
    let journey = place.and_then(Place::journey).or(journey);
    let served = journey.and_then(|id| served(draft, id));
    let (mut hold, mut committed_to) = (None, None);
    if let Some(served) = served
        && open_loan(draft, item).is_none()
    {
        if served.pickup == *draft.here() {
            hold = Some(Hold {
                request: served.request,
                borrower: borrower_of(draft, &served),
            });
        } else {
            committed_to = Some(Commitment {
                request: served.request,
                pick_up: served.pickup.clone(),
            });
        }
    }
    Some(ItemFacts {
        item: item.clone(),
        medium: copy.as_ref().map(|copy| copy.medium).unwrap_or_default(),
        reference_only: copy.is_some_and(|copy| copy.reference_only),
        loan: open_loan(draft, item).map(|(_, loan)| loan),
        hold,
        committed_to,
    })
}

/// Gives the open loan of an item, with its number.
pub(super) fn open_loan(draft: &Draft<'_>, item: &ItemId) -> Option<(u64, Loan)> {
    let number = draft.state.indexes().open_loan.first(item)?;
    let row = draft.get::<LoanRow>(&number)?;
    row.is_open().then_some((number, row.loan))
}

/// Who collects what is kept for a request: a patron, where it is an own one, and else a reference.
pub(crate) fn borrower_of(draft: &Draft<'_>, served: &Served) -> Borrower {
    let own = draft.get::<OwnRequest>(&served.request);
    match own.and_then(|own| own.patron) {
        Some(patron) => Borrower::Patron(patron),
        None => Borrower::Visitor {
            home: served.home.clone(),
            reference: served.reference,
        },
    }
}

/// The request that a journey serves, while both are open.
fn served(draft: &Draft<'_>, id: JourneyId) -> Option<Served> {
    let row = draft.get::<JourneyRow>(&id)?;
    if row.ended.is_some() {
        return None;
    }
    row.view.serves.filter(|served| !served.state.is_ended())
}
