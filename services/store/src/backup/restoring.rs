//! How does a backup become a store again? Read, written into new stores beside the old ones, read back and compared, and
//! only then put in their place. A restored store is a new incarnation: whoever heard the old one hears that.

use super::about::{BackupHead, ProcessKind, Totals};
use super::catalogue::RecordsBack;
use super::error::RestoreError;
use super::installing::Restoration;
use super::reader::{BackupReader, Entry};
use super::writer::write_backup;
use crate::catalogue::{CatalogueStore, Content, SledCatalogue};
use crate::ledger::{Bare, Cover, Ledger, LedgerState, Options, Rows};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where the ledger is in a data folder.
const LEDGER: &str = "ledger";
/// Where the catalogue is in a data folder.
const CATALOGUE: &str = "catalogue";

/// Into what a backup is restored.
pub struct Target<'a> {
    /// The data folder; it is made where it is missing.
    pub data_dir: &'a Path,
    /// Of which process it is.
    pub kind: ProcessKind,
    /// Of which library; empty for a federator.
    pub library: &'a str,
    /// Names the ledger's new history; random.
    pub incarnation: u64,
    /// Where there is a catalogue: the name of its new history, and what says in a number what a record is.
    pub catalogue: Option<(u64, &'a RecordDigest<'a>)>,
    /// Whether stores that are there may be set aside.
    pub replace: bool,
    /// Where the rows are covered: what brings their cover.
    pub cover: Option<&'a dyn CoverBack>,
}

/// Brings the cover back under which the rows of a backup are.
pub trait CoverBack {
    /// Says whether there is anything to make it of; asked before anything is touched.
    fn check(&self) -> Result<(), RestoreError>;

    /// Makes it in the folder whose content becomes the data folder's, for these rows; refused where it does not open all of them.
    fn make(&self, folder: &Path, rows: &Rows) -> Result<Arc<dyn Cover>, RestoreError>;
}

/// Says in a number what a record is, from its content and the profile it was imported with.
pub type RecordDigest<'a> = dyn Fn(&Content, &Arc<str>) -> u128 + 'a;

/// What was restored.
#[derive(Debug)]
pub struct Restored<R> {
    /// What the backup says of itself.
    pub head: BackupHead,
    /// What was in it, found again in the new stores.
    pub totals: Totals,
    /// What `afterwards` gave.
    pub afterwards: R,
    /// Where the stores that were there before are.
    pub set_aside: Option<PathBuf>,
}

/// Restores a backup. `afterwards` may change the new ledger once it was found to be what the backup holds, before it
/// counts. On an error nothing is changed.
pub fn restore<S: LedgerState, R>(
    from: impl Read,
    target: &Target<'_>,
    afterwards: impl FnOnce(&Ledger<S>) -> Result<R, RestoreError>,
) -> Result<Restored<R>, RestoreError> {
    let mut reader = BackupReader::open(from)?;
    refuse_foreign(reader.head(), target)?;
    if let Some(cover) = target.cover {
        cover.check()?;
    }
    let stores: &[&str] = match target.catalogue {
        Some(_) => &[LEDGER, CATALOGUE],
        None => &[LEDGER],
    };
    let restoration = Restoration::begin(target.data_dir, stores, target.replace)?;
    let folder = restoration.folder();
    let catalogue = match target.catalogue {
        Some((incarnation, _)) => {
            let options = Options::new(incarnation);
            Some(SledCatalogue::open(&folder.join(CATALOGUE), options)?.0)
        }
        None => None,
    };
    let rows = read_all(&mut reader, catalogue.as_ref(), target)?;
    let (head, totals) = (reader.head().clone(), reader.totals());
    let options = Options::new(target.incarnation);
    let cover = match target.cover {
        Some(cover) => cover.make(&folder, &rows)?,
        None => Arc::new(Bare),
    };
    let (ledger, _) = Ledger::<S>::import_covered(&folder.join(LEDGER), options, rows, cover)?;
    compare(&head, totals, &ledger, catalogue.as_ref())?;
    let afterwards = afterwards(&ledger)?;
    ledger.close();
    drop(catalogue);
    Ok(Restored {
        head,
        totals,
        afterwards,
        set_aside: restoration.install()?,
    })
}

fn refuse_foreign(head: &BackupHead, target: &Target<'_>) -> Result<(), RestoreError> {
    if (head.kind, head.library.as_str()) == (target.kind, target.library) {
        return Ok(());
    }
    Err(RestoreError::Foreign {
        found: named(head.kind, &head.library),
        wanted: named(target.kind, target.library),
    })
}

fn named(kind: ProcessKind, library: &str) -> String {
    match kind {
        ProcessKind::Node => format!("the node of library \"{library}\""),
        ProcessKind::Federator => "a federator".to_owned(),
    }
}

/// Reads to the end: records go into the catalogue, rows are given back.
fn read_all(
    reader: &mut BackupReader<impl Read>,
    catalogue: Option<&SledCatalogue>,
    target: &Target<'_>,
) -> Result<Rows, RestoreError> {
    let mut rows = Rows::new();
    let mut records = match (catalogue, target.catalogue) {
        (Some(store), Some((_, digest))) => Some(RecordsBack::into(store, digest)),
        _ => None,
    };
    while let Some(entry) = reader.next_entry()? {
        match (entry, &mut records) {
            (Entry::Row { key, value }, _) => {
                rows.insert(key, value);
            }
            (Entry::Record(record), Some(records)) => records.put(record)?,
            // A federator has no catalogue: a backup of one with records says too much, which the comparison tells.
            (Entry::Record(_), None) => {}
        }
    }
    if let Some(records) = records {
        records.finish()?;
    }
    Ok(rows)
}

/// Reads the new stores as a backup does, and compares what is in them with what was read.
fn compare(
    head: &BackupHead,
    expected: Totals,
    ledger: &Ledger<impl LedgerState>,
    catalogue: Option<&SledCatalogue>,
) -> Result<(), RestoreError> {
    let rows = ledger.export_rows()?;
    let catalogue = catalogue.map(|store| store as &dyn CatalogueStore);
    let found = write_backup(io::sink(), head.clone(), &rows, catalogue)?;
    match found == expected {
        true => Ok(()),
        false => Err(RestoreError::Differs {
            expected: expected.content,
            found: found.content,
        }),
    }
}
