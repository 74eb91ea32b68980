//! What do the rules need to know of a patron? Counts and dates only: no name, no address, nothing personal.

use super::{CategoryId, Reason};
use crate::identity::PatronNumber;
use crate::time::Day;

/// A time during which a patron borrows nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspension {
    /// The last day of it.
    pub until: Day,
    /// Why, in the librarian's words.
    pub reason: Reason,
}

/// A patron as the rules see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatronFacts {
    /// Which patron.
    pub number: PatronNumber,
    /// Of which category.
    pub category: CategoryId,
    /// The last day on which the card holds.
    pub card_expires: Day,
    /// Whether borrowing is suspended, and until when.
    pub suspension: Option<Suspension>,
    /// Whether the card is blocked until a librarian lifts it: lost, stolen, to be talked over.
    pub blocked: bool,
    /// What is owed, in cents; below zero where the library owes.
    pub dues_cents: i64,
    /// Loans not returned.
    pub loans_open: u16,
    /// Requests not ended.
    pub requests_open: u16,
    /// Loans past their due date.
    pub overdue_open: u16,
    /// Who answers for them, where they are a child.
    pub guardian: Option<PatronNumber>,
    /// Whether they asked that their loans be remembered.
    pub keeps_history: bool,
}
