//! Why was something not done? Either a rule says no, or the ledger could not keep it.

use navette_domain::courier::{MovingRefusal, TimetableRefusal};
use navette_domain::lending::LendingRefusal;
use navette_store::committer::CommitError;

/// Says why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FlowError {
    /// A rule says no; nothing was changed.
    #[error(transparent)]
    Refused(#[from] LendingRefusal),
    /// It could not be kept; nothing was acknowledged.
    #[error(transparent)]
    NotKept(#[from] CommitError),
}

/// Says why the timetable was not changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoveError {
    /// The van cannot run so.
    #[error(transparent)]
    Timetable(#[from] TimetableRefusal),
    /// Too much is on its way to say whose days would change.
    #[error(transparent)]
    Moving(#[from] MovingRefusal),
    /// The days of too many would change at once.
    #[error(transparent)]
    Lending(#[from] LendingRefusal),
    /// Somebody else has changed the timetable since it was shown.
    #[error("the timetable is at version {here}, {seen} was shown")]
    ChangedSince {
        /// The version shown.
        seen: u64,
        /// The version now.
        here: u64,
    },
    /// The name of the call was used for another order.
    #[error("request_id {0:032x} was used for something else")]
    CallTaken(u128),
    /// It could not be kept; nothing was acknowledged.
    #[error(transparent)]
    NotKept(#[from] CommitError),
}
