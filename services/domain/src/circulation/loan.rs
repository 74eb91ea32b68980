//! What is a loan, and how does it stand? One item in somebody's hands. It must not know a name or a title.

use crate::catalogue::LibraryId;
use crate::identity::{ItemId, PatronNumber, PatronReference};
use crate::time::Day;
use std::fmt;

/// In whose hands an item is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Borrower {
    /// A patron of this library.
    Patron(PatronNumber),
    /// A patron of another library, who is known here by a reference alone.
    Visitor {
        /// The home library.
        home: LibraryId,
        /// Who they are to it.
        reference: PatronReference,
    },
}

/// How a loan stands. Whether it is overdue follows from the due date and is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LoanState {
    /// In the borrower's hands.
    OnLoan,
    /// The borrower says it is returned; the desk looks for it.
    ClaimedReturned {
        /// Since when.
        since: Day,
    },
    /// Lost, and to be settled.
    Lost {
        /// Since when.
        since: Day,
    },
    /// Back, but damaged, and to be settled.
    Damaged {
        /// Since when.
        since: Day,
    },
    /// Back.
    Returned {
        /// When.
        on: Day,
    },
}

impl LoanState {
    /// Gives the word used in files and messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::OnLoan => "on loan",
            Self::ClaimedReturned { .. } => "claimed returned",
            Self::Lost { .. } => "lost",
            Self::Damaged { .. } => "damaged",
            Self::Returned { .. } => "returned",
        }
    }

    /// Says whether the item is still away from the library.
    pub fn is_away(self) -> bool {
        match self {
            Self::OnLoan | Self::ClaimedReturned { .. } | Self::Lost { .. } => true,
            Self::Damaged { .. } | Self::Returned { .. } => false,
        }
    }
}

impl fmt::Display for LoanState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.code();
        match self {
            Self::OnLoan => f.write_str(code),
            Self::ClaimedReturned { since } | Self::Lost { since } | Self::Damaged { since } => {
                write!(f, "{code} since {since}")
            }
            Self::Returned { on } => write!(f, "{code} on {on}"),
        }
    }
}

/// An item in somebody's hands, from the hand-over on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loan {
    /// Which item.
    pub item: ItemId,
    /// In whose hands.
    pub borrower: Borrower,
    /// When it was handed over.
    pub lent_on: Day,
    /// The last day in time.
    pub due: Day,
    /// How often it was renewed.
    pub renewals: u8,
    /// When it was called back, if it was.
    pub recalled: Option<Day>,
    /// How it stands.
    pub state: LoanState,
}

impl Loan {
    /// Counts the days past the due date; 0 where it is in time.
    pub fn days_late(&self, today: Day) -> i32 {
        self.due.days_until(today).max(0)
    }

    /// Gives the same loan in another state.
    pub fn in_state(&self, state: LoanState) -> Self {
        Self {
            state,
            ..self.clone()
        }
    }
}
