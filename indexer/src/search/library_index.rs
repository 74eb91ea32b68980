//! One library's records made searchable: written in batches, read through views that never change.
//!
//! It is derived data. Where it is missing, damaged or of another version, it starts empty and its owner fills it again.

use super::analysis::ANALYSIS_VERSION;
use super::brief::Brief;
use super::directory::{Directory, MemberNumber, RowNumber, record_hash};
use super::schema::{Columns, document, schema};
use super::segment_sums::segment_sums;
use super::tokenizer::tokenizers;
use super::vocabulary::Vocabulary;
use navette_domain::catalogue::Record;
use rustc_hash::{FxHashMap, FxHashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tantivy::index::SegmentId;
use tantivy::schema::Value;
use tantivy::{
    Index, IndexReader, IndexWriter, ReloadPolicy, Searcher, SegmentReader, TantivyDocument,
    TantivyError, Term,
};

/// Version of the stored form; another one means: start empty.
const FORMAT_VERSION: u32 = 2;
/// Marks a document whose row is not known.
pub(super) const NO_ROW: RowNumber = RowNumber::MAX;

/// Why an index cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// tantivy says no.
    #[error("search index in {path}: {source}")]
    Engine {
        /// Where the index is.
        path: PathBuf,
        /// What it says.
        source: TantivyError,
    },
    /// The folder cannot be used.
    #[error("search index folder {path}: {source}")]
    Folder {
        /// Which folder.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}

/// Up to where an index has followed its source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// Which life of the source; another one means: start again.
    pub incarnation: u64,
    /// Its last change that is searchable.
    pub generation: u64,
}

/// How much an index may use while it is written.
#[derive(Clone, Copy, Debug)]
pub struct WriterBudget {
    /// Indexing threads.
    pub threads: usize,
    /// Bytes of memory for each, at least 15,000,000.
    pub bytes_per_thread: usize,
}

/// An unchanging picture of one library's index.
pub struct View {
    pub(super) searcher: Searcher,
    pub(super) columns: Columns,
    pub(super) rows: Vec<Arc<[RowNumber]>>,
    vocabulary: Arc<Vocabulary>,
    position: Position,
}

impl View {
    /// Gives the sums of the library.
    pub fn vocabulary(&self) -> &Arc<Vocabulary> {
        &self.vocabulary
    }

    /// Says up to where it follows its source.
    pub fn position(&self) -> Position {
        self.position
    }
}

/// A change that is in the index writer but not yet in a view.
enum Staged {
    Put { seq: u64, brief: Box<[u8]> },
    Remove { record_id: String },
    Clear,
}

/// The writing side.
pub struct LibraryIndex {
    path: PathBuf,
    index: Index,
    reader: IndexReader,
    columns: Columns,
    member: MemberNumber,
    budget: WriterBudget,
    writer: Option<IndexWriter>,
    staged: Vec<Staged>,
    staged_records: FxHashSet<u64>,
    position: Position,
    /// After a failure it is not known what the index holds beyond its position.
    in_doubt: bool,
    rows_by_segment: FxHashMap<SegmentId, Arc<[RowNumber]>>,
    sums_by_segment: FxHashMap<SegmentId, (u32, Arc<Vocabulary>)>,
}

impl LibraryIndex {
    /// Opens a library's index and lists its records in the directory; `rebuilt` says why it had to start empty.
    pub fn open(
        path: &Path,
        member: MemberNumber,
        budget: WriterBudget,
        directory: &mut Directory,
    ) -> Result<(Self, Option<String>), IndexError> {
        let mut rebuilt = None;
        let opened = open_existing(path).and_then(|(index, position)| {
            let mut opened = Self::over(path, member, budget, index, position)?;
            opened.load(directory)?;
            Ok(opened)
        });
        let opened = match opened {
            Ok(opened) => opened,
            Err(reason) => {
                directory.clear_member(member);
                if path.exists() {
                    rebuilt = Some(reason.to_string());
                    std::fs::remove_dir_all(path).map_err(|source| folder(path, source))?;
                }
                std::fs::create_dir_all(path).map_err(|source| folder(path, source))?;
                let index = Index::builder()
                    .schema(schema().0)
                    .tokenizers(tokenizers())
                    .create_in_dir(path)
                    .map_err(|source| engine(path, source))?;
                Self::over(path, member, budget, index, Position::default())
                    .map_err(|source| engine(path, source))?
            }
        };
        Ok((opened, rebuilt))
    }

    /// Says up to where the index follows its source.
    pub fn position(&self) -> Position {
        self.position
    }

    /// Counts the changes staged since the last commit.
    pub fn staged(&self) -> usize {
        self.staged.len()
    }

    /// Adds a record's version. `replaces` is true where an earlier version may be in the index: telling so for a new record
    /// only costs time.
    pub fn put(&mut self, seq: u64, replaces: bool, record: &Record) -> Result<(), IndexError> {
        let brief = Brief::of(record).encode().into_boxed_slice();
        let hash = record_hash(&record.id.0);
        let staged_before = !self.staged_records.insert(hash);
        let may_be_there = replaces || staged_before || self.in_doubt;
        let columns = self.columns.clone();
        let path = self.path.clone();
        let writer = self.writer()?;
        if may_be_there {
            writer.delete_term(Term::from_field_u64(columns.record, hash));
        }
        writer
            .add_document(document(&columns, seq, record, &brief))
            .map_err(|source| engine(&path, source))?;
        self.staged.push(Staged::Put { seq, brief });
        Ok(())
    }

    /// Takes a record out; one that is not there is passed over.
    pub fn remove(&mut self, record_id: &str) -> Result<(), IndexError> {
        let column = self.columns.record;
        self.writer()?
            .delete_term(Term::from_field_u64(column, record_hash(record_id)));
        self.staged.push(Staged::Remove {
            record_id: record_id.to_owned(),
        });
        Ok(())
    }

    /// Takes everything out, when the source starts again.
    pub fn clear(&mut self) -> Result<(), IndexError> {
        let path = self.path.clone();
        self.staged.clear();
        self.staged_records.clear();
        self.staged.push(Staged::Clear);
        self.writer()?
            .delete_all_documents()
            .map_err(|source| engine(&path, source))?;
        Ok(())
    }

    /// Forgets what was staged since the last commit, after a failure: the source is followed again from the position.
    pub fn forget_staged(&mut self) {
        self.staged = Vec::new();
        self.staged_records = FxHashSet::default();
        self.writer = None;
        self.in_doubt = true;
    }

    /// Makes all that was staged durable and searchable. The slow half: no lock needs to be held.
    pub fn commit(&mut self, position: Position) -> Result<(), IndexError> {
        let path = self.path.clone();
        let payload = payload(position);
        let failed = |source| engine(&path, source);
        let mut prepared = self.writer()?.prepare_commit().map_err(failed)?;
        prepared.set_payload(&payload);
        prepared.commit().map_err(failed)?;
        self.reader.reload().map_err(failed)?;
        self.position = position;
        self.in_doubt = false;
        // Counted here, where nobody waits, and found ready when the view is made.
        for segment in self.reader.searcher().segment_readers() {
            self.sums_of(segment)
                .map_err(|source| engine(&path, source))?;
        }
        Ok(())
    }

    /// Lists what was committed in the directory and gives the new view. The quick half: the directory is locked by the caller.
    pub fn publish(&mut self, directory: &mut Directory) -> Result<View, IndexError> {
        self.staged_records = FxHashSet::default();
        for staged in std::mem::take(&mut self.staged) {
            match staged {
                Staged::Put { seq, brief } => {
                    if let Some(read) = Brief::decode(&brief) {
                        directory.insert(self.member, seq, &read, &brief);
                    }
                }
                Staged::Remove { record_id } => directory.remove(self.member, &record_id),
                Staged::Clear => directory.clear_member(self.member),
            }
        }
        self.view(directory)
            .map_err(|source| engine(&self.path, source))
    }

    /// Gives back the writer's memory and threads after letting merges end; the next change takes them anew. True says
    /// that the view must be made again, which lets go of the segments that were merged.
    pub fn rest(&mut self) -> Result<bool, IndexError> {
        let Some(writer) = self.writer.take() else {
            return Ok(false);
        };
        writer
            .wait_merging_threads()
            .map_err(|source| engine(&self.path, source))?;
        self.reader
            .reload()
            .map_err(|source| engine(&self.path, source))?;
        Ok(true)
    }

    fn over(
        path: &Path,
        member: MemberNumber,
        budget: WriterBudget,
        index: Index,
        position: Position,
    ) -> Result<Self, TantivyError> {
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        Ok(Self {
            path: path.to_owned(),
            index,
            reader,
            columns: schema().1,
            member,
            budget,
            writer: None,
            staged: Vec::new(),
            staged_records: FxHashSet::default(),
            position,
            in_doubt: false,
            rows_by_segment: FxHashMap::default(),
            sums_by_segment: FxHashMap::default(),
        })
    }

    /// Lists every living document in the directory, from its stored brief.
    fn load(&mut self, directory: &mut Directory) -> Result<(), TantivyError> {
        for segment in self.reader.searcher().segment_readers() {
            let seqs = segment.fast_fields().u64("seq")?;
            let store = segment.get_store_reader(1)?;
            for doc in segment.doc_ids_alive() {
                let stored: TantivyDocument = store.get(doc)?;
                let encoded = stored
                    .get_first(self.columns.brief)
                    .and_then(|value| value.as_bytes());
                let brief = encoded.and_then(Brief::decode);
                let (Some(encoded), Some(brief), Some(seq)) = (encoded, brief, seqs.first(doc))
                else {
                    return Err(TantivyError::SystemError(
                        "a stored brief cannot be read".into(),
                    ));
                };
                directory.insert(self.member, seq, &brief, encoded);
            }
        }
        Ok(())
    }

    fn view(&mut self, directory: &Directory) -> Result<View, TantivyError> {
        let searcher = self.reader.searcher();
        let mut rows = Vec::new();
        let mut sums = Vec::new();
        for segment in searcher.segment_readers() {
            rows.push(self.rows_of(segment, directory)?);
            sums.push(self.sums_of(segment)?);
        }
        let kept: Vec<SegmentId> = searcher
            .segment_readers()
            .iter()
            .map(SegmentReader::segment_id)
            .collect();
        self.rows_by_segment
            .retain(|segment, _| kept.contains(segment));
        self.sums_by_segment
            .retain(|segment, _| kept.contains(segment));
        if self.writer.is_none() {
            // Nothing is being written: only their sum is kept, and the next commit counts the segments again.
            self.sums_by_segment = FxHashMap::default();
        }
        Ok(View {
            searcher,
            columns: self.columns.clone(),
            rows,
            vocabulary: match sums.as_slice() {
                [one] => Arc::clone(one),
                several => Arc::new(Vocabulary::sum(several.iter().map(AsRef::as_ref))),
            },
            position: self.position,
        })
    }

    /// Finds the row of every document of a segment, once: segments never change.
    fn rows_of(
        &mut self,
        segment: &SegmentReader,
        directory: &Directory,
    ) -> Result<Arc<[RowNumber]>, TantivyError> {
        if let Some(known) = self.rows_by_segment.get(&segment.segment_id()) {
            return Ok(Arc::clone(known));
        }
        let seqs = segment.fast_fields().u64("seq")?;
        let rows: Arc<[RowNumber]> = (0..segment.max_doc())
            .map(|doc| {
                seqs.first(doc)
                    .and_then(|seq| directory.row_of(self.member, seq))
                    .unwrap_or(NO_ROW)
            })
            .collect();
        self.rows_by_segment
            .insert(segment.segment_id(), Arc::clone(&rows));
        Ok(rows)
    }

    /// Counts a segment's words, once for every set of deletions.
    fn sums_of(&mut self, segment: &SegmentReader) -> Result<Arc<Vocabulary>, TantivyError> {
        let deleted = segment.num_deleted_docs();
        if let Some((known, sums)) = self.sums_by_segment.get(&segment.segment_id())
            && *known == deleted
        {
            return Ok(Arc::clone(sums));
        }
        let sums = Arc::new(segment_sums(segment, &self.columns)?);
        self.sums_by_segment
            .insert(segment.segment_id(), (deleted, Arc::clone(&sums)));
        Ok(sums)
    }

    fn writer(&mut self) -> Result<&mut IndexWriter, IndexError> {
        if self.writer.is_none() {
            let made = self.index.writer_with_num_threads(
                self.budget.threads,
                self.budget.threads * self.budget.bytes_per_thread,
            );
            self.writer = Some(made.map_err(|source| engine(&self.path, source))?);
        }
        self.writer
            .as_mut()
            .ok_or_else(|| engine(&self.path, TantivyError::SystemError("no writer".into())))
    }
}

fn open_existing(path: &Path) -> Result<(Index, Position), TantivyError> {
    let mut index = Index::open_in_dir(path)?;
    index.set_tokenizers(tokenizers());
    if index.schema() != schema().0 {
        return Err(TantivyError::SchemaError(
            "the index has another shape".into(),
        ));
    }
    let position = index
        .load_metas()?
        .payload
        .as_deref()
        .and_then(read_payload)
        .ok_or_else(|| {
            TantivyError::SystemError(
                "the index is of another version or was never committed".into(),
            )
        })?;
    Ok((index, position))
}

fn payload(position: Position) -> String {
    format!(
        "{FORMAT_VERSION} {ANALYSIS_VERSION} {} {}",
        position.incarnation, position.generation
    )
}

fn read_payload(text: &str) -> Option<Position> {
    let mut numbers = text.split(' ').map(|number| number.parse::<u64>().ok());
    let versions = (numbers.next()??, numbers.next()??);
    let position = Position {
        incarnation: numbers.next()??,
        generation: numbers.next()??,
    };
    (versions == (u64::from(FORMAT_VERSION), u64::from(ANALYSIS_VERSION))).then_some(position)
}

fn engine(path: &Path, source: TantivyError) -> IndexError {
    IndexError::Engine {
        path: path.to_owned(),
        source,
    }
}

fn folder(path: &Path, source: std::io::Error) -> IndexError {
    IndexError::Folder {
        path: path.to_owned(),
        source,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use navette_domain::catalogue::{LibraryId, RecordId};

    const BUDGET: WriterBudget = WriterBudget {
        threads: 1,
        bytes_per_thread: 15_000_000,
    };

    fn record(id: &str) -> Record {
        Record {
            id: RecordId(id.into()),
            title: "Germinal".into(),
            ..Record::default()
        }
    }

    #[test]
    fn what_was_staged_before_a_failure_comes_again_and_is_there_once() {
        let folder = tempfile::tempdir().unwrap();
        let mut directory = Directory::default();
        let member = directory.member(&LibraryId::parse("aire").unwrap());
        let (mut index, _) =
            LibraryIndex::open(&folder.path().join("index"), member, BUDGET, &mut directory)
                .unwrap();
        index.put(1, false, &record("1")).unwrap();
        index.forget_staged();
        assert_eq!(index.staged(), 0);
        for seq in [1, 2] {
            index.put(seq, false, &record(&seq.to_string())).unwrap();
        }
        let end = Position {
            incarnation: 1,
            generation: 2,
        };
        index.commit(end).unwrap();
        let view = index.publish(&mut directory).unwrap();
        assert_eq!((view.searcher.num_docs(), directory.row_count()), (2, 2));
        assert_eq!(view.position(), end);
    }
}
