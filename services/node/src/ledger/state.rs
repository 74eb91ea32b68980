//! How do changes become what is the case? Rows in tables, and indexes that follow them.

use super::{Indexes, MetaRow, NodeChange, Row, Tables};
use navette_store::ledger::LedgerState;
use std::sync::atomic::{AtomicU64, Ordering};

/// Everything a node remembers of lending and its counter.
#[derive(Default)]
pub struct NodeState {
    tables: Tables,
    indexes: Indexes,
    revision: u64,
}

/// Changes of all states of this process: a state that is made anew counts on, so that no two of them mean different things by one
/// number.
static CHANGES: AtomicU64 = AtomicU64::new(1);

impl NodeState {
    /// Gives the rows.
    pub fn tables(&self) -> &Tables {
        &self.tables
    }

    /// Gives what finds rows by something else than their key.
    pub fn indexes(&self) -> &Indexes {
        &self.indexes
    }

    /// Gives the number of the last change: as long as it stays, so does everything else.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Gives one row.
    pub fn get<R: Row>(&self, key: &R::Key) -> Option<&R> {
        R::table(&self.tables).get(key)
    }

    /// Gives what is remembered once.
    pub fn meta(&self) -> MetaRow {
        self.tables.meta.get(&0).cloned().unwrap_or_default()
    }
}

impl LedgerState for NodeState {
    type Change = NodeChange;

    fn encode(change: &NodeChange) -> (Vec<u8>, Option<Vec<u8>>) {
        (change.key(), change.value())
    }

    fn apply(&mut self, change: NodeChange) {
        self.indexes.follow(&self.tables, &change);
        self.tables.apply(change);
        self.revision = CHANGES.fetch_add(1, Ordering::Relaxed);
    }

    fn load(&mut self, key: &[u8], value: &[u8]) -> Result<(), String> {
        self.apply(NodeChange::read(key, Some(value))?);
        Ok(())
    }

    fn unload(&mut self, key: &[u8]) -> Result<(), String> {
        self.apply(NodeChange::read(key, None)?);
        Ok(())
    }
}
