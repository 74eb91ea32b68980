//! How does the search index come to agree with the store? It follows the changes it lacks, or starts from nothing.

use crate::clock::Stopwatch;
use crate::config::IndexLimits;
use crate::error::NodeError;
use crate::reading::{NotATitle, SourceReaders};
use crate::tasks::map_parts;
use navette_domain::catalogue::{LibraryId, Record};
use navette_indexer::search::{
    Directory, LibraryIndex, MemberNumber, Position, View, WriterBudget,
};
use navette_store::catalogue::{CatalogueStore, Change, ChangeKind, SledCatalogue, StoreError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Changes read from the store before they are mapped together.
const STEP_CHANGES: usize = 2_000;
/// Threads that map while an index is rebuilt.
const MAPPING_THREADS: usize = 2;

/// What questions are answered from: always of one moment.
pub(crate) struct Searchable {
    /// The records in brief.
    pub(crate) directory: Directory,
    /// The index over them.
    pub(crate) view: View,
}

/// What an index is made from, and where it is kept.
pub(crate) struct IndexSource {
    pub(crate) store: Arc<SledCatalogue>,
    pub(crate) readers: Arc<SourceReaders>,
    pub(crate) library: LibraryId,
    pub(crate) path: PathBuf,
    pub(crate) budget: WriterBudget,
}

/// An index that agrees with the store.
pub(crate) struct OpenIndex {
    pub(crate) index: LibraryIndex,
    pub(crate) searchable: Searchable,
    /// Stored records that could not be read again.
    pub(crate) unreadable: u64,
}

impl IndexSource {
    /// Opens the index and lets it follow the store. `progress` is told how many changes were followed so far.
    pub(crate) fn open(&self, progress: &mut dyn FnMut(u64)) -> Result<OpenIndex, NodeError> {
        let watch = Stopwatch::start();
        let mut directory = Directory::default();
        let member = directory.member(&self.library);
        let (mut index, rebuilt) =
            LibraryIndex::open(&self.path, member, self.budget, &mut directory)?;
        if let Some(reason) = rebuilt {
            tracing::warn!(reason, "the search index is made anew");
        }
        if self.is_foreign(index.position()) {
            tracing::warn!("the search index belongs to another history of the store: made anew");
            drop(index);
            remove_folder(&self.path)?;
            directory = Directory::default();
            directory.member(&self.library);
            index = LibraryIndex::open(&self.path, member, self.budget, &mut directory)?.0;
        }
        let before = index.position();
        let done = self.follow(&mut index, member, &directory, progress)?;
        let position = Position {
            incarnation: self.store.incarnation(),
            generation: done.generation,
        };
        if position != before {
            index.commit(position)?;
        }
        let mut view = index.publish(&mut directory)?;
        if index.rest()? {
            view = index.publish(&mut directory)?;
        }
        if done.followed > 0 {
            let elapsed_ms = watch.elapsed_ms();
            tracing::info!(
                followed = done.followed,
                unreadable = done.unreadable,
                elapsed_ms,
                "the search index followed the store"
            );
        }
        Ok(OpenIndex {
            index,
            searchable: Searchable { directory, view },
            unreadable: done.unreadable,
        })
    }

    /// Says whether an index followed another store, or this one before it was restored to an earlier state.
    fn is_foreign(&self, position: Position) -> bool {
        position != Position::default()
            && (position.incarnation != self.store.incarnation()
                || position.generation > self.store.last_seq())
    }

    fn follow(
        &self,
        index: &mut LibraryIndex,
        member: MemberNumber,
        directory: &Directory,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Followed, NodeError> {
        let mut done = Followed {
            generation: self.store.last_seq(),
            followed: 0,
            unreadable: 0,
        };
        let mut changes = self.store.scan(index.position().generation);
        loop {
            let step: Vec<Change> = changes
                .by_ref()
                .take(STEP_CHANGES)
                .collect::<Result<_, StoreError>>()?;
            if step.is_empty() {
                return Ok(done);
            }
            for change in self.read(step) {
                done.generation = done.generation.max(change.seq);
                done.followed += 1;
                let known = directory.row_of_record(member, &change.record_id).is_some();
                match change.record {
                    Ok(Some(record)) => index.put(change.seq, known, &record)?,
                    Ok(None) if known => index.remove(&change.record_id)?,
                    Ok(None) => {}
                    Err(_) => done.unreadable += 1,
                }
            }
            progress(done.followed);
        }
    }

    fn read(&self, mut changes: Vec<Change>) -> Vec<ReadChange> {
        let share = changes.len().div_ceil(MAPPING_THREADS).max(1);
        let mut parts = Vec::new();
        while !changes.is_empty() {
            let rest = changes.split_off(share.min(changes.len()));
            parts.push(std::mem::replace(&mut changes, rest));
        }
        map_parts(parts, |change| ReadChange {
            seq: change.seq,
            record_id: change.id.0,
            record: match change.kind {
                ChangeKind::Withdrawn => Ok(None),
                ChangeKind::Live { content, profile } => {
                    self.readers.read(&content, &profile).map(Some)
                }
            },
        })
    }
}

struct Followed {
    generation: u64,
    followed: u64,
    unreadable: u64,
}

struct ReadChange {
    seq: u64,
    record_id: String,
    record: Result<Option<Record>, NotATitle>,
}

/// Takes an index away, so that it is made anew.
pub(crate) fn remove_folder(path: &Path) -> Result<(), NodeError> {
    match std::fs::remove_dir_all(path) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => Err(NodeError::DataDir {
            path: path.to_owned(),
            source,
        }),
        _ => Ok(()),
    }
}

/// Gives tantivy's writer what the settings allow.
pub(crate) fn budget(limits: IndexLimits) -> WriterBudget {
    WriterBudget {
        threads: limits.threads,
        bytes_per_thread: limits.memory_mib << 20,
    }
}
