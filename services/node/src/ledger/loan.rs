//! What is kept of a loan that was handed over here?

use super::Said;
use navette_domain::catalogue::Medium;
use navette_domain::circulation::{Loan, OverdueStep};
use navette_domain::identity::{JourneyId, RequestId};
use navette_domain::time::Day;
use navette_store::ledger::{Source, Stored};
use std::collections::BTreeMap;

/// One loan; once it is closed it stays until nobody need know who had the item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoanRow {
    /// The loan as the rules see it.
    pub loan: Loan,
    /// Its title, for lists and notices.
    pub title: String,
    /// What it is.
    pub medium: Medium,
    /// The request it was handed over for.
    pub request: Option<RequestId>,
    /// The journey that brought it.
    pub journey: Option<JourneyId>,
    /// A visitor's card, counted without being known.
    pub visitor: Option<u64>,
    /// Made while the visitor's home library was silent, and not confirmed since.
    pub unconfirmed: bool,
    /// The rungs of the ladder told for this due date, and the day each was reached.
    pub told: BTreeMap<OverdueStep, Day>,
    /// Who said that it is lost, damaged or settled, and why.
    pub said: Option<Said>,
}

impl LoanRow {
    /// Says whether it is not over: the item is away, or its damage is not judged.
    pub fn is_open(&self) -> bool {
        self.loan.state.is_away()
    }
}

impl Stored for LoanRow {
    fn put(&self, out: &mut Vec<u8>) {
        self.loan.put(out);
        self.title.put(out);
        self.medium.put(out);
        self.request.put(out);
        self.journey.put(out);
        self.visitor.put(out);
        self.unconfirmed.put(out);
        self.told.put(out);
        Said::put_last(self.said.as_ref(), out);
    }

    fn take(source: &mut Source<'_>) -> Option<Self> {
        Some(Self {
            loan: Stored::take(source)?,
            title: Stored::take(source)?,
            medium: Stored::take(source)?,
            request: Stored::take(source)?,
            journey: Stored::take(source)?,
            visitor: Stored::take(source)?,
            unconfirmed: Stored::take(source)?,
            told: Stored::take(source)?,
            said: Said::take_last(source)?,
        })
    }
}
