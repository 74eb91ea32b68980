//! May this patron borrow, or ask for something? All reasons at once. It must not know the item.

use super::{BorrowingPolicy, PatronFacts, Reason};
use crate::fees::Money;
use crate::time::Day;

/// Why a patron may not borrow or request.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BorrowRefusal {
    /// The card is over.
    #[error("the card expired on {0}")]
    CardExpired(Day),
    /// Borrowing is suspended.
    #[error("borrowing is suspended until {until}: {}", .reason.expose())]
    Suspended {
        /// The last day of it.
        until: Day,
        /// Why.
        reason: Reason,
    },
    /// A librarian has blocked the card.
    #[error("the card is blocked")]
    Blocked,
    /// Too much is owed.
    #[error("dues are {dues}, the limit is {limit}")]
    Dues {
        /// What is owed.
        dues: Money,
        /// From what on nothing is lent.
        limit: Money,
    },
    /// Enough is lent.
    #[error("{open} loans are open, the limit is {limit}")]
    TooManyLoans {
        /// Loans not returned.
        open: u16,
        /// Most at once.
        limit: u16,
    },
    /// Enough is asked for.
    #[error("{open} requests are open, the limit is {limit}")]
    TooManyRequests {
        /// Requests not ended.
        open: u16,
        /// Most at once.
        limit: u16,
    },
    /// Too much is late.
    #[error("{open} loans are overdue, the limit is {limit}")]
    TooManyOverdue {
        /// Loans past their due date.
        open: u16,
        /// From how many on nothing is lent.
        limit: u16,
    },
}

impl BorrowRefusal {
    /// Says what can be done about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::CardExpired(_) => "renew the card",
            Self::Suspended { .. } => "wait for the day, or lift the suspension",
            Self::Blocked => "talk it over with the patron, then unblock the card",
            Self::Dues { .. } => "take a payment, or waive with a reason",
            Self::TooManyLoans { .. } => "take something back first",
            Self::TooManyRequests { .. } => "cancel a request, or wait until one is collected",
            Self::TooManyOverdue { .. } => "take back or renew what is overdue first",
        }
    }
}

/// Decides whether a patron may take one more item home; gives every reason against it.
pub fn may_borrow(
    facts: &PatronFacts,
    policy: &BorrowingPolicy,
    today: Day,
) -> Result<(), Vec<BorrowRefusal>> {
    let mut refused = standing(facts, policy, today);
    if facts.loans_open >= policy.loans_max {
        refused.push(BorrowRefusal::TooManyLoans {
            open: facts.loans_open,
            limit: policy.loans_max,
        });
    }
    none_or_all(refused)
}

/// Decides whether a patron may place one more request; gives every reason against it.
///
/// Loans do not count: who has twenty books at home may well ask for the next.
pub fn may_request(
    facts: &PatronFacts,
    policy: &BorrowingPolicy,
    today: Day,
) -> Result<(), Vec<BorrowRefusal>> {
    let mut refused = standing(facts, policy, today);
    if facts.requests_open >= policy.requests_max {
        refused.push(BorrowRefusal::TooManyRequests {
            open: facts.requests_open,
            limit: policy.requests_max,
        });
    }
    none_or_all(refused)
}

fn standing(facts: &PatronFacts, policy: &BorrowingPolicy, today: Day) -> Vec<BorrowRefusal> {
    let mut refused = Vec::new();
    if facts.card_expires < today {
        refused.push(BorrowRefusal::CardExpired(facts.card_expires));
    }
    if let Some(suspension) = &facts.suspension
        && today <= suspension.until
    {
        refused.push(BorrowRefusal::Suspended {
            until: suspension.until,
            reason: suspension.reason.clone(),
        });
    }
    if facts.blocked {
        refused.push(BorrowRefusal::Blocked);
    }
    if facts.dues_cents > 0 && facts.dues_cents >= i64::from(policy.dues_block_cents) {
        refused.push(BorrowRefusal::Dues {
            dues: Money::from_balance(facts.dues_cents),
            limit: Money::from_setting(policy.dues_block_cents),
        });
    }
    if facts.overdue_open > 0 && facts.overdue_open >= policy.overdue_block {
        refused.push(BorrowRefusal::TooManyOverdue {
            open: facts.overdue_open,
            limit: policy.overdue_block,
        });
    }
    refused
}

fn none_or_all(refused: Vec<BorrowRefusal>) -> Result<(), Vec<BorrowRefusal>> {
    if refused.is_empty() {
        Ok(())
    } else {
        Err(refused)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::patrons::fixtures::{TODAY, a_patron};

    fn refusals(facts: &PatronFacts) -> Vec<String> {
        let policy = BorrowingPolicy::default();
        match may_borrow(facts, &policy, TODAY) {
            Ok(()) => Vec::new(),
            Err(refused) => refused.iter().map(ToString::to_string).collect(),
        }
    }

    #[test]
    fn each_reason_against_borrowing_names_value_and_limit() {
        for (facts, said) in [
            (
                a_patron().with_a_card_until(TODAY.plus(-1)),
                "the card expired on 2026-11-30",
            ),
            (
                a_patron().suspended_until(TODAY),
                "borrowing is suspended until 2026-12-01: livres abîmés",
            ),
            (a_patron().blocked(), "the card is blocked"),
            (
                a_patron().owing(1_000),
                "dues are 10.00 EUR, the limit is 10.00 EUR",
            ),
            (
                a_patron().with_loans(20),
                "20 loans are open, the limit is 20",
            ),
            (
                a_patron().with_overdue(5),
                "5 loans are overdue, the limit is 5",
            ),
        ] {
            assert_eq!(refusals(&facts), [said]);
        }
    }

    #[test]
    fn a_patron_just_within_every_limit_may_borrow() {
        let facts = a_patron()
            .with_a_card_until(TODAY)
            .suspended_until(TODAY.plus(-1))
            .owing(999)
            .with_loans(19)
            .with_overdue(4);
        assert_eq!(refusals(&facts), [""; 0]);
    }

    #[test]
    fn all_reasons_are_given_at_once_and_each_says_what_to_do() {
        let facts = a_patron().blocked().owing(5_000).with_loans(99);
        let refused = may_borrow(&facts, &BorrowingPolicy::default(), TODAY).unwrap_err();
        assert_eq!(refused.len(), 3);
        assert!(refused.iter().all(|refusal| !refusal.hint().is_empty()));
    }

    #[test]
    fn requests_are_limited_by_requests_and_not_by_loans() {
        let policy = BorrowingPolicy::default();
        let reading_a_lot = a_patron().with_loans(20);
        assert_eq!(may_request(&reading_a_lot, &policy, TODAY), Ok(()));
        let asking_a_lot = a_patron().with_requests(10);
        let refused = may_request(&asking_a_lot, &policy, TODAY).unwrap_err();
        let (open, limit) = (10, 10);
        assert_eq!(refused, [BorrowRefusal::TooManyRequests { open, limit }]);
        assert_eq!(may_borrow(&asking_a_lot, &policy, TODAY), Ok(()));
    }
}
