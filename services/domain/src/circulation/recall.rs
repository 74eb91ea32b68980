//! How early may a lender want its item back? Never from one day to the next, and never later than was agreed.

use super::{IsOpen, Loan, LoanState, after_open_days, next_open_day};
use crate::identity::ItemId;
use crate::time::Day;

/// How many open days a borrower has from the recall on.
pub const RECALL_OPEN_DAYS: u16 = 7;
/// How many days a borrower has from the hand-over on, recalled or not.
pub const RECALL_DAYS_SINCE_LENT: i32 = 14;

/// Why an item is not called back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecallRefusal {
    /// It is not in the borrower's hands.
    #[error("item {item} is {state}")]
    NotOnLoan {
        /// Which item.
        item: ItemId,
        /// How the loan stands.
        state: LoanState,
    },
    /// It was called back before.
    #[error("item {item} was recalled on {on} already and is due on {due}")]
    Already {
        /// Which item.
        item: ItemId,
        /// When it was called back.
        on: Day,
        /// The last day in time.
        due: Day,
    },
}

/// Decides what a recall makes of a loan; gives the loan with its new due date.
///
/// The due date becomes the later of seven open days from today and a fortnight after the hand-over, but never later
/// than it was: a recall prolongs nothing.
pub fn decide_recall(loan: &Loan, today: Day, is_open: IsOpen<'_>) -> Result<Loan, RecallRefusal> {
    let item = || loan.item.clone();
    match loan.state {
        LoanState::OnLoan => {}
        LoanState::ClaimedReturned { .. }
        | LoanState::Lost { .. }
        | LoanState::Damaged { .. }
        | LoanState::Returned { .. } => {
            let (item, state) = (item(), loan.state);
            return Err(RecallRefusal::NotOnLoan { item, state });
        }
    }
    if let Some(on) = loan.recalled {
        let (item, due) = (item(), loan.due);
        return Err(RecallRefusal::Already { item, on, due });
    }
    let notice = after_open_days(today, RECALL_OPEN_DAYS, is_open);
    let reading = next_open_day(loan.lent_on.plus(RECALL_DAYS_SINCE_LENT), is_open);
    Ok(Loan {
        due: loan.due.min(notice.max(reading)),
        recalled: Some(today),
        ..loan.clone()
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::circulation::fixtures::{a_loan, closed_on_sundays};
    use crate::patrons::fixtures::TODAY;

    #[test]
    fn a_recall_leaves_seven_open_days_and_a_fortnight_of_reading_but_prolongs_nothing() {
        for (lent, due, recalled_to) in [
            (TODAY.plus(-20), TODAY.plus(20), TODAY.plus(8)),
            (TODAY.plus(-2), TODAY.plus(26), TODAY.plus(13)),
            (TODAY, TODAY.plus(28), TODAY.plus(14)),
            (TODAY.plus(-25), TODAY.plus(3), TODAY.plus(3)),
            (TODAY.plus(-40), TODAY.plus(-12), TODAY.plus(-12)),
        ] {
            let loan = Loan {
                lent_on: lent,
                ..a_loan().due_on(due)
            };
            let next = decide_recall(&loan, TODAY, &closed_on_sundays).unwrap();
            assert_eq!((next.due, next.recalled), (recalled_to, Some(TODAY)));
        }
    }

    #[test]
    fn a_loan_is_recalled_once_and_only_while_it_is_out() {
        let loan = a_loan().due_on(TODAY.plus(20));
        let recalled = decide_recall(&loan, TODAY, &closed_on_sundays).unwrap();
        let again = decide_recall(&recalled, TODAY.plus(1), &closed_on_sundays).unwrap_err();
        assert_eq!(
            again.to_string(),
            "item aire/000042 was recalled on 2026-12-01 already and is due on 2026-12-09"
        );
        let back = loan.in_state(LoanState::Returned { on: TODAY });
        let refusal = decide_recall(&back, TODAY, &closed_on_sundays).unwrap_err();
        assert_eq!(
            refusal.to_string(),
            "item aire/000042 is returned on 2026-12-01"
        );
    }
}
