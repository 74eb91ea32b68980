//! What is written for a command, and what follows from it? Run by the ledger's committer.

use super::engine::{Engine, Old};
use super::error::LedgerError;
use super::folded::Folded;
use super::record::{Record, Row};
use super::seam::{Decision, LedgerState};
use super::snapshots::Snapshots;
use crate::clean_mark::CleanMark;
use crate::committer::{self, Machine};
use crate::journal::{Journal, Position};

/// The writer's side of a ledger.
pub(crate) struct LedgerMachine<S: LedgerState> {
    pub(crate) folded: Folded<S>,
    pub(crate) engine: Engine,
    pub(crate) snapshots: Snapshots,
    pub(crate) closing: CleanMark,
    pub(crate) checkpoint_bytes: u64,
    pub(crate) bytes_since_checkpoint: u64,
}

/// What a command changes.
pub(crate) enum Event<C> {
    /// The store is another one from here on.
    Reincarnated { incarnation: u64 },
    /// Changes, and their rows once they are written down.
    Changed { changes: Vec<C>, rows: Vec<Row> },
}

/// What a command comes to in the committer's words.
pub(crate) type Decided<C, R, E> = Result<committer::Decision<Event<C>, R>, E>;

impl<S: LedgerState> LedgerMachine<S> {
    /// Lets a caller decide on the state.
    pub(crate) fn decide<R, E>(
        &self,
        decide: impl FnOnce(&S) -> Result<Decision<S::Change, R>, E>,
    ) -> Decided<S::Change, R, E> {
        let Decision { changes, reply } = decide(&self.folded.state)?;
        let event = (!changes.is_empty()).then(|| Event::Changed {
            changes,
            rows: Vec::new(),
        });
        Ok(committer::Decision { event, reply })
    }

    /// Begins another incarnation.
    pub(crate) fn reincarnate<E>(incarnation: u64) -> Decided<S::Change, (), E> {
        let event = Some(Event::Reincarnated { incarnation });
        Ok(committer::Decision { event, reply: () })
    }
}

impl<S: LedgerState> Machine for LedgerMachine<S> {
    type Event = Event<S::Change>;

    fn encode(&mut self, event: &mut Self::Event, payload: &mut Vec<u8>) -> Result<(), String> {
        match event {
            Event::Reincarnated { incarnation } => Record::Reincarnated {
                incarnation: *incarnation,
            }
            .encode(payload),
            Event::Changed { changes, rows } => {
                let cover = self.folded.cover();
                let written = changes.iter().map(|change| {
                    let (key, value) = S::encode(change);
                    let value = value.map(|value| cover.put_on(&key, value)).transpose()?;
                    Ok(Row { key, value })
                });
                let record = Record::Changed(written.collect::<Result<_, String>>()?);
                record.encode(payload)?;
                if let Record::Changed(written) = record {
                    *rows = written;
                }
                Ok(())
            }
        }
    }

    fn fold(&mut self, event: Self::Event, payload_at: Position, next: Position) {
        match event {
            Event::Reincarnated { incarnation } => {
                self.folded.head_mut().incarnation = incarnation;
            }
            Event::Changed { changes, rows } => {
                for row in &rows {
                    self.folded.count(row);
                    self.engine.put(row);
                }
                for change in changes {
                    self.folded.state.apply(change);
                }
            }
        }
        self.folded.head_mut().folded = next;
        self.bytes_since_checkpoint += u64::from(next.offset.saturating_sub(payload_at.offset));
    }

    fn publish(&mut self) -> Result<(), String> {
        let due = self.bytes_since_checkpoint >= self.checkpoint_bytes;
        if due {
            self.bytes_since_checkpoint = 0;
        }
        if !self.engine.is_present() {
            // The committer answers an error by a repair: now and then it is tried again.
            return match due {
                true => Err("the state was lost".to_owned()),
                false => Ok(()),
            };
        }
        let published = self.engine.publish(&self.folded.head());
        let flushed = published.and_then(|()| if due { self.engine.flush() } else { Ok(()) });
        flushed.map_err(|error| error.to_string())
    }

    fn repair(&mut self, journal: &Journal) -> Result<(), String> {
        match self.rebuild(journal, Old::SetAside) {
            Ok(_) => Ok(()),
            // Memory and journal have everything: an engine that cannot be written now keeps nobody from working.
            Err(LedgerError::State(_)) => Ok(()),
            Err(error) => Err(error.to_string()),
        }
    }

    fn close(&mut self, end: Position) {
        // Without the mark the next opening checks less; nothing is lost.
        if self.engine.is_present() && self.engine.flush().is_ok() {
            self.closing.leave(end);
        }
    }
}
