//! What becomes of a group of records, and of the import in the end? Kept, counted, handed to the index. Blocks.

use super::counts::Counts;
use super::incoming::{Answer, Reject, Start, Summary};
use super::joining::{Awaited, join_rows, rows_met};
use super::read_batch::{ReadRecord, Title};
use super::repeats::Brought;
use crate::catalogue::Catalogue;
use crate::flows::asking::internal;
use crate::index_keeper::Put;
use crate::reading::SourceReader;
use navette_domain::catalogue::Record;
use navette_proto::Refusal;
use navette_store::catalogue::{
    CatalogueStore, Content, Format, ImportGroup, IncomingRecord, Outcome, RunId, StoreError,
};
use navette_store::committer::CommitError;
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// Replacing may withdraw one record in this many without being told so.
const SHRINK_SHARE: u64 = 10;
/// Records shortened together at the end of a table's import.
const SHORTEN_STEP: usize = 1_000;

/// How an import is to end.
#[derive(Clone, Copy)]
pub(super) struct Ending {
    replace: bool,
    accept_shrink: bool,
}

impl Ending {
    pub(super) fn of(start: &Start) -> Self {
        Self {
            replace: start.replace,
            accept_shrink: start.accept_shrink,
        }
    }
}

/// Some records on their way to the store.
#[derive(Default)]
pub(super) struct Group {
    pub(super) titles: Vec<Title>,
    pub(super) rejects: Vec<Reject>,
    /// Number of the last record, whatever became of it.
    pub(super) through: u64,
    pub(super) bytes: usize,
}

impl Group {
    /// Takes a record in, in order.
    pub(super) fn add(&mut self, record: ReadRecord) {
        self.through = self.through.max(record.number());
        match record {
            ReadRecord::Authority { .. } => {}
            ReadRecord::Refused {
                number,
                offset,
                reason,
            } => self.rejects.push(Reject {
                number,
                offset,
                reason,
            }),
            ReadRecord::Title(title) => {
                self.bytes += title.content.raw.len();
                self.titles.push(*title);
            }
        }
    }
}

/// Stores the records of one import.
pub(super) struct Storing {
    catalogue: Arc<Catalogue>,
    reader: Arc<SourceReader>,
    /// Nothing in a dry run.
    run: Option<RunId>,
    awaited: Awaited,
    brought: Brought,
    /// Versions a dry run would have met, for what replacing would withdraw.
    met: FxHashSet<u64>,
}

impl Storing {
    pub(super) fn new(
        catalogue: Arc<Catalogue>,
        reader: Arc<SourceReader>,
        run: Option<RunId>,
    ) -> Self {
        Self {
            catalogue,
            reader,
            run,
            awaited: Awaited::default(),
            brought: Brought::default(),
            met: FxHashSet::default(),
        }
    }

    /// Stores a group, hands it to the index and acknowledges it.
    pub(super) fn write_group(
        &mut self,
        mut group: Group,
        counts: &mut Counts,
    ) -> Result<Answer, Refusal> {
        let store = &*self.catalogue.store;
        // Those were counted when they were read.
        let unreadable = group.rejects.len();
        let titles = &mut group.titles;
        if titles
            .iter()
            .any(|title| title.content.format == Format::Csv)
        {
            join_rows(titles, &self.reader, &mut group.rejects);
            let first_seq = counts.first_seq;
            self.awaited
                .complete(titles, &self.reader, store, first_seq, &mut group.rejects)?;
        }
        let foreseen = self.brought.take_out(&mut group, self.run, store, counts)?;
        counts.rejected += (group.rejects.len() - unreadable) as u64;
        for (title, outcome) in group.titles.iter().zip(&foreseen) {
            count(counts, title.met_before, *outcome);
        }
        match self.run {
            Some(run) => self.store(run, group.titles, group.through, *counts)?,
            None => self
                .met
                .extend(foreseen.into_iter().filter_map(known_version)),
        }
        Ok(Answer::Progress {
            durable: group.through,
            rejects: group.rejects,
        })
    }

    /// Stores titles and hands them to the index.
    fn store(
        &self,
        run: RunId,
        titles: Vec<Title>,
        through: u64,
        counts: Counts,
    ) -> Result<(), Refusal> {
        let mut records = Vec::with_capacity(titles.len());
        let mut kept: Vec<Record> = Vec::with_capacity(titles.len());
        for title in titles {
            records.push(IncomingRecord {
                id: title.record.id.clone(),
                digest: title.digest,
                content: title.content,
            });
            kept.push(title.record);
        }
        let group = ImportGroup {
            run,
            through,
            counts: counts.encode(),
            records,
        };
        let order = self.catalogue.order.lock();
        let outcomes = self
            .catalogue
            .store
            .import(group)
            .map_err(refused_by_store)?;
        let mut puts = Vec::with_capacity(kept.len());
        for (record, outcome) in kept.into_iter().zip(outcomes) {
            let (seq, replaces) = match outcome {
                Outcome::New { seq } => (seq, false),
                Outcome::Changed { seq, .. } => (seq, true),
                Outcome::Unchanged { .. } => continue,
            };
            puts.push(Put {
                seq,
                replaces,
                record,
            });
        }
        self.catalogue.put(puts);
        drop(order);
        Ok(())
    }

    /// Makes what was stored searchable.
    pub(super) fn publish(&self) -> Result<(), Refusal> {
        let published = self.catalogue.publish();
        published.map_err(|_| internal("an import", &"stored, and not yet in the index"))
    }

    /// Ends the import: withdraws what is absent where that was asked, publishes, sums up.
    pub(super) fn finish(
        &mut self,
        ending: Ending,
        mut counts: Counts,
    ) -> Result<Summary, Refusal> {
        let Some(run) = self.run else {
            return self.sum_up_dry_run(ending, counts);
        };
        self.shorten_unmet(run, &mut counts)?;
        let store = &self.catalogue.store;
        if ending.replace && !ending.accept_shrink {
            let absence = store.count_absent(run).map_err(refused_by_store)?;
            if shrinks(absence.absent, absence.live) {
                self.publish()?;
                return Err(Refusal::WouldShrink {
                    absent: absence.absent,
                    records: absence.live,
                });
            }
        }
        let order = self.catalogue.order.lock();
        let withdrawn = store
            .finish_import(run, ending.replace)
            .map_err(refused_by_store)?;
        let count = withdrawn.len() as u64;
        self.catalogue.keeper.remove(withdrawn);
        drop(order);
        self.publish()?;
        Ok(Summary {
            counts,
            withdrawn: count,
            records: store.live_count(),
        })
    }

    fn sum_up_dry_run(&self, ending: Ending, counts: Counts) -> Result<Summary, Refusal> {
        let live = self.catalogue.store.live_count();
        let absent = live.saturating_sub(self.met.len() as u64);
        if ending.replace && !ending.accept_shrink && shrinks(absent, live) {
            return Err(Refusal::WouldShrink {
                absent,
                records: live,
            });
        }
        let withdrawn = if ending.replace { absent } else { 0 };
        Ok(Summary {
            counts,
            withdrawn,
            records: (live + counts.new).saturating_sub(withdrawn),
        })
    }

    /// Takes rows that never came out of the records that an earlier import stored with them.
    fn shorten_unmet(&mut self, run: RunId, counts: &mut Counts) -> Result<(), Refusal> {
        let mut titles = Vec::new();
        for (id, met) in self.awaited.take_unmet() {
            let stored = self.catalogue.store.get(&id).map_err(refused_by_store)?;
            let Some(stored) = stored else { continue };
            let raw = rows_met(&stored.content.raw, &met);
            if raw == stored.content.raw {
                continue;
            }
            let content = Content {
                raw,
                ..stored.content
            };
            let Ok(record) = self.reader.read(&content) else {
                continue;
            };
            // It was counted as unchanged when its first rows came.
            counts.unchanged = counts.unchanged.saturating_sub(1);
            counts.changed += 1;
            titles.push(Title {
                number: 0,
                offset: 0,
                digest: self.reader.digest(&content),
                content,
                record,
                met_before: true,
            });
            if titles.len() >= SHORTEN_STEP {
                self.store(run, std::mem::take(&mut titles), 0, *counts)?;
            }
        }
        if !titles.is_empty() {
            self.store(run, titles, 0, *counts)?;
        }
        Ok(())
    }
}

/// Counts what became of a title; one that was counted when other rows of it came moves from unchanged to changed at most.
fn count(counts: &mut Counts, met_before: bool, outcome: Outcome) {
    match outcome {
        Outcome::Changed { previous, .. } if met_before => {
            if previous < counts.first_seq {
                counts.unchanged = counts.unchanged.saturating_sub(1);
                counts.changed += 1;
            }
        }
        Outcome::New { .. } | Outcome::Unchanged { .. } if met_before => {}
        Outcome::New { .. } => counts.new += 1,
        Outcome::Changed { .. } => counts.changed += 1,
        Outcome::Unchanged { .. } => counts.unchanged += 1,
    }
}

fn known_version(outcome: Outcome) -> Option<u64> {
    match outcome {
        Outcome::New { .. } => None,
        Outcome::Changed { previous: seq, .. } | Outcome::Unchanged { seq } => Some(seq),
    }
}

fn shrinks(absent: u64, live: u64) -> bool {
    absent.saturating_mul(SHRINK_SHARE) > live
}

/// Says no as the store does; what is broken inside goes to the log.
pub(crate) fn refused_by_store(error: StoreError) -> Refusal {
    match error {
        StoreError::Commit(CommitError::DiskFull { .. }) => {
            tracing::error!(%error, "the store takes nothing more");
            Refusal::DiskFull
        }
        other => internal("the store", &other),
    }
}
