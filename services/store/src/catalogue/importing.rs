//! What becomes of the records of a source? Compares them with what there is, record by record.

use super::StoreError;
use super::block::{Entry, EntryKind};
use super::event::{Event, Versions};
use super::import_run::OPEN_RUNS;
use super::keys::{Current, kept_digest, profile_key};
use super::machine::CatalogueMachine;
use super::types::{Content, ImportGroup, IncomingRecord, Outcome, Run, RunId};
use crate::committer::Decision;
use rustc_hash::FxHashMap;

type Decided<R> = Result<Decision<Event, R>, StoreError>;

impl CatalogueMachine {
    /// Resumes the open run of this key and profile, or begins one.
    pub(crate) fn begin_import(&mut self, key: String, profile: &str) -> Decided<Run> {
        let digest = xxhash_rust::xxh3::xxh3_128(profile.as_bytes());
        for (number, run) in &self.runs {
            if run.key == key && run.profile == digest {
                let reply = Run {
                    run: RunId(*number),
                    resume_after: run.through,
                    saved_counts: run.counts.clone(),
                };
                return Ok(Decision { event: None, reply });
            }
        }
        let mut given_up: Vec<u32> = self
            .runs
            .iter()
            .filter(|(_, run)| run.key == key)
            .map(|(number, _)| *number)
            .collect();
        if given_up.is_empty() && self.runs.len() >= OPEN_RUNS {
            given_up.extend(self.runs.keys().next());
        }
        let known = self.pending.get(&profile_key(digest))?.is_some();
        let run = self.head.last_run.saturating_add(1);
        let event = Event::RunBegun {
            run,
            key,
            profile: digest,
            text: (!known).then(|| profile.to_owned()),
            given_up,
        };
        let reply = Run {
            run: RunId(run),
            resume_after: 0,
            saved_counts: Vec::new(),
        };
        Ok(Decision {
            event: Some(event),
            reply,
        })
    }

    /// Tells which records a run has met.
    pub(crate) fn met(&mut self, run: RunId, ids: &[String]) -> Decided<Vec<bool>> {
        let open = self.open_run(run)?;
        let mut reply = Vec::with_capacity(ids.len());
        for id in ids {
            let current = self.current(id)?;
            reply.push(current.is_some_and(|current| open.seen.contains(current.seq)));
        }
        Ok(Decision { event: None, reply })
    }

    /// Compares every record of a group with what there is.
    pub(crate) fn import(&mut self, group: ImportGroup) -> Decided<Vec<Outcome>> {
        let run = self.open_run(group.run)?;
        let profile = run.profile;
        let first_seq = self.head.last_seq + 1;
        let mut sorting = Sorting {
            next_seq: first_seq,
            ..Sorting::default()
        };
        for record in group.records {
            let in_group = sorting.newest.get(&record.id.0).copied();
            let current = match in_group {
                Some(current) => Some(current),
                None => self.current(&record.id.0)?,
            };
            sorting.take(record, current);
        }
        let event = Event::Imported {
            run: group.run.0,
            through: group.through,
            counts: group.counts,
            seen: sorting.seen,
            versions: Versions {
                first_seq,
                profile,
                entries: sorting.entries,
                contents: sorting.contents,
                blocks: Vec::new(),
            },
        };
        Ok(Decision {
            event: Some(event),
            reply: sorting.outcomes,
        })
    }
}

/// Sorts the records of one group into new, changed and seen.
#[derive(Default)]
struct Sorting {
    next_seq: u64,
    /// What the group itself has written so far.
    newest: FxHashMap<String, Current>,
    outcomes: Vec<Outcome>,
    seen: Vec<u64>,
    entries: Vec<Entry>,
    contents: Vec<Content>,
}

impl Sorting {
    fn take(&mut self, record: IncomingRecord, current: Option<Current>) {
        let seq = self.next_seq;
        let digest = kept_digest(record.digest);
        let (kind, previous) = match current {
            Some(there) if there.live && there.digest == digest => {
                self.seen.push(there.seq);
                self.outcomes.push(Outcome::Unchanged { seq: there.seq });
                return;
            }
            Some(there) if there.live => (EntryKind::Changed, there.seq),
            Some(there) => (EntryKind::Returned, there.seq),
            None => (EntryKind::New, 0),
        };
        self.outcomes.push(match kind {
            EntryKind::New => Outcome::New { seq },
            _ => Outcome::Changed { seq, previous },
        });
        let now = Current {
            live: true,
            seq,
            digest,
        };
        self.newest.insert(record.id.0.clone(), now);
        self.entries.push(Entry {
            id: record.id.0,
            kind,
            previous,
            digest,
        });
        self.contents.push(record.content);
        self.next_seq += 1;
    }
}
