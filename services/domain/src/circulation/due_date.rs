//! Until when is an item lent? Never until a day on which nobody can bring it back.

use super::{IsOpen, next_open_day};
use crate::catalogue::Medium;
use crate::patrons::BorrowingPolicy;
use crate::time::Day;

/// Gives the last day in time of an item handed over on `lent_on`.
///
/// A closed day moves to the next open one. The expiry of the card does not shorten a loan: it is a reason to renew
/// the card, not to bring a book back early.
pub fn due_date(
    medium: Medium,
    policy: &BorrowingPolicy,
    lent_on: Day,
    is_open: IsOpen<'_>,
) -> Day {
    let days = i32::from(policy.loan_days.of(medium));
    next_open_day(lent_on.plus(days), is_open)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circulation::fixtures::closed_on_sundays;
    use crate::patrons::fixtures::TODAY;

    #[test]
    fn a_loan_is_due_on_an_open_day() {
        let policy = BorrowingPolicy::default();
        let sunday_in_two_weeks = TODAY.plus(-2);
        for (medium, lent_on, due) in [
            (Medium::Book, TODAY, TODAY.plus(28)),
            (Medium::Film, TODAY, TODAY.plus(14)),
            (Medium::Film, sunday_in_two_weeks, TODAY.plus(13)),
        ] {
            let found = due_date(medium, &policy, lent_on, &closed_on_sundays);
            assert_eq!(found, due, "{medium:?} lent on {lent_on}");
        }
    }
}
