//! An item in somebody's hands, written for the desk and for the patron. Loans are shown and never sent back.

use crate::convert::{day, identity};
use crate::wire::circulation as wire;
use navette_domain::circulation::{Loan, LoanState};
use navette_domain::time::Day;

/// Writes a loan as it stands today. Title, card, fee and request are known elsewhere: the caller fills them in.
pub fn to_wire(loan: &Loan, today: Day) -> wire::Loan {
    let (state, since) = state_to_wire(loan.state);
    let days_late = if loan.state.is_away() {
        loan.days_late(today)
    } else {
        0
    };
    wire::Loan {
        item: Some(identity::item_to_wire(&loan.item)),
        lent_on: day::to_wire(Some(loan.lent_on)),
        due: day::to_wire(Some(loan.due)),
        renewals: u32::from(loan.renewals),
        recalled: day::to_wire(loan.recalled),
        state: state as i32,
        since: day::to_wire(since),
        days_late: u32::try_from(days_late).unwrap_or(0),
        ..wire::Loan::default()
    }
}

fn state_to_wire(state: LoanState) -> (wire::LoanState, Option<Day>) {
    match state {
        LoanState::OnLoan => (wire::LoanState::OnLoan, None),
        LoanState::ClaimedReturned { since } => (wire::LoanState::ClaimedReturned, Some(since)),
        LoanState::Lost { since } => (wire::LoanState::Lost, Some(since)),
        LoanState::Damaged { since } => (wire::LoanState::Damaged, Some(since)),
        LoanState::Returned { on } => (wire::LoanState::Returned, Some(on)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convert::lending::fixtures::an_item;
    use navette_domain::circulation::Borrower;
    use navette_domain::identity::PatronNumber;

    #[test]
    fn a_loan_is_late_only_while_it_is_away() {
        let mut loan = Loan {
            item: an_item(),
            borrower: Borrower::Patron(PatronNumber(1)),
            lent_on: Day(20_750),
            due: Day(20_778),
            renewals: 1,
            recalled: None,
            state: LoanState::OnLoan,
        };
        let today = Day(20_788);
        let shown = to_wire(&loan, today);
        assert_eq!((shown.days_late, shown.since.as_str()), (10, ""));
        loan.state = LoanState::Returned { on: Day(20_787) };
        let shown = to_wire(&loan, today);
        assert_eq!((shown.days_late, shown.since.as_str()), (0, "2026-11-30"));
        assert_eq!(shown.state, wire::LoanState::Returned as i32);
    }
}
