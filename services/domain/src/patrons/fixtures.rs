//! Which patrons do the tests of the counter speak of? Sentences that build them.

#![allow(clippy::unwrap_used)]
use super::{CategoryId, PatronFacts, Reason, Suspension};
use crate::identity::PatronNumber;
use crate::time::Day;

/// Tuesday, 1 December 2026.
pub(crate) const TODAY: Day = Day(20_788);

/// An adult in good standing.
pub(crate) fn a_patron() -> PatronFacts {
    PatronFacts {
        number: PatronNumber(7),
        category: CategoryId::parse("adult").unwrap(),
        card_expires: TODAY.plus(200),
        suspension: None,
        blocked: false,
        dues_cents: 0,
        loans_open: 0,
        requests_open: 0,
        overdue_open: 0,
        guardian: None,
        keeps_history: false,
    }
}

impl PatronFacts {
    pub(crate) fn with_a_card_until(mut self, day: Day) -> Self {
        self.card_expires = day;
        self
    }

    pub(crate) fn suspended_until(mut self, until: Day) -> Self {
        let reason = Reason::parse("livres abîmés").unwrap();
        self.suspension = Some(Suspension { until, reason });
        self
    }

    pub(crate) fn blocked(mut self) -> Self {
        self.blocked = true;
        self
    }

    pub(crate) fn owing(mut self, cents: i64) -> Self {
        self.dues_cents = cents;
        self
    }

    pub(crate) fn with_loans(mut self, loans: u16) -> Self {
        self.loans_open = loans;
        self
    }

    pub(crate) fn with_overdue(mut self, loans: u16) -> Self {
        self.overdue_open = loans;
        self
    }

    pub(crate) fn with_requests(mut self, requests: u16) -> Self {
        self.requests_open = requests;
        self
    }
}
