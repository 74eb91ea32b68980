//! What should a catalogue store do, with nothing in the way? Plain maps, no journal: for the tests of flows, and
//! to check the durable one against.

use super::StoreError;
use super::limits::refuse_oversize;
use super::seam::{CatalogueStore, Changes};
use super::types::{
    Absence, Change, ChangeKind, Content, ImportGroup, IncomingRecord, Outcome, Run, RunId, Stored,
    StoredState, Withdrawal,
};
use navette_domain::catalogue::RecordId;
use parking_lot::Mutex;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A catalogue store that is gone with the process.
pub struct MemoryCatalogue {
    incarnation: u64,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    last_seq: u64,
    last_run: u32,
    records: BTreeMap<RecordId, Record>,
    runs: BTreeMap<u32, MemoryRun>,
}

#[derive(Clone)]
struct Record {
    seq: u64,
    live: bool,
    digest: u128,
    content: Content,
    profile: Arc<str>,
}

struct MemoryRun {
    key: String,
    profile: Arc<str>,
    through: u64,
    counts: Vec<u8>,
    seen: BTreeSet<RecordId>,
}

impl MemoryCatalogue {
    /// Makes an empty store; the number is the caller's chance.
    pub fn new(incarnation: u64) -> Self {
        Self {
            incarnation,
            kept: Mutex::default(),
        }
    }
}

impl Kept {
    fn take(&mut self, record: IncomingRecord, profile: &Arc<str>) -> Outcome {
        let before = self
            .records
            .get(&record.id)
            .map(|there| (there.seq, there.live, there.digest));
        if let Some((seq, true, digest)) = before
            && digest == record.digest
        {
            return Outcome::Unchanged { seq };
        }
        self.last_seq += 1;
        let seq = self.last_seq;
        let now = Record {
            seq,
            live: true,
            digest: record.digest,
            content: record.content,
            profile: Arc::clone(profile),
        };
        self.records.insert(record.id, now);
        match before {
            None => Outcome::New { seq },
            Some((previous, ..)) => Outcome::Changed { seq, previous },
        }
    }

    fn withdraw(&mut self, id: &RecordId) -> Option<Withdrawal> {
        let record = self.records.get_mut(id).filter(|record| record.live)?;
        self.last_seq += 1;
        let previous = record.seq;
        record.seq = self.last_seq;
        record.live = false;
        Some(Withdrawal {
            id: id.clone(),
            previous,
            seq: record.seq,
        })
    }

    fn run(&self, run: RunId) -> Result<&MemoryRun, StoreError> {
        self.runs.get(&run.0).ok_or(StoreError::RunNotOpen(run))
    }

    fn absent(&self, run: RunId) -> Result<Vec<RecordId>, StoreError> {
        let run = self.run(run)?;
        let absent = self
            .records
            .iter()
            .filter(|(id, record)| record.live && !run.seen.contains(id))
            .map(|(id, _)| id.clone());
        Ok(absent.collect())
    }

    fn live(&self) -> u64 {
        self.records.values().filter(|record| record.live).count() as u64
    }
}

impl CatalogueStore for MemoryCatalogue {
    fn begin_import(&self, key: &str, profile: &str) -> Result<Run, StoreError> {
        let mut kept = self.kept.lock();
        for (number, run) in &kept.runs {
            if run.key == key && &*run.profile == profile {
                return Ok(Run {
                    run: RunId(*number),
                    resume_after: run.through,
                    saved_counts: run.counts.clone(),
                });
            }
        }
        kept.runs.retain(|_, run| run.key != key);
        if kept.runs.len() >= super::import_run::OPEN_RUNS {
            kept.runs.pop_first();
        }
        kept.last_run += 1;
        let number = kept.last_run;
        let run = MemoryRun {
            key: key.to_owned(),
            profile: Arc::from(profile),
            through: 0,
            counts: Vec::new(),
            seen: BTreeSet::new(),
        };
        kept.runs.insert(number, run);
        Ok(Run {
            run: RunId(number),
            resume_after: 0,
            saved_counts: Vec::new(),
        })
    }

    fn import(&self, group: ImportGroup) -> Result<Vec<Outcome>, StoreError> {
        refuse_oversize(&group)?;
        let mut kept = self.kept.lock();
        let profile = Arc::clone(&kept.run(group.run)?.profile);
        let mut outcomes = Vec::with_capacity(group.records.len());
        let mut seen = BTreeSet::new();
        for record in group.records {
            seen.insert(record.id.clone());
            outcomes.push(kept.take(record, &profile));
        }
        if let Some(run) = kept.runs.get_mut(&group.run.0) {
            run.seen.append(&mut seen);
            run.through = run.through.max(group.through);
            run.counts = group.counts;
        }
        Ok(outcomes)
    }

    fn compare(&self, records: &[(RecordId, u128)]) -> Result<Vec<Outcome>, StoreError> {
        let kept = self.kept.lock();
        let compared = records
            .iter()
            .map(|(id, digest)| match kept.records.get(id) {
                None => Outcome::New { seq: 0 },
                Some(there) if there.live && there.digest == *digest => {
                    Outcome::Unchanged { seq: there.seq }
                }
                Some(there) => Outcome::Changed {
                    seq: 0,
                    previous: there.seq,
                },
            });
        Ok(compared.collect())
    }

    fn met(&self, run: RunId, ids: &[RecordId]) -> Result<Vec<bool>, StoreError> {
        let kept = self.kept.lock();
        let run = kept.run(run)?;
        Ok(ids.iter().map(|id| run.seen.contains(id)).collect())
    }

    fn count_absent(&self, run: RunId) -> Result<Absence, StoreError> {
        let kept = self.kept.lock();
        Ok(Absence {
            absent: kept.absent(run)?.len() as u64,
            live: kept.live(),
        })
    }

    fn finish_import(&self, run: RunId, replace: bool) -> Result<Vec<Withdrawal>, StoreError> {
        let mut kept = self.kept.lock();
        let absent = kept.absent(run)?;
        let mut withdrawn = Vec::new();
        if replace {
            withdrawn.extend(absent.iter().filter_map(|id| kept.withdraw(id)));
        }
        kept.runs.remove(&run.0);
        Ok(withdrawn)
    }

    fn withdraw(&self, ids: &[RecordId]) -> Result<Vec<Withdrawal>, StoreError> {
        let mut kept = self.kept.lock();
        Ok(ids.iter().filter_map(|id| kept.withdraw(id)).collect())
    }

    fn get(&self, id: &RecordId) -> Result<Option<Stored>, StoreError> {
        let kept = self.kept.lock();
        Ok(kept.records.get(id).map(|record| Stored {
            seq: record.seq,
            state: match record.live {
                true => StoredState::Live,
                false => StoredState::Withdrawn,
            },
            content: record.content.clone(),
            profile: Arc::clone(&record.profile),
        }))
    }

    fn scan(&self, since: u64) -> Changes {
        let kept = self.kept.lock();
        let mut changes: Vec<Change> = kept
            .records
            .iter()
            .filter(|(_, record)| record.seq > since)
            .map(|(id, record)| Change {
                seq: record.seq,
                id: id.clone(),
                kind: match record.live {
                    false => ChangeKind::Withdrawn,
                    true => ChangeKind::Live {
                        content: record.content.clone(),
                        profile: Arc::clone(&record.profile),
                    },
                },
            })
            .collect();
        changes.sort_by_key(|change| change.seq);
        Box::new(changes.into_iter().map(Ok))
    }

    fn incarnation(&self) -> u64 {
        self.incarnation
    }

    fn last_seq(&self) -> u64 {
        self.kept.lock().last_seq
    }

    fn live_count(&self) -> u64 {
        self.kept.lock().live()
    }
}
