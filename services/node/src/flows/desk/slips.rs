//! What is printed for an item that travels or waits, and where does its journey want it?

use super::outcome::{DoNow, Slip};
use super::pickup_code::pickup_code;
use crate::draft::Draft;
use crate::ledger::JourneyRow;
use navette_domain::catalogue::LibraryId;
use navette_domain::identity::{ItemId, JourneyId};
use navette_domain::lending::Served;

/// The request that a journey still serves: one that has ended needs nothing any more.
pub(super) fn still_served(row: &JourneyRow) -> Option<&Served> {
    let served = row.view.serves.as_ref()?;
    (!served.state.is_ended()).then_some(served)
}

/// Says whether a journey brings an item for somebody who collects it here.
pub(super) fn is_awaited_here(draft: &Draft<'_>, row: &JourneyRow) -> bool {
    let here = row.to() == Some(draft.here());
    here && row.ended.is_none() && still_served(row).is_some()
}

/// Gives the code under which an item is collected.
pub(super) fn code_of(row: &JourneyRow) -> Option<String> {
    still_served(row).map(|served| pickup_code(served.reference))
}

/// Says that an item goes onto the hold shelf.
pub(super) fn hold_shelf(row: &JourneyRow) -> DoNow {
    DoNow::HoldShelf {
        code: code_of(row).unwrap_or_default(),
        until: row.view.deadline,
    }
}

/// Makes the slip for an item that goes to a library, or waits here.
pub(super) fn slip(
    draft: &Draft<'_>,
    item: &ItemId,
    title: &str,
    journey: Option<JourneyId>,
    to: &LibraryId,
) -> Slip {
    let row = journey.and_then(|journey| draft.get::<JourneyRow>(&journey));
    let code = row.as_ref().and_then(code_of);
    let goes_home = *to == item.library && to != draft.here();
    Slip {
        item: item.clone(),
        title: title.to_owned(),
        journey,
        from: draft.here().clone(),
        to: to.clone(),
        to_name: draft.settings.name_of(to).to_owned(),
        code: code.filter(|_| !goes_home),
    }
}
