//! What does the federator not know yet, and what has it heard? Reports in order, kept until they are acknowledged.

use super::settling::settle;
use crate::draft::Draft;
use crate::ledger::{JourneyRow, NodeState, ReportRow};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::identity::JourneyId;
use navette_domain::lending::Report;
use navette_domain::time::Now;
use navette_store::ledger::Commit;
use std::sync::atomic::Ordering;

/// Most reports handed out at once.
const HANDED_OUT_MAX: usize = 1_000;

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Gives the oldest reports that are not acknowledged, in order, with their numbers; at most 1,000.
    pub fn next_reports(&self, limit: usize) -> Result<Vec<(u64, Report)>, DeskRefusal> {
        let handed_out = self.surroundings().handed_out;
        let reports = self.ledger().read(move |state| {
            let outbox = state.tables().outbox.iter();
            let next: Vec<(u64, Report)> = outbox
                .take(limit.min(HANDED_OUT_MAX))
                .map(|(number, row)| (*number, row.report.clone()))
                .collect();
            // Marked in the ledger's own turn, so that no scan is withdrawn that is already on its way.
            if let Some((newest, _)) = next.last() {
                let _ = handed_out.fetch_max(*newest, Ordering::SeqCst);
            }
            next
        })?;
        Ok(reports)
    }

    /// Takes note that the federator has saved all reports up to this number.
    pub fn acknowledged(&self, through: u64, now: Now) -> Result<(), DeskRefusal> {
        self.change(now, move |draft| {
            take_acknowledgement(draft, through);
            Ok(())
        })
    }

    /// Counts the reports that are not acknowledged.
    pub fn waiting_reports(&self) -> Result<usize, DeskRefusal> {
        Ok(self.ledger().read(|state| state.tables().outbox.len())?)
    }
}

fn take_acknowledgement(draft: &mut Draft<'_>, through: u64) {
    // Nobody can have heard what was never said: a number beyond the newest is somebody else's.
    if through > draft.meta().last_report || through <= draft.meta().acknowledged {
        return;
    }
    let heard: Vec<(u64, Option<JourneyId>)> = draft
        .state
        .tables()
        .outbox
        .range(..=through)
        .map(|(number, row)| (*number, journey_of(&row.report)))
        .collect();
    draft.meta_mut().acknowledged = through;
    for (number, journey) in heard {
        draft.remove::<ReportRow>(number);
        let Some(journey) = journey else { continue };
        // A view that came before the acknowledgement, and took the report into account, was held back until now.
        if draft
            .get::<JourneyRow>(&journey)
            .is_some_and(|row| row.said == Some(number))
        {
            settle(draft, journey);
        }
    }
}

fn journey_of(report: &Report) -> Option<JourneyId> {
    match report {
        Report::Committed { journey, .. } | Report::Declined { journey, .. } => Some(*journey),
        Report::Scanned(scan) => scan.journey,
        Report::Placed(_)
        | Report::HomeRefused(_)
        | Report::Cancelled(_)
        | Report::Suspended(..)
        | Report::Resumed(_)
        | Report::Undone { .. }
        | Report::Told(_)
        | Report::DueChanged(..)
        | Report::Settled(_)
        | Report::Available(_)
        | Report::CaughtUp => None,
    }
}
