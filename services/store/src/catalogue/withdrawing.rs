//! Which records are no longer offered? Those named, or those a whole import has not seen; in commands of
//! bounded size.

use super::StoreError;
use super::block::{Entry, EntryKind};
use super::event::{Event, Versions};
use super::keys::{Current, RECORD};
use super::machine::CatalogueMachine;
use super::types::{Absence, RunId, Withdrawal};
use crate::committer::Decision;
use crate::state::{StateError, open_value};
use navette_domain::catalogue::RecordId;
use rustc_hash::FxHashSet;

/// How many records one command looks at.
pub(crate) const STEP_RECORDS: usize = 4096;

/// What one command found, and after which key the next one goes on.
pub(crate) struct Step<T> {
    pub(crate) found: T,
    pub(crate) next: Option<Vec<u8>>,
}

type Decided<R> = Result<Decision<Event, R>, StoreError>;

impl CatalogueMachine {
    /// Withdraws the records of a list that are live.
    pub(crate) fn withdraw(&mut self, ids: Vec<String>) -> Decided<Vec<Withdrawal>> {
        let mut live = Vec::new();
        let mut met = FxHashSet::default();
        for id in ids {
            if let Some(current) = self.current(&id)?
                && current.live
                && met.insert(id.clone())
            {
                live.push((id, current.seq));
            }
        }
        let (event, reply) = self.withdrawal_of(live);
        Ok(Decision { event, reply })
    }

    /// Withdraws what a run has not seen, one step of the way; on published state.
    pub(crate) fn withdraw_absent(
        &mut self,
        run: RunId,
        after: &[u8],
    ) -> Decided<Step<Vec<Withdrawal>>> {
        let step = self.absent(run, after)?;
        let (event, found) = self.withdrawal_of(step.found.absent);
        let next = step.next;
        Ok(Decision {
            event,
            reply: Step { found, next },
        })
    }

    /// Counts what a run has not seen, one step of the way; on published state.
    pub(crate) fn count_absent(&mut self, run: RunId, after: &[u8]) -> Decided<Step<Absence>> {
        let step = self.absent(run, after)?;
        let found = Absence {
            absent: step.found.absent.len() as u64,
            live: step.found.live,
        };
        let next = step.next;
        Ok(Decision {
            event: None,
            reply: Step { found, next },
        })
    }

    fn absent(&self, run: RunId, after: &[u8]) -> Result<Step<Unseen>, StoreError> {
        let open = self.open_run(run)?;
        let page = self.pending.state().page(RECORD, after, STEP_RECORDS)?;
        let mut found = Unseen::default();
        for (key, sealed) in &page {
            let current = Current::decode(open_value(key, sealed)?)
                .ok_or_else(|| StateError::checksum(key))?;
            if !current.live {
                continue;
            }
            found.live += 1;
            if !open.seen.contains(current.seq) {
                found.absent.push((record_id(key)?, current.seq));
            }
        }
        let full = page.len() == STEP_RECORDS;
        let next = page.into_iter().next_back().filter(|_| full);
        Ok(Step {
            found,
            next: next.map(|(key, _)| key),
        })
    }

    fn withdrawal_of(&self, live: Vec<(String, u64)>) -> (Option<Event>, Vec<Withdrawal>) {
        let first_seq = self.head.last_seq + 1;
        let mut withdrawals = Vec::with_capacity(live.len());
        let mut entries = Vec::with_capacity(live.len());
        for (seq, (id, previous)) in (first_seq..).zip(live) {
            withdrawals.push(Withdrawal {
                id: RecordId(id.clone()),
                previous,
                seq,
            });
            entries.push(Entry {
                id,
                kind: EntryKind::Withdrawn,
                previous,
                digest: 0,
            });
        }
        let versions = Versions {
            first_seq,
            entries,
            ..Versions::default()
        };
        let event = (!withdrawals.is_empty()).then_some(Event::Withdrawn { versions });
        (event, withdrawals)
    }
}

/// What one step found among the live records.
#[derive(Default)]
struct Unseen {
    live: u64,
    absent: Vec<(String, u64)>,
}

/// Reads the record's name from its key.
pub(crate) fn record_id(key: &[u8]) -> Result<String, StateError> {
    let id = key.strip_prefix(RECORD).unwrap_or_default();
    match std::str::from_utf8(id) {
        Ok(id) => Ok(id.to_owned()),
        Err(_) => Err(StateError::checksum(key)),
    }
}
