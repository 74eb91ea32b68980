//! What is there to do at the desk? Each item, request and journey stands on one list at most.

use super::slips::code_of;
use super::van::destination;
use super::work_entries::{Entry, WorkList, entries, page_of};
use crate::draft::Draft;
use crate::flows::notices::{ToTell, list_to_tell};
use crate::ledger::{ConflictRow, NodeState, Place, VisitOverRow};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::catalogue::LibraryId;
use navette_domain::identity::{ItemId, JourneyId, RequestId};
use navette_domain::lending::JourneyStage;
use navette_domain::time::{Day, Now, Timestamp};
use navette_store::ledger::Commit;
use std::collections::BTreeMap;

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
    /// What visitors asked for in vain.
    pub visits_over: Vec<(u64, VisitOverRow)>,
}

/// A line of one list.
#[derive(Clone, Debug)]
pub enum WorkLine {
    /// Something to do with an item.
    Item(Box<ListedItem>),
    /// Somebody to tell.
    ToTell(Box<ToTell>),
    /// A conflict, by its number.
    Conflict(u64, ConflictRow),
    /// What a visitor asked for in vain, by its number.
    VisitOver(u64, VisitOverRow),
}

/// How long a list is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WorkCount {
    /// Lines.
    pub lines: usize,
    /// Of these, how many are late.
    pub late: usize,
}

/// A part of one list, and how long all lists are.
#[derive(Clone, Debug, Default)]
pub struct WorkPage {
    /// The lines asked for.
    pub lines: Vec<WorkLine>,
    /// Every list that is not empty.
    pub counts: BTreeMap<WorkList, WorkCount>,
}

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Gives everything there is to do.
    pub fn work_lists(&self, now: Now) -> Result<WorkLists, DeskRefusal> {
        self.look(now, |draft| {
            let mut lists = WorkLists::default();
            let mut by_list: BTreeMap<WorkList, Vec<Entry<'_>>> = BTreeMap::new();
            for entry in entries(draft) {
                by_list.entry(entry.list).or_default().push(entry);
            }
            for (list, lines) in by_list {
                let listed = match list {
                    WorkList::ToPull => &mut lists.to_pull,
                    WorkList::ToShip => &mut lists.to_ship,
                    WorkList::ToReceive => &mut lists.to_receive,
                    WorkList::OnHoldShelf => &mut lists.on_hold_shelf,
                    WorkList::ToReturn => &mut lists.to_return,
                    WorkList::Late => &mut lists.late,
                    WorkList::ToLookFor => &mut lists.to_look_for,
                    WorkList::ToTell | WorkList::Conflicts => continue,
                };
                let lines = page_of(draft, list, lines, 0, usize::MAX);
                *listed = lines.iter().map(|line| written(draft, line)).collect();
            }
            lists.to_tell = list_to_tell(draft);
            lists.conflicts = conflicts(draft).collect();
            lists.visits_over = visits_over(draft).collect();
            Ok(lists)
        })
    }

    /// Gives the lines of one list from a place on, at most so many, and the length of all.
    pub fn work_page(
        &self,
        list: WorkList,
        from: usize,
        size: usize,
        now: Now,
    ) -> Result<WorkPage, DeskRefusal> {
        self.look(now, move |draft| {
            let (items, mut counts) = draft.work_seen().page(draft, list, from, size);
            let to_tell = list_to_tell(draft);
            let late = to_tell.iter().filter(|one| one.escalated).count();
            let told = WorkCount {
                lines: to_tell.len(),
                late,
            };
            let met = WorkCount {
                lines: conflict_lines(draft).count(),
                late: 0,
            };
            counts.extend([(WorkList::ToTell, told), (WorkList::Conflicts, met)]);
            counts.retain(|_, count| count.lines > 0);
            let items = items.iter().map(|entry| written(draft, entry));
            let mut lines: Vec<WorkLine> =
                items.map(|line| WorkLine::Item(Box::new(line))).collect();
            if list == WorkList::ToTell {
                let told = to_tell.into_iter().skip(from).take(size);
                lines.extend(told.map(|one| WorkLine::ToTell(Box::new(one))));
            }
            if list == WorkList::Conflicts {
                lines.extend(conflict_lines(draft).skip(from).take(size));
            }
            Ok(WorkPage { lines, counts })
        })
    }
}

fn conflicts(draft: &Draft<'_>) -> impl Iterator<Item = (u64, ConflictRow)> {
    let conflicts = draft.state.tables().conflicts.iter();
    conflicts.map(|(number, row)| (*number, row.clone()))
}

fn visits_over(draft: &Draft<'_>) -> impl Iterator<Item = (u64, VisitOverRow)> {
    let visits = draft.state.tables().visits_over.iter();
    visits.map(|(number, row)| (*number, row.clone()))
}

fn conflict_lines(draft: &Draft<'_>) -> impl Iterator<Item = WorkLine> {
    let met = conflicts(draft).map(|(number, row)| WorkLine::Conflict(number, row));
    met.chain(visits_over(draft).map(|(number, row)| WorkLine::VisitOver(number, row)))
}

fn written(draft: &Draft<'_>, entry: &Entry<'_>) -> ListedItem {
    let Entry { item, row, .. } = *entry;
    let known = entry.known(draft);
    let mut line = ListedItem {
        item: item.clone(),
        title: String::new(),
        shelfmark: entry.shelfmark(draft).into_owned(),
        place: row.map(|row| row.place),
        journey: entry.journey,
        request: entry.request(),
        other: None,
        since: row.map(|row| row.since),
        deadline: entry.deadline(draft),
        promised: None,
        code: known.and_then(code_of),
        grams: 0,
    };
    if let Some(known) = known {
        let served = known.still_served();
        line.promised = served.and_then(|served| served.promised);
        line.other = served.map(|served| served.pickup.clone());
        if let JourneyStage::Under {
            title,
            grams,
            at,
            to,
            ..
        } = &known.view.stage
        {
            line.title.clone_from(title);
            line.grams = *grams;
            // What is on its way here comes from somewhere.
            line.other = Some(if row.is_none() { at } else { to }.clone());
        }
    }
    if let Some(row) = row {
        line.title.clone_from(&row.title);
        line.other = destination(draft, item).or(line.other);
    }
    line
}
