//! May a scan be taken back? As long as nobody else has acted on it, and nothing else was done with the item here.

use crate::draft::{About, Draft};
use crate::faults::{Fault, planted};
use crate::flows::lending::settle;
use crate::ledger::{JourneyRow, NodeChange, NodeState, Place, ReportRow, ScanRow, StaffAct};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::catalogue::LibraryId;
use navette_domain::identity::{ItemId, JourneyId, StaffId};
use navette_domain::lending::{JourneyStage, LendingRefusal, Report};
use navette_domain::time::Now;
use navette_store::ledger::Commit;
use navette_store::stored_struct;

/// A scan that was taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    /// Which item.
    pub item: ItemId,
    /// Its title.
    pub title: String,
    /// The federator had perhaps heard of it already: it has the last word.
    pub provisional: bool,
}

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Takes a scan back: the rows it changed are as they were, and the federator hears of it, or never heard of the scan.
    pub fn undo(&self, scan: u64, by: StaffId, now: Now) -> Result<Undone, DeskRefusal> {
        self.command(now, move |draft| {
            let row = draft.get::<ScanRow>(&scan);
            let row = row.ok_or(DeskRefusal::UnknownScan(scan))?;
            if row.undone {
                return Err(DeskRefusal::UndoneAlready(scan));
            }
            if !planted(Fault::UndoneAnyway) {
                refuse_where_acted_on(draft, &row)?;
            }
            for changed in &row.rows {
                let before = NodeChange::read(&changed.key, changed.before.as_deref());
                draft.push(before.map_err(|_| DeskRefusal::UnknownScan(scan))?);
            }
            let provisional = !withdraw(draft, &row);
            if provisional {
                say_undone(draft, &row);
            }
            follow_what_was_said_since(draft, &row);
            let undone = true;
            let title = draft.title_of(&row.item);
            let item = row.item.clone();
            draft.put(scan, ScanRow { undone, ..row });
            draft.note(by, StaffAct::Undid, About::item(&item));
            Ok(Undone {
                item,
                title,
                provisional,
            })
        })
    }
}

/// The item is where it was before the scan, unless its journey's newest view has since said otherwise.
fn follow_what_was_said_since(draft: &mut Draft<'_>, row: &ScanRow) {
    if let Some(journey) = draft.place_of(&row.item).and_then(Place::journey) {
        settle(draft, journey);
    }
}

/// Refuses where a row is no longer as the scan left it.
fn refuse_where_acted_on(draft: &Draft<'_>, row: &ScanRow) -> Result<(), DeskRefusal> {
    let mut changed = row.rows.iter().filter(|changed| {
        let after = NodeChange::read(&changed.key, changed.after.as_deref());
        after.is_ok_and(|after| draft.state.tables().value_now(&after) != changed.after)
    });
    let as_it_left_it = changed.next().is_none();
    if as_it_left_it && !has_moved_on(draft, row) {
        return Ok(());
    }
    Err(match who_acted(draft, row) {
        Some(by) => LendingRefusal::ActedOnSince {
            item: row.item.clone(),
            by,
        }
        .into(),
        None => DeskRefusal::DoneSince(row.item.clone()),
    })
}

/// Says whether a scan's item has been scanned elsewhere since: what left the house may be at home already.
fn has_moved_on(draft: &Draft<'_>, row: &ScanRow) -> bool {
    let Some(journey) = row.journey.and_then(|id| draft.get::<JourneyRow>(&id)) else {
        return false;
    };
    let heard = row
        .reports
        .last()
        .is_some_and(|last| journey.heard >= *last);
    let elsewhere = match &journey.view.stage {
        JourneyStage::Under { at, .. } => at != draft.here(),
        JourneyStage::Asked(_) | JourneyStage::Void => false,
    };
    heard && elsewhere
}

/// Names who acted on a journey since, as far as its newest view tells; nobody where that view does not know of the scan.
fn who_acted(draft: &Draft<'_>, row: &ScanRow) -> Option<LibraryId> {
    let journey = draft.get::<JourneyRow>(&row.journey?)?;
    let heard = row
        .reports
        .last()
        .is_some_and(|last| journey.heard >= *last);
    if !heard {
        return None;
    }
    let served = journey.view.serves.as_ref();
    let parties = match &journey.view.stage {
        JourneyStage::Under { at, to, .. } => vec![at, to],
        JourneyStage::Asked(_) | JourneyStage::Void => Vec::new(),
    };
    let others = parties
        .into_iter()
        .chain(served.map(|served| &served.home))
        .chain([&journey.view.lender]);
    let other = others.into_iter().find(|library| *library != draft.here());
    Some(other.unwrap_or(draft.here()).clone())
}

/// Takes the scan's reports out of the outbox, where they are the newest and have not left this process.
fn withdraw(draft: &mut Draft<'_>, row: &ScanRow) -> bool {
    let Some(first) = row.reports.first().copied() else {
        return true;
    };
    let newest = draft.meta().last_report;
    let count = row.reports.len() as u64;
    let are_the_newest = row.reports.last() == Some(&newest) && first + count == newest + 1;
    if !are_the_newest || first <= draft.handed_out() {
        return false;
    }
    for number in &row.reports {
        draft.remove::<ReportRow>(*number);
    }
    draft.meta_mut().last_report = first - 1;
    if let Some(journey) = row.journey {
        say_less(draft, journey, first);
    }
    true
}

/// The own last word on a journey is the newest that is left.
fn say_less(draft: &mut Draft<'_>, journey: JourneyId, first: u64) {
    let Some(known) = draft.get::<JourneyRow>(&journey) else {
        return;
    };
    let left = draft.state.tables().outbox.range(..first).rev();
    let said = left
        .filter(|(_, row)| match &row.report {
            Report::Scanned(scan) => scan.journey == Some(journey),
            Report::Committed { journey: on, .. } | Report::Declined { journey: on, .. } => {
                *on == journey
            }
            _ => false,
        })
        .map(|(number, _)| *number)
        .next();
    draft.put(journey, JourneyRow { said, ..known });
}

/// Tells the federator which scans are taken back, the newest first.
fn say_undone(draft: &mut Draft<'_>, row: &ScanRow) {
    for report in row.reports.iter().rev() {
        // What is acknowledged is no longer in the outbox: it may have been a scan, and the federator knows.
        let waiting = draft.state.tables().outbox.get(report);
        let scanned = waiting.is_none_or(|waiting| matches!(waiting.report, Report::Scanned(_)));
        if !scanned {
            continue;
        }
        let undone = Report::Undone {
            item: row.item.clone(),
            report: *report,
        };
        match row.journey {
            Some(journey) => draft.say(journey, undone),
            None => draft.report(undone),
        };
    }
}

stored_struct!(Undone {
    item,
    title,
    provisional
});
