//! What is printed for an item that travels or waits, and where does its journey want it?

use super::outcome::{DoNow, Slip};
use super::pickup_code::pickup_code;
use crate::draft::Draft;
use crate::ledger::{JourneyRow, NoticeRow, RequestRow};
use navette_domain::catalogue::LibraryId;
use navette_domain::identity::{ItemId, JourneyId, RequestId};
use navette_domain::lending::RequestState;
use navette_domain::notices::NoticeKind;
use navette_domain::time::Timestamp;

/// Says whether a journey brings an item for somebody who collects it here.
pub(super) fn is_awaited_here(draft: &Draft<'_>, row: &JourneyRow) -> bool {
    let here = row.to() == Some(draft.here());
    here && row.ended.is_none() && row.still_served().is_some()
}

/// Gives the code under which an item is collected.
pub(super) fn code_of(row: &JourneyRow) -> Option<String> {
    row.still_served()
        .map(|served| pickup_code(served.reference))
}

/// Says that an item goes onto the hold shelf.
pub(super) fn hold_shelf(draft: &Draft<'_>, row: &JourneyRow) -> DoNow {
    DoNow::HoldShelf {
        code: code_of(row).unwrap_or_default(),
        until: row
            .still_served()
            .and_then(|served| kept_until(draft, served.request)),
    }
}

/// Says until when what is ready is kept for a request: nothing while it is not known on the hold shelf, and nothing while its
/// patron waits here to be told, since the time runs from then on.
pub(crate) fn kept_until(draft: &Draft<'_>, request: RequestId) -> Option<Timestamp> {
    let view = &draft.see::<RequestRow>(&request)?.view;
    let mut about = draft.state.indexes().notices_about.each(&request);
    let to_be_told = about.any(|number| {
        let row = draft.see::<NoticeRow>(number);
        row.is_some_and(|row| row.notice.kind == NoticeKind::Ready && row.is_undelivered())
    });
    let held = view.state == RequestState::OnHoldShelf && !to_be_told;
    view.deadline.filter(|_| held)
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
