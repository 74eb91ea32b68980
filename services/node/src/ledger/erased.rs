//! Which patrons were erased? Their numbers alone, so that a backup from before can be put back without them.

use navette_domain::time::Day;
use navette_store::stored_struct;

/// A patron of whom nothing else is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErasedRow {
    /// When they were erased.
    pub on: Day,
}

stored_struct!(ErasedRow { on });
