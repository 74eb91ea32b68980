//! Where did two truths meet, so that a person must look?

use navette_domain::identity::{ItemId, JourneyId};
use navette_domain::time::Timestamp;
use navette_store::{stored_enum, stored_struct};

/// One conflict, until somebody closes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConflictRow {
    /// What met.
    pub kind: ConflictKind,
    /// About which item.
    pub item: ItemId,
    /// Its title.
    pub title: String,
    /// On which journey.
    pub journey: Option<JourneyId>,
    /// Since when, by this node's clock.
    pub since: Timestamp,
}

/// What met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConflictKind {
    /// Promised to a journey, and lent or kept here all the same: the journey was told no.
    PromisedAndKept,
    /// This store believed it to be on a journey that nobody else knows.
    UnknownJourney,
    /// A scan was not reported before the store was restored: scan it again.
    ScanLost,
    /// It came back elsewhere although it was lent here.
    ReturnedElsewhere,
    /// Lent to a visitor while the home library was silent, which says no since.
    RefusedByHome,
    /// Lent to a visitor while the home library was silent, which cannot be told any more: the card is not known after a restart.
    UnheardByHome,
}

stored_struct!(ConflictRow {
    kind,
    item,
    title,
    journey,
    since
});
stored_enum!(ConflictKind {
    0 => PromisedAndKept, 1 => UnknownJourney, 2 => ScanLost, 3 => ReturnedElsewhere, 4 => RefusedByHome,
    5 => UnheardByHome,
});
