//! What happens to one command? Decided, appended and folded; then synced and published, alone or with its group.
//!
//! It must not know who waits for the answer.

use super::{CommitError, Machine};
use crate::disk::Disk;
use crate::faults::{Fault, planted};
use crate::journal::{Journal, JournalError};
use std::path::PathBuf;
use std::sync::Arc;

/// What a buffer keeps of its room from one record to the next.
const KEPT_BYTES: usize = 64 << 10;

/// How much room the disk must keep, and where.
#[derive(Clone)]
pub struct Reserve {
    /// The disk that is asked.
    pub disk: Arc<dyn Disk>,
    /// The directory it is asked about.
    pub dir: PathBuf,
    /// Below this many free bytes new work is refused.
    pub bytes: u64,
}

/// A store's one writer.
pub(crate) struct Writer<M: Machine> {
    journal: Journal,
    machine: M,
    reserve: Reserve,
    stopped: Option<String>,
    broken: bool,
    payload: Vec<u8>,
}

impl<M: Machine> Writer<M> {
    pub(crate) fn new(journal: Journal, machine: M, reserve: Reserve) -> Self {
        Self {
            journal,
            machine,
            reserve,
            stopped: None,
            broken: false,
            payload: Vec::new(),
        }
    }

    pub(crate) fn machine(&mut self) -> &mut M {
        &mut self.machine
    }

    /// Tells how many bytes wait for a sync.
    pub(crate) fn unsynced_bytes(&self) -> u32 {
        self.journal.unsynced_bytes()
    }

    /// A stopped store stays stopped; a broken state is made anew first.
    pub(crate) fn ready(&mut self) -> Result<(), CommitError> {
        if let Some(reason) = &self.stopped {
            return Err(CommitError::Stopped(reason.clone()));
        }
        if self.broken {
            self.machine
                .repair(&self.journal)
                .map_err(CommitError::StateBroken)?;
            self.broken = false;
        }
        Ok(())
    }

    /// Makes the state anew; everything must be settled.
    pub(crate) fn repair(&mut self) -> Result<(), CommitError> {
        self.broken = true;
        self.ready()
    }

    /// Gives state and journal for work on the store as a whole; everything must be settled.
    pub(crate) fn settled(&mut self) -> Result<(&mut M, &mut Journal), CommitError> {
        self.ready()?;
        Ok((&mut self.machine, &mut self.journal))
    }

    /// Writes an event, not yet safe, and folds it.
    pub(crate) fn record(&mut self, event: Option<M::Event>) -> Result<(), CommitError> {
        let Some(mut event) = event else {
            return Ok(());
        };
        self.refuse_without_room()?;
        self.payload.clear();
        self.machine
            .encode(&mut event, &mut self.payload)
            .map_err(CommitError::Unwritable)?;
        let appended = self.journal.append(&self.payload);
        self.payload.shrink_to(KEPT_BYTES);
        match appended {
            Ok(payload_at) => {
                self.machine.fold(event, payload_at, self.journal.end());
                Ok(())
            }
            Err(JournalError::Full(_)) => Err(self.full(0)),
            Err(JournalError::TooLong(length)) => Err(CommitError::TooLong(length)),
            Err(error) => Err(self.stop(&error)),
        }
    }

    /// Syncs what was recorded and shows it to readers.
    pub(crate) fn make_safe(&mut self) -> Result<(), CommitError> {
        // What a disk says after a failed sync cannot be believed, so there is no second try.
        if let Some(reason) = &self.stopped {
            return Err(CommitError::Stopped(reason.clone()));
        }
        if self.journal.unsynced_bytes() == 0 {
            return Ok(());
        }
        if !planted(Fault::AcknowledgedBeforeSync) {
            self.journal.sync().map_err(|error| self.stop(&error))?;
        }
        if let Err(first) = self.machine.publish() {
            self.broken = true;
            self.machine
                .repair(&self.journal)
                .map_err(|second| CommitError::StateBroken(format!("{first}; then {second}")))?;
            self.broken = false;
        }
        Ok(())
    }

    /// Says goodbye, where the store is in order.
    pub(crate) fn close(&mut self) {
        if self.stopped.is_none() && !self.broken {
            self.machine.close(self.journal.end());
        }
    }

    fn refuse_without_room(&mut self) -> Result<(), CommitError> {
        match self.reserve.disk.free_bytes(&self.reserve.dir) {
            Ok(free) if free < self.reserve.bytes => Err(self.full(free)),
            // A disk that cannot say how much is free may still be written to.
            Ok(_) | Err(_) => Ok(()),
        }
    }

    fn full(&self, free_bytes: u64) -> CommitError {
        CommitError::DiskFull {
            dir: self.reserve.dir.display().to_string(),
            free_bytes,
            reserve_bytes: self.reserve.bytes,
        }
    }

    fn stop(&mut self, error: &JournalError) -> CommitError {
        let reason = error.to_string();
        self.stopped = Some(reason.clone());
        CommitError::Stopped(reason)
    }
}
