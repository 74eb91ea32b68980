//! What can the desk say of an item that no scan can? Each word stands for a scan, and can be taken back like one.

use super::outcome::{Did, DoNow, ScanDone};
use super::recording::record;
use super::scanning::{Moved, conclude};
use crate::draft::{About, Draft};
use crate::ledger::{JourneyRow, NodeState, Place, StaffAct};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::identity::{ItemId, JourneyId, StaffId};
use navette_domain::lending::{Report, ScanKind, SupplyFailure};
use navette_domain::patrons::Reason;
use navette_domain::time::Now;
use navette_store::ledger::Commit;

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Takes note that an item to be pulled is not on its shelf; gives the number under which that can be taken back.
    pub fn not_found(&self, item: ItemId, by: StaffId, now: Now) -> Result<u64, DeskRefusal> {
        self.command(now, move |draft| {
            let journey = to_be_sent(draft, &item, "be reported as not found")?;
            say(draft, &item, Some(journey), ScanKind::NotFound);
            move_to(draft, &item, Some(Place::ToLookFor));
            Ok(record(draft, by, &item, Some(journey)))
        })
    }

    /// Takes note that an item is not lent: this copy, or nothing of this library to this request.
    pub fn refuse(
        &self,
        item: ItemId,
        whole_library: bool,
        reason: Reason,
        by: StaffId,
        now: Now,
    ) -> Result<u64, DeskRefusal> {
        self.command(now, move |draft| {
            let journey = to_be_sent(draft, &item, "be refused")?;
            let why = if whole_library {
                SupplyFailure::LibraryRefused
            } else {
                SupplyFailure::CopyRefused
            };
            let pulled = matches!(draft.place_of(&item), Some(Place::InCrate(_)));
            say(draft, &item, Some(journey), ScanKind::Refused(why));
            move_to(
                draft,
                &item,
                pulled.then_some(Place::ToShelve(Some(journey))),
            );
            let about = About {
                reason: Some(&reason),
                ..About::item(&item)
            };
            draft.note(by, StaffAct::Scanned, about);
            Ok(record(draft, by, &item, Some(journey)))
        })
    }

    /// Takes an item off the hold shelf that nobody came for.
    pub fn not_collected(
        &self,
        item: ItemId,
        by: StaffId,
        now: Now,
    ) -> Result<ScanDone, DeskRefusal> {
        self.command(now, move |draft| {
            let journey = on_hold_shelf(draft, &item, "be taken off the hold shelf")?;
            say(draft, &item, Some(journey), ScanKind::NotCollected);
            let own = draft.is_own(&item);
            let moved = if own {
                move_to(draft, &item, Some(Place::ToShelve(Some(journey))));
                Moved::new(Did::PutBack, DoNow::Shelve, Some(journey))
            } else {
                move_to(draft, &item, Some(Place::ToReturn(Some(journey))));
                let home = DoNow::SendHome(item.library.clone());
                Moved::new(Did::PutBack, home, Some(journey)).with_slip(&item.library)
            };
            Ok(conclude(draft, &item, moved, by))
        })
    }

    /// Takes note that an item is no longer on the hold shelf: it is looked for, and another lender is asked.
    pub fn missing_from_shelf(
        &self,
        item: ItemId,
        by: StaffId,
        now: Now,
    ) -> Result<u64, DeskRefusal> {
        self.command(now, move |draft| {
            let journey = on_hold_shelf(draft, &item, "be missing from the hold shelf")?;
            say(draft, &item, Some(journey), ScanKind::MissingFromShelf);
            let own = draft.is_own(&item);
            move_to(draft, &item, own.then_some(Place::ToLookFor));
            Ok(record(draft, by, &item, Some(journey)))
        })
    }

    /// Takes note that an item came to harm here that is not lent from here.
    pub fn damage(&self, item: ItemId, by: StaffId, now: Now) -> Result<u64, DeskRefusal> {
        self.command(now, move |draft| {
            let journey = at_hand(draft, &item, "be damaged")?;
            if let Some(journey) = journey {
                say(draft, &item, Some(journey), ScanKind::Damaged);
            }
            let place = if draft.is_own(&item) {
                Place::Damaged
            } else {
                Place::ToReturn(journey)
            };
            move_to(draft, &item, Some(place));
            Ok(record(draft, by, &item, journey))
        })
    }

    /// Gives an item up that is not lent from here.
    pub fn give_up(&self, item: ItemId, by: StaffId, now: Now) -> Result<u64, DeskRefusal> {
        self.command(now, move |draft| {
            let journey = at_hand(draft, &item, "be given up")?;
            if let Some(journey) = journey {
                say(draft, &item, Some(journey), ScanKind::Lost);
            }
            let own = draft.is_own(&item);
            move_to(draft, &item, own.then_some(Place::Lost));
            Ok(record(draft, by, &item, journey))
        })
    }

    /// Takes note that a damaged item can be lent again.
    pub fn repaired(&self, item: ItemId, by: StaffId, now: Now) -> Result<u64, DeskRefusal> {
        self.command(now, move |draft| {
            if draft.place_of(&item) != Some(Place::Damaged) {
                return Err(not_there(draft, &item, "be repaired"));
            }
            draft.unplace(&item);
            draft.report(Report::Available(item.clone()));
            Ok(record(draft, by, &item, None))
        })
    }
}

pub(super) fn say(
    draft: &mut Draft<'_>,
    item: &ItemId,
    journey: Option<JourneyId>,
    what: ScanKind,
) {
    let title = draft.title_of(item);
    draft.say_scan(item, journey, what, &title);
}

/// Puts an item at a place, or simply onto its shelf.
fn move_to(draft: &mut Draft<'_>, item: &ItemId, place: Option<Place>) {
    let title = draft.title_of(item);
    match place {
        Some(place) => draft.place(item, place, &title),
        None => draft.unplace(item),
    }
}

/// The journey of an own item that is promised and has not left.
fn to_be_sent(
    draft: &Draft<'_>,
    item: &ItemId,
    act: &'static str,
) -> Result<JourneyId, DeskRefusal> {
    match draft.place_of(item) {
        Some(Place::Committed(journey) | Place::InCrate(journey)) if draft.is_own(item) => {
            Ok(journey)
        }
        _ => Err(not_there(draft, item, act)),
    }
}

fn on_hold_shelf(
    draft: &Draft<'_>,
    item: &ItemId,
    act: &'static str,
) -> Result<JourneyId, DeskRefusal> {
    match draft.place_of(item) {
        Some(Place::OnHoldShelf(journey)) => Ok(journey),
        _ => Err(not_there(draft, item, act)),
    }
}

/// The journey of an item that is known here and not lent from here, if it is on one.
fn at_hand(
    draft: &Draft<'_>,
    item: &ItemId,
    act: &'static str,
) -> Result<Option<JourneyId>, DeskRefusal> {
    let place = draft.place_of(item);
    let journey = place.and_then(Place::journey).or_else(|| {
        let open = draft.state.indexes().journeys_of.of(item);
        let known = |id: &JourneyId| draft.get::<JourneyRow>(id).is_some();
        open.last().copied().filter(known)
    });
    let known = journey.is_some() || place.is_some() || draft.shelf_item(item).is_some();
    match place {
        Some(Place::Lent(_)) => Err(not_there(draft, item, act)),
        _ if known => Ok(journey),
        _ => Err(DeskRefusal::UnknownBarcode(item.barcode.clone())),
    }
}

pub(super) fn not_there(draft: &Draft<'_>, item: &ItemId, act: &'static str) -> DeskRefusal {
    DeskRefusal::NotThere {
        item: item.clone(),
        place: draft.place_of(item),
        act,
    }
}
