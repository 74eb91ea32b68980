//! Which batches has the node not made durable yet? Their bytes are kept, so that a reject can be written down in full.

use super::batches::Batch;
use super::rejects::Rejected;
use navette_proto::wire::catalogue::Reject;
use std::collections::VecDeque;

/// Batches sent and not acknowledged, at most; with 512 KiB each this bounds what an import holds in memory.
pub(crate) const MOST_BATCHES: usize = 16;

/// The unacknowledged batches, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Window {
    batches: VecDeque<Batch>,
}

impl Window {
    /// Tells whether another batch may be sent.
    pub(crate) fn has_room(&self) -> bool {
        self.batches.len() < MOST_BATCHES
    }

    /// Keeps a batch until it is acknowledged.
    pub(crate) fn keep(&mut self, batch: Batch) {
        self.batches.push_back(batch);
    }

    /// Lets go of everything up to a durable record.
    pub(crate) fn acknowledge(&mut self, durable: u64) {
        while self
            .batches
            .front()
            .is_some_and(|batch| batch.last_number() <= durable)
        {
            self.batches.pop_front();
        }
    }

    /// Finds the bytes and the file of a record that the node rejected.
    pub(crate) fn describe(&self, reject: Reject) -> Rejected {
        let found = self.batches.iter().find_map(|batch| {
            let place = batch
                .records
                .binary_search_by_key(&reject.number, |record| record.number)
                .ok()?;
            let raw = batch.records.get(place)?.raw.clone();
            Some((batch.file.clone(), raw))
        });
        let (file, raw) = match found {
            Some((file, raw)) => (file, Some(raw)),
            None => ("".into(), None),
        };
        Rejected {
            number: reject.number,
            offset: reject.offset,
            file,
            reason: reject.reason,
            raw,
            told_before: false,
        }
    }
}
