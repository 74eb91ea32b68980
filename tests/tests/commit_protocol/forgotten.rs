//! Which rules of the protocol can the model be told to forget? Each must then be missed: a model that cannot fail says nothing.

/// A rule that is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Forgotten {
    /// The federator applies a report again that it has applied.
    AppliedOnce,
    /// The federator takes a report although an earlier one is missing.
    NoGaps,
    /// The federator tells a lender it no longer wants nothing.
    Release,
    /// The federator acknowledges reports before it has kept them.
    KeptBeforeApplied,
    /// A node acknowledges a view before it has kept it.
    KeptBeforeTaken,
    /// A node keeps its outbox first and what it committed later.
    OneCommand,
    /// A node takes any view for the newest.
    NewestWins,
    /// A node commits without looking whether the item is free.
    FreeItem,
    /// The counter lends without looking whether the item is committed.
    SameItemAtTheCounter,
}
