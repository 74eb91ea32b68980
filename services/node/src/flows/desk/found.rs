//! What happens to an own item that turns up in the house? It is put back, and somebody may be waiting for it.

use super::outcome::{Did, DoNow};
use super::scanning::Moved;
use crate::draft::Draft;
use crate::ledger::JourneyRow;
use navette_domain::identity::{ItemId, JourneyId};
use navette_domain::lending::{JourneyStage, JourneyState, Report, ScanKind};

/// Puts an own item back that was in the house, on a journey that goes no further.
pub(super) fn put_back(draft: &mut Draft<'_>, item: &ItemId, journey: Option<JourneyId>) -> Moved {
    draft.unplace(item);
    say_home(draft, item, journey);
    Moved::new(Did::PutBack, DoNow::Shelve, journey)
}

/// Takes an own item off the list of what is looked for.
pub(super) fn find_again(draft: &mut Draft<'_>, item: &ItemId) -> Moved {
    let lost = draft
        .state
        .tables()
        .journeys
        .iter()
        .filter(|(_, row)| row.item() == Some(item) && row.state() == Some(JourneyState::Lost));
    let journey = lost.map(|(id, _)| *id).next_back();
    draft.unplace(item);
    say_home(draft, item, journey);
    Moved::new(Did::Found, DoNow::Shelve, journey)
}

/// Says that an own item is back: on its journey, where the federator knows one, and else that a copy is free.
pub(super) fn say_home(draft: &mut Draft<'_>, item: &ItemId, journey: Option<JourneyId>) {
    let known = journey.filter(|id| {
        draft
            .get::<JourneyRow>(id)
            .is_some_and(|row| !matches!(row.view.stage, JourneyStage::Void))
    });
    match known {
        Some(journey) => {
            let title = draft.title_of(item);
            draft.say_scan(item, Some(journey), ScanKind::Received, &title);
        }
        None => {
            draft.report(Report::Available(item.clone()));
        }
    }
}
