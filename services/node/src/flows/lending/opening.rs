//! Is this ledger the one that was written last, or a backup of it? A restored one starts again under another name.

use super::numbering::{begin_numbering, note_placed};
use crate::draft::Draft;
use crate::ledger::{ConflictKind, NodeState, RequestRow};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::lending::Report;
use navette_domain::time::Now;
use navette_store::ledger::Commit;

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Compares the ledger's incarnation with the one under which it was written, and shows what only the last process knew.
    pub(crate) fn begin(&self, incarnation: u64, fresh: u128, now: Now) -> Result<(), DeskRefusal> {
        self.change(now, move |draft| {
            if draft.meta().incarnation == 0 {
                draft.meta_mut().incarnation = incarnation;
                draft.meta_mut().numbering = incarnation;
                draft.meta_mut().salt = fresh;
            } else if draft.meta().incarnation != incarnation {
                begin_restored(draft, incarnation);
            }
            show_unheard_visits(draft);
            Ok(())
        })
    }

    /// Says whether this ledger was restored and has not heard yet what is open.
    pub fn is_restoring(&self) -> Result<bool, DeskRefusal> {
        Ok(self.ledger().read(|state| state.meta().restoring)?)
    }
}

/// Cards of other libraries are in no store: what their libraries had not heard of when the process ended, a person must tell.
fn show_unheard_visits(draft: &mut Draft<'_>) {
    for row in draft.state.tables().loans.values() {
        if row.unconfirmed && row.is_open() {
            draft.conflict(ConflictKind::UnheardByHome, &row.loan.item, None);
        }
    }
}

fn begin_restored(draft: &mut Draft<'_>, incarnation: u64) {
    let meta = draft.meta_mut();
    meta.incarnation = incarnation;
    meta.restoring = true;
    meta.reconciling = true;
    meta.round += 1;
    let waiting = begin_numbering(draft, incarnation);
    // What the federator says is newer than this store.
    for (id, row) in &draft.state.tables().requests {
        let federator = 0;
        draft.put(
            *id,
            RequestRow {
                federator,
                ..row.clone()
            },
        );
    }
    for report in waiting {
        say_again(draft, &report);
    }
}

/// A patron's wish is still one after a restore; where an item is, is not.
fn say_again(draft: &mut Draft<'_>, report: &Report) {
    match report {
        Report::Placed(placement) => {
            let number = draft.report(report.clone());
            note_placed(draft, placement.id, number);
        }
        Report::HomeRefused(_)
        | Report::Cancelled(_)
        | Report::Suspended(..)
        | Report::Resumed(_)
        | Report::Settled(_) => {
            draft.report(report.clone());
        }
        Report::Scanned(scan) => {
            draft.conflict(ConflictKind::ScanLost, &scan.item, scan.journey);
        }
        Report::Committed { .. }
        | Report::Declined { .. }
        | Report::Undone { .. }
        | Report::Told(_)
        | Report::DueChanged(..)
        | Report::Available(_)
        | Report::CaughtUp => {}
    }
}
