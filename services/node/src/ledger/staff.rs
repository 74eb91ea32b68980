//! Who did what at the desk, and why? Lines are added; later only what is personal is taken out of them.

use navette_domain::identity::{ItemId, PatronNumber, RequestId, StaffId};
use navette_domain::patrons::Reason;
use navette_domain::time::Timestamp;
use navette_store::{stored_enum, stored_struct};

/// One act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffRow {
    /// Who.
    pub by: StaffId,
    /// When, by this node's clock.
    pub at: Timestamp,
    /// What.
    pub act: StaffAct,
    /// With which item.
    pub item: Option<ItemId>,
    /// For which patron; nothing once that is forgotten.
    pub patron: Option<PatronNumber>,
    /// For which request.
    pub request: Option<RequestId>,
    /// Why, in words that may name somebody; nothing once that is forgotten.
    pub reason: Option<Reason>,
}

/// What somebody did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaffAct {
    /// Scanned an item, or said what stands for a scan.
    Scanned,
    /// Took a scan back.
    Undid,
    /// Lent.
    Lent,
    /// Lent although a rule said no.
    LentAnyway,
    /// Took back.
    TookBack,
    /// Prolonged a loan.
    Renewed,
    /// Registered a patron.
    Registered,
    /// Changed what is known of a patron.
    Changed,
    /// Placed a request for a patron.
    Placed,
    /// Cancelled a request.
    Cancelled,
    /// Entered money into an account.
    Entered,
    /// Told a patron.
    Told,
    /// Closed a conflict.
    Resolved,
    /// Counted an item as read in the library.
    ReadInHouse,
    /// Made, changed or took away an account of those who work here.
    ChangedAccount,
}

stored_struct!(StaffRow {
    by,
    at,
    act,
    item,
    patron,
    request,
    reason
});
stored_enum!(StaffAct {
    0 => Scanned, 1 => Undid, 2 => Lent, 3 => LentAnyway, 4 => TookBack, 5 => Renewed,
    6 => Registered, 7 => Changed, 8 => Placed, 9 => Cancelled, 10 => Entered, 11 => Told,
    12 => Resolved, 13 => ReadInHouse, 14 => ChangedAccount,
});
