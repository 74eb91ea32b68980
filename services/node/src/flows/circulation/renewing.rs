//! May a loan go on, or must it end early? The due date moves, and the ladder of reminders begins anew.

use super::check_out::loan_of;
use crate::draft::{About, Draft};
use crate::flows::notices::drop_notices_of_loan;
use crate::flows::patrons::{facts_of, policy_of, touch};
use crate::ledger::{LoanRow, NodeState, StaffAct};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::circulation::{Borrower, Loan, decide_recall, decide_renewal};
use navette_domain::identity::{ItemId, StaffId};
use navette_domain::lending::Report;
use navette_domain::time::{Day, Now};
use navette_store::ledger::Commit;
use std::collections::BTreeMap;

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Prolongs the loan of an item; gives the new due date. `waiting` counts the others who wait for it, as far as the
    /// territory's queue is known to the caller; without a line, none.
    pub fn renew(
        &self,
        item: ItemId,
        waiting: u32,
        by: Option<StaffId>,
        now: Now,
    ) -> Result<Day, DeskRefusal> {
        self.command(now, move |draft| {
            let number = loan_of(draft, &item)?;
            let row = draft
                .get::<LoanRow>(&number)
                .ok_or_else(|| DeskRefusal::NotLent(item.clone()))?;
            let settings = draft.settings;
            let facts = facts_of(draft, &row.loan.borrower);
            let policy = policy_of(draft, facts.as_ref());
            let is_open = |day: Day| settings.is_open(day);
            let renewed = decide_renewal(&row.loan, policy, waiting, draft.today(), &is_open)?;
            move_due_date(draft, number, row, renewed.next);
            if let Some(by) = by {
                draft.note(by, StaffAct::Renewed, About::item(&item));
            }
            Ok(renewed.due)
        })
    }

    /// Calls an item back that is lent here; gives the day by which it must be back.
    pub fn recall(&self, item: ItemId, by: StaffId, now: Now) -> Result<Day, DeskRefusal> {
        self.command(now, move |draft| {
            let number = loan_of(draft, &item)?;
            let row = draft
                .get::<LoanRow>(&number)
                .ok_or_else(|| DeskRefusal::NotLent(item.clone()))?;
            let settings = draft.settings;
            let is_open = |day: Day| settings.is_open(day);
            let recalled = decide_recall(&row.loan, draft.today(), &is_open)?;
            let due = recalled.due;
            move_due_date(draft, number, row, recalled);
            crate::flows::notices::tell_recalled(draft, number);
            draft.note(by, StaffAct::Renewed, About::item(&item));
            Ok(due)
        })
    }
}

fn move_due_date(draft: &mut Draft<'_>, number: u64, row: LoanRow, next: Loan) {
    let due = next.due;
    drop_notices_of_loan(draft, number);
    if let Borrower::Patron(patron) = next.borrower {
        touch(draft, patron);
    }
    if let Some(request) = row.request {
        draft.report(Report::DueChanged(request, due));
    }
    let row = LoanRow {
        loan: next,
        told: BTreeMap::new(),
        ..row
    };
    draft.put(number, row);
}
