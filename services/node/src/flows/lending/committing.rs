//! Can this library lend a copy, and which? Decided and committed in one command, on the register that the counter uses too.

use crate::draft::Draft;
use crate::faults::{Fault, planted};
use crate::ledger::{Answer, ItemRow, JourneyRow, Place};
use crate::node_settings::Counter;
use crate::shelf::ShelfItem;
use navette_domain::catalogue::{ItemStatus, LibraryId};
use navette_domain::courier::weight_grams;
use navette_domain::identity::{ItemId, JourneyId};
use navette_domain::lending::{
    Asked, CopyFacts, CopyStatus, JourneyStage, Report, Served, SupplyFailure, Target,
    choose_copy_to_commit,
};

/// Answers a journey that asks for a copy: commits one, or says no. Asked again, the same answer is given again.
pub(super) fn answer(draft: &mut Draft<'_>, id: JourneyId) {
    if draft.meta().restoring && !planted(Fault::RestoredPromises) {
        // What is promised already is not known here; it is answered when the federator has said all that is open.
        return;
    }
    let Some(mut row) = draft.get::<JourneyRow>(&id) else {
        return;
    };
    let (JourneyStage::Asked(target), Some(served)) = (&row.view.stage, &row.view.serves) else {
        return;
    };
    let (target, served) = (target.clone(), served.clone());
    let chosen = match row.answer.clone() {
        Some(Answer::Committed(item)) => draft.shelf_item(&item),
        Some(Answer::Declined(_)) => None,
        None => free_copy(draft, &target, &served.home, &served.pickup),
    };
    let report = match &chosen {
        Some(copy) => committed(draft, id, &served, copy),
        None => Report::Declined {
            request: served.request,
            journey: id,
            why: SupplyFailure::NoCopy,
        },
    };
    row.answer = Some(match &chosen {
        Some(copy) => Answer::Committed(own(draft, copy)),
        None => Answer::Declined(SupplyFailure::NoCopy),
    });
    draft.put(id, row);
    draft.say(id, report);
}

fn committed(draft: &mut Draft<'_>, id: JourneyId, served: &Served, copy: &ShelfItem) -> Report {
    let item = own(draft, copy);
    let place = draft.place_of(&item);
    if place.is_none() || planted(Fault::PromisedFromIndex) {
        draft.place(&item, Place::Committed(id), &copy.title);
    }
    Report::Committed {
        request: served.request,
        journey: id,
        item,
        title: copy.title.clone(),
        shelfmark: copy.shelfmark.clone(),
        grams: copy.grams.unwrap_or_else(|| weight_grams(copy.medium)),
    }
}

/// Says again that an item is committed, to a federator that has forgotten it.
pub(super) fn state_commitment(draft: &mut Draft<'_>, id: JourneyId, item: &ItemId) {
    let served = draft.get::<JourneyRow>(&id).and_then(|row| row.view.serves);
    if let (Some(served), Some(copy)) = (served, draft.shelf_item(item)) {
        let report = committed(draft, id, &served, &copy);
        draft.say(id, report);
    }
}

fn own(draft: &Draft<'_>, copy: &ShelfItem) -> ItemId {
    ItemId {
        library: draft.here().clone(),
        barcode: copy.barcode.clone(),
    }
}

/// Finds the copy that would be promised to a request now.
pub(crate) fn free_copy(
    draft: &Draft<'_>,
    target: &Target,
    home: &LibraryId,
    pickup: &LibraryId,
) -> Option<ShelfItem> {
    let copies = draft.copies_of(target);
    let facts: Vec<CopyFacts> = copies
        .iter()
        .map(|copy| CopyFacts {
            item: own(draft, copy),
            edition: copy.edition,
            part: copy.part.clone(),
            status: status(draft, copy),
            acquired: copy.acquired,
            reference: copy.reference_only,
            latest_issue: copy.latest_issue,
        })
        .collect();
    let asked = Asked {
        home: home.clone(),
        pickup: pickup.clone(),
        part: target.part.clone(),
        only: target.only.clone(),
        today: draft.today(),
    };
    let chosen = choose_copy_to_commit(&asked, &facts, &draft.settings.protection).ok()?;
    copies
        .into_iter()
        .find(|copy| copy.barcode == chosen.item.barcode)
}

/// Where a copy is: the own register first, then what the catalogue says.
fn status(draft: &Draft<'_>, copy: &ShelfItem) -> CopyStatus {
    let row = draft.get::<ItemRow>(&own(draft, copy));
    match row {
        Some(_) if planted(Fault::PromisedFromIndex) => CopyStatus::Available,
        Some(row) => match row.place {
            Place::ToLookFor | Place::Damaged | Place::Lost => CopyStatus::Unavailable,
            Place::Committed(_)
            | Place::InCrate(_)
            | Place::Travelling(_)
            | Place::OnHoldShelf(_)
            | Place::Lent(_)
            | Place::ToReturn(_)
            | Place::ToShelve(_)
            | Place::InHouse => CopyStatus::OnLoan { until: None },
        },
        None if is_free(draft.settings.counter, copy) => CopyStatus::Available,
        None => CopyStatus::Unavailable,
    }
}

/// Says whether the catalogue's word lets a copy be promised. Where loans are made here, its word on loans is older than ours.
fn is_free(counter: Counter, copy: &ShelfItem) -> bool {
    match (copy.status, counter) {
        (ItemStatus::Available, _) | (ItemStatus::OnLoan, Counter::Navette) => true,
        (ItemStatus::OnLoan, Counter::Elsewhere)
        | (ItemStatus::Reference | ItemStatus::Unavailable, _) => false,
    }
}
