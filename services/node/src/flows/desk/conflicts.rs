//! Has somebody looked where two truths met? Then it leaves the list.

use crate::draft::About;
use crate::ledger::{ConflictRow, NodeState, StaffAct, VisitOverRow};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::identity::StaffId;
use navette_domain::time::Now;
use navette_store::ledger::Commit;

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Takes a conflict off the list: somebody has looked.
    pub fn resolve(&self, conflict: u64, by: StaffId, now: Now) -> Result<(), DeskRefusal> {
        self.act(now, move |draft| {
            if let Some(visit) = draft.get::<VisitOverRow>(&conflict) {
                draft.remove::<VisitOverRow>(conflict);
                let about = About {
                    request: Some(visit.request),
                    ..About::default()
                };
                draft.note(by, StaffAct::Resolved, about);
                return Ok(());
            }
            let row = draft.get::<ConflictRow>(&conflict);
            let row = row.ok_or(DeskRefusal::UnknownConflict(conflict))?;
            draft.remove::<ConflictRow>(conflict);
            draft.note(by, StaffAct::Resolved, About::item(&row.item));
            Ok(())
        })
    }
}
