//! Which refusals may a librarian overrule, and with what? A name and a reason, for one refusal at a time.

use crate::identity::StaffId;
use crate::patrons::{BorrowRefusal, Reason};

/// A refusal that a librarian may overrule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Overridable {
    /// The card is over.
    CardExpired,
    /// Borrowing is suspended.
    Suspension,
    /// Too much is owed.
    Dues,
    /// Enough is lent.
    LoanLimit,
    /// Too much is late.
    Overdue,
    /// For use in the library only.
    ReferenceOnly,
    /// Kept for another patron of this library's own items.
    Hold,
    /// Promised to a request elsewhere, and still on this side of the van.
    Commitment,
}

/// A librarian's decision against one refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// Which refusal.
    pub what: Overridable,
    /// Who decided it.
    pub by: StaffId,
    /// Why.
    pub reason: Reason,
}

/// Says what an override of this refusal is called; nothing where there is none.
///
/// A blocked card is unblocked, not overruled: somebody blocked it in order to speak with the patron.
pub(super) fn of_borrowing(refusal: &BorrowRefusal) -> Option<Overridable> {
    match refusal {
        BorrowRefusal::CardExpired(_) => Some(Overridable::CardExpired),
        BorrowRefusal::Suspended { .. } => Some(Overridable::Suspension),
        BorrowRefusal::Blocked => None,
        BorrowRefusal::Dues { .. } => Some(Overridable::Dues),
        BorrowRefusal::TooManyLoans { .. } => Some(Overridable::LoanLimit),
        BorrowRefusal::TooManyRequests { .. } => None,
        BorrowRefusal::TooManyOverdue { .. } => Some(Overridable::Overdue),
    }
}
