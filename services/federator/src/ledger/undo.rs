//! How was it before the last scan? Kept until anybody else acts.

use navette_domain::catalogue::LibraryId;
use navette_domain::lending::{Journey, LoanRequest};

/// A journey and its request as they were before a scan, and as the scan left them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndoNote {
    /// Who scanned.
    pub by: LibraryId,
    /// The number of the report.
    pub report: u64,
    /// The journey before.
    pub journey: Journey,
    /// Its version after: another one means that somebody has acted since.
    pub journey_version: u64,
    /// The request before, where the scan changed it.
    pub request: Option<LoanRequest>,
    /// Its version after.
    pub request_version: u64,
}

/// A visitor's request as it was before a scan of what no journey brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitNote {
    /// Who scanned.
    pub by: LibraryId,
    /// The number of the report.
    pub report: u64,
    /// The request before.
    pub before: LoanRequest,
    /// Its version after: another one means that somebody has acted since.
    pub version: u64,
}
