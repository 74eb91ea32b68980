//! Is the state what the journal says? Loads and checks it, replays what it lacks, or makes it anew.

use super::StoreError;
use super::event::Event;
use super::head::Head;
use super::import_run::OpenRun;
use super::keys::{BLOCK, Current, HEAD_KEY, RECORD, RUN, key_number, key_small, seen_prefix};
use super::machine::CatalogueMachine;
use super::view::BlockPlace;
use super::withdrawing::record_id;
use crate::committer::Machine;
use crate::journal::{Journal, JournalError};
use crate::options::OpenReport;
use crate::state::{AbsentState, Pending, State, StateError, for_each_pair, open_value};
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// How many runs are open at the most.
const PAGE: usize = 4096;
/// How many writes a replay collects before they go to the state.
const REPLAY_WRITES: usize = 8192;
/// What is said of a state with nothing in it.
const NOT_BEGUN: &str = "there was no state";

impl CatalogueMachine {
    /// Brings the state to where the journal is, whatever it takes short of a damaged journal.
    pub(crate) fn open_state(&mut self, journal: &Journal) -> Result<OpenReport, StoreError> {
        let opened = self.home.open();
        let loaded = opened.map_err(StoreError::State).and_then(|state| {
            *self.view.state.write() = Arc::clone(&state);
            self.pending = Pending::over(state);
            self.load(journal)
        });
        let reason = match loaded {
            Ok(replayed) => {
                return Ok(OpenReport {
                    replayed,
                    ..OpenReport::default()
                });
            }
            Err(StoreError::State(reason)) => reason.to_string(),
            Err(error) => return Err(error),
        };
        let replayed = self.rebuild(journal)?;
        let new_store = reason == NOT_BEGUN && replayed <= 1;
        Ok(OpenReport {
            rebuilt: (!new_store).then_some(reason),
            replayed,
            torn_bytes: 0,
        })
    }

    /// Loads the state and replays what it lacks; gives how many journal records that were.
    pub(crate) fn load(&mut self, journal: &Journal) -> Result<u64, StoreError> {
        let state = self.pending.state();
        let sealed = state.get(HEAD_KEY)?;
        let absent = || StateError::Inconsistent(NOT_BEGUN.to_owned());
        let sealed = sealed.ok_or_else(absent)?;
        let head = Head::decode(open_value(HEAD_KEY, &sealed)?)
            .ok_or_else(|| StateError::checksum(HEAD_KEY))?;
        if head.folded > journal.end() {
            return Err(inconsistent(format!(
                "it knows the journal up to {}, which ends at {}",
                head.folded,
                journal.end()
            )));
        }
        if Some(head.incarnation) != journal_incarnation(journal)? {
            return Err(inconsistent("it belongs to another journal".to_owned()));
        }
        let state = Arc::clone(state);
        check_records(&*state, &head)?;
        *self.view.blocks.write() = load_blocks(&*state, &head)?;
        self.load_runs(&*state)?;
        self.head = head;
        self.view.live.store(head.live, Ordering::Release);
        self.view.last_seq.store(head.last_seq, Ordering::Release);
        self.replay(journal)
    }

    /// Sets the state aside, unless nothing is in it, and makes it anew from the journal; gives how many journal records it has.
    pub(crate) fn rebuild(&mut self, journal: &Journal) -> Result<u64, StoreError> {
        // Readers wait here until the state is whole again. The engine is let go of before its files are
        // moved: it may still write to them by name.
        let view = Arc::clone(&self.view);
        let mut shown = view.state.write();
        let empty = self.pending.state().is_empty().unwrap_or(false);
        let absent: Arc<dyn State> = Arc::new(AbsentState);
        *shown = Arc::clone(&absent);
        self.pending = Pending::over(absent);
        match empty {
            true => self.home.remove_empty()?,
            false => self.home.set_aside()?,
        }
        let state = self.home.open()?;
        self.pending = Pending::over(Arc::clone(&state));
        self.head = Head {
            folded: Journal::start(),
            ..Head::default()
        };
        self.runs.clear();
        self.new_blocks.clear();
        view.blocks.write().clear();
        let replayed = self.replay(journal)?;
        state.flush()?;
        *shown = state;
        view.suspect.store(false, Ordering::Release);
        Ok(replayed)
    }

    fn replay(&mut self, journal: &Journal) -> Result<u64, StoreError> {
        let mut reader = journal.reader(self.head.folded);
        let mut replayed = 0;
        while let Some(record) = reader.next_record()? {
            let at = record.payload_at;
            let event = Event::decode(&record.payload).ok_or_else(|| {
                let what = "the record is whole, but this program cannot read it";
                journal.segments().damaged(at.segment, at.offset, what)
            })?;
            self.fold(event, at, record.next);
            replayed += 1;
            if self.pending.len() >= REPLAY_WRITES {
                self.publish().map_err(StateError::Engine)?;
            }
        }
        if replayed > 0 {
            self.publish().map_err(StateError::Engine)?;
        }
        Ok(replayed)
    }

    fn load_runs(&mut self, state: &dyn State) -> Result<(), StateError> {
        self.runs.clear();
        for (key, sealed) in state.page(RUN, RUN, PAGE)? {
            let broken = || StateError::checksum(&key);
            let mut run = OpenRun::decode(open_value(&key, &sealed)?).ok_or_else(broken)?;
            let number = key_small(&key).ok_or_else(broken)?;
            for_each_pair(state, &seen_prefix(number), |key, part| {
                let chunk = key_small(key)?;
                run.seen.load(chunk, part)
            })?;
            self.runs.insert(number, run);
        }
        Ok(())
    }
}

/// Reads every record's value, and whether all together are those the head speaks of.
fn check_records(state: &dyn State, head: &Head) -> Result<(), StateError> {
    let mut found = Head::default();
    for_each_pair(state, RECORD, |key, body| {
        let current = Current::decode(body)?;
        let id = record_id(key).ok()?;
        found.records += 1;
        found.live += u64::from(current.live);
        found.fingerprint = found.fingerprint.wrapping_add(current.fingerprint(&id));
        Some(())
    })?;
    if (found.records, found.live, found.fingerprint) == (head.records, head.live, head.fingerprint)
    {
        return Ok(());
    }
    Err(inconsistent_state(format!(
        "it has {} records, {} of them live, and speaks of {} and {}, or has old versions of them",
        found.records, found.live, head.records, head.live
    )))
}

fn load_blocks(state: &dyn State, head: &Head) -> Result<Vec<BlockPlace>, StateError> {
    let mut blocks: Vec<BlockPlace> = Vec::new();
    for_each_pair(state, BLOCK, |key, body| {
        let place = BlockPlace::decode(key_number(key)?, body)?;
        let follows = blocks.last().is_none_or(|before| before.at < place.at);
        blocks.push(place);
        follows.then_some(())
    })?;
    if blocks.len() as u64 == head.blocks {
        return Ok(blocks);
    }
    Err(inconsistent_state(format!(
        "it has {} blocks and speaks of {}",
        blocks.len(),
        head.blocks
    )))
}

/// Reads the incarnation from the first record of the journal.
pub(crate) fn journal_incarnation(journal: &Journal) -> Result<Option<u64>, JournalError> {
    let Some(first) = journal.reader(Journal::start()).next_record()? else {
        return Ok(None);
    };
    match Event::decode(&first.payload) {
        Some(Event::Created { incarnation }) => Ok(Some(incarnation)),
        _ => {
            let at = first.payload_at;
            let what = "the first record does not say which store this is";
            Err(journal.segments().damaged(at.segment, at.offset, what))
        }
    }
}

fn inconsistent(what: String) -> StoreError {
    StoreError::State(StateError::Inconsistent(what))
}

fn inconsistent_state(what: String) -> StateError {
    StateError::Inconsistent(what)
}
