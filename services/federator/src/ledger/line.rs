//! What is known of a node's words? Which life of it speaks, and up to which report it was heard.

use navette_domain::time::Timestamp;

/// One node, as the ledger knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NodeLine {
    /// Which life of the node speaks; a restored one is another.
    pub incarnation: u64,
    /// Lives that the node has left, the newest last: a late word of one of them counts no more.
    pub left: Vec<u64>,
    /// The number of the last report that was applied.
    pub applied: u64,
    /// All that is open is being told again, since the node began a new life.
    pub resyncing: bool,
    /// How often in a row it let the time to pull an item pass.
    pub lapses: u32,
    /// When it was last heard.
    pub heard: Option<Timestamp>,
}
