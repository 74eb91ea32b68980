//! Which snapshot does the journal go on from? Keeps one whole snapshot, and an older one until that is safe.

use super::error::LedgerError;
use super::snapshot_reader::SnapshotReader;
use super::snapshot_writer::{SnapshotHead, SnapshotWriter};
use crate::disk::{Disk, RealDisk};
use crate::journal::{JournalError, Position};
use std::path::{Path, PathBuf};
use std::sync::Arc;

const WHOLE: &str = ".snapshot";
const PART: &str = ".part";

/// The directory of a ledger's snapshots.
pub(crate) struct Snapshots {
    disk: Arc<dyn Disk>,
    dir: PathBuf,
    base: Option<SnapshotHead>,
}

impl Snapshots {
    /// Finds the newest whole snapshot; none that is whole is damage, unless there is none at all.
    pub(crate) fn open(disk: Arc<dyn Disk>, dir: PathBuf) -> Result<Self, LedgerError> {
        let mut snapshots = Self {
            disk,
            dir,
            base: None,
        };
        let made = snapshots.disk.create_dir(&snapshots.dir);
        made.map_err(|source| JournalError::io(&snapshots.dir, source))?;
        snapshots.remove(|name| name.ends_with(PART))?;
        let mut damage = None;
        for number in snapshots.numbers()?.into_iter().rev() {
            match snapshots.check(number) {
                Ok(head) => {
                    snapshots.base = Some(head);
                    return Ok(snapshots);
                }
                Err(error @ LedgerError::Snapshot { .. }) => {
                    damage.get_or_insert(error);
                }
                Err(error) => return Err(error),
            }
        }
        match damage {
            Some(error) => Err(error),
            None => Ok(snapshots),
        }
    }

    /// Gives the snapshot that the journal goes on from.
    pub(crate) fn base(&self) -> Option<SnapshotHead> {
        self.base
    }

    /// Gives where the journal goes on from it.
    pub(crate) fn start(&self) -> Position {
        Position {
            segment: self.base.map_or(1, |base| base.first),
            offset: 0,
        }
    }

    /// Opens the snapshot that the journal goes on from.
    pub(crate) fn read_base(&self) -> Result<Option<SnapshotReader>, LedgerError> {
        match self.base {
            Some(base) => SnapshotReader::open(&*self.disk, &self.path(base.first)).map(Some),
            None => Ok(None),
        }
    }

    /// Writes a snapshot, makes it safe, and lets the journal go on from it; gives its length in bytes.
    pub(crate) fn write(
        &mut self,
        head: SnapshotHead,
        fill: impl FnOnce(&mut SnapshotWriter) -> Result<(), LedgerError>,
    ) -> Result<u64, LedgerError> {
        let part = self.path(head.first).with_extension("part");
        let written = self.write_part(&part, head, fill);
        if written.is_err() {
            // Where this fails too, the next opening takes it away.
            let _ = self.disk.remove(&part);
        }
        let bytes = written?;
        let named = self
            .disk
            .rename(&part, &self.path(head.first))
            .and_then(|()| self.disk.sync_dir(&self.dir));
        named.map_err(|source| JournalError::io(&part, source))?;
        self.base = Some(head);
        Ok(bytes)
    }

    /// Removes all snapshots but the one that the journal goes on from, and makes that safe.
    pub(crate) fn discard_others(&self) -> Result<(), LedgerError> {
        let kept = self.base.map(|base| file_name(base.first));
        self.remove(|name| name.ends_with(WHOLE) && Some(name) != kept.as_deref())
    }

    fn write_part(
        &self,
        part: &Path,
        head: SnapshotHead,
        fill: impl FnOnce(&mut SnapshotWriter) -> Result<(), LedgerError>,
    ) -> Result<u64, LedgerError> {
        let io = |source| JournalError::io(part, source);
        let mut writer = SnapshotWriter::create(&*self.disk, part, head).map_err(io)?;
        fill(&mut writer)?;
        Ok(writer.finish().map_err(io)?)
    }

    fn check(&self, number: u32) -> Result<SnapshotHead, LedgerError> {
        let reader = SnapshotReader::open(&*self.disk, &self.path(number))?;
        let head = reader.head();
        if head.first != number {
            return Err(reader.damaged("it is another snapshot than its name says"));
        }
        reader.check()?;
        Ok(head)
    }

    fn path(&self, number: u32) -> PathBuf {
        self.dir.join(file_name(number))
    }

    fn numbers(&self) -> Result<Vec<u32>, LedgerError> {
        let mut numbers: Vec<u32> = self
            .names()?
            .iter()
            .filter_map(|name| name.strip_suffix(WHOLE)?.parse().ok())
            .collect();
        numbers.sort_unstable();
        Ok(numbers)
    }

    fn names(&self) -> Result<Vec<String>, LedgerError> {
        let names = self.disk.list(&self.dir);
        Ok(names.map_err(|source| JournalError::io(&self.dir, source))?)
    }

    fn remove(&self, unwanted: impl Fn(&str) -> bool) -> Result<(), LedgerError> {
        let mut names = self.names()?;
        names.retain(|name| unwanted(name));
        if names.is_empty() {
            return Ok(());
        }
        for name in names {
            let path = self.dir.join(name);
            let removed = self.disk.remove(&path);
            removed.map_err(|source| JournalError::io(&path, source))?;
        }
        let synced = self.disk.sync_dir(&self.dir);
        Ok(synced.map_err(|source| JournalError::io(&self.dir, source))?)
    }
}

/// Reads every snapshot in a directory, only to see that it is whole; gives how many there are. Nothing is changed.
pub fn check_snapshots(dir: &Path) -> Result<u32, LedgerError> {
    let names = RealDisk.list(dir);
    let mut checked = 0;
    for name in names.map_err(|source| JournalError::io(dir, source))? {
        if name.ends_with(WHOLE) {
            SnapshotReader::open(&RealDisk, &dir.join(name))?.check()?;
            checked += 1;
        }
    }
    Ok(checked)
}

fn file_name(number: u32) -> String {
    format!("{number:08}{WHOLE}")
}
