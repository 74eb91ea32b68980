//! How does everything a node keeps leave it, running or not, and come back? The stream itself is the store's.

use crate::catalogue::open_store;
use crate::clock::Clock;
use crate::config::NodeConfig;
use crate::desk_process::Desk;
use crate::erased_list::{self, ERASED_FILE};
use crate::error::NodeError;
use crate::flows::erased_again::{ErasedPatrons, erase_again};
use crate::ledger::NodeState;
use crate::randomness;
use crate::reading::SourceReaders;
use jiff::tz::TimeZone;
use navette_domain::catalogue::LibraryId;
use navette_operation::{BackUp, BackupFailure};
use navette_store::backup::{
    BackupHead, ProcessKind, RestoreError, Target, Totals, finish_interrupted, write_backup,
};
use navette_store::catalogue::{CatalogueStore, Content, SledCatalogue};
use navette_store::ledger::{Commit, Decision, Ledger, LedgerError, Options, ROWS_MAX};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Weak};

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
    let folder = config.data_dir.join("ledger");
    if !folder.exists() {
        return Err(NodeError::NothingKept(config.data_dir.clone()));
    }
    let store = open_store(&config.data_dir)?;
    let (ledger, _) = Ledger::<NodeState>::open(&folder, Options::new(randomness::incarnation()))?;
    let now_ms = Clock::default().now_in(&TimeZone::UTC).at.0;
    let head = head(&config.library, ledger.incarnation(), now_ms);
    let rows = ledger.export_rows()?;
    let store: &dyn CatalogueStore = &*store;
    let written = write_backup(to, head, &rows, Some(store));
    Ok(written.map_err(RestoreError::Backup)?)
}

/// How a node is restored.
#[derive(Clone, Debug, Default)]
pub struct RestoreOrder {
    /// Stores that are there may be set aside.
    pub replace: bool,
    /// A list of erased patrons, kept elsewhere.
    pub erased: Option<PathBuf>,
}

/// What was restored of a node.
#[derive(Debug)]
pub struct RestoredNode {
    /// What the backup says of itself.
    pub head: BackupHead,
    /// What was in it.
    pub totals: Totals,
    /// How many patrons it brought back who were erased since it was made; they are gone again.
    pub erased_again: usize,
    /// Why the ledger that was there could not say who was erased, if it could not.
    pub ledger_unreadable: Option<String>,
    /// Where the stores that were there before are.
    pub set_aside: Option<PathBuf>,
}

/// Restores a node that does not run. Blocks. On an error nothing is changed.
pub fn restore(
    config: &NodeConfig,
    from: impl Read,
    order: &RestoreOrder,
) -> Result<RestoredNode, NodeError> {
    finish_interrupted(&config.data_dir)?;
    let (erased, ledger_unreadable) = known_erased(config, order)?;
    let readers = SourceReaders::default();
    let digest = |content: &Content, profile: &Arc<str>| digest(&readers, content, profile);
    let target = Target {
        data_dir: &config.data_dir,
        kind: ProcessKind::Node,
        library: config.library.as_str(),
        incarnation: randomness::incarnation(),
        catalogue: Some((randomness::incarnation(), &digest)),
        replace: order.replace,
    };
    let restored =
        navette_store::backup::restore(from, &target, |ledger| erase_all_again(ledger, &erased))?;
    Ok(RestoredNode {
        head: restored.head,
        totals: restored.totals,
        erased_again: restored.afterwards,
        ledger_unreadable,
        set_aside: restored.set_aside,
    })
}

/// Says in a number what a record is, as an import does; where this program cannot use its profile any more, by its bytes.
fn digest(readers: &SourceReaders, content: &Content, profile: &Arc<str>) -> u128 {
    match readers.of(profile) {
        Ok(reader) => reader.digest(content),
        Err(_) => xxhash_rust::xxh3::xxh3_128(&content.raw),
    }
}

/// Asks everybody who may know who was erased: the ledger that is there, the list beside it, the list that was named.
fn known_erased(
    config: &NodeConfig,
    order: &RestoreOrder,
) -> Result<(ErasedPatrons, Option<String>), NodeError> {
    let mut known = ErasedPatrons::default();
    let mut unreadable = None;
    let folder = config.data_dir.join("ledger");
    if folder.exists() {
        match erased_in(&folder) {
            Ok(erased) => known.join(erased),
            Err(error @ LedgerError::Lock(_)) => return Err(error.into()),
            Err(error) => unreadable = Some(error.to_string()),
        }
    }
    if let Some(erased) = erased_list::read(&config.data_dir.join(ERASED_FILE))? {
        known.join(erased);
    }
    if let Some(path) = &order.erased {
        let listed = erased_list::read(path)?;
        known.join(listed.ok_or_else(|| NodeError::NoSuchList(path.clone()))?);
    }
    Ok((known, unreadable))
}

fn erased_in(folder: &Path) -> Result<ErasedPatrons, LedgerError> {
    let (ledger, _) = Ledger::<NodeState>::open(folder, Options::new(randomness::incarnation()))?;
    Ok(ledger.read(ErasedPatrons::of)?)
}

/// Erases in a new ledger, and writes it anew so that its files know nothing more; gives how many were there.
fn erase_all_again(
    ledger: &Ledger<NodeState>,
    erased: &ErasedPatrons,
) -> Result<usize, LedgerError> {
    let mut gone = 0;
    loop {
        let erased = erased.clone();
        let (more, count) = ledger.commit(move |state| {
            let (mut changes, count) = erase_again(state, &erased);
            let more = changes.len() > ROWS_MAX;
            changes.truncate(ROWS_MAX);
            Ok::<_, LedgerError>(Decision {
                changes,
                reply: (more, count),
            })
        })?;
        gone = gone.max(count);
        if !more {
            break;
        }
    }
    ledger.snapshot()?;
    Ok(gone)
}
