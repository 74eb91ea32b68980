//! What can happen to a loan request? What it does then is decided in `request_lifecycle.rs`.

use super::request::SupplyFailure;
use crate::catalogue::LibraryId;
use crate::identity::JourneyId;
use crate::time::Day;

/// Something that happened to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestEvent {
    /// The home library says that the patron may.
    HomeConfirmed,
    /// The home library says no.
    HomeRefused,
    /// A lender was looked for.
    Chosen(NextLender),
    /// The lender asked committed a copy.
    Committed,
    /// The lender asked said no, or nothing; the next was looked for.
    Declined(SupplyFailure, NextLender),
    /// The journey under way will not arrive; the next lender was looked for.
    SupplyFailed(SupplyFailure, NextLender),
    /// It was scanned onto the hold shelf.
    Shelved,
    /// The patron was told that it is ready.
    Told,
    /// It was handed over to the patron, to be back on that day.
    HandedOver(Day),
    /// The patron keeps it longer, or must bring it back earlier.
    DueChanged(Day),
    /// Nobody came for it.
    NotCollected,
    /// It was brought back, wherever.
    Returned,
    /// The patron says that it was brought back.
    ClaimedReturned,
    /// It is lost.
    Lost,
    /// It came back damaged.
    Damaged,
    /// What is owed is paid or waived.
    Settled,
    /// It is not wanted for now.
    Suspended(Option<Day>),
    /// It is wanted again.
    Resumed,
    /// It is not wanted any more.
    Cancelled,
    /// Its deadline has passed; where another lender can follow, it was looked for.
    DeadlinePassed(NextLender),
}

/// What a choice of lender came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextLender {
    /// Ask this library, under this journey.
    Ask {
        /// Which library.
        lender: LibraryId,
        /// The journey that begins if it commits.
        journey: JourneyId,
        /// The day it can be collected then.
        promised: Option<Day>,
    },
    /// Copies exist, but none can be asked for now.
    WaitForCopy,
    /// No copy exists that could ever be lent.
    NoCopyExists,
}

impl RequestEvent {
    /// Names the event in words.
    pub fn name(&self) -> &'static str {
        match self {
            Self::HomeConfirmed => "be confirmed by the home library",
            Self::HomeRefused => "be refused by the home library",
            Self::Chosen(_) => "be given a lender",
            Self::Committed => "be committed",
            Self::Declined(..) => "be declined",
            Self::SupplyFailed(..) => "lose its supply",
            Self::Shelved => "be put on the hold shelf",
            Self::Told => "be told to the patron",
            Self::HandedOver(_) => "be handed over",
            Self::DueChanged(_) => "be renewed or recalled",
            Self::NotCollected => "be taken off the hold shelf",
            Self::Returned => "be returned",
            Self::ClaimedReturned => "be claimed returned",
            Self::Lost => "be lost",
            Self::Damaged => "be damaged",
            Self::Settled => "be settled",
            Self::Suspended(_) => "be suspended",
            Self::Resumed => "be resumed",
            Self::Cancelled => "be cancelled",
            Self::DeadlinePassed(_) => "pass a deadline",
        }
    }
}
