//! How is the replay kept short, and what was erased made to be gone? Writes all rows anew and lets go of everything older.
//!
//! Whenever the power goes, one of the two snapshots is whole and the journal goes on from it: the older one and the
//! segments after it are removed only when the new one is safe and has been read back.

use super::engine::Old;
use super::error::LedgerError;
use super::machine::LedgerMachine;
use super::seam::{LedgerState, Rows};
use super::snapshot_writer::SnapshotHead;
use crate::journal::{Journal, JournalError};
use crate::state::StateError;

/// What a snapshot came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SnapshotReport {
    /// How many rows it has.
    pub rows: u64,
    /// Length of its file.
    pub bytes: u64,
}

impl<S: LedgerState> LedgerMachine<S> {
    /// Writes a snapshot and leaves no trace of anything older. Everything must be synced and published.
    pub(crate) fn snapshot(
        &mut self,
        journal: &mut Journal,
    ) -> Result<SnapshotReport, LedgerError> {
        if !self.engine.is_present() {
            self.rebuild(journal, Old::SetAside)?;
        }
        let first = journal.rotate()?;
        let written = match self.write_snapshot(first) {
            Err(LedgerError::State(_)) => {
                self.rebuild(journal, Old::SetAside)?;
                self.write_snapshot(first)
            }
            written => written,
        };
        let report = written?;
        self.rebuild(journal, Old::Erased)?;
        self.discard_older(journal)?;
        Ok(report)
    }

    /// Removes what the snapshot made needless; what an earlier run left undone included.
    pub(crate) fn discard_older(&self, journal: &Journal) -> Result<(), LedgerError> {
        if let Some(base) = self.snapshots.base() {
            journal.discard_before(base.first)?;
            self.snapshots.discard_others()?;
        }
        Ok(())
    }

    /// Gives all rows. Everything must be published.
    pub(crate) fn rows(&mut self, journal: &Journal) -> Result<Rows, LedgerError> {
        if !self.engine.is_present() {
            self.rebuild(journal, Old::SetAside)?;
        }
        let mut rows = Rows::new();
        self.engine.for_each_row(|key, value| {
            rows.insert(key.to_vec(), value.to_vec());
            Some(())
        })?;
        Ok(rows)
    }

    fn write_snapshot(&mut self, first: u32) -> Result<SnapshotReport, LedgerError> {
        let head = self.folded.head();
        let snapshot = SnapshotHead {
            origin: head.origin,
            incarnation: head.incarnation,
            first,
        };
        let engine = &self.engine;
        let bytes = self.snapshots.write(snapshot, |writer| {
            let mut failed = None;
            let walked = engine.for_each_row(|key, value| {
                let put = writer.put(key, value);
                put.map_err(|error| failed = Some(error)).ok()
            });
            if let Some(source) = failed {
                return Err(JournalError::io(writer.path(), source).into());
            }
            walked?;
            if writer.totals() == (head.rows, head.fingerprint) {
                return Ok(());
            }
            let what = "its rows are not those in memory".to_owned();
            Err(StateError::Inconsistent(what).into())
        })?;
        Ok(SnapshotReport {
            rows: head.rows,
            bytes,
        })
    }
}
