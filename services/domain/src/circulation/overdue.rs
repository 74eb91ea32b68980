//! Which reminder is due today? The ladder from three days before to presumed lost. It must not know how patrons are
//! told.

use super::{Loan, LoanState};
use crate::time::Day;
use std::collections::BTreeSet;

/// From how many days late on an item is presumed lost.
pub const PRESUMED_LOST_DAYS: i32 = 45;
/// Up to how many days late a loan may still be renewed: as long as it is not presumed lost for a day.
pub const OVERDUE_DAYS_MAX: i32 = PRESUMED_LOST_DAYS;

/// One rung of the ladder, in the order in which they come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OverdueStep {
    /// Three days before the due date.
    DueSoon,
    /// One day late.
    First,
    /// Seven days late.
    Second,
    /// Twenty-one days late.
    Third,
    /// Forty-five days late.
    PresumedLost,
}

impl OverdueStep {
    /// Every rung, the earliest first.
    pub const ALL: [Self; 5] = [
        Self::DueSoon,
        Self::First,
        Self::Second,
        Self::Third,
        Self::PresumedLost,
    ];

    /// Says from which day on it is due, counted from the due date.
    pub fn days_after_due(self) -> i32 {
        match self {
            Self::DueSoon => -3,
            Self::First => 1,
            Self::Second => 7,
            Self::Third => 21,
            Self::PresumedLost => PRESUMED_LOST_DAYS,
        }
    }
}

/// Gives the rung that a loan has reached and that was not told yet; at most one.
///
/// Who could not be told for ten days gets the letter of today, not three letters at once; and what was due before a
/// later rung was told is never made up for. `already_told` holds the rungs told for this due date: a renewal or
/// recall empties it.
pub fn step_due(
    loan: &Loan,
    today: Day,
    already_told: &BTreeSet<OverdueStep>,
) -> Option<OverdueStep> {
    match loan.state {
        LoanState::OnLoan => {}
        LoanState::ClaimedReturned { .. }
        | LoanState::Lost { .. }
        | LoanState::Damaged { .. }
        | LoanState::Returned { .. } => return None,
    }
    rung_due(loan.due, today, already_told)
}

/// Gives the rung that a due date has reached and that was not told yet, for what is known to be in a patron's hands.
pub fn rung_due(due: Day, today: Day, already_told: &BTreeSet<OverdueStep>) -> Option<OverdueStep> {
    let days = due.days_until(today);
    let reached = OverdueStep::ALL
        .into_iter()
        .rev()
        .find(|step| days >= step.days_after_due())?;
    // On the due date itself a reminder that it is due soon is still true; a day later it is not, and another rung is
    // reached.
    let told = already_told.iter().next_back();
    if told.is_some_and(|told| *told >= reached) {
        None
    } else {
        Some(reached)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circulation::fixtures::a_loan;
    use crate::patrons::fixtures::TODAY;

    fn step(days_after_due: i32, told: &[OverdueStep]) -> Option<OverdueStep> {
        let told = told.iter().copied().collect();
        step_due(&a_loan(), TODAY.plus(days_after_due), &told)
    }

    #[test]
    fn each_rung_comes_on_its_day_and_stays_until_told() {
        for (days, due) in [
            (-4, None),
            (-3, Some(OverdueStep::DueSoon)),
            (0, Some(OverdueStep::DueSoon)),
            (1, Some(OverdueStep::First)),
            (6, Some(OverdueStep::First)),
            (7, Some(OverdueStep::Second)),
            (21, Some(OverdueStep::Third)),
            (44, Some(OverdueStep::Third)),
            (45, Some(OverdueStep::PresumedLost)),
            (40_000, Some(OverdueStep::PresumedLost)),
        ] {
            assert_eq!(step(days, &[]), due, "{days} days after the due date");
        }
    }

    #[test]
    fn a_rung_is_told_once_and_an_earlier_one_is_never_made_up_for() {
        assert_eq!(step(3, &[OverdueStep::DueSoon, OverdueStep::First]), None);
        assert_eq!(step(8, &[OverdueStep::Third]), None);
        assert_eq!(step(8, &[OverdueStep::DueSoon]), Some(OverdueStep::Second));
    }

    #[test]
    fn who_claims_to_have_returned_it_is_not_reminded() {
        let since = TODAY;
        let loan = a_loan().in_state(LoanState::ClaimedReturned { since });
        assert_eq!(step_due(&loan, TODAY.plus(7), &BTreeSet::new()), None);
    }
}
