//! What does a node tell the federator? Reports, in the order of their numbers; each says what a person or the node did.
//!
//! A report says nothing of a patron but the reference that was drawn for this one request.

use super::request::{Placement, SupplyFailure};
use crate::catalogue::LibraryId;
use crate::identity::{ItemId, JourneyId, RequestId};
use crate::time::Day;

/// One report. Its number and the node's incarnation travel beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Report {
    /// A patron of this library asks for something, or a visitor does who wants it here.
    Placed(Placement),
    /// The home library, asked by this one, says that its patron may not.
    HomeRefused(RequestId),
    /// The patron, or a desk, no longer wants it.
    Cancelled(RequestId),
    /// Not wanted until that day, or until further notice.
    Suspended(RequestId, Option<Day>),
    /// Wanted again.
    Resumed(RequestId),
    /// This library's copy is committed to a journey.
    Committed {
        /// The request that asked.
        request: RequestId,
        /// The journey that begins.
        journey: JourneyId,
        /// Which copy.
        item: ItemId,
        /// Its title here.
        title: String,
        /// Where it stands.
        shelfmark: String,
        /// What it weighs, in grams.
        grams: u32,
    },
    /// This library does not lend to a request.
    Declined {
        /// The request that asked.
        request: RequestId,
        /// The journey that does not begin.
        journey: JourneyId,
        /// Why.
        why: SupplyFailure,
    },
    /// An item was scanned here, or looked for in vain.
    Scanned(Scan),
    /// A scan is taken back: the number of its report.
    Undone {
        /// Which item.
        item: ItemId,
        /// The number of the report that is taken back.
        report: u64,
    },
    /// The patron was told that it is ready.
    Told(RequestId),
    /// The due date of a loan has changed.
    DueChanged(RequestId, Day),
    /// What was owed for a loan is paid or waived.
    Settled(RequestId),
    /// A copy of a work came back or became free: somebody may be waiting for it.
    Available(ItemId),
    /// Everything this library knows to be open has been reported again after a cut.
    CaughtUp,
}

/// One scan, or what stands for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scan {
    /// Which item.
    pub item: ItemId,
    /// Where: the library whose node reports it.
    pub at: LibraryId,
    /// What it means.
    pub what: ScanKind,
    /// The journey that the scanning library knew of.
    pub journey: Option<JourneyId>,
    /// The visitor's loan that it is about, where no journey brought the item.
    pub request: Option<RequestId>,
    /// The title, for an item that nobody expected.
    pub title: String,
}

/// What a scan means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScanKind {
    /// Taken off the shelf, into the crate.
    Pulled,
    /// Looked for in vain.
    NotFound,
    /// Not lent, on a librarian's word.
    Refused(SupplyFailure),
    /// Given to the van.
    Shipped,
    /// The van did not take it.
    LeftBehind,
    /// Taken out of the van, or simply found here.
    Received,
    /// Handed over to the patron, until that day.
    HandedOver(Day),
    /// Brought back by the patron.
    Returned,
    /// Taken off the hold shelf.
    NotCollected,
    /// No longer on the hold shelf.
    MissingFromShelf,
    /// The patron says it was brought back.
    ClaimedReturned,
    /// Came to harm.
    Damaged,
    /// Given up.
    Lost,
}
