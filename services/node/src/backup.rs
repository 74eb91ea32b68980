//! How does everything a node keeps leave it, running or not? The stream itself is the store's.

use crate::catalogue::open_store;
use crate::clock::Clock;
use crate::config::NodeConfig;
use crate::desk_process::{Desk, LEDGER, open_ledger};
use crate::error::NodeError;
use crate::ledger::NodeState;
use crate::line::kept_seed;
use jiff::tz::TimeZone;
use navette_domain::catalogue::LibraryId;
use navette_domain::privacy::Secret;
use navette_operation::{BackUp, BackedUp, BackupFailure};
use navette_store::backup::{
    BackupHead, ProcessKind, RestoreError, Totals, finish_interrupted, write_backup,
};
use navette_store::catalogue::{CatalogueStore, SledCatalogue};
use navette_store::keyring::PortableKeys;
use navette_store::ledger::{Commit, Ledger, LedgerError};
use navette_trust::KEY_BYTES;
use std::collections::BTreeSet;
use std::io::Write;
use std::sync::Weak;

/// The stores of a running node. It does not hold the desk: a node that stops closes it.
pub(crate) struct NodeStores {
    pub(crate) library: LibraryId,
    pub(crate) catalogue: Weak<SledCatalogue>,
    pub(crate) desk: Weak<Desk>,
    /// What the sealing key was made of, where there is one.
    pub(crate) sealing: Option<Secret<[u8; KEY_BYTES]>>,
}

impl BackUp for NodeStores {
    fn back_up(&self, to: &mut dyn Write) -> Result<BackedUp, BackupFailure> {
        let stopping = "the node is stopping";
        let store = self.catalogue.upgrade().ok_or(stopping)?;
        let desk = self.desk.upgrade().ok_or(stopping)?;
        let ledger = desk.core.ledger();
        let head = head(&self.library, ledger.incarnation(), desk.now().at.0);
        let rows = ledger.export_rows()?;
        let keys = desk.core.keys();
        drop(desk);
        let totals = write_backup(to, head, &rows, Some(&*store))?;
        if let Some(desk) = self.desk.upgrade() {
            // A key that should be destroyed by now must not leave.
            desk.core.destroy_keys()?;
        }
        // Last of all: who was erased meanwhile is on the list, and the keys of all these rows are there.
        let keys = keys.keyring().portable(self.library.as_str());
        let keys = Some(PortableKeys {
            sealing: self.sealing.clone(),
            ..keys
        });
        Ok(BackedUp { totals, keys })
    }
}

fn head(library: &LibraryId, incarnation: u64, now_ms: i64) -> BackupHead {
    BackupHead::new(ProcessKind::Node, library.as_str(), incarnation, now_ms)
}

/// Writes a backup of a node that does not run, and gives the keys to be kept beside it. Blocks; refused where a process holds its
/// folder, or nothing is in it.
pub fn back_up(config: &NodeConfig, to: impl Write) -> Result<(Totals, PortableKeys), NodeError> {
    finish_interrupted(&config.data_dir)?;
    if !config.data_dir.join(LEDGER).exists() {
        return Err(NodeError::NothingKept(config.data_dir.clone()));
    }
    let store = open_store(&config.data_dir)?;
    let (ledger, keys, _) = open_ledger(&config.data_dir)?;
    let now_ms = Clock::default().now_in(&TimeZone::UTC).at.0;
    let head = head(&config.library, ledger.incarnation(), now_ms);
    let rows = ledger.export_rows()?;
    // A process that was killed may have left the key of somebody whom its ledger has erased.
    keys.keyring().destroy(erased_in(&ledger)?)?;
    let store: &dyn CatalogueStore = &*store;
    let written = write_backup(to, head, &rows, Some(store));
    let written = written.map_err(RestoreError::Backup)?;
    let sealing = match &config.line {
        Some(line) => kept_seed(&line.folder)?,
        None => None,
    };
    let keys = PortableKeys {
        sealing: sealing.map(|seed| seed.secret().clone()),
        ..keys.keyring().portable(config.library.as_str())
    };
    Ok((written, keys))
}

/// Says who was erased, as far as a ledger knows.
pub(crate) fn erased_in(ledger: &Ledger<NodeState>) -> Result<BTreeSet<u64>, LedgerError> {
    let erased = ledger.read(|state| {
        let erased = state.tables().erased.keys();
        erased.map(|number| number.0).collect()
    });
    Ok(erased?)
}
