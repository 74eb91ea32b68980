//! What does a scan do? Looked up, then decided by where the item is; a scan outranks what the ledger believed.

use super::expected::{arrive, pull, take_unexpected};
use super::found::{find_again, put_back};
use super::looking_up::candidates;
use super::outcome::{Did, DoNow, ScanDone, ScanOutcome};
use super::recording::record;
use super::slips::{hold_shelf, is_awaited_here};
use crate::draft::Draft;
use crate::flows::circulation::{Who, lend, take_back};
use crate::ledger::{JourneyRow, NodeState, Place};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::catalogue::LibraryId;
use navette_domain::circulation::Override;
use navette_domain::identity::{Barcode, CardNumber, ItemId, JourneyId, StaffId};
use navette_domain::time::Now;
use navette_store::ledger::Commit;

/// What was scanned at the desk.
#[derive(Clone, Debug)]
pub struct Scanned {
    /// What the scanner read, or somebody typed.
    pub barcode: Barcode,
    /// The library, where a slip's code names it or a candidate was chosen.
    pub library: Option<LibraryId>,
    /// The card that lies on the desk: the item is lent to that own patron.
    pub card: Option<CardNumber>,
    /// What is overruled for this loan.
    pub overrides: Vec<Override>,
    /// Who scans.
    pub by: StaffId,
}

/// What was done with an item, before it is recorded.
pub(super) struct Moved {
    pub(super) did: Did,
    pub(super) do_now: DoNow,
    pub(super) journey: Option<JourneyId>,
    pub(super) to: Option<LibraryId>,
    pub(super) fee: Option<navette_domain::fees::Money>,
}

impl Moved {
    pub(super) fn new(did: Did, do_now: DoNow, journey: Option<JourneyId>) -> Self {
        Self {
            did,
            do_now,
            journey,
            to: None,
            fee: None,
        }
    }

    /// Says that it is on paper where the item goes.
    pub(super) fn with_slip(self, to: &LibraryId) -> Self {
        let to = Some(to.clone());
        Self { to, ..self }
    }
}

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Does what a scan means. Where two items could be meant, nothing changes and both are offered.
    pub fn scan(&self, scanned: Scanned, now: Now) -> Result<ScanOutcome, DeskRefusal> {
        self.command(now, move |draft| scan(draft, &scanned))
    }

    /// Takes back what a patron lays into a kiosk. What waits here for a person's hand is refused: a patron who scans it there
    /// takes no work off a desk's list.
    pub fn take_back_at_kiosk(
        &self,
        scanned: Scanned,
        now: Now,
    ) -> Result<ScanOutcome, DeskRefusal> {
        self.command(now, move |draft| {
            if let [only] = candidates(draft, &scanned.barcode, scanned.library.as_ref()).as_slice()
            {
                refuse_work_of_the_desk(&only.item, draft.place_of(&only.item))?;
            }
            scan(draft, &scanned)
        })
    }
}

fn refuse_work_of_the_desk(item: &ItemId, place: Option<Place>) -> Result<(), DeskRefusal> {
    match place {
        Some(
            Place::Committed(_) | Place::InCrate(_) | Place::OnHoldShelf(_) | Place::ToShelve(_),
        ) => Err(DeskRefusal::NotThere {
            item: item.clone(),
            place,
            act: "be taken back at a kiosk",
        }),
        Some(
            Place::Lent(_)
            | Place::Travelling(_)
            | Place::ToReturn(_)
            | Place::ToLookFor
            | Place::Damaged
            | Place::Lost
            | Place::InHouse,
        )
        | None => Ok(()),
    }
}

fn scan(draft: &mut Draft<'_>, scanned: &Scanned) -> Result<ScanOutcome, DeskRefusal> {
    let found = candidates(draft, &scanned.barcode, scanned.library.as_ref());
    let item = match found.as_slice() {
        [] => return scan_unknown(draft, scanned),
        [only] => only.item.clone(),
        _ => return Ok(ScanOutcome::Choose(found)),
    };
    if let Some(card) = &scanned.card {
        let patron = draft.state.indexes().cards.first(card);
        let who = Who::Patron(patron.ok_or(DeskRefusal::UnknownCard)?);
        let lent = lend(draft, &item, who, &scanned.overrides, scanned.by)?;
        let moved = Moved::new(Did::HandedOver, DoNow::Give(lent.due), lent.journey);
        return Ok(ScanOutcome::Done(Box::new(conclude(
            draft, &item, moved, scanned.by,
        ))));
    }
    let moved = act(draft, &item, scanned.by);
    Ok(ScanOutcome::Done(Box::new(conclude(
        draft, &item, moved, scanned.by,
    ))))
}

/// Nothing here has this barcode: a card perhaps, or another library's item that its slip names.
fn scan_unknown(draft: &mut Draft<'_>, scanned: &Scanned) -> Result<ScanOutcome, DeskRefusal> {
    let card = CardNumber::parse(scanned.barcode.as_str()).ok();
    let patron = card.and_then(|card| draft.state.indexes().cards.first(&card));
    if let (Some(patron), None) = (patron, &scanned.library) {
        return Ok(ScanOutcome::Card(patron));
    }
    match &scanned.library {
        Some(library) if library != draft.here() => {
            let item = ItemId {
                library: library.clone(),
                barcode: scanned.barcode.clone(),
            };
            let moved = take_unexpected(draft, &item);
            Ok(ScanOutcome::Done(Box::new(conclude(
                draft, &item, moved, scanned.by,
            ))))
        }
        Some(_) | None => Err(DeskRefusal::UnknownBarcode(scanned.barcode.clone())),
    }
}

fn act(draft: &mut Draft<'_>, item: &ItemId, by: StaffId) -> Moved {
    match draft.place_of(item) {
        Some(Place::Committed(journey)) => pull(draft, item, journey),
        Some(Place::InCrate(journey)) => in_crate(draft, item, journey),
        Some(Place::Travelling(journey)) => arrive(draft, item, journey),
        Some(Place::OnHoldShelf(journey)) => on_hold_shelf(draft, item, journey),
        Some(Place::Lent(loan)) => take_back_moved(draft, item, loan, by),
        Some(Place::ToReturn(journey)) => {
            let home = DoNow::SendHome(item.library.clone());
            Moved::new(Did::InCrateAlready, home, journey).with_slip(&item.library)
        }
        Some(Place::ToShelve(journey)) => put_back(draft, item, journey),
        Some(Place::ToLookFor | Place::Lost) => find_again(draft, item),
        Some(Place::Damaged) => Moved::new(Did::DamagedStill, DoNow::SetAside, None),
        Some(Place::InHouse) => {
            draft.unplace(item);
            Moved::new(Did::PutBack, DoNow::Shelve, None)
        }
        None => from_nowhere(draft, item),
    }
}

fn from_nowhere(draft: &mut Draft<'_>, item: &ItemId) -> Moved {
    match draft.state.indexes().journeys_of.of(item).last().copied() {
        Some(journey) => arrive(draft, item, journey),
        None if draft.is_own(item) => Moved::new(Did::BelongsOnShelf, DoNow::Shelve, None),
        None => take_unexpected(draft, item),
    }
}

fn in_crate(draft: &mut Draft<'_>, item: &ItemId, journey: JourneyId) -> Moved {
    let row = draft.get::<JourneyRow>(&journey);
    if let Some(row) = &row
        && is_awaited_here(draft, row)
    {
        return arrive(draft, item, journey);
    }
    let to = row.as_ref().and_then(JourneyRow::to);
    let to = to.unwrap_or(&item.library).clone();
    Moved::new(Did::InCrateAlready, DoNow::Crate(to.clone()), Some(journey)).with_slip(&to)
}

fn on_hold_shelf(draft: &Draft<'_>, item: &ItemId, journey: JourneyId) -> Moved {
    let here = draft.here().clone();
    let do_now = match draft.get::<JourneyRow>(&journey) {
        Some(row) => hold_shelf(draft, &row),
        None => DoNow::SendHome(item.library.clone()),
    };
    Moved::new(Did::OnHoldShelfAlready, do_now, Some(journey)).with_slip(&here)
}

fn take_back_moved(draft: &mut Draft<'_>, item: &ItemId, loan: u64, by: StaffId) -> Moved {
    let back = take_back(draft, item, loan, false, by);
    let fee = back.fee;
    let moved = match back.home {
        Some(library) => Moved::new(
            Did::TookBack,
            DoNow::SendHome(library.clone()),
            back.journey,
        )
        .with_slip(&library),
        None => Moved::new(Did::TookBack, DoNow::Shelve, back.journey),
    };
    Moved { fee, ..moved }
}

/// Records what was done and says it to the desk.
pub(super) fn conclude(
    draft: &mut Draft<'_>,
    item: &ItemId,
    moved: Moved,
    by: StaffId,
) -> ScanDone {
    let title = draft.title_of(item);
    let changed = !draft.changes().is_empty();
    let scan = changed.then(|| record(draft, by, item, moved.journey));
    let to = moved.to.as_ref();
    let slip = to.map(|to| super::slips::slip(draft, item, &title, moved.journey, to));
    ScanDone {
        scan,
        item: item.clone(),
        title,
        did: moved.did,
        do_now: moved.do_now,
        slip,
        fee: moved.fee,
    }
}
