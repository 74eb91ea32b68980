//! What is known of one work here? Its entry, its best record in full, every copy.

use super::asking::{internal, record_count, shown};
use crate::catalogue::{Catalogue, MEMBER};
use navette_domain::catalogue::{Holding, Item, Record, RecordId, WorkKey, WorkResult};
use navette_indexer::search::{Directory, Matched, RowNumber, WorkNumber};
use navette_proto::Refusal;
use navette_store::catalogue::{CatalogueStore, StoredState};

/// A work with its best record.
pub(crate) struct Shown {
    pub(crate) work: WorkResult,
    pub(crate) record: Option<Record>,
    pub(crate) records: u64,
}

/// What is held of a work, part by part, with each copy.
pub(crate) struct Held {
    pub(crate) holdings: Vec<(Holding, Vec<Item>)>,
    pub(crate) records: u64,
}

/// Shows a work. Blocks: the full record is read from the store.
pub(crate) fn record(catalogue: &Catalogue, key: WorkKey) -> Result<Shown, Refusal> {
    let (work, record_id, records) = {
        let searchable = catalogue.searchable.read();
        let directory = &searchable.directory;
        let best = best_described(directory, find(directory, key)?)
            .ok_or_else(|| Refusal::UnknownWork(key.to_string()))?;
        let work = shown(
            &searchable,
            Matched {
                row: best,
                score: 0,
            },
        );
        (work, directory.brief(best).id, record_count(&searchable))
    };
    Ok(Shown {
        work,
        record: stored(catalogue, &record_id)?,
        records,
    })
}

/// Shows every copy of a work. Blocks.
pub(crate) fn holdings(catalogue: &Catalogue, key: WorkKey) -> Result<Held, Refusal> {
    let (held, record_ids, records) = {
        let searchable = catalogue.searchable.read();
        let directory = &searchable.directory;
        let work = find(directory, key)?;
        let rows: Vec<RowNumber> = directory.rows_of_work(work).collect();
        let first = rows
            .first()
            .copied()
            .ok_or_else(|| Refusal::UnknownWork(key.to_string()))?;
        let entry = shown(
            &searchable,
            Matched {
                row: first,
                score: 0,
            },
        );
        let ids: Vec<RecordId> = rows.iter().map(|row| directory.brief(*row).id).collect();
        (entry.holdings, ids, record_count(&searchable))
    };
    let mut copies: Vec<Item> = Vec::new();
    for id in &record_ids {
        if let Some(record) = stored(catalogue, id)? {
            copies.extend(record.items);
        }
    }
    let holdings = held
        .into_iter()
        .map(|holding| {
            let of_part = copies.iter().filter(|copy| copy.part == holding.part);
            let items = of_part.cloned().collect();
            (holding, items)
        })
        .collect();
    Ok(Held { holdings, records })
}

/// Reads a live record in full, as it was imported.
pub(crate) fn stored(catalogue: &Catalogue, id: &RecordId) -> Result<Option<Record>, Refusal> {
    let found = catalogue
        .store
        .get(id)
        .map_err(|error| internal("a record cannot be read from the store", &error))?;
    let Some(found) = found.filter(|found| found.state == StoredState::Live) else {
        return Ok(None);
    };
    match catalogue.readers.read(&found.content, &found.profile) {
        Ok(record) => Ok(Some(record)),
        Err(reason) => {
            tracing::warn!(record = %id, ?reason, "a stored record cannot be read any more");
            Ok(None)
        }
    }
}

fn find(directory: &Directory, key: WorkKey) -> Result<WorkNumber, Refusal> {
    directory
        .find_work(key)
        .ok_or_else(|| Refusal::UnknownWork(key.to_string()))
}

/// Picks the record that says most: the longest brief speaks for the longest record; equals go by the newest version.
fn best_described(directory: &Directory, work: WorkNumber) -> Option<RowNumber> {
    directory
        .rows_of_work(work)
        .filter(|row| directory.row(*row).member == MEMBER)
        .max_by_key(|row| {
            (
                directory.brief(*row).encode().len(),
                directory.row(*row).seq,
            )
        })
}
