//! How does a simulator use a ledger? As a process does, but every commit is finished before it returns.

use super::cover::Cover;
use super::error::LedgerError;
use super::machine::LedgerMachine;
use super::opening::{Opened, Place};
use super::seam::{Commit, Decision, LedgerState, Rows};
use super::snapshotting::SnapshotReport;
use crate::committer::CommitError;
use crate::disk::Disk;
use crate::inline_committer::InlineCommitter;
use crate::options::{OpenReport, Options};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A ledger without a thread, with rows in memory. Dropping it closes the store.
pub struct InlineLedger<S: LedgerState> {
    committer: InlineCommitter<LedgerMachine<S>>,
    incarnation: AtomicU64,
    gone: Vec<Vec<u8>>,
}

impl<S: LedgerState> InlineLedger<S> {
    /// Opens the ledger on a disk of one's own, or makes one.
    pub fn open_simulated(
        disk: Arc<dyn Disk>,
        dir: &Path,
        options: Options,
    ) -> Result<(Self, OpenReport), LedgerError> {
        Self::start(Place::simulated(disk, dir), options)
    }

    /// Opens the ledger on a disk of one's own, or makes one, with its rows under a cover.
    pub fn open_covered(
        disk: Arc<dyn Disk>,
        dir: &Path,
        options: Options,
        cover: Arc<dyn Cover>,
    ) -> Result<(Self, OpenReport), LedgerError> {
        Self::start(Place::simulated(disk, dir).under(cover), options)
    }

    /// Makes a ledger of these rows in a directory that has none, under the incarnation of the options. The rows are as they
    /// were exported: under the same cover.
    pub fn import_covered(
        disk: Arc<dyn Disk>,
        dir: &Path,
        options: Options,
        rows: Rows,
        cover: Arc<dyn Cover>,
    ) -> Result<(Self, OpenReport), LedgerError> {
        let place = Place::simulated(disk, dir).under(cover);
        place.import(rows, options.incarnation)?;
        Self::start(place, options)
    }

    fn start(place: Place, options: Options) -> Result<(Self, OpenReport), LedgerError> {
        let opened: Opened<S> = place.open(options)?;
        let ledger = Self {
            committer: InlineCommitter::new(opened.journal, opened.machine, opened.reserve),
            incarnation: AtomicU64::new(opened.incarnation),
            gone: opened.gone,
        };
        Ok((ledger, opened.report))
    }

    /// Commits as [`Commit::commit`] does; nothing need be sendable, since nothing is sent.
    pub fn commit_here<R, E: From<CommitError>>(
        &self,
        decide: impl FnOnce(&S) -> Result<Decision<S::Change, R>, E>,
    ) -> Result<R, E> {
        self.committer.commit(|machine| machine.decide(decide))
    }

    /// Reads as [`Commit::read`] does; nothing need be sendable.
    pub fn read_here<R>(&self, read: impl FnOnce(&S) -> R) -> Result<R, CommitError> {
        self.commit_here(|state| Ok(Decision::unchanged(read(state))))
    }

    /// Tells which history of the store this is.
    pub fn incarnation(&self) -> u64 {
        self.incarnation.load(Ordering::Acquire)
    }

    /// Begins another incarnation: the store has been restored, and what it said later is not known here.
    pub fn reincarnate(&self, incarnation: u64) -> Result<(), CommitError> {
        self.committer
            .commit(|_| LedgerMachine::<S>::reincarnate::<CommitError>(incarnation))?;
        self.incarnation.store(incarnation, Ordering::Release);
        Ok(())
    }

    /// Writes all rows anew and removes everything older, so that what was erased is gone.
    ///
    /// After an error nothing is lost, but what was erased may still be on disk: try again.
    pub fn snapshot(&self) -> Result<SnapshotReport, LedgerError> {
        self.committer
            .on_the_whole(|machine, journal| machine.snapshot(journal))
    }

    /// Gives all rows as they are now on disk, under their cover, for a backup.
    pub fn export_rows(&self) -> Result<Rows, LedgerError> {
        self.committer
            .on_the_whole(|machine, journal| machine.rows(journal))
    }

    /// Leaves the mark of an orderly end, as dropping it does.
    pub fn close(self) {}

    /// Goes without a goodbye, as a killed process does.
    pub fn abandon(self) {
        self.committer.abandon();
    }
}

impl<S: LedgerState> Commit<S> for InlineLedger<S> {
    fn commit<R, E>(
        &self,
        decide: impl FnOnce(&S) -> Result<Decision<S::Change, R>, E> + Send + 'static,
    ) -> Result<R, E>
    where
        R: Send + 'static,
        E: From<CommitError> + Send + 'static,
    {
        self.commit_here(decide)
    }

    fn gone(&self) -> &[Vec<u8>] {
        &self.gone
    }
}
