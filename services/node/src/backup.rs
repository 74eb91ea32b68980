//! How does everything a node keeps leave it, running or not? The stream itself is the store's.

use crate::catalogue::open_store;
use crate::clock::Clock;
use crate::config::NodeConfig;
use crate::desk_process::{Desk, LEDGER, open_ledger};
use crate::error::NodeError;
use jiff::tz::TimeZone;
use navette_domain::catalogue::LibraryId;
use navette_operation::{BackUp, BackupFailure};
use navette_store::backup::{
    BackupHead, ProcessKind, RestoreError, Totals, finish_interrupted, write_backup,
};
use navette_store::catalogue::{CatalogueStore, SledCatalogue};
use std::io::Write;
use std::sync::Weak;

/// The stores of a running node. It does not hold the desk: a node that stops closes it.
pub(crate) struct NodeStores {
    pub(crate) library: LibraryId,
    pub(crate) catalogue: Weak<SledCatalogue>,
    pub(crate) desk: Weak<Desk>,
}

impl BackUp for NodeStores {
    fn back_up(&self, to: &mut dyn Write) -> Result<Totals, BackupFailure> {
        let stopping = "the node is stopping";
        let store = self.catalogue.upgrade().ok_or(stopping)?;
        let desk = self.desk.upgrade().ok_or(stopping)?;
        let ledger = desk.core.ledger();
        let head = head(&self.library, ledger.incarnation(), desk.now().at.0);
        let rows = ledger.export_rows()?;
        drop(desk);
        Ok(write_backup(to, head, &rows, Some(&*store))?)
    }
}

fn head(library: &LibraryId, incarnation: u64, now_ms: i64) -> BackupHead {
    BackupHead::new(ProcessKind::Node, library.as_str(), incarnation, now_ms)
}

/// Writes a backup of a node that does not run. Blocks; refused where a process holds its folder, or nothing is in it.
pub fn back_up(config: &NodeConfig, to: impl Write) -> Result<Totals, NodeError> {
    finish_interrupted(&config.data_dir)?;
    if !config.data_dir.join(LEDGER).exists() {
        return Err(NodeError::NothingKept(config.data_dir.clone()));
    }
    let store = open_store(&config.data_dir)?;
    let (ledger, _, _) = open_ledger(&config.data_dir)?;
    let now_ms = Clock::default().now_in(&TimeZone::UTC).at.0;
    let head = head(&config.library, ledger.incarnation(), now_ms);
    let rows = ledger.export_rows()?;
    let store: &dyn CatalogueStore = &*store;
    let written = write_backup(to, head, &rows, Some(store));
    Ok(written.map_err(RestoreError::Backup)?)
}
