//! What have the libraries lent each other within some days, how fast, and what was promised and kept? It must not know a patron
//! or a title.

use super::request::{Declined, LoanRequest, RequestState, SupplyFailure};
use crate::catalogue::LibraryId;
use crate::time::{Day, Timestamp};
use std::collections::BTreeMap;

/// Days that are counted at once at most: a year, and the month that has begun.
pub const SPAN_DAYS_MAX: i32 = 400;

/// The days over which is counted, the first and the last among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExchangeSpan {
    from: Day,
    until: Day,
}

/// Says why over these days nothing is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExchangeRefusal {
    /// The last day is before the first.
    #[error("{until} is before {from}, the first day")]
    EndsBeforeItBegins {
        /// The first day.
        from: Day,
        /// The last.
        until: Day,
    },
    /// There are too many days.
    #[error("from {from} to {until} are more than {SPAN_DAYS_MAX} days")]
    TooLong {
        /// The first day.
        from: Day,
        /// The last.
        until: Day,
    },
}

impl ExchangeSpan {
    /// Takes two days as first and last.
    pub fn new(from: Day, until: Day) -> Result<Self, ExchangeRefusal> {
        if until < from {
            return Err(ExchangeRefusal::EndsBeforeItBegins { from, until });
        }
        if from.days_until(until) >= SPAN_DAYS_MAX {
            return Err(ExchangeRefusal::TooLong { from, until });
        }
        Ok(Self { from, until })
    }

    /// Gives the first day.
    pub fn from(self) -> Day {
        self.from
    }

    /// Gives the last day.
    pub fn until(self) -> Day {
        self.until
    }

    fn has(self, day: Day) -> bool {
        (self.from..=self.until).contains(&day)
    }
}

/// What was counted for one library.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LibraryExchange {
    /// Items that it has lent to others.
    pub lent: u32,
    /// Items of others that were collected there, or stand there to be: whose patrons they are for does not matter.
    pub borrowed: u32,
    /// How often it was asked in vain: it said no, or nothing, or did not find the item.
    pub refused: u32,
    /// Requests collected there for which a day had been promised, and of which is known what became of it.
    pub promised: u32,
    /// Those of them that were ready on that day or before.
    pub kept: u32,
    /// How many took so many days from asking to the hold shelf.
    days: BTreeMap<i32, u32>,
}

impl LibraryExchange {
    /// Gives the days in the middle, from asking to the hold shelf: half took no more, half no less. Of two in the middle it is the
    /// longer one; nothing where none arrived.
    pub fn median_days(&self) -> Option<i32> {
        let all: u32 = self.days.values().sum();
        let mut passed = 0;
        let mut middle = self.days.iter().skip_while(|(_, requests)| {
            passed += **requests;
            passed <= all / 2
        });
        middle.next().map(|(days, _)| *days)
    }
}

/// What one library and another have lent each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LentEachOther {
    /// Items that this library has lent to the other.
    pub lent: u32,
    /// Items that it has borrowed from the other.
    pub borrowed: u32,
}

/// The counts, request by request; in which order they come does not matter.
#[derive(Clone, Debug)]
pub struct ExchangeCounts {
    span: ExchangeSpan,
    of: Option<LibraryId>,
    libraries: BTreeMap<LibraryId, LibraryExchange>,
    with: BTreeMap<LibraryId, LentEachOther>,
}

impl ExchangeCounts {
    /// Begins to count over a span: of one library, as seen from there, or of all where none is named.
    pub fn over(span: ExchangeSpan, of: Option<LibraryId>) -> Self {
        let own = of.iter().cloned();
        Self {
            span,
            libraries: own.map(|own| (own, LibraryExchange::default())).collect(),
            with: BTreeMap::new(),
            of,
        }
    }

    /// Counts a request, if the day on which it counts is within the span. `day_of` tells on which day of the territory a moment
    /// falls: days of arrival and of promises are such days.
    pub fn count(&mut self, request: &LoanRequest, day_of: &impl Fn(Timestamp) -> Day) {
        let arrived = arrival(request, day_of);
        let ended = request.state.is_ended().then(|| day_of(request.since));
        // It counts once: on the day on which it arrived, else on that on which it ended. Nothing until then.
        if !arrived.or(ended).is_some_and(|day| self.span.has(day)) {
            return;
        }
        for declined in request.declined.iter().filter(|one| is_refusal(one.why)) {
            self.row(&declined.library, |row| row.refused += 1);
        }
        let pickup = &request.placement.pickup;
        if let Some(kept) = promise_kept(request, arrived) {
            self.row(pickup, |row| {
                row.promised += 1;
                row.kept += u32::from(kept);
            });
        }
        if let Some(arrived) = arrived {
            let days = day_of(request.queued_at).days_until(arrived).max(0);
            self.row(pickup, |row| *row.days.entry(days).or_default() += 1);
        }
        // What was handed over has come, although perhaps nobody had scanned it in.
        let has_come = arrived.is_some() || request.due.is_some();
        let lender = request.lender.as_ref().filter(|_| has_come);
        if let Some(lender) = lender.filter(|lender| *lender != pickup) {
            self.lent(lender, pickup);
        }
    }

    /// Gives what was counted, by library: the one that was named, or every one that there was something to count of.
    pub fn libraries(&self) -> impl Iterator<Item = (&LibraryId, &LibraryExchange)> {
        self.libraries.iter()
    }

    /// Gives what the library that was named and each other one have lent each other, by library.
    pub fn with_others(&self) -> impl Iterator<Item = (&LibraryId, LentEachOther)> {
        self.with.iter().map(|(other, counts)| (other, *counts))
    }

    fn lent(&mut self, lender: &LibraryId, borrower: &LibraryId) {
        self.row(lender, |row| row.lent += 1);
        self.row(borrower, |row| row.borrowed += 1);
        if self.of.as_ref() == Some(lender) {
            self.with.entry(borrower.clone()).or_default().lent += 1;
        }
        if self.of.as_ref() == Some(borrower) {
            self.with.entry(lender.clone()).or_default().borrowed += 1;
        }
    }

    /// Changes the row of a library, unless it is of none that is counted.
    fn row(&mut self, library: &LibraryId, change: impl FnOnce(&mut LibraryExchange)) {
        if self.of.as_ref().is_none_or(|own| own == library) {
            change(self.libraries.entry(library.clone()).or_default());
        }
    }
}

/// The day on which the item that the request has, or had at its end, came to the hold shelf. A request that lost its item there keeps
/// the day in the ledger until another one comes: here such a day is none.
fn arrival(request: &LoanRequest, day_of: &impl Fn(Timestamp) -> Day) -> Option<Day> {
    let arrived = request.arrived?;
    let was_there = match request.state {
        RequestState::AwaitingHome
        | RequestState::Placed
        | RequestState::Waiting
        | RequestState::Suspended
        | RequestState::Asking
        | RequestState::BeingSupplied
        | RequestState::Unfilled => false,
        RequestState::OnHoldShelf => true,
        RequestState::OnLoan
        | RequestState::ClaimedReturned
        | RequestState::ToSettle
        | RequestState::Completed
        | RequestState::Cancelled
        | RequestState::Refused
        | RequestState::Expired
        | RequestState::Settled => {
            let since = |one: &&Declined| day_of(one.at) >= arrived;
            let mut since = request.declined.iter().filter(since);
            // Whoever waits until it is too late, or gets it elsewhere, has no lender any more.
            request.lender.is_some() && !since.any(|one| is_off_the_shelf(one.why, request))
        }
    };
    was_there.then_some(arrived)
}

/// Says whether an item with which this happened stood on the hold shelf, and not in the patron's hands.
fn is_off_the_shelf(why: SupplyFailure, request: &LoanRequest) -> bool {
    match why {
        SupplyFailure::MissingFromShelf => true,
        // With a due day it had been handed over: whoever lost it had it.
        SupplyFailure::Damaged | SupplyFailure::Lost => request.due.is_none(),
        SupplyFailure::NoAnswer
        | SupplyFailure::NoCopy
        | SupplyFailure::NotFound
        | SupplyFailure::CopyRefused
        | SupplyFailure::LibraryRefused
        | SupplyFailure::NotPulled
        | SupplyFailure::LibraryAbsent => false,
    }
}

/// Says whether the library was asked in vain: what happens to an item that it gave is no refusal, nor is a closed door.
fn is_refusal(why: SupplyFailure) -> bool {
    match why {
        SupplyFailure::NoAnswer
        | SupplyFailure::NoCopy
        | SupplyFailure::NotFound
        | SupplyFailure::CopyRefused
        | SupplyFailure::LibraryRefused
        | SupplyFailure::NotPulled => true,
        SupplyFailure::Damaged
        | SupplyFailure::Lost
        | SupplyFailure::MissingFromShelf
        | SupplyFailure::LibraryAbsent => false,
    }
}

/// Says whether what was promised came in time; nothing where nothing was promised, or nobody knows when it came.
fn promise_kept(request: &LoanRequest, arrived: Option<Day>) -> Option<bool> {
    let promised = request.first_promised?;
    match arrived {
        Some(arrived) => Some(arrived <= promised),
        None if has_failed(request.state) => Some(false),
        None => None,
    }
}

/// Says whether nobody will bring any more what was promised. A patron who no longer wants it breaks no promise of the territory.
fn has_failed(state: RequestState) -> bool {
    match state {
        RequestState::Unfilled | RequestState::Expired => true,
        RequestState::AwaitingHome
        | RequestState::Placed
        | RequestState::Waiting
        | RequestState::Suspended
        | RequestState::Asking
        | RequestState::BeingSupplied
        | RequestState::OnHoldShelf
        | RequestState::OnLoan
        | RequestState::ClaimedReturned
        | RequestState::ToSettle
        | RequestState::Completed
        | RequestState::Cancelled
        | RequestState::Refused
        | RequestState::Settled => false,
    }
}

#[cfg(test)]
mod tests;
