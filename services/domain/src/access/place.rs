//! Whose process is called: one library's node, or the territory's federator?

use crate::catalogue::LibraryId;

/// Where a call arrives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// At a library's node.
    Library(LibraryId),
    /// At the federator.
    Territory,
}
