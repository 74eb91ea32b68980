//! Where is an item now, by what its journey's newest view says? The own last word holds until a view takes it into account.

use super::journey_views::has_ended;
use super::restating::lend_as_seen;
use super::returning::close_loan;
use crate::draft::Draft;
use crate::faults::{Fault, planted};
use crate::ledger::{ConflictKind, ItemRow, JourneyRow, LoanRow, Place};
use navette_domain::catalogue::LibraryId;
use navette_domain::identity::{ItemId, JourneyId};
use navette_domain::lending::{
    JourneyStage, JourneyState, JourneyView, Report, ScanKind, SupplyFailure,
};

/// Where a view says that an item is, as far as this library is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seen {
    /// At such a place.
    At(Place),
    /// In a patron's hands, lent here.
    InHands,
    /// Not here, and on no journey any more.
    Nowhere,
}

/// Brings an item to where the newest view of its journey says it is.
pub(crate) fn settle(draft: &mut Draft<'_>, id: JourneyId) {
    let Some(row) = draft.get::<JourneyRow>(&id) else {
        return;
    };
    // Nothing that was said meanwhile makes a journey take place that does not: what was committed is free at once.
    // Nor what was said of it once, where it was let go because the federator did not know it any more.
    let let_go = row.ended.is_some() && !has_ended(&row.view.stage);
    if let_go || matches!(row.view.stage, JourneyStage::Void) {
        release(draft, id);
        return;
    }
    let JourneyStage::Under { item, title, .. } = &row.view.stage else {
        return;
    };
    if row.is_ahead() {
        return;
    }
    let Some(seen) = seen(&row.view, draft.here()) else {
        return;
    };
    if let Some(existing) = draft.get::<ItemRow>(item)
        && let Some(loan) = lent_by(existing.place)
    {
        settle_lent(draft, &row.view, item, loan, seen);
        return;
    }
    if !is_about(draft, item, id) && !has_turned_up(draft, item, seen) {
        keep(draft, item, id, seen);
        return;
    }
    match seen {
        Seen::At(place) => put(draft, item, place, title),
        Seen::InHands => lend_as_seen(draft, &row.view, item, title),
        Seen::Nowhere if draft.is_own(item) => release(draft, id),
        // It was scanned elsewhere since, whatever was believed here.
        Seen::Nowhere => draft.unplace(item),
    }
}

/// What was damaged or is known to be missing keeps that word, which is closer than "withdrawn".
fn put(draft: &mut Draft<'_>, item: &ItemId, place: Place, title: &str) {
    let known = draft.place_of(item);
    if place == Place::ToLookFor && known == Some(Place::Damaged) {
        return;
    }
    draft.place(item, place, title);
}

/// Lets go of everything that was on a journey which does not take place, or has ended: what is in the house is put back.
pub(super) fn release(draft: &mut Draft<'_>, id: JourneyId) {
    if planted(Fault::ReleaseForgotten) {
        return;
    }
    for item in draft.items_on(id) {
        let title = draft.title_of(&item);
        match draft.place_of(&item) {
            Some(Place::Committed(_)) => {
                draft.unplace(&item);
                // Others may have been told meanwhile that no copy is free.
                draft.report(Report::Available(item));
            }
            Some(Place::Travelling(_)) => draft.unplace(&item),
            Some(Place::InCrate(_) | Place::OnHoldShelf(_)) => {
                let place = if draft.is_own(&item) {
                    Place::ToShelve(Some(id))
                } else {
                    Place::ToReturn(Some(id))
                };
                draft.place(&item, place, &title);
            }
            Some(Place::ToReturn(_)) => draft.unplace(&item),
            Some(
                Place::ToShelve(_)
                | Place::Lent(_)
                | Place::ToLookFor
                | Place::Damaged
                | Place::Lost
                | Place::InHouse,
            )
            | None => {}
        }
    }
}

fn lent_by(place: Place) -> Option<u64> {
    match place {
        Place::Lent(loan) => Some(loan),
        Place::Committed(_)
        | Place::InCrate(_)
        | Place::Travelling(_)
        | Place::OnHoldShelf(_)
        | Place::ToReturn(_)
        | Place::ToShelve(_)
        | Place::ToLookFor
        | Place::Damaged
        | Place::Lost
        | Place::InHouse => None,
    }
}

/// What a view makes of an item that is lent here.
fn settle_lent(draft: &mut Draft<'_>, view: &JourneyView, item: &ItemId, loan: u64, seen: Seen) {
    let Some(row) = draft.get::<LoanRow>(&loan) else {
        return;
    };
    if row.journey != Some(view.id) {
        keep(draft, item, view.id, seen);
        return;
    }
    match seen {
        Seen::InHands => {}
        Seen::At(Place::Lost | Place::ToLookFor) => {}
        Seen::At(place) => {
            close_loan(draft, loan);
            draft.place(item, place, &row.title);
        }
        Seen::Nowhere => {
            close_loan(draft, loan);
            draft.unplace(item);
        }
    }
}

/// Says whether what is known of an item is known from this journey, or from one that is over.
fn is_about(draft: &Draft<'_>, item: &ItemId, id: JourneyId) -> bool {
    let Some(place) = draft.place_of(item) else {
        return true;
    };
    match (place, place.journey()) {
        (_, Some(known)) if known == id => true,
        (Place::ToShelve(_), _) => false,
        (_, Some(known)) => draft
            .get::<JourneyRow>(&known)
            .is_none_or(|row| row.ended.is_some()),
        (Place::ToReturn(None), None) => true,
        // What is missing or broken follows the journey on which that was found out.
        (Place::ToLookFor | Place::Damaged | Place::Lost, None) => false,
        (_, None) => false,
    }
}

/// What was missing here has been scanned elsewhere: it is on its way.
fn has_turned_up(draft: &Draft<'_>, item: &ItemId, seen: Seen) -> bool {
    let missing = matches!(draft.place_of(item), Some(Place::ToLookFor | Place::Lost));
    missing && matches!(seen, Seen::At(Place::Travelling(_)))
}

/// An item that is kept here for another reason stays: who was promised it hears so, and the desk sees both.
fn keep(draft: &mut Draft<'_>, item: &ItemId, id: JourneyId, seen: Seen) {
    if !matches!(seen, Seen::At(Place::Committed(_))) || !draft.is_own(item) {
        return;
    }
    let title = draft.title_of(item);
    draft.conflict(ConflictKind::PromisedAndKept, item, Some(id));
    let no = ScanKind::Refused(SupplyFailure::NoCopy);
    draft.say_scan(item, Some(id), no, &title);
}

/// Reads a view with the eyes of one library; nothing where no item is under way.
fn seen(view: &JourneyView, here: &LibraryId) -> Option<Seen> {
    let JourneyStage::Under {
        item, state, at, ..
    } = &view.stage
    else {
        return None;
    };
    let own = item.library == *here;
    let is_here = at == here;
    let elsewhere = if own {
        Seen::At(Place::Travelling(view.id))
    } else {
        Seen::Nowhere
    };
    Some(match state {
        JourneyState::ToPull if own => Seen::At(Place::Committed(view.id)),
        JourneyState::ToPull => Seen::Nowhere,
        JourneyState::ToShip if is_here => Seen::At(Place::InCrate(view.id)),
        JourneyState::ToShip | JourneyState::InTransit => elsewhere,
        JourneyState::AtPickup if is_here && is_in_hands(view) => Seen::InHands,
        JourneyState::AtPickup if is_here => Seen::At(Place::OnHoldShelf(view.id)),
        JourneyState::AtPickup => elsewhere,
        JourneyState::ToReturn if is_here && own => Seen::At(Place::ToShelve(Some(view.id))),
        JourneyState::ToReturn if is_here => Seen::At(Place::ToReturn(Some(view.id))),
        JourneyState::ToReturn => elsewhere,
        JourneyState::Home => Seen::Nowhere,
        JourneyState::Withdrawn if own => Seen::At(Place::ToLookFor),
        JourneyState::Lost if own => Seen::At(Place::Lost),
        JourneyState::Withdrawn | JourneyState::Lost => Seen::Nowhere,
    })
}

fn is_in_hands(view: &JourneyView) -> bool {
    let served = view.serves.as_ref();
    served.is_some_and(|served| served.state.is_in_hands())
}
