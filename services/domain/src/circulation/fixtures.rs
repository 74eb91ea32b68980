//! Which items and loans do the tests of the counter speak of? Sentences that build them.

#![allow(clippy::unwrap_used)]
use super::{Borrower, Hold, ItemFacts, Loan, LoanState};
use crate::catalogue::{LibraryId, Medium};
use crate::identity::{Barcode, ItemId, PatronNumber, PatronReference, RequestId};
use crate::patrons::fixtures::TODAY;
use crate::time::{Day, Weekday};

/// Every library is shut on Sundays.
pub(crate) fn closed_on_sundays(day: Day) -> bool {
    day.weekday() != Weekday::Sunday
}

pub(crate) fn library(id: &str) -> LibraryId {
    LibraryId::parse(id).unwrap()
}

pub(crate) fn an_item_of(library_id: &str) -> ItemId {
    ItemId {
        library: library(library_id),
        barcode: Barcode::parse("000042").unwrap(),
    }
}

/// Patron 7 is the one of `patrons::fixtures::a_patron`.
pub(crate) fn the_patron() -> Borrower {
    Borrower::Patron(PatronNumber(7))
}

pub(crate) fn another_patron() -> Borrower {
    Borrower::Patron(PatronNumber(8))
}

pub(crate) fn a_visitor_from(home: &str) -> Borrower {
    Borrower::Visitor {
        home: library(home),
        reference: PatronReference(0xabc),
    }
}

/// A book of Aire, due today, lent 28 days ago.
pub(crate) fn a_loan() -> Loan {
    Loan {
        item: an_item_of("aire"),
        borrower: the_patron(),
        lent_on: TODAY.plus(-28),
        due: TODAY,
        renewals: 0,
        recalled: None,
        state: LoanState::OnLoan,
    }
}

impl Loan {
    pub(crate) fn due_on(mut self, day: Day) -> Self {
        self.due = day;
        self
    }

    pub(crate) fn to(mut self, borrower: Borrower) -> Self {
        self.borrower = borrower;
        self
    }

    pub(crate) fn of(mut self, item: ItemId) -> Self {
        self.item = item;
        self
    }
}

/// A book on the shelf of its own library.
pub(crate) fn an_item_on_the_shelf_of(library_id: &str) -> ItemFacts {
    ItemFacts {
        item: an_item_of(library_id),
        medium: Medium::Book,
        reference_only: false,
        loan: None,
        hold: None,
        committed_to: None,
    }
}

impl ItemFacts {
    pub(crate) fn held_for(mut self, borrower: Borrower) -> Self {
        let request = RequestId(1);
        self.hold = Some(Hold { request, borrower });
        self
    }

    pub(crate) fn lent_as(mut self, loan: Loan) -> Self {
        self.loan = Some(loan);
        self
    }

    pub(crate) fn for_reference(mut self) -> Self {
        self.reference_only = true;
        self
    }
}
