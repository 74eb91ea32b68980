//! What do the rules of the counter need to know of a scanned item? Facts only; what follows from them is elsewhere.

use super::{Borrower, Loan};
use crate::catalogue::{LibraryId, Medium};
use crate::identity::{ItemId, RequestId};

/// An item that is kept here for somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// For which request.
    pub request: RequestId,
    /// Who collects it. A reference that this library made itself is turned into the patron's number before it comes
    /// here.
    pub borrower: Borrower,
}

/// An item that is promised to a request that is collected elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commitment {
    /// To which request.
    pub request: RequestId,
    /// Where it is collected.
    pub pick_up: LibraryId,
}

/// An item as the counter sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemFacts {
    /// Which item.
    pub item: ItemId,
    /// What it is.
    pub medium: Medium,
    /// Whether it is for use in the library only.
    pub reference_only: bool,
    /// In whose hands it is, where it is away.
    pub loan: Option<Loan>,
    /// For whom it is kept here, or brought here.
    pub hold: Option<Hold>,
    /// Where it is promised to, if it is.
    pub committed_to: Option<Commitment>,
}

impl ItemFacts {
    /// Says whether the item is another library's.
    pub fn is_foreign(&self, here: &LibraryId) -> bool {
        self.item.library != *here
    }

    /// Gives the loan that keeps the item away, if there is one.
    pub fn open_loan(&self) -> Option<&Loan> {
        self.loan.as_ref().filter(|loan| loan.state.is_away())
    }
}
