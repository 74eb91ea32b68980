//! What does a command change, and what follows from an event? The rules of the catalogue store, run by its
//! committer.
//!
//! Folding asks the state nothing: an event says all, so that a replay comes to the same.

use super::StoreError;
use super::block::{Entry, EntryKind, Packer};
use super::event::{Event, Versions};
use super::head::Head;
use super::import_run::{OpenRun, OpenRuns};
use super::keys::{Current, HEAD_KEY, block_key, profile_key, record_key, run_key, seen_key};
use super::types::RunId;
use super::view::{BlockPlace, View};
use crate::committer::{Decision, Machine};
use crate::journal::{Journal, Position};
use crate::state::{Pending, StateError, StateHome};
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// The writer's side of the catalogue store.
pub(crate) struct CatalogueMachine {
    pub(crate) head: Head,
    pub(crate) runs: OpenRuns,
    pub(crate) pending: Pending,
    pub(crate) view: Arc<View>,
    pub(crate) home: Box<dyn StateHome>,
    pub(crate) packer: Packer,
    pub(crate) new_blocks: Vec<BlockPlace>,
    pub(crate) checkpoint: Checkpoint,
    pub(crate) closing: crate::clean_mark::CleanMark,
}

/// When was the state last written out?
pub(crate) struct Checkpoint {
    pub(crate) every_bytes: u64,
    pub(crate) folded_bytes: u64,
}

/// What one step of a walk over all records comes to.
pub(crate) type Walked<T> = Decided<super::withdrawing::Step<T>>;

type Decided<R> = Result<Decision<Event, R>, StoreError>;

impl CatalogueMachine {
    /// Ends a run.
    pub(crate) fn finish(&mut self, run: RunId) -> Decided<()> {
        self.open_run(run)?;
        let event = Some(Event::RunFinished { run: run.0 });
        Ok(Decision { event, reply: () })
    }

    pub(crate) fn open_run(&self, run: RunId) -> Result<&OpenRun, StoreError> {
        self.runs.get(&run.0).ok_or(StoreError::RunNotOpen(run))
    }

    pub(crate) fn current(&self, id: &str) -> Result<Option<Current>, StateError> {
        let key = record_key(id);
        match self.pending.get(&key)? {
            Some(body) => Current::decode(&body)
                .map(Some)
                .ok_or_else(|| StateError::checksum(&key)),
            None => Ok(None),
        }
    }

    fn fold_versions(&mut self, run: Option<u32>, versions: Versions, payload_at: Position) {
        for block in versions.blocks {
            let place = BlockPlace {
                first_seq: block.first_seq,
                at: Position {
                    segment: payload_at.segment,
                    offset: payload_at.offset + block.offset,
                },
            };
            self.pending
                .put(block_key(block.first_seq), &place.encode());
            self.new_blocks.push(place);
            self.head.blocks += 1;
        }
        for (seq, entry) in (versions.first_seq..).zip(versions.entries) {
            self.fold_entry(run, seq, &entry);
        }
    }

    fn fold_entry(&mut self, run: Option<u32>, seq: u64, entry: &Entry) {
        let live = entry.kind != EntryKind::Withdrawn;
        let was_live = matches!(entry.kind, EntryKind::Changed | EntryKind::Withdrawn);
        let now = Current {
            live,
            seq,
            digest: entry.digest,
        };
        let head = &mut self.head;
        if entry.kind == EntryKind::New {
            head.records += 1;
        } else {
            let before = Current {
                live: was_live,
                seq: entry.previous,
                digest: 0,
            };
            head.fingerprint = head.fingerprint.wrapping_sub(before.fingerprint(&entry.id));
        }
        head.fingerprint = head.fingerprint.wrapping_add(now.fingerprint(&entry.id));
        head.live = (head.live + u64::from(live)).saturating_sub(u64::from(was_live));
        head.last_seq = seq;
        self.pending.put(record_key(&entry.id), &now.encode());
        for (number, open) in &mut self.runs {
            // A record is seen, whatever others make of it later: changed, withdrawn, and back again.
            if run == Some(*number) || open.seen.contains(entry.previous) {
                open.seen.insert(seq);
            }
        }
    }

    fn begin_run(&mut self, number: u32, run: OpenRun, given_up: &[u32]) {
        for number in given_up {
            self.end_run(*number);
        }
        self.head.last_run = number;
        self.runs.insert(number, run);
    }

    fn end_run(&mut self, number: u32) {
        if let Some(run) = self.runs.remove(&number) {
            self.pending.remove(run_key(number));
            for chunk in run.seen.chunks() {
                self.pending.remove(seen_key(number, chunk));
            }
        }
    }

    fn write_runs(&mut self) {
        for (number, run) in &mut self.runs {
            if std::mem::take(&mut run.changed) {
                self.pending.put(run_key(*number), &run.encode());
            }
            for (chunk, part) in run.seen.take_changed() {
                self.pending.put(seen_key(*number, chunk), &part);
            }
        }
    }
}

impl Machine for CatalogueMachine {
    type Event = Event;

    fn encode(&mut self, event: &mut Event, payload: &mut Vec<u8>) -> Result<(), String> {
        let written = event.encode(&mut self.packer, payload);
        written.map_err(|error| error.to_string())
    }

    fn fold(&mut self, event: Event, payload_at: Position, next: Position) {
        match event {
            Event::Created { incarnation } => self.head.incarnation = incarnation,
            Event::RunBegun {
                run,
                key,
                profile,
                text,
                given_up,
            } => {
                if let Some(text) = text {
                    self.pending.put(profile_key(profile), text.as_bytes());
                }
                let begun = OpenRun {
                    key,
                    profile,
                    changed: true,
                    ..OpenRun::default()
                };
                self.begin_run(run, begun, &given_up);
            }
            Event::Imported {
                run,
                through,
                counts,
                seen,
                versions,
            } => {
                if let Some(open) = self.runs.get_mut(&run) {
                    seen.into_iter().for_each(|seq| open.seen.insert(seq));
                    open.through = open.through.max(through);
                    open.counts = counts;
                    open.changed = true;
                }
                self.fold_versions(Some(run), versions, payload_at);
            }
            Event::Withdrawn { versions } => self.fold_versions(None, versions, payload_at),
            Event::RunFinished { run } => self.end_run(run),
        }
        self.checkpoint.folded_bytes += u64::from(next.offset.saturating_sub(payload_at.offset));
        self.head.folded = next;
    }

    fn publish(&mut self) -> Result<(), String> {
        self.write_runs();
        self.pending.put(HEAD_KEY.to_vec(), &self.head.encode());
        self.view.blocks.write().append(&mut self.new_blocks);
        self.pending.apply().map_err(|error| error.to_string())?;
        self.view.live.store(self.head.live, Ordering::Release);
        self.view
            .last_seq
            .store(self.head.last_seq, Ordering::Release);
        if self.checkpoint.folded_bytes >= self.checkpoint.every_bytes {
            self.checkpoint.folded_bytes = 0;
            let state = self.pending.state();
            state.flush().map_err(|error| error.to_string())?;
        }
        Ok(())
    }

    fn repair(&mut self, journal: &Journal) -> Result<(), String> {
        match self.rebuild(journal) {
            Ok(_) => Ok(()),
            Err(error) => Err(error.to_string()),
        }
    }

    fn close(&mut self, end: Position) {
        // Without the mark the next opening checks more; nothing is lost.
        if self.pending.state().flush().is_ok() {
            self.closing.leave(end);
        }
    }
}
