//! What happens to an item that is on a journey when it is scanned? Each step that was forgotten is inferred by the federator.

use super::outcome::{Did, DoNow};
use super::scanning::Moved;
use super::slips::{hold_shelf, is_awaited_here};
use crate::draft::Draft;
use crate::ledger::{JourneyRow, Place};
use navette_domain::identity::{ItemId, JourneyId};
use navette_domain::lending::ScanKind;

/// Takes an own item off its shelf: into the crate, or onto the hold shelf where it is collected here.
pub(super) fn pull(draft: &mut Draft<'_>, item: &ItemId, journey: JourneyId) -> Moved {
    let title = draft.title_of(item);
    let row = draft.get::<JourneyRow>(&journey);
    draft.say_scan(item, Some(journey), ScanKind::Pulled, &title);
    // Until the federator's view has come, the destination stands in the question it asked.
    let to = row.as_ref().and_then(|row| match row.to() {
        Some(to) => Some(to.clone()),
        None => row.view.serves.as_ref().map(|served| served.pickup.clone()),
    });
    match (row, to) {
        (Some(row), Some(to)) if to == *draft.here() && row.still_served().is_some() => {
            draft.place(item, Place::OnHoldShelf(journey), &title);
            Moved::new(Did::Shelved, hold_shelf(draft, &row), Some(journey)).with_slip(&to)
        }
        (_, to) => {
            draft.place(item, Place::InCrate(journey), &title);
            let to = to.unwrap_or_else(|| draft.here().clone());
            Moved::new(Did::Pulled, DoNow::Crate(to.clone()), Some(journey)).with_slip(&to)
        }
    }
}

/// Takes an item in that is on a journey, wherever the ledger believed it to be.
pub(super) fn arrive(draft: &mut Draft<'_>, item: &ItemId, journey: JourneyId) -> Moved {
    let title = draft.title_of(item);
    let row = draft.get::<JourneyRow>(&journey);
    draft.say_scan(item, Some(journey), ScanKind::Received, &title);
    if let Some(row) = &row
        && is_awaited_here(draft, row)
    {
        let here = draft.here().clone();
        draft.place(item, Place::OnHoldShelf(journey), &title);
        return Moved::new(Did::Shelved, hold_shelf(draft, row), Some(journey)).with_slip(&here);
    }
    let wanted = row
        .as_ref()
        .filter(|row| row.still_served().is_some() && row.ended.is_none())
        .and_then(JourneyRow::to)
        .filter(|to| *to != draft.here());
    if draft.is_own(item) && wanted.is_none() {
        draft.unplace(item);
        return Moved::new(Did::CameHome, DoNow::Shelve, Some(journey));
    }
    match wanted {
        // The owner's library may be a stop on the way to the next reader.
        Some(to) if *to != item.library => {
            draft.place(item, Place::InCrate(journey), &title);
            Moved::new(Did::Received, DoNow::Crate(to.clone()), Some(journey)).with_slip(to)
        }
        Some(_) | None => {
            draft.place(item, Place::ToReturn(Some(journey)), &title);
            let home = DoNow::SendHome(item.library.clone());
            Moved::new(Did::Received, home, Some(journey)).with_slip(&item.library)
        }
    }
}

/// Takes another library's item in that nobody expected here: it goes home, or to whoever waits for it.
pub(super) fn take_unexpected(draft: &mut Draft<'_>, item: &ItemId) -> Moved {
    let title = draft.title_of(item);
    draft.place(item, Place::ToReturn(None), &title);
    draft.say_scan(item, None, ScanKind::Received, &title);
    let home = DoNow::SendHome(item.library.clone());
    Moved::new(Did::ReceivedUnexpected, home, None).with_slip(&item.library)
}
