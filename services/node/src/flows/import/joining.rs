//! Which rows of a table are copies of one record? No copy may get lost, wherever its row stands in the file.
//!
//! Rows of one group are joined in memory. A row whose record this import has stored already is added to it. A record that an
//! earlier import stored with more rows than were met so far is left as it is until the others come, or the import ends:
//! so the same file twice changes nothing. Only what is awaited is remembered, as one number a row.

use super::incoming::Reject;
use super::read_batch::Title;
use crate::flows::asking::internal;
use crate::reading::{SourceReader, rows_of};
use navette_domain::catalogue::RecordId;
use navette_proto::Refusal;
use navette_store::catalogue::{CatalogueStore, Content, Format, Outcome, StoredState};
use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_64;

/// Bytes of all rows of one record, at most.
const JOINED_BYTES_MAX: usize = 1 << 20;

/// What must be remembered of a table between its groups.
#[derive(Default)]
pub(super) struct Awaited {
    /// Records that an earlier import stored with rows that this one has not met yet, and the rows it has.
    met: FxHashMap<RecordId, FxHashSet<u64>>,
    /// Records of an earlier import all of whose rows have come, by the hash of their number.
    complete: FxHashSet<u64>,
}

/// Joins the rows of one group that name the same record: the first describes it, each is a copy.
pub(super) fn join_rows(titles: &mut Vec<Title>, reader: &SourceReader, rejects: &mut Vec<Reject>) {
    let mut places: FxHashMap<RecordId, usize> = FxHashMap::default();
    let mut joined: Vec<Title> = Vec::with_capacity(titles.len());
    let mut longer: FxHashSet<usize> = FxHashSet::default();
    for title in titles.drain(..) {
        if title.content.format != Format::Csv {
            joined.push(title);
            continue;
        }
        let Some(place) = places.get(&title.record.id).copied() else {
            places.insert(title.record.id.clone(), joined.len());
            joined.push(title);
            continue;
        };
        let Some(first) = joined.get_mut(place) else {
            continue;
        };
        if first.content.raw.len() + title.content.raw.len() > JOINED_BYTES_MAX {
            rejects.push(too_many_rows(&title));
            continue;
        }
        append(&mut first.content.raw, &title.content.raw);
        first.record.items.extend(title.record.items);
        longer.insert(place);
    }
    for place in longer {
        if let Some(title) = joined.get_mut(place) {
            title.digest = reader.digest(&title.content);
        }
    }
    *titles = joined;
}

impl Awaited {
    /// Makes each title of a group what it is together with the rows that came, or may come, apart from it.
    pub(super) fn complete(
        &mut self,
        titles: &mut [Title],
        reader: &SourceReader,
        store: &impl CatalogueStore,
        first_seq: u64,
        rejects: &mut Vec<Reject>,
    ) -> Result<(), Refusal> {
        let unread = |error| internal("a record cannot be read from the store", &error);
        let asked: Vec<(RecordId, u128)> = titles
            .iter()
            .map(|title| (title.record.id.clone(), title.digest))
            .collect();
        let outcomes = store.compare(&asked).map_err(unread)?;
        for (title, outcome) in titles.iter_mut().zip(outcomes) {
            let previous = match outcome {
                Outcome::New { .. } => continue,
                Outcome::Unchanged { .. } => {
                    let awaited = self.met.remove(&title.record.id).is_some();
                    title.met_before =
                        !self.complete.insert(id_number(&title.record.id)) || awaited;
                    continue;
                }
                Outcome::Changed { previous, .. } => previous,
            };
            let Some(stored) = store.get(&title.record.id).map_err(unread)? else {
                continue;
            };
            if stored.state == StoredState::Withdrawn
                || stored.content.header != title.content.header
            {
                continue;
            }
            let rows = self.rows_with(title, &stored.content, previous >= first_seq);
            if rows.len() > JOINED_BYTES_MAX {
                rejects.push(too_many_rows(title));
                replace_rows(title, stored.content.raw, reader);
            } else {
                replace_rows(title, rows, reader);
            }
        }
        Ok(())
    }

    /// Gives the rows of a record, now that some more have come. `own` says that this import has stored it already.
    fn rows_with(&mut self, title: &mut Title, stored: &Content, own: bool) -> Vec<u8> {
        let id = &title.record.id;
        let came = &title.content.raw;
        title.met_before = own || self.met.contains_key(id);
        if let Some(met) = self.met.get_mut(id) {
            met.extend(rows_of(came).map(row_number));
        }
        if own || self.complete.contains(&id_number(id)) {
            title.met_before = true;
            return with_rows(stored.raw.clone(), came);
        }
        let known: FxHashSet<u64> = rows_of(&stored.raw).map(row_number).collect();
        if rows_of(came).all(|row| known.contains(&row_number(row))) {
            let met = self.met.entry(id.clone()).or_default();
            met.extend(rows_of(came).map(row_number));
            return stored.raw.clone();
        }
        // The record has changed: of the old rows, only those met before remain.
        let met = self.met.remove(id).unwrap_or_default();
        with_rows(rows_met(&stored.raw, &met), came)
    }

    /// Lists the records that may have rows which never came, with those that did.
    pub(super) fn take_unmet(&mut self) -> Vec<(RecordId, FxHashSet<u64>)> {
        self.met.drain().collect()
    }
}

/// Keeps only the rows that were met.
pub(super) fn rows_met(raw: &[u8], met: &FxHashSet<u64>) -> Vec<u8> {
    let mut kept = Vec::with_capacity(raw.len());
    for row in rows_of(raw).filter(|row| met.contains(&row_number(row))) {
        append(&mut kept, row);
    }
    kept
}

/// Adds the rows that are not there yet.
fn with_rows(mut rows: Vec<u8>, came: &[u8]) -> Vec<u8> {
    let known: FxHashSet<u64> = rows_of(&rows).map(row_number).collect();
    for row in rows_of(came).filter(|row| !known.contains(&row_number(row))) {
        append(&mut rows, row);
    }
    rows
}

fn append(rows: &mut Vec<u8>, row: &[u8]) {
    if rows.last().is_some_and(|last| *last != b'\n') {
        rows.push(b'\n');
    }
    rows.extend_from_slice(row);
}

/// Stands for a record's number where the text itself is not needed.
pub(super) fn id_number(id: &RecordId) -> u64 {
    xxh3_64(id.0.as_bytes())
}

fn row_number(row: &[u8]) -> u64 {
    xxh3_64(row.trim_ascii_end())
}

fn replace_rows(title: &mut Title, rows: Vec<u8>, reader: &SourceReader) {
    if rows == title.content.raw {
        return;
    }
    title.content.raw = rows;
    title.digest = reader.digest(&title.content);
    // Its rows were readable one by one.
    if let Ok(record) = reader.read(&title.content) {
        title.record = record;
    }
}

fn too_many_rows(title: &Title) -> Reject {
    Reject {
        number: title.number,
        offset: title.offset,
        reason: format!(
            "record \"{}\" has rows of over {JOINED_BYTES_MAX} bytes together; this copy is left out",
            title.record.id
        ),
    }
}
