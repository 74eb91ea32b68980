//! What changed after this version? Reads blocks in order and passes over what has been superseded.

use super::StoreError;
use super::block::BlockEntries;
use super::types::{Change, ChangeKind};
use super::view::{BlockPlace, View};
use navette_domain::catalogue::RecordId;
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// A walk over the changes. It goes on with what is written meanwhile, and ends when there is no more.
pub(crate) struct Scan {
    view: Arc<View>,
    /// Everything up to here has been looked at.
    done: u64,
    ready: VecDeque<Change>,
    failed: bool,
}

impl Scan {
    pub(crate) fn new(view: Arc<View>, since: u64) -> Self {
        Self {
            view,
            done: since,
            ready: VecDeque::new(),
            failed: false,
        }
    }

    /// Takes in the next block; says whether there was one.
    fn read_block(&mut self) -> Result<bool, StoreError> {
        let last = self.view.last_seq();
        let next = self.done.saturating_add(1);
        if next > last {
            return Ok(false);
        }
        let Some(place) = self.view.block_of(next) else {
            return Ok(false);
        };
        let plain = self.view.unpack(place)?;
        self.take_entries(&plain, place, last)?;
        Ok(true)
    }

    fn take_entries(
        &mut self,
        plain: &[u8],
        place: BlockPlace,
        last: u64,
    ) -> Result<(), StoreError> {
        let damaged = || self.view.damaged_block(place);
        let state = self.view.state();
        let mut entries = BlockEntries::new(plain, place.first_seq).ok_or_else(damaged)?;
        let mut reached = self.done;
        while let Some(entry) = entries.next_entry() {
            let entry = entry.map_err(|_| damaged())?;
            if entry.seq <= self.done || entry.seq > last {
                continue;
            }
            reached = entry.seq;
            let current = View::current(&*state, entry.id)?;
            if current.is_none_or(|current| current.seq != entry.seq) {
                continue;
            }
            let kind = match entry.to_content() {
                Some(content) => ChangeKind::Live {
                    content,
                    profile: self.view.profile(entries.profile)?,
                },
                None => ChangeKind::Withdrawn,
            };
            self.ready.push_back(Change {
                seq: entry.seq,
                id: RecordId(entry.id.to_owned()),
                kind,
            });
        }
        if reached == self.done {
            return Err(damaged());
        }
        self.done = reached;
        Ok(())
    }
}

impl Iterator for Scan {
    type Item = Result<Change, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(change) = self.ready.pop_front() {
                return Some(Ok(change));
            }
            if self.failed {
                return None;
            }
            match self.read_block() {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => {
                    self.failed = true;
                    if matches!(error, StoreError::State(_)) {
                        self.view.suspect.store(true, Ordering::Release);
                    }
                    return Some(Err(error));
                }
            }
        }
    }
}
