//! What has the federator not acknowledged yet? Reports in the order of their numbers.

use navette_domain::lending::Report;
use navette_domain::time::Timestamp;
use navette_store::stored_struct;

/// Most reports that wait; a library cut off for a year stays far below.
pub const OUTBOX_MAX: usize = 100_000;

/// A report that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportRow {
    /// What is told.
    pub report: Report,
    /// Since when it waits, by this node's clock.
    pub since: Timestamp,
}

stored_struct!(ReportRow { report, since });
