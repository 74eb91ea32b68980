//! Who was erased? A number that stands for nobody any more, kept so that a backup does not bring them back.

use navette_domain::time::Day;
use navette_store::stored_struct;

/// A patron who was erased; their number is never given to anybody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErasedRow {
    /// When, by this node's clock.
    pub on: Day,
}

stored_struct!(ErasedRow { on });
