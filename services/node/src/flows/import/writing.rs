//! When is a group of records stored? As soon as one has been read and the one before is durable, many at once where many wait.

use super::counts::Counts;
use super::incoming::Summary;
use super::read_batch::ReadRecord;
use super::session::{Door, Queue};
use super::storing::{Ending, Group, Storing};
use crate::flows::asking::internal;
use crate::tasks;
use navette_proto::Refusal;

/// Records stored together, about: one sync of the disk for each group.
const GROUP_RECORDS: usize = 3_000;
/// Bytes of records stored together, about.
const GROUP_BYTES: usize = 8 << 20;

/// The second half of an import.
pub(super) struct Writing {
    storing: Storing,
    counts: Counts,
    door: Door,
}

impl Writing {
    pub(super) fn new(storing: Storing, counts: Counts, door: Door) -> Self {
        Self {
            storing,
            counts,
            door,
        }
    }

    /// Writes everything that comes through the queue, until it ends.
    pub(super) async fn write_all(mut self, mut queue: Queue) -> Result<Self, Refusal> {
        while let Some(batch) = queue.recv().await {
            let mut group = Group::default();
            let mut next = Some(batch);
            while let Some(batch) = next {
                let batch = batch
                    .await
                    .map_err(|error| internal("reading a batch", &error))?;
                self.add(&mut group, batch);
                let full = group.titles.len() >= GROUP_RECORDS || group.bytes >= GROUP_BYTES;
                next = if full { None } else { queue.try_recv().ok() };
            }
            self = self.write(group).await?;
        }
        Ok(self)
    }

    fn add(&mut self, group: &mut Group, batch: Vec<ReadRecord>) {
        for record in batch {
            self.counts.read += 1;
            match &record {
                ReadRecord::Authority { .. } => self.counts.authorities += 1,
                ReadRecord::Refused { .. } => self.counts.rejected += 1,
                ReadRecord::Title(_) => {}
            }
            group.add(record);
        }
    }

    async fn write(mut self, group: Group) -> Result<Self, Refusal> {
        if group.through == 0 {
            return Ok(self);
        }
        let (this, acknowledged) = tasks::blocking(move || {
            let acknowledged = self.storing.write_group(group, &mut self.counts);
            (self, acknowledged)
        })
        .await
        .map_err(|error| internal("storing a group", &error))?;
        // An importer that is gone resumes later; what was sent is kept all the same.
        let _ = this.door.send(Ok(acknowledged?)).await;
        Ok(this)
    }

    /// Makes what was written searchable.
    pub(super) async fn publish(self) -> Result<(), Refusal> {
        tasks::blocking(move || self.storing.publish())
            .await
            .map_err(|error| internal("publishing an import", &error))?
    }

    /// Ends the import: withdraws what is absent where that was asked, publishes, sums up.
    pub(super) async fn finish(mut self, ending: Ending) -> Result<Summary, Refusal> {
        tasks::blocking(move || self.storing.finish(ending, self.counts))
            .await
            .map_err(|error| internal("finishing an import", &error))?
    }
}
