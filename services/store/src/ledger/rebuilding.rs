//! How is the state made anew? From the newest snapshot and the journal after it, into an empty engine.

use super::engine::Old;
use super::error::LedgerError;
use super::folded::Folded;
use super::head::Head;
use super::machine::LedgerMachine;
use super::record::{Record, Row};
use super::seam::LedgerState;
use crate::journal::{Journal, Position};
use std::sync::Arc;

/// How many rows are collected before they go to the engine.
const BATCH_ROWS: usize = 8192;

impl<S: LedgerState> LedgerMachine<S> {
    /// Makes state and engine anew; gives how many journal records were read. Where it fails the state in memory
    /// stays as it was and the engine is lost.
    pub(crate) fn rebuild(&mut self, journal: &Journal, old: Old) -> Result<u64, LedgerError> {
        let cover = Arc::clone(self.folded.cover());
        let empty = Folded::empty(Head::default(), cover);
        let before = std::mem::replace(&mut self.folded, empty);
        let refilled = self.refill(journal, old);
        if refilled.is_err() {
            self.folded = before;
            self.engine.lose();
        }
        refilled
    }

    fn refill(&mut self, journal: &Journal, old: Old) -> Result<u64, LedgerError> {
        self.engine.replace(old)?;
        self.folded.head_mut().folded = self.snapshots.start();
        if let Some(mut reader) = self.snapshots.read_base()? {
            let head = reader.head();
            self.folded.head_mut().origin = head.origin;
            self.folded.head_mut().incarnation = head.incarnation;
            while let Some(rows) = reader.next_rows()? {
                for row in rows {
                    self.load_row(&row, || format!("snapshot {}", head.first))?;
                }
                if self.engine.waiting() >= BATCH_ROWS {
                    self.engine.apply()?;
                }
            }
        }
        let replayed = self.replay(journal)?;
        self.engine.publish(&self.folded.head())?;
        self.engine.flush()?;
        Ok(replayed)
    }

    /// Folds what the journal says after the place the state is at; gives how many records that were.
    pub(crate) fn replay(&mut self, journal: &Journal) -> Result<u64, LedgerError> {
        let mut reader = journal.reader(self.folded.head().folded);
        let mut replayed = 0;
        while let Some(read) = reader.next_record()? {
            let at = read.payload_at;
            let record = Record::decode(&read.payload).ok_or_else(|| {
                let what = "the record is whole, but this program cannot read it";
                journal.segments().damaged(at.segment, at.offset, what)
            })?;
            self.replay_record(record, at)?;
            self.folded.head_mut().folded = read.next;
            replayed += 1;
            if self.engine.waiting() >= BATCH_ROWS {
                self.engine.publish(&self.folded.head())?;
            }
        }
        Ok(replayed)
    }

    fn replay_record(&mut self, record: Record, at: Position) -> Result<(), LedgerError> {
        match record {
            Record::Created { incarnation } => {
                self.folded.head_mut().origin = incarnation;
                self.folded.head_mut().incarnation = incarnation;
            }
            Record::Reincarnated { incarnation } => {
                self.folded.head_mut().incarnation = incarnation;
            }
            Record::Changed(rows) => {
                for row in rows {
                    self.load_row(&row, || format!("the journal at {at}"))?;
                }
            }
        }
        Ok(())
    }

    fn load_row(&mut self, row: &Row, place: impl Fn() -> String) -> Result<(), LedgerError> {
        self.engine.put(row);
        self.folded.load(row).map_err(|what| LedgerError::Row {
            place: place(),
            key: row.key.escape_ascii().to_string(),
            what,
        })
    }
}
