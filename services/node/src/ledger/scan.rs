//! How was it before a scan? What is needed to take one back.

use navette_domain::identity::{ItemId, JourneyId, StaffId};
use navette_domain::time::Timestamp;
use navette_store::stored_struct;

/// How many scans can be taken back; older ones are forgotten.
pub const SCANS_KEPT: u64 = 500;

/// One scan, or a desk's word that stands for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanRow {
    /// Which item.
    pub item: ItemId,
    /// Which journey it moved.
    pub journey: Option<JourneyId>,
    /// Who scanned.
    pub by: StaffId,
    /// When.
    pub at: Timestamp,
    /// The reports it made, in order.
    pub reports: Vec<u64>,
    /// The rows it changed.
    pub rows: Vec<ChangedRow>,
    /// It has been taken back.
    pub undone: bool,
}

/// A row as it was before and after, as it is on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedRow {
    /// Its key.
    pub key: Vec<u8>,
    /// Its value before.
    pub before: Option<Vec<u8>>,
    /// Its value after.
    pub after: Option<Vec<u8>>,
}

stored_struct!(ScanRow {
    item,
    journey,
    by,
    at,
    reports,
    rows,
    undone
});
stored_struct!(ChangedRow { key, before, after });
