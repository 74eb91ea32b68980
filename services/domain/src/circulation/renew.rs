//! May a loan go on, and until when? It must not know who asks: patron, guardian and desk get the same answer.

use super::{IsOpen, Loan, LoanState, OVERDUE_DAYS_MAX, next_open_day};
use crate::identity::ItemId;
use crate::patrons::BorrowingPolicy;
use crate::time::Day;

/// A loan that goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renewal {
    /// The loan as it stands afterwards.
    pub next: Loan,
    /// The new last day in time.
    pub due: Day,
}

/// Why a loan does not go on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RenewRefusal {
    /// It is not in the borrower's hands.
    #[error("item {item} is {state}")]
    NotOnLoan {
        /// Which item.
        item: ItemId,
        /// How the loan stands.
        state: LoanState,
    },
    /// Others wait for it.
    #[error("item {item} is requested by {count} others")]
    Requested {
        /// Which item.
        item: ItemId,
        /// How many wait.
        count: u32,
    },
    /// It was called back.
    #[error("item {item} was recalled on {on} and is due on {due}")]
    Recalled {
        /// Which item.
        item: ItemId,
        /// When it was called back.
        on: Day,
        /// The last day in time.
        due: Day,
    },
    /// It was renewed often enough.
    #[error("item {item} was renewed {done} times, the limit is {limit}")]
    TooManyRenewals {
        /// Which item.
        item: ItemId,
        /// How often.
        done: u8,
        /// Most often.
        limit: u8,
    },
    /// It is too late for that.
    #[error("item {item} is {days} days overdue, the limit is {OVERDUE_DAYS_MAX}")]
    TooLate {
        /// Which item.
        item: ItemId,
        /// How late, in days.
        days: i32,
    },
}

impl RenewRefusal {
    /// Says what the patron or the desk can do.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NotOnLoan { .. } => "ask at the desk how the loan stands",
            Self::Requested { .. } => "bring it back by the due date, and request it again",
            Self::Recalled { .. } => "bring it back by the due date: its library needs it",
            Self::TooManyRenewals { .. } => "bring it back, and borrow it again if nobody waits",
            Self::TooLate { .. } => "bring it back, or say at the desk that it is lost",
        }
    }
}

/// Decides whether a loan goes on.
///
/// `policy` is that of the library that owns the item, also where it was lent at another: the lender's word decides
/// how long its books stay away. The days count from the due date, so that renewing early costs nothing, and from
/// today where it has passed.
pub fn decide_renewal(
    loan: &Loan,
    policy: &BorrowingPolicy,
    requested_by_others: u32,
    today: Day,
    is_open: IsOpen<'_>,
) -> Result<Renewal, RenewRefusal> {
    let item = || loan.item.clone();
    match loan.state {
        LoanState::OnLoan => {}
        LoanState::ClaimedReturned { .. }
        | LoanState::Lost { .. }
        | LoanState::Damaged { .. }
        | LoanState::Returned { .. } => {
            let (item, state) = (item(), loan.state);
            return Err(RenewRefusal::NotOnLoan { item, state });
        }
    }
    if let Some(on) = loan.recalled {
        let (item, due) = (item(), loan.due);
        return Err(RenewRefusal::Recalled { item, on, due });
    }
    if requested_by_others > 0 {
        let (item, count) = (item(), requested_by_others);
        return Err(RenewRefusal::Requested { item, count });
    }
    if loan.renewals >= policy.renewals_max {
        return Err(RenewRefusal::TooManyRenewals {
            item: item(),
            done: loan.renewals,
            limit: policy.renewals_max,
        });
    }
    let days = loan.days_late(today);
    if days > OVERDUE_DAYS_MAX {
        return Err(RenewRefusal::TooLate { item: item(), days });
    }
    let from = loan.due.max(today);
    let due = next_open_day(from.plus(i32::from(policy.renewal_days)), is_open);
    let mut next = loan.clone();
    next.due = due;
    next.renewals = loan.renewals.saturating_add(1);
    Ok(Renewal { next, due })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::circulation::fixtures::{a_loan, closed_on_sundays};
    use crate::patrons::fixtures::TODAY;

    fn renew(loan: &Loan, others: u32) -> Result<Renewal, RenewRefusal> {
        let policy = BorrowingPolicy::default();
        decide_renewal(loan, &policy, others, TODAY, &closed_on_sundays)
    }

    #[test]
    fn a_renewal_counts_from_the_due_date_or_from_today_where_that_has_passed() {
        for (due, renewed_until) in [
            (TODAY.plus(10), TODAY.plus(24)),
            (TODAY, TODAY.plus(14)),
            (TODAY.plus(-45), TODAY.plus(14)),
            (TODAY.plus(5), TODAY.plus(20)),
        ] {
            let renewal = renew(&a_loan().due_on(due), 0).unwrap();
            assert_eq!(renewal.due, renewed_until, "due {due}");
            assert_eq!(
                (renewal.next.due, renewal.next.renewals),
                (renewed_until, 1)
            );
        }
    }

    #[test]
    fn a_refusal_names_what_stands_against_it() {
        let mut renewed = a_loan();
        renewed.renewals = 1;
        let mut recalled = a_loan();
        recalled.recalled = Some(TODAY.plus(-1));
        let lost = a_loan().in_state(LoanState::Lost { since: TODAY });
        for (loan, others, said) in [
            (a_loan(), 2, "item aire/000042 is requested by 2 others"),
            (
                recalled,
                0,
                "item aire/000042 was recalled on 2026-11-30 and is due on 2026-12-01",
            ),
            (
                renewed,
                0,
                "item aire/000042 was renewed 1 times, the limit is 1",
            ),
            (
                a_loan().due_on(TODAY.plus(-46)),
                0,
                "item aire/000042 is 46 days overdue, the limit is 45",
            ),
            (lost, 0, "item aire/000042 is lost since 2026-12-01"),
        ] {
            let refusal = renew(&loan, others).unwrap_err();
            assert_eq!(refusal.to_string(), said);
            assert!(!refusal.hint().is_empty());
        }
    }
}
