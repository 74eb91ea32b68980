//! What is there to do at the desk? Each item, request and journey stands on one list at most.

use super::slips::{code_of, kept_until, still_served};
use super::van::destination;
use crate::draft::Draft;
use crate::flows::notices::{ToTell, list_to_tell};
use crate::ledger::{ConflictRow, ItemRow, JourneyRow, LoanRow, NodeState, Place};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::catalogue::LibraryId;
use navette_domain::circulation::LoanState;
use navette_domain::identity::{ItemId, JourneyId, RequestId};
use navette_domain::lending::{JourneyStage, JourneyState};
use navette_domain::time::{Day, Now, Timestamp};
use navette_store::ledger::Commit;

/// A line of a list of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedItem {
    /// Which item.
    pub item: ItemId,
    /// Its title.
    pub title: String,
    /// Where it stands in its own library.
    pub shelfmark: String,
    /// Where it is here; nothing where it is still on its way.
    pub place: Option<Place>,
    /// On which journey.
    pub journey: Option<JourneyId>,
    /// For which request.
    pub request: Option<RequestId>,
    /// Where it goes, or comes from.
    pub other: Option<LibraryId>,
    /// Since when it is there, by this node's clock.
    pub since: Option<Timestamp>,
    /// Until when somebody must act, by the federator's clock; on the hold shelf, until when it is kept.
    pub deadline: Option<Timestamp>,
    /// The day it is promised for.
    pub promised: Option<Day>,
    /// The code it is collected under.
    pub code: Option<String>,
    /// What it weighs, in grams.
    pub grams: u32,
}

/// All lists of a desk.
#[derive(Clone, Debug, Default)]
pub struct WorkLists {
    /// Own items to take off their shelf, in the order of the shelves.
    pub to_pull: Vec<ListedItem>,
    /// Items in a crate, waiting for the van.
    pub to_ship: Vec<ListedItem>,
    /// Items on their way here, and those that wait to be scanned onto the hold shelf.
    pub to_receive: Vec<ListedItem>,
    /// Items on the hold shelf.
    pub on_hold_shelf: Vec<ListedItem>,
    /// Items to be sent home, and own items to be put back.
    pub to_return: Vec<ListedItem>,
    /// Items whose deadline has passed.
    pub late: Vec<ListedItem>,
    /// Items that are not where they should be.
    pub to_look_for: Vec<ListedItem>,
    /// Patrons whom somebody must tell.
    pub to_tell: Vec<ToTell>,
    /// Where two truths met.
    pub conflicts: Vec<(u64, ConflictRow)>,
}

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Gives everything there is to do.
    pub fn work_lists(&self, now: Now) -> Result<WorkLists, DeskRefusal> {
        self.look(now, |draft| {
            let mut lists = WorkLists::default();
            for (item, row) in &draft.state.tables().items {
                list_item(draft, item, row, &mut lists);
            }
            for (id, row) in &draft.state.tables().journeys {
                list_expected(draft, *id, row, &mut lists);
            }
            lists.to_pull.sort_by(|one, other| {
                (&one.shelfmark, &one.item).cmp(&(&other.shelfmark, &other.item))
            });
            lists.to_tell = list_to_tell(draft);
            let conflicts = draft.state.tables().conflicts.iter();
            lists.conflicts = conflicts
                .map(|(number, row)| (*number, row.clone()))
                .collect();
            Ok(lists)
        })
    }
}

fn list_item(draft: &Draft<'_>, item: &ItemId, row: &ItemRow, lists: &mut WorkLists) {
    let line = line(draft, item, row);
    let late = row
        .place
        .journey()
        .and_then(|journey| draft.get::<JourneyRow>(&journey))
        .is_some_and(|journey| journey.view.late && journey.ended.is_none());
    let list = match row.place {
        Place::Committed(_)
        | Place::InCrate(_)
        | Place::OnHoldShelf(_)
        | Place::ToReturn(_)
        | Place::ToShelve(_)
            if late =>
        {
            &mut lists.late
        }
        Place::Committed(_) => &mut lists.to_pull,
        Place::InCrate(_) if line.other.as_ref() == Some(draft.here()) => &mut lists.to_receive,
        Place::InCrate(_) => &mut lists.to_ship,
        Place::OnHoldShelf(_) => &mut lists.on_hold_shelf,
        Place::ToReturn(_) | Place::ToShelve(_) => &mut lists.to_return,
        Place::ToLookFor | Place::Lost => &mut lists.to_look_for,
        Place::Lent(loan) if is_looked_for(draft, loan) => &mut lists.to_look_for,
        // Somebody else has them, or they are where they should be for now.
        Place::Lent(_) | Place::Travelling(_) | Place::Damaged | Place::InHouse => return,
    };
    list.push(line);
}

/// Says whether a borrower says that it is back, and the desk looks for it.
fn is_looked_for(draft: &Draft<'_>, loan: u64) -> bool {
    draft
        .get::<LoanRow>(&loan)
        .is_some_and(|row| match row.loan.state {
            LoanState::ClaimedReturned { .. } => true,
            LoanState::OnLoan
            | LoanState::Lost { .. }
            | LoanState::Damaged { .. }
            | LoanState::Returned { .. } => false,
        })
}

/// Lists what is on its way here and has not arrived.
fn list_expected(draft: &Draft<'_>, id: JourneyId, row: &JourneyRow, lists: &mut WorkLists) {
    let JourneyStage::Under {
        item,
        state: JourneyState::InTransit,
        to,
        ..
    } = &row.view.stage
    else {
        return;
    };
    let place = draft.place_of(item);
    let arrived = !matches!(place, None | Some(Place::Travelling(_)));
    if to != draft.here() || arrived || row.is_ahead() {
        return;
    }
    let mut line = of_journey(draft, item, row);
    line.journey = Some(id);
    if let JourneyStage::Under { at, .. } = &row.view.stage {
        line.other = Some(at.clone());
    }
    if row.view.late {
        lists.late.push(line);
    } else {
        lists.to_receive.push(line);
    }
}

fn line(draft: &Draft<'_>, item: &ItemId, row: &ItemRow) -> ListedItem {
    let journey = row.place.journey();
    let known = journey.and_then(|journey| draft.get::<JourneyRow>(&journey));
    let mut line = match &known {
        Some(known) => of_journey(draft, item, known),
        None => bare(draft, item),
    };
    line.journey = journey;
    line.title.clone_from(&row.title);
    line.place = Some(row.place);
    line.since = Some(row.since);
    if matches!(row.place, Place::OnHoldShelf(_)) {
        line.deadline = line.request.and_then(|id| kept_until(draft, id));
    }
    if let Some(to) = destination(draft, item) {
        line.other = Some(to);
    }
    line
}

fn of_journey(draft: &Draft<'_>, item: &ItemId, row: &JourneyRow) -> ListedItem {
    let mut line = bare(draft, item);
    if let JourneyStage::Under {
        title,
        shelfmark,
        grams,
        to,
        ..
    } = &row.view.stage
    {
        line.title.clone_from(title);
        line.shelfmark.clone_from(shelfmark);
        line.grams = *grams;
        line.other = Some(to.clone());
    }
    let served = still_served(row);
    line.request = served.map(|served| served.request);
    line.promised = served.and_then(|served| served.promised);
    if line.other.is_none() {
        line.other = served.map(|served| served.pickup.clone());
    }
    line.code = code_of(row);
    line.deadline = row.view.deadline;
    line
}

fn bare(draft: &Draft<'_>, item: &ItemId) -> ListedItem {
    let copy = draft.shelf_item(item);
    ListedItem {
        item: item.clone(),
        title: draft.title_of(item),
        shelfmark: copy.map(|copy| copy.shelfmark).unwrap_or_default(),
        place: None,
        journey: None,
        request: None,
        other: None,
        since: None,
        deadline: None,
        promised: None,
        code: None,
        grams: 0,
    }
}
