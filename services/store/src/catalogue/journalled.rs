//! How does a node's own catalogue store work? A journal, a committer, and state in sled (or in memory, on a
//! simulated disk, for the simulator).

use super::StoreError;
use super::block::Packer;
use super::event::Event;
use super::head::Head;
use super::limits::refuse_oversize;
use super::machine::{CatalogueMachine, Checkpoint};
use super::opening::journal_incarnation;
use super::scan::Scan;
use super::seam::{CatalogueStore, Changes};
use super::types::{Absence, ImportGroup, Outcome, Run, RunId, Stored, StoredState, Withdrawal};
use super::view::View;
use super::withdrawing::STEP_RECORDS;
use crate::clean_mark::CleanMark;
use crate::committer::{Committer, Reserve};
use crate::disk::{Disk, RealDisk, private};
use crate::journal::{Journal, JournalError, SyncTimes};
use crate::lock::DirectoryLock;
use crate::options::{OpenReport, Options};
use crate::state::{AbsentState, MemoryStateHome, Pending, SledStateHome, State, StateHome};
use navette_domain::catalogue::RecordId;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// The catalogue store of a node: journal and sled in one directory.
pub struct SledCatalogue {
    // The committer goes first: it finishes while the directory is still held.
    committer: Committer<CatalogueMachine>,
    view: Arc<View>,
    incarnation: u64,
    syncs: Arc<SyncTimes>,
    _lock: Option<DirectoryLock>,
}

impl SledCatalogue {
    /// Opens the store in a directory, or makes one. Damaged state is made anew; a damaged journal is an error.
    pub fn open(dir: &Path, options: Options) -> Result<(Self, OpenReport), StoreError> {
        let io = |source| JournalError::io(dir, source);
        private::create_dir(dir).map_err(io)?;
        let lock = DirectoryLock::take(dir)?;
        let home = Box::new(SledStateHome::below(dir));
        Self::open_parts(Arc::new(RealDisk), dir, home, Some(lock), options)
    }

    /// Opens the store on a disk of one's own, with state in memory: what the simulator and crash tests use.
    pub fn open_simulated(
        disk: Arc<dyn Disk>,
        dir: &Path,
        options: Options,
    ) -> Result<(Self, OpenReport), StoreError> {
        Self::open_parts(disk, dir, Box::new(MemoryStateHome), None, options)
    }

    fn open_parts(
        disk: Arc<dyn Disk>,
        dir: &Path,
        home: Box<dyn StateHome>,
        lock: Option<DirectoryLock>,
        options: Options,
    ) -> Result<(Self, OpenReport), StoreError> {
        let io = |source| JournalError::io(dir, source);
        let closing = CleanMark {
            disk: Arc::clone(&disk),
            path: dir.join("closed"),
        };
        let (mut journal, found) = Journal::open(
            Arc::clone(&disk),
            dir.join("journal"),
            options.segment_bytes,
        )?;
        let mut packer = Packer::new().map_err(io)?;
        let incarnation = begin(&mut journal, &mut packer, options.incarnation)?;
        closing.check(&journal)?;
        let nothing: Arc<dyn State> = Arc::new(AbsentState);
        let view = Arc::new(View::new(journal.segments(), Arc::clone(&nothing)));
        let mut machine = CatalogueMachine {
            head: Head::default(),
            runs: Default::default(),
            pending: Pending::over(nothing),
            view: Arc::clone(&view),
            home,
            packer,
            new_blocks: Vec::new(),
            checkpoint: Checkpoint {
                every_bytes: options.checkpoint_bytes,
                folded_bytes: 0,
            },
            closing,
        };
        let mut report = machine.open_state(&journal)?;
        report.torn_bytes = found.torn_bytes;
        let syncs = journal.time_syncs(options.steady);
        let reserve = Reserve {
            disk,
            dir: dir.to_owned(),
            bytes: options.reserve_bytes,
        };
        let committer = Committer::start(journal, machine, reserve).map_err(StoreError::Thread)?;
        let store = Self {
            committer,
            view,
            incarnation,
            syncs,
            _lock: lock,
        };
        Ok((store, report))
    }

    /// Gives how long the disk takes to make changes safe.
    pub fn sync_times(&self) -> &SyncTimes {
        &self.syncs
    }

    /// Tries a read again on state made anew, where the state it read was damaged.
    fn reading<R>(&self, read: impl Fn(&View) -> Result<R, StoreError>) -> Result<R, StoreError> {
        let before = self.view.state();
        match read(&self.view) {
            Err(StoreError::State(_)) => {
                drop(before);
                self.committer.repair()?;
                read(&self.view)
            }
            answer => answer,
        }
    }

    fn walk<T: Send + 'static>(
        &self,
        step: impl Fn(&mut CatalogueMachine, &[u8]) -> super::machine::Walked<T>
        + Clone
        + Send
        + 'static,
        mut take: impl FnMut(T),
    ) -> Result<(), StoreError> {
        let mut after = super::keys::RECORD.to_vec();
        loop {
            let step = step.clone();
            let from = after;
            let done = self
                .committer
                .commit_settled(move |machine| step(machine, &from))?;
            take(done.found);
            match done.next {
                Some(next) => after = next,
                None => return Ok(()),
            }
        }
    }
}

/// Gives the incarnation; a new journal begins with one.
fn begin(
    journal: &mut Journal,
    packer: &mut Packer,
    incarnation: u64,
) -> Result<u64, JournalError> {
    if let Some(known) = journal_incarnation(journal)? {
        return Ok(known);
    }
    let mut payload = Vec::new();
    let mut created = Event::Created { incarnation };
    created
        .encode(packer, &mut payload)
        .map_err(|source| JournalError::io(journal.segments().dir(), source))?;
    journal.append(&payload)?;
    journal.sync()?;
    Ok(incarnation)
}

impl CatalogueStore for SledCatalogue {
    fn begin_import(&self, key: &str, profile: &str) -> Result<Run, StoreError> {
        let (key, profile) = (key.to_owned(), profile.to_owned());
        self.committer
            .commit(move |machine| machine.begin_import(key, &profile))
    }

    fn import(&self, group: ImportGroup) -> Result<Vec<Outcome>, StoreError> {
        refuse_oversize(&group)?;
        self.committer.commit(move |machine| machine.import(group))
    }

    fn compare(&self, records: &[(RecordId, u128)]) -> Result<Vec<Outcome>, StoreError> {
        self.reading(|view| {
            let state = view.state();
            let mut outcomes = Vec::with_capacity(records.len());
            for (id, digest) in records {
                outcomes.push(match View::current(&*state, &id.0)? {
                    None => Outcome::New { seq: 0 },
                    Some(there)
                        if there.live && there.digest == super::keys::kept_digest(*digest) =>
                    {
                        Outcome::Unchanged { seq: there.seq }
                    }
                    Some(there) => Outcome::Changed {
                        seq: 0,
                        previous: there.seq,
                    },
                });
            }
            Ok(outcomes)
        })
    }

    fn met(&self, run: RunId, ids: &[RecordId]) -> Result<Vec<bool>, StoreError> {
        let ids: Vec<String> = ids.iter().map(|id| id.0.clone()).collect();
        self.committer.commit(move |machine| machine.met(run, &ids))
    }

    fn count_absent(&self, run: RunId) -> Result<Absence, StoreError> {
        let mut sum = Absence { absent: 0, live: 0 };
        self.walk(
            move |machine, after| machine.count_absent(run, after),
            |part| {
                sum.absent += part.absent;
                sum.live += part.live;
            },
        )?;
        Ok(sum)
    }

    fn finish_import(&self, run: RunId, replace: bool) -> Result<Vec<Withdrawal>, StoreError> {
        let mut withdrawn = Vec::new();
        if replace {
            self.walk(
                move |machine, after| machine.withdraw_absent(run, after),
                |part| withdrawn.extend(part),
            )?;
        }
        self.committer.commit(move |machine| machine.finish(run))?;
        Ok(withdrawn)
    }

    fn withdraw(&self, ids: &[RecordId]) -> Result<Vec<Withdrawal>, StoreError> {
        let mut withdrawn = Vec::new();
        for part in ids.chunks(STEP_RECORDS) {
            let part = part.iter().map(|id| id.0.clone()).collect();
            withdrawn.extend(
                self.committer
                    .commit(move |machine| machine.withdraw(part))?,
            );
        }
        Ok(withdrawn)
    }

    fn get(&self, id: &RecordId) -> Result<Option<Stored>, StoreError> {
        self.reading(|view| {
            let Some(current) = View::current(&*view.state(), &id.0)? else {
                return Ok(None);
            };
            let (state, content_seq) = match current.live {
                true => (StoredState::Live, Some(current.seq)),
                false => (StoredState::Withdrawn, view.previous(current.seq)?),
            };
            let content = match content_seq {
                Some(seq) => view.content(seq)?,
                None => None,
            };
            let Some((content, profile)) = content else {
                let what = format!(
                    "record {id} names version {}, which is nowhere",
                    current.seq
                );
                return Err(crate::state::StateError::Inconsistent(what).into());
            };
            Ok(Some(Stored {
                seq: current.seq,
                state,
                content,
                profile: view.profile(profile)?,
            }))
        })
    }

    fn scan(&self, since: u64) -> Changes {
        if self.view.suspect.load(Ordering::Acquire) {
            // Where this fails the scan meets the damage again and reports it.
            let _ = self.committer.repair();
        }
        Box::new(Scan::new(Arc::clone(&self.view), since))
    }

    fn incarnation(&self) -> u64 {
        self.incarnation
    }

    fn last_seq(&self) -> u64 {
        self.view.last_seq()
    }

    fn live_count(&self) -> u64 {
        self.view.live.load(Ordering::Acquire)
    }
}
