//! How does a process use its ledger? Any number of threads commit; one writer takes them in turn, a sync for many.

use super::cover::{Bare, Cover};
use super::error::LedgerError;
use super::machine::LedgerMachine;
use super::opening::{Opened, Place};
use super::seam::{Commit, Decision, LedgerState, Rows};
use super::snapshotting::SnapshotReport;
use crate::committer::{CommitError, Committer};
use crate::disk::Disk;
use crate::journal::SyncTimes;
use crate::lock::DirectoryLock;
use crate::options::{OpenReport, Options};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A ledger with a writer's thread. Dropping it finishes what is queued and closes the store.
pub struct Ledger<S: LedgerState> {
    // The committer goes first: it finishes while the directory is still held.
    committer: Committer<LedgerMachine<S>>,
    incarnation: AtomicU64,
    gone: Vec<Vec<u8>>,
    syncs: Arc<SyncTimes>,
    _lock: Option<DirectoryLock>,
}

impl<S: LedgerState> Ledger<S> {
    /// Opens the ledger in a directory, or makes one. Damaged rows are made anew; a damaged journal or snapshot is an
    /// error.
    pub fn open(dir: &Path, options: Options) -> Result<(Self, OpenReport), LedgerError> {
        Self::start(Place::real(dir)?, options)
    }

    /// Opens the ledger in a directory, or makes one, with its rows under a cover.
    pub fn open_covered(
        dir: &Path,
        options: Options,
        cover: Arc<dyn Cover>,
    ) -> Result<(Self, OpenReport), LedgerError> {
        Self::start(Place::real(dir)?.under(cover), options)
    }

    /// Opens the ledger on a disk of one's own, with rows in memory.
    pub fn open_simulated(
        disk: Arc<dyn Disk>,
        dir: &Path,
        options: Options,
    ) -> Result<(Self, OpenReport), LedgerError> {
        Self::start(Place::simulated(disk, dir), options)
    }

    /// Makes a ledger of these rows in a directory that has none, under the incarnation of the options.
    pub fn import_rows(
        dir: &Path,
        options: Options,
        rows: Rows,
    ) -> Result<(Self, OpenReport), LedgerError> {
        Self::import_covered(dir, options, rows, Arc::new(Bare))
    }

    /// Makes a ledger of these rows in a directory that has none, under the incarnation of the options. The rows are as they
    /// were exported: under the same cover.
    pub fn import_covered(
        dir: &Path,
        options: Options,
        rows: Rows,
        cover: Arc<dyn Cover>,
    ) -> Result<(Self, OpenReport), LedgerError> {
        let place = Place::real(dir)?.under(cover);
        place.import(rows, options.incarnation)?;
        Self::start(place, options)
    }

    fn start(mut place: Place, options: Options) -> Result<(Self, OpenReport), LedgerError> {
        let lock = place.lock.take();
        let mut opened: Opened<S> = place.open(options)?;
        let syncs = opened.journal.time_syncs(options.steady);
        let committer = Committer::start(opened.journal, opened.machine, opened.reserve)
            .map_err(LedgerError::Thread)?;
        let ledger = Self {
            committer,
            incarnation: AtomicU64::new(opened.incarnation),
            gone: opened.gone,
            syncs,
            _lock: lock,
        };
        Ok((ledger, opened.report))
    }

    /// Tells which history of the store this is.
    pub fn incarnation(&self) -> u64 {
        self.incarnation.load(Ordering::Acquire)
    }

    /// Gives how long the disk takes to make commands safe.
    pub fn sync_times(&self) -> &SyncTimes {
        &self.syncs
    }

    /// Begins another incarnation: the store has been restored, and what it said later is not known here.
    pub fn reincarnate(&self, incarnation: u64) -> Result<(), CommitError> {
        self.committer
            .commit(move |_| LedgerMachine::<S>::reincarnate::<CommitError>(incarnation))?;
        self.incarnation.store(incarnation, Ordering::Release);
        Ok(())
    }

    /// Writes all rows anew and removes everything older, so that what was erased is gone; commands wait meanwhile.
    ///
    /// After an error nothing is lost, but what was erased may still be on disk: try again.
    pub fn snapshot(&self) -> Result<SnapshotReport, LedgerError> {
        self.committer
            .on_the_whole(|machine, journal| machine.snapshot(journal))
    }

    /// Gives all rows as they are now on disk, under their cover, for a backup; commands wait meanwhile.
    pub fn export_rows(&self) -> Result<Rows, LedgerError> {
        self.committer
            .on_the_whole(|machine, journal| machine.rows(journal))
    }

    /// Finishes what is queued and leaves the mark of an orderly end, as dropping it does.
    pub fn close(self) {}
}

impl<S: LedgerState> Commit<S> for Ledger<S> {
    fn commit<R, E>(
        &self,
        decide: impl FnOnce(&S) -> Result<Decision<S::Change, R>, E> + Send + 'static,
    ) -> Result<R, E>
    where
        R: Send + 'static,
        E: From<CommitError> + Send + 'static,
    {
        self.committer.commit(move |machine| machine.decide(decide))
    }

    fn gone(&self) -> &[Vec<u8>] {
        &self.gone
    }
}
