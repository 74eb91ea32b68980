//! How is a ledger opened? Finds snapshot and journal, checks the rows on disk against them, replays what these lack.

use super::cover::{Bare, Cover};
use super::engine::{Engine, Old};
use super::error::LedgerError;
use super::folded::Folded;
use super::head::Head;
use super::machine::LedgerMachine;
use super::record::{Record, Row};
use super::seam::{LedgerState, Rows};
use super::snapshot_writer::SnapshotHead;
use super::snapshots::Snapshots;
use crate::clean_mark::CleanMark;
use crate::committer::Reserve;
use crate::disk::{Disk, RealDisk, private};
use crate::journal::{Journal, JournalError, Position};
use crate::lock::DirectoryLock;
use crate::options::{OpenReport, Options};
use crate::state::{MemoryStateHome, SledStateHome, StateError, StateHome};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is said of a state with nothing in it.
const NOT_BEGUN: &str = "there was no state";

/// Where a ledger is kept.
pub(crate) struct Place {
    disk: Arc<dyn Disk>,
    dir: PathBuf,
    pub(crate) home: Box<dyn StateHome>,
    cover: Arc<dyn Cover>,
    pub(crate) lock: Option<DirectoryLock>,
}

/// An opened ledger, for a committer.
pub(crate) struct Opened<S: LedgerState> {
    pub(crate) journal: Journal,
    pub(crate) machine: LedgerMachine<S>,
    pub(crate) reserve: Reserve,
    pub(crate) incarnation: u64,
    /// The keys of the rows that were made unreadable on purpose.
    pub(crate) gone: Vec<Vec<u8>>,
    pub(crate) report: OpenReport,
}

impl Place {
    /// A directory of this machine, with sled in it.
    pub(crate) fn real(dir: &Path) -> Result<Self, LedgerError> {
        private::create_dir(dir).map_err(|source| JournalError::io(dir, source))?;
        Ok(Self {
            lock: Some(DirectoryLock::take(dir)?),
            disk: Arc::new(RealDisk),
            dir: dir.to_owned(),
            home: Box::new(SledStateHome::below(dir)),
            cover: Arc::new(Bare),
        })
    }

    /// A directory of any disk, with state in memory.
    pub(crate) fn simulated(disk: Arc<dyn Disk>, dir: &Path) -> Self {
        Self {
            lock: None,
            disk,
            dir: dir.to_owned(),
            home: Box::new(MemoryStateHome),
            cover: Arc::new(Bare),
        }
    }

    /// Keeps the rows there under a cover.
    pub(crate) fn under(self, cover: Arc<dyn Cover>) -> Self {
        Self { cover, ..self }
    }

    /// Begins a store with these rows where there is none: they are there whole, or not at all.
    pub(crate) fn import(&self, rows: Rows, incarnation: u64) -> Result<(), LedgerError> {
        let journal = self.dir.join("journal");
        let made = self.disk.create_dir(&journal);
        made.map_err(|source| JournalError::io(&journal, source))?;
        let begun = self.disk.list(&journal);
        let begun = begun.map_err(|source| JournalError::io(&journal, source))?;
        let mut snapshots = self.snapshots()?;
        if !begun.is_empty() || snapshots.base().is_some() {
            return Err(LedgerError::NotEmpty(self.dir.clone()));
        }
        let head = SnapshotHead {
            origin: incarnation,
            incarnation,
            first: 1,
        };
        snapshots.write(head, |writer| {
            for (key, value) in rows {
                super::limits::refuse_oversize(&key, Some(&value))
                    .map_err(StateError::Inconsistent)?;
                let put = writer.put(&key, &value);
                put.map_err(|source| JournalError::io(writer.path(), source))?;
            }
            Ok(())
        })?;
        Ok(())
    }

    /// Opens the ledger there, or makes one.
    pub(crate) fn open<S: LedgerState>(self, options: Options) -> Result<Opened<S>, LedgerError> {
        let snapshots = self.snapshots()?;
        let (mut journal, found) = Journal::open_from(
            Arc::clone(&self.disk),
            self.dir.join("journal"),
            options.segment_bytes,
            snapshots.start().segment,
        )?;
        let named = self.disk.sync_dir(&self.dir);
        named.map_err(|source| JournalError::io(&self.dir, source))?;
        let closing = CleanMark {
            disk: Arc::clone(&self.disk),
            path: self.dir.join("closed"),
        };
        let origin = match snapshots.base() {
            Some(base) => base.origin,
            None => begin(&mut journal, options.incarnation)?,
        };
        closing.check(&journal)?;
        let mut machine = LedgerMachine {
            folded: Folded::<S>::empty(Head::default(), self.cover),
            engine: Engine::new(self.home),
            snapshots,
            closing,
            checkpoint_bytes: options.checkpoint_bytes,
            bytes_since_checkpoint: 0,
        };
        let mut report = machine.open_state(&journal, origin)?;
        report.torn_bytes = found.torn_bytes;
        machine.discard_older(&journal)?;
        Ok(Opened {
            incarnation: machine.folded.head().incarnation,
            gone: machine.folded.gone.iter().cloned().collect(),
            journal,
            machine,
            reserve: Reserve {
                disk: self.disk,
                dir: self.dir,
                bytes: options.reserve_bytes,
            },
            report,
        })
    }

    fn snapshots(&self) -> Result<Snapshots, LedgerError> {
        Snapshots::open(Arc::clone(&self.disk), self.dir.join("snapshots"))
    }
}

impl<S: LedgerState> LedgerMachine<S> {
    /// Brings the state to where the journal is, whatever it takes short of a damaged journal or snapshot.
    fn open_state(&mut self, journal: &Journal, origin: u64) -> Result<OpenReport, LedgerError> {
        let reason = match self.load(journal, origin) {
            Ok(replayed) => {
                return Ok(OpenReport {
                    replayed,
                    ..OpenReport::default()
                });
            }
            Err(LedgerError::State(reason)) => reason.to_string(),
            Err(error) => return Err(error),
        };
        // A state from before the snapshot may hold what has been erased since: it is not kept.
        let old = match self.engine.head() {
            Ok(Some(head)) if head.folded < self.snapshots.start() => Old::Erased,
            Ok(_) | Err(_) => Old::SetAside,
        };
        let replayed = self.rebuild(journal, old)?;
        let new_store = reason == NOT_BEGUN && replayed <= 1 && self.snapshots.base().is_none();
        Ok(OpenReport {
            rebuilt: (!new_store).then_some(reason),
            replayed,
            torn_bytes: 0,
        })
    }

    /// Loads the rows and replays what they lack; gives how many journal records that were.
    fn load(&mut self, journal: &Journal, origin: u64) -> Result<u64, LedgerError> {
        self.engine.open()?;
        let absent = || StateError::Inconsistent(NOT_BEGUN.to_owned());
        let head = self.engine.head()?.ok_or_else(absent)?;
        refuse_other(&head, origin, self.snapshots.start(), journal.end())?;
        self.folded = Folded::empty(head, Arc::clone(self.folded.cover()));
        let folded = &mut self.folded;
        self.engine.for_each_row(|key, value| {
            let row = Row {
                key: key.to_vec(),
                value: Some(value.to_vec()),
            };
            folded.load(&row).ok()
        })?;
        let found = self.folded.head();
        if found != head {
            let what = format!(
                "it has {} rows and speaks of {}, or has old versions of them",
                found.rows, head.rows
            );
            return Err(StateError::Inconsistent(what).into());
        }
        let replayed = self.replay(journal)?;
        if replayed > 0 {
            self.engine.publish(&self.folded.head())?;
        }
        Ok(replayed)
    }
}

/// Refuses rows that this snapshot and this journal cannot have led to.
fn refuse_other(
    head: &Head,
    origin: u64,
    start: Position,
    end: Position,
) -> Result<(), StateError> {
    let what = if head.origin != origin {
        "it belongs to another journal".to_owned()
    } else if head.folded > end {
        format!(
            "it knows the journal up to {}, which ends at {end}",
            head.folded
        )
    } else if head.folded < start {
        format!(
            "it knows the journal up to {}, and the snapshot goes on from {start}",
            head.folded
        )
    } else {
        return Ok(());
    };
    Err(StateError::Inconsistent(what))
}

/// Gives the incarnation a journal without a snapshot began with; a new journal begins with one.
fn begin(journal: &mut Journal, incarnation: u64) -> Result<u64, LedgerError> {
    if let Some(first) = journal.reader(Journal::start()).next_record()? {
        let at = first.payload_at;
        return match Record::decode(&first.payload) {
            Some(Record::Created { incarnation }) => Ok(incarnation),
            Some(Record::Reincarnated { .. } | Record::Changed(_)) | None => {
                let what = "the first record does not say which store this is";
                let segments = journal.segments();
                Err(segments.damaged(at.segment, at.offset, what).into())
            }
        };
    }
    let mut payload = Vec::new();
    let created = Record::Created { incarnation };
    created
        .encode(&mut payload)
        .map_err(StateError::Inconsistent)?;
    journal.append(&payload)?;
    journal.sync()?;
    Ok(incarnation)
}
