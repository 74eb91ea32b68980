//! What is a loan request, and where can it stand? What may happen to it is in `request_lifecycle.rs`.

use super::copy::Only;
use crate::catalogue::vocabulary::closed_list;
use crate::catalogue::{LibraryId, Part, WorkKey};
use crate::identity::{ItemId, JourneyId, PatronReference, RequestId};
use crate::time::{Day, Timestamp};
use std::fmt;

closed_list! {
    /// Where a request stands.
    RequestState {
        /// The home library could not be asked yet whether this patron may.
        AwaitingHome = "awaiting-home",
        /// Taken; a lender is about to be chosen.
        #[default]
        Placed = "placed",
        /// All copies are out or protected.
        Waiting = "waiting",
        /// The patron does not want it for now; it keeps its place in the queue.
        Suspended = "suspended",
        /// A lender's node is asked to commit a copy.
        Asking = "asking",
        /// A journey is under way.
        BeingSupplied = "being-supplied",
        /// It was scanned onto the hold shelf of the pick-up library.
        OnHoldShelf = "on-hold-shelf",
        /// In the patron's hands.
        OnLoan = "on-loan",
        /// The patron says it was brought back; it is being looked for.
        ClaimedReturned = "claimed-returned",
        /// Lost or damaged: somebody owes something.
        ToSettle = "to-settle",
        /// Borrowed and brought back.
        Completed = "completed",
        /// No longer wanted.
        Cancelled = "cancelled",
        /// The home library says no.
        Refused = "refused",
        /// No lendable copy exists.
        Unfilled = "unfilled",
        /// Nobody could supply or collect it in time.
        Expired = "expired",
        /// What was owed is dealt with.
        Settled = "settled",
    }
}

impl RequestState {
    /// Says whether nothing can follow.
    pub fn is_ended(self) -> bool {
        match self {
            Self::AwaitingHome
            | Self::Placed
            | Self::Waiting
            | Self::Suspended
            | Self::Asking
            | Self::BeingSupplied
            | Self::OnHoldShelf
            | Self::OnLoan
            | Self::ClaimedReturned
            | Self::ToSettle => false,
            Self::Completed
            | Self::Cancelled
            | Self::Refused
            | Self::Unfilled
            | Self::Expired
            | Self::Settled => true,
        }
    }

    /// Says whether the patron has the item, or is thought to.
    pub fn is_in_hands(self) -> bool {
        match self {
            Self::OnLoan | Self::ClaimedReturned | Self::ToSettle => true,
            Self::AwaitingHome
            | Self::Placed
            | Self::Waiting
            | Self::Suspended
            | Self::Asking
            | Self::BeingSupplied
            | Self::OnHoldShelf
            | Self::Completed
            | Self::Cancelled
            | Self::Refused
            | Self::Unfilled
            | Self::Expired
            | Self::Settled => false,
        }
    }
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The work; its queue is that of the work and the part.
    pub work: WorkKey,
    /// Volume or issue, where the work has several.
    pub part: Option<Part>,
    /// What the patron insists on.
    pub only: Only,
}

/// What somebody who places a request says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    /// Drawn by the home library's node: placing twice is placing once.
    pub id: RequestId,
    /// The home library.
    pub home: LibraryId,
    /// Stands for the patron, for this request alone.
    pub reference: PatronReference,
    /// Where the patron wants to collect it.
    pub pickup: LibraryId,
    /// What is asked for.
    pub target: Target,
    /// The title as the patron saw it, for lists and slips.
    pub title: String,
    /// The day after which it is of no use.
    pub need_by: Option<Day>,
    /// When it was placed, by the home library's clock: shown, never compared.
    pub placed_at: Timestamp,
}

/// A request as the ledger keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoanRequest {
    /// What was asked.
    pub placement: Placement,
    /// Where it stands.
    pub state: RequestState,
    /// Since when, by the federator's clock.
    pub since: Timestamp,
    /// When it was taken, by the federator's clock: its place in the queue.
    pub queued_at: Timestamp,
    /// When somebody must have acted; nothing once it has ended.
    pub deadline: Option<Timestamp>,
    /// The deadline passed, and the request stands on its owner's list of things that are stuck since then.
    pub escalated: Option<Timestamp>,
    /// The lender being asked, or the one that supplies.
    pub lender: Option<LibraryId>,
    /// The journey asked for or under way.
    pub journey: Option<JourneyId>,
    /// The day it can be collected, as promised now.
    pub promised: Option<Day>,
    /// The day promised first: what "kept" is measured by.
    pub first_promised: Option<Day>,
    /// The day it reached the hold shelf.
    pub arrived: Option<Day>,
    /// When the patron was told that it is ready: the hold period starts then.
    pub told: Option<Timestamp>,
    /// The day it is due back.
    pub due: Option<Day>,
    /// Until when the patron does not want it.
    pub suspended_until: Option<Day>,
    /// When a lender was last looked for.
    pub looked_at: Timestamp,
    /// Who was asked in vain, and need not be asked again for now.
    pub declined: Vec<Declined>,
    /// Why the last step was taken, in words for the desk.
    pub reason: String,
    /// Counts the changes, so that the newest word wins wherever it arrives.
    pub version: u64,
}

/// A lender that said no, or nothing, or did not find it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declined {
    /// Which library.
    pub library: LibraryId,
    /// Which copy, or nothing where the whole library is meant.
    pub item: Option<ItemId>,
    /// Why.
    pub why: SupplyFailure,
    /// When: a library is asked again after a day.
    pub at: Timestamp,
}

closed_list! {
    /// Why a lender does not, or no longer, supply.
    SupplyFailure {
        /// Its node did not answer in time.
        #[default]
        NoAnswer = "no-answer",
        /// Its node has no copy that it can commit.
        NoCopy = "no-copy",
        /// Its librarian looked, and it is not on the shelf.
        NotFound = "not-found",
        /// Its librarian says no to this copy.
        CopyRefused = "copy-refused",
        /// Its librarian says no for the whole library.
        LibraryRefused = "library-refused",
        /// Nobody pulled it in time.
        NotPulled = "not-pulled",
        /// It came to harm before it reached the patron.
        Damaged = "damaged",
        /// It was lost on the way.
        Lost = "lost",
        /// It was on the hold shelf and is not there any more.
        MissingFromShelf = "missing-from-shelf",
        /// The library is closed, suspended or has left.
        LibraryAbsent = "library-absent",
    }
}

impl fmt::Display for SupplyFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoAnswer => "its node did not answer",
            Self::NoCopy => "no copy was free any more",
            Self::NotFound => "it was not found on the shelf",
            Self::CopyRefused => "the desk declined this copy",
            Self::LibraryRefused => "the desk declined for the whole library",
            Self::NotPulled => "it was not pulled in time",
            Self::Damaged => "it is damaged",
            Self::Lost => "it was lost on the way",
            Self::MissingFromShelf => "it is missing from the hold shelf",
            Self::LibraryAbsent => "the library is closed, suspended or has left",
        })
    }
}

impl SupplyFailure {
    /// Says whether the reason may pass by itself, so that the same copy may be asked for again another day.
    pub fn may_pass(self) -> bool {
        match self {
            Self::NoAnswer
            | Self::NoCopy
            | Self::NotFound
            | Self::NotPulled
            | Self::LibraryRefused
            | Self::MissingFromShelf
            | Self::LibraryAbsent => true,
            Self::CopyRefused | Self::Damaged | Self::Lost => false,
        }
    }

    /// Says whether the same library may be asked for another copy at once.
    pub fn spares_the_library(self) -> bool {
        match self {
            Self::NotFound
            | Self::CopyRefused
            | Self::Damaged
            | Self::Lost
            | Self::MissingFromShelf => true,
            Self::NoAnswer
            | Self::NoCopy
            | Self::LibraryRefused
            | Self::NotPulled
            | Self::LibraryAbsent => false,
        }
    }
}
