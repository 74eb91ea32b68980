//! Where does a scanned item go, and what ends with its return? A scan at the desk is always right about where the
//! item is.

use super::{Borrower, IsOpen, ItemFacts, Loan, LoanState};
use crate::catalogue::LibraryId;
use crate::fees::{LateFee, Money, late_fee};
use crate::identity::{Barcode, ItemId, RequestId};
use crate::patrons::BorrowingPolicy;
use crate::time::Day;

/// The request that gets this item next, as the queue says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextRequest {
    /// Which request.
    pub request: RequestId,
    /// Where it is collected.
    pub pick_up: LibraryId,
}

/// Everything a check-in depends on.
#[derive(Clone, Copy)]
pub struct CheckInFacts<'a> {
    /// Where the desk is.
    pub here: &'a LibraryId,
    /// What was scanned.
    pub scanned: &'a Barcode,
    /// Which item that is; nothing where no item is known under it.
    pub item: Option<&'a ItemFacts>,
    /// Who waits for it, where nobody was promised it yet.
    pub next: Option<&'a NextRequest>,
    /// Whether the desk found it damaged.
    pub damaged: bool,
    /// What is still charged for its loss.
    pub charged_for_loss: Money,
    /// The policy under which it was lent.
    pub policy: &'a BorrowingPolicy,
    /// The day it came back: today, or the last open day for what lay in the book drop.
    pub returned_on: Day,
    /// On which days this library is open.
    pub is_open: IsOpen<'a>,
}

/// Where the librarian puts the item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PutWhere {
    /// Back in its place.
    Shelve,
    /// On the hold shelf, for a request that waited here.
    HoldForRequest(RequestId),
    /// On the hold shelf, for the request it was brought for.
    HoldShelf(RequestId),
    /// In the crate of the library where a request is collected.
    SendTo {
        /// Which library.
        library: LibraryId,
        /// For which request.
        request: RequestId,
    },
    /// In the crate of the library it belongs to.
    SendHome(LibraryId),
    /// Aside, to be looked at.
    SetAside,
}

impl PutWhere {
    /// Says to which library it travels; nothing where it stays.
    pub fn destination(&self) -> Option<&LibraryId> {
        match self {
            Self::SendTo { library, .. } | Self::SendHome(library) => Some(library),
            Self::Shelve | Self::HoldForRequest(_) | Self::HoldShelf(_) | Self::SetAside => None,
        }
    }
}

/// What the desk does with a scanned item, and what follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckIn {
    /// Where it goes.
    pub put: PutWhere,
    /// How late it was; nothing where it was not lent.
    pub late: Option<LateFee>,
    /// What is to be written and told, in this order.
    pub effects: Vec<CheckInEffect>,
}

/// What follows from a check-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CheckInEffect {
    /// The loan ends, in the state given.
    LoanEnded(Loan),
    /// The borrower owes a late fee.
    LateFeeDue {
        /// Who.
        borrower: Borrower,
        /// How much.
        amount: Money,
    },
    /// The borrower no longer owes what was charged for the loss.
    LossRefunded {
        /// Who.
        borrower: Borrower,
        /// How much.
        amount: Money,
    },
    /// The item is to be looked at, whoever had it.
    DamageNoted(ItemId),
    /// The item stands on the hold shelf: the patron may be told, for it was scanned.
    HoldShelved(RequestId),
    /// The item is promised to a request and goes there.
    SentTo {
        /// Which library.
        library: LibraryId,
        /// For which request.
        request: RequestId,
    },
    /// The item goes home.
    SentHome(LibraryId),
    /// The request the item was meant for looks for another copy.
    RequestLosesItem(RequestId),
    /// The home library learns that the loan has ended.
    TellHome(LibraryId),
    /// The library that owns the item learns that the loan has ended.
    TellLender(LibraryId),
}

/// Why nothing can be said of a scan.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckInRefusal {
    /// Nothing is known under this barcode.
    #[error("no item has barcode {0}")]
    UnknownItem(Barcode),
}

impl CheckInRefusal {
    /// Says what to do.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::UnknownItem(_) => "scan the slip if there is one, else put it aside",
        }
    }
}

/// Decides what the desk does with a scanned item. An item that was not lent is no error: it is put where it belongs.
pub fn decide_check_in(facts: &CheckInFacts<'_>) -> Result<CheckIn, CheckInRefusal> {
    let Some(item) = facts.item else {
        return Err(CheckInRefusal::UnknownItem(facts.scanned.clone()));
    };
    let mut effects = Vec::new();
    let late = item
        .open_loan()
        .map(|loan| end_loan(facts, loan, &mut effects));
    let put = where_to(facts, item);
    follow_up(facts, item, &put, &mut effects);
    Ok(CheckIn { put, late, effects })
}

fn end_loan(facts: &CheckInFacts<'_>, loan: &Loan, effects: &mut Vec<CheckInEffect>) -> LateFee {
    let on = facts.returned_on;
    let ended = if facts.damaged {
        LoanState::Damaged { since: on }
    } else {
        LoanState::Returned { on }
    };
    effects.push(CheckInEffect::LoanEnded(loan.in_state(ended)));
    // Who said that it was returned, and whose book is then found, was right: it was back on that day at the latest.
    let back_on = match loan.state {
        LoanState::ClaimedReturned { since } => on.min(since),
        LoanState::OnLoan
        | LoanState::Lost { .. }
        | LoanState::Damaged { .. }
        | LoanState::Returned { .. } => on,
    };
    let late = late_fee(loan.due, back_on, facts.policy, facts.is_open);
    let borrower = || loan.borrower.clone();
    if !late.amount.is_zero() {
        let (borrower, amount) = (borrower(), late.amount);
        effects.push(CheckInEffect::LateFeeDue { borrower, amount });
    }
    if facts.charged_for_loss > Money::ZERO {
        let (borrower, amount) = (borrower(), facts.charged_for_loss);
        effects.push(CheckInEffect::LossRefunded { borrower, amount });
    }
    if let Borrower::Visitor { home, .. } = &loan.borrower {
        effects.push(CheckInEffect::TellHome(home.clone()));
    }
    if loan.item.library != *facts.here {
        effects.push(CheckInEffect::TellLender(loan.item.library.clone()));
    }
    late
}

fn where_to(facts: &CheckInFacts<'_>, item: &ItemFacts) -> PutWhere {
    if facts.damaged {
        return PutWhere::SetAside;
    }
    if let Some(hold) = &item.hold {
        return PutWhere::HoldShelf(hold.request);
    }
    if let Some(commitment) = &item.committed_to {
        return for_request(facts.here, commitment.request, &commitment.pick_up);
    }
    if let Some(next) = facts.next {
        return for_request(facts.here, next.request, &next.pick_up);
    }
    if item.is_foreign(facts.here) {
        return PutWhere::SendHome(item.item.library.clone());
    }
    PutWhere::Shelve
}

fn for_request(here: &LibraryId, request: RequestId, pick_up: &LibraryId) -> PutWhere {
    if pick_up == here {
        return PutWhere::HoldForRequest(request);
    }
    PutWhere::SendTo {
        library: pick_up.clone(),
        request,
    }
}

fn follow_up(
    facts: &CheckInFacts<'_>,
    item: &ItemFacts,
    put: &PutWhere,
    effects: &mut Vec<CheckInEffect>,
) {
    match put {
        PutWhere::Shelve => {}
        PutWhere::HoldForRequest(request) | PutWhere::HoldShelf(request) => {
            effects.push(CheckInEffect::HoldShelved(*request));
        }
        PutWhere::SendTo { library, request } => effects.push(CheckInEffect::SentTo {
            library: library.clone(),
            request: *request,
        }),
        PutWhere::SendHome(library) => effects.push(CheckInEffect::SentHome(library.clone())),
        PutWhere::SetAside => {
            effects.push(CheckInEffect::DamageNoted(item.item.clone()));
            let held = item.hold.as_ref().map(|hold| hold.request);
            let promised = item.committed_to.as_ref().map(|promise| promise.request);
            effects.extend(held.or(promised).map(CheckInEffect::RequestLosesItem));
            if item.is_foreign(facts.here) && item.open_loan().is_none() {
                // Its library learns of the damage even where no loan has ended.
                effects.push(CheckInEffect::TellLender(item.item.library.clone()));
            }
        }
    }
}

#[cfg(test)]
mod tests;
