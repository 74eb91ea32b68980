//! What does a new day bring for the loans of own patrons and those handed over here? Reminders, and at last: presumed lost.

use super::loans::collected_elsewhere;
use super::loss::{begin_loss, price_of};
use crate::draft::Draft;
use crate::flows::notices::{tell_of_loan, tell_of_loan_elsewhere};
use crate::ledger::{LoanRow, NodeState, OwnRequest};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::circulation::{Borrower, LossEvent, OverdueStep, rung_due, step_due};
use navette_domain::identity::PatronNumber;
use navette_domain::time::Now;
use navette_store::ledger::Commit;
use std::collections::BTreeSet;

/// Most loans whose state one tick changes; the rest follow at the next.
const CHANGED_MAX: usize = 2_000;

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Does what is due by now: reminders, overdue letters, presumed losses. Once a day is enough, more often does no harm.
    /// Gives how many loans changed.
    pub fn tick(&self, now: Now) -> Result<usize, DeskRefusal> {
        self.change(now, |draft| {
            let open: Vec<u64> = draft
                .state
                .tables()
                .loans
                .iter()
                .filter(|(_, row)| row.is_open())
                .map(|(number, _)| *number)
                .collect();
            let mut changed = 0;
            for number in open {
                if changed < CHANGED_MAX && follow_loan(draft, number)? {
                    changed += 1;
                }
            }
            let patrons: Vec<PatronNumber> = draft.state.tables().patrons.keys().copied().collect();
            for patron in patrons {
                if changed < CHANGED_MAX {
                    changed += follow_elsewhere(draft, patron);
                }
            }
            Ok(changed)
        })
    }
}

fn follow_loan(draft: &mut Draft<'_>, number: u64) -> Result<bool, DeskRefusal> {
    let Some(row) = draft.get::<LoanRow>(&number) else {
        return Ok(false);
    };
    let mut changed = false;
    let told: BTreeSet<OverdueStep> = row.told.keys().copied().collect();
    if let Some(step) = step_due(&row.loan, draft.today(), &told)
        && let Borrower::Patron(patron) = row.loan.borrower
    {
        let mut row = row.clone();
        row.told.insert(step, draft.today());
        draft.put(number, row);
        tell_of_loan(draft, patron, number, step);
        changed = true;
    }
    let replacement = price_of(draft, &row.loan.item);
    Ok(begin_loss(draft, number, LossEvent::DayBegan { replacement })? || changed)
}

/// Who collected at another library is reminded by their own.
fn follow_elsewhere(draft: &mut Draft<'_>, patron: PatronNumber) -> usize {
    let collected: Vec<_> = collected_elsewhere(draft, patron)
        .filter_map(|(own, row)| Some((own.clone(), row.view.due?)))
        .collect();
    let mut changed = 0;
    for (own, due) in collected {
        let told = match own.reminded {
            Some((day, step)) if day == due => BTreeSet::from([step]),
            Some(_) | None => BTreeSet::new(),
        };
        if let Some(step) = rung_due(due, draft.today(), &told) {
            let id = own.placement.id;
            let reminded = Some((due, step));
            draft.put(id, OwnRequest { reminded, ..own });
            tell_of_loan_elsewhere(draft, patron, id, step, due);
            changed += 1;
        }
    }
    changed
}
