//! What does being late cost? Open days only, up to a cap. It must not know who pays, nor whether they have paid.

use super::Money;
use crate::circulation::{IsOpen, next_open_day, open_days_between};
use crate::patrons::BorrowingPolicy;
use crate::time::Day;

/// How many days of lateness are looked at: after a year no fee grows any more, whatever the cap says.
pub const LATE_DAYS_COUNTED_MAX: u16 = 366;

/// What one late loan costs, with what the sum was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LateFee {
    /// Days late on which the library was open.
    pub open_days: u16,
    /// What is owed for them.
    pub amount: Money,
    /// Whether the cap for one loan was reached.
    pub capped: bool,
}

/// Computes the fee of a loan that was due on `due` and came back on `returned`.
///
/// A day on which nobody could bring the book back costs nothing: where the library was shut on the due day after
/// all, the next open day is still in time.
pub fn late_fee(due: Day, returned: Day, policy: &BorrowingPolicy, is_open: IsOpen<'_>) -> LateFee {
    if returned <= due {
        return LateFee {
            open_days: 0,
            amount: Money::ZERO,
            capped: false,
        };
    }
    let last_day_in_time = next_open_day(due, is_open);
    let open_days = open_days_between(last_day_in_time, returned, LATE_DAYS_COUNTED_MAX, is_open);
    let uncapped = policy
        .fee_per_day_cents
        .saturating_mul(u32::from(open_days));
    let cents = uncapped.min(policy.fee_cap_cents);
    LateFee {
        open_days,
        amount: Money::from_setting(cents),
        capped: cents < uncapped,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Weekday;

    const FRIDAY: Day = Day(20_791);

    fn ten_cents_a_day_up_to_one_euro() -> BorrowingPolicy {
        BorrowingPolicy {
            fee_per_day_cents: 10,
            fee_cap_cents: 100,
            ..BorrowingPolicy::default()
        }
    }

    fn closed_on_sundays(day: Day) -> bool {
        day.weekday() != Weekday::Sunday
    }

    #[test]
    fn lateness_costs_by_the_open_day_up_to_the_cap() {
        let policy = ten_cents_a_day_up_to_one_euro();
        for (days_late, open_days, cents, capped) in [
            (-3, 0, 0, false),
            (0, 0, 0, false),
            (1, 1, 10, false),
            (2, 1, 10, false),
            (3, 2, 20, false),
            (30, 25, 100, true),
            (30_000, 313, 100, true),
        ] {
            let fee = late_fee(FRIDAY, FRIDAY.plus(days_late), &policy, &closed_on_sundays);
            assert_eq!(
                (fee.open_days, fee.amount.cents(), fee.capped),
                (open_days, cents, capped),
                "{days_late} days late"
            );
        }
    }

    #[test]
    fn a_library_shut_on_the_due_day_charges_nothing_on_the_next_open_day() {
        let policy = ten_cents_a_day_up_to_one_euro();
        let sunday = FRIDAY.plus(2);
        let fee = late_fee(sunday, sunday.plus(1), &policy, &closed_on_sundays);
        assert!(fee.amount.is_zero(), "{fee:?}");
    }

    #[test]
    fn a_library_without_fees_charges_nothing() {
        let policy = BorrowingPolicy::default();
        let fee = late_fee(FRIDAY, FRIDAY.plus(100), &policy, &closed_on_sundays);
        assert!(fee.amount.is_zero() && !fee.capped, "{fee:?}");
    }
}
