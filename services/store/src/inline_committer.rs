//! How is a store written to without a thread? The caller drives every step, and nothing happens when nobody calls:
//! what a simulator needs.
//!
//! It must not know what is decided: that is the [`Machine`].

use crate::committer::{CommitError, Decision, Machine, Reserve};
use crate::journal::Journal;
use crate::writer::Writer;
use parking_lot::Mutex;

/// A store's one writer, driven by whoever calls. Dropping it closes the store.
pub struct InlineCommitter<M: Machine> {
    writer: Mutex<Writer<M>>,
    abandoned: bool,
}

impl<M: Machine> InlineCommitter<M> {
    /// Begins with a journal and the state folded from it.
    pub fn new(journal: Journal, machine: M, reserve: Reserve) -> Self {
        Self {
            writer: Mutex::new(Writer::new(journal, machine, reserve)),
            abandoned: false,
        }
    }

    /// Decides on the state; returns when the event is safe and folded. It must not be called from a decision.
    pub fn commit<R, E: From<CommitError>>(
        &self,
        decide: impl FnOnce(&mut M) -> Result<Decision<M::Event, R>, E>,
    ) -> Result<R, E> {
        let mut writer = self.writer.lock();
        writer.ready()?;
        let decision = decide(writer.machine())?;
        writer.record(decision.event)?;
        writer.make_safe()?;
        Ok(decision.reply)
    }

    /// Works on the store as a whole.
    pub fn on_the_whole<R, E: From<CommitError>>(
        &self,
        work: impl FnOnce(&mut M, &mut Journal) -> Result<R, E>,
    ) -> Result<R, E> {
        let mut writer = self.writer.lock();
        let (machine, journal) = writer.settled()?;
        work(machine, journal)
    }

    /// Goes without a goodbye, as a killed process does.
    pub fn abandon(mut self) {
        self.abandoned = true;
    }
}

impl<M: Machine> Drop for InlineCommitter<M> {
    fn drop(&mut self) {
        if !self.abandoned {
            self.writer.get_mut().close();
        }
    }
}
