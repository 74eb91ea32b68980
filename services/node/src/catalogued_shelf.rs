//! What stands on the shelves, as the own catalogue says? Found by barcode or by work, and read where it is kept.

use crate::catalogue::{Catalogue, MEMBER};
use crate::flows::show::stored;
use crate::shelf::{Shelf, ShelfItem};
use navette_domain::catalogue::{Item, ItemStatus, Medium, Part, Record, RecordId};
use navette_domain::identity::Barcode;
use navette_domain::lending::{Target, same_part};
use navette_store::catalogue::{CatalogueStore, ChangeKind};
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Records of one work that are read, at most.
const RECORDS_MAX: usize = 50;
/// Copies remembered: a list of work asks for the same ones again and again.
const REMEMBERED_MAX: usize = 1_000;

/// The shelves of a library, by its catalogue.
pub(crate) struct CataloguedShelf {
    catalogue: Arc<Catalogue>,
    remembered: Mutex<BTreeMap<Barcode, (u64, ShelfItem)>>,
}

impl CataloguedShelf {
    pub(crate) fn over(catalogue: Arc<Catalogue>) -> Self {
        Self {
            catalogue,
            remembered: Mutex::default(),
        }
    }

    /// Gives the record that a version is of, while it is the present one.
    fn record_of(&self, seq: u64) -> Option<RecordId> {
        let searchable = self.catalogue.searchable.read();
        let directory = &searchable.directory;
        let row = directory.row_of(MEMBER, seq)?;
        directory.is_alive(row).then(|| directory.brief(row).id)
    }

    fn read(&self, id: &RecordId) -> Option<Record> {
        // What cannot be read was told to the log.
        stored(&self.catalogue, id).ok().flatten()
    }

    /// Gives the records of a work that have copies of a part.
    fn records_with(&self, target: &Target) -> Vec<RecordId> {
        let searchable = self.catalogue.searchable.read();
        let directory = &searchable.directory;
        let Some(work) = directory.find_work(target.work) else {
            return Vec::new();
        };
        let own = directory
            .rows_of_work(work)
            .filter(|row| directory.row(*row).member == MEMBER);
        own.map(|row| directory.brief(row))
            .filter(|brief| {
                let mut groups = brief.groups.iter();
                groups.any(|group| fits(target.part.as_ref(), group.part.as_ref()))
            })
            .map(|brief| brief.id)
            .take(RECORDS_MAX)
            .collect()
    }
}

impl Shelf for CataloguedShelf {
    fn item(&self, barcode: &Barcode) -> Option<ShelfItem> {
        for seq in self.catalogue.barcodes.versions(barcode) {
            let Some(id) = self.record_of(seq) else {
                continue;
            };
            let remembered = self.remembered.lock().get(barcode).cloned();
            if let Some((_, found)) = remembered.filter(|(known, _)| *known == seq) {
                return Some(found);
            }
            let found = self.read(&id).and_then(|record| copy(&record, barcode));
            if let Some(found) = found {
                let mut remembered = self.remembered.lock();
                if remembered.len() >= REMEMBERED_MAX {
                    remembered.clear();
                }
                remembered.insert(barcode.clone(), (seq, found.clone()));
                return Some(found);
            }
        }
        None
    }

    fn copies_of(&self, target: &Target) -> Vec<ShelfItem> {
        let mut copies = Vec::new();
        for id in self.records_with(target) {
            let Some(record) = self.read(&id) else {
                continue;
            };
            let meant = record
                .items
                .iter()
                .filter(|item| fits(target.part.as_ref(), item.part.as_ref()));
            copies.extend(meant.filter_map(|item| shelf_item(&record, item)));
        }
        copies
    }
}

/// Takes in the barcodes of all records there are. Blocks, for as long as reading a catalogue takes; ends early when told to.
pub(crate) fn learn_barcodes(catalogue: &Catalogue, stopping: &AtomicBool) {
    for change in catalogue.store.scan(0) {
        if stopping.load(Ordering::Relaxed) {
            return;
        }
        let change = match change {
            Ok(change) => change,
            Err(error) => {
                tracing::error!(%error, "the barcodes of the catalogue cannot be read");
                break;
            }
        };
        if let ChangeKind::Live { content, profile } = change.kind
            && let Ok(record) = catalogue.readers.read(&content, &profile)
        {
            catalogue.barcodes.learn(change.seq, &record);
        }
    }
    catalogue.barcodes.are_complete();
}

fn fits(wanted: Option<&Part>, held: Option<&Part>) -> bool {
    match (wanted, held) {
        (None, None) => true,
        (Some(wanted), Some(held)) => same_part(held, wanted),
        (None, Some(_)) | (Some(_), None) => false,
    }
}

fn copy(record: &Record, barcode: &Barcode) -> Option<ShelfItem> {
    let item = record
        .items
        .iter()
        .find(|item| item.barcode.trim() == barcode.as_str())?;
    shelf_item(record, item)
}

/// Says what a copy is; nothing where it has no barcode, so that nobody could scan it.
fn shelf_item(record: &Record, item: &Item) -> Option<ShelfItem> {
    let parts = record.items.iter().filter_map(|item| item.part.as_ref());
    let newest = parts.map(|part| part.sort).max();
    let part = item.part.as_ref();
    Some(ShelfItem {
        barcode: Barcode::parse(&item.barcode).ok()?,
        title: title(record, part),
        work: record.work,
        part: item.part.clone(),
        edition: record.edition_key,
        shelfmark: item.shelfmark.clone(),
        medium: record.medium,
        language: record.language.clone(),
        status: item.status,
        reference_only: item.status == ItemStatus::Reference,
        latest_issue: record.medium == Medium::Periodical
            && part.is_some_and(|part| Some(part.sort) == newest),
        acquired: None,
        grams: None,
        price: None,
    })
}

fn title(record: &Record, part: Option<&Part>) -> String {
    match part.or(record.part.as_ref()) {
        Some(part) => format!("{}, {}", record.title, part.label),
        None => record.title.clone(),
    }
}
