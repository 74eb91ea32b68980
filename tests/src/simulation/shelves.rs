//! What do the catalogues say? They are never touched by lending, and so always a little wrong.

use navette_domain::catalogue::{EditionKey, ItemStatus, LibraryId, Medium, WorkKey};
use navette_domain::identity::{Barcode, ItemId};
use navette_domain::lending::{CopyFacts, CopyStatus, Target};
use navette_federator::lending::Shelves;
use navette_node::core::{Shelf, ShelfItem};
use std::collections::BTreeMap;

/// The catalogue of one library: barcode to work.
#[derive(Clone, Debug, Default)]
pub(super) struct Catalogue(pub(super) BTreeMap<Barcode, u64>);

fn edition(work: u64) -> EditionKey {
    EditionKey(work * 10)
}

fn shelf_item(barcode: &Barcode, work: u64) -> ShelfItem {
    ShelfItem {
        barcode: barcode.clone(),
        title: format!("work {work}"),
        work: WorkKey(work),
        part: None,
        edition: edition(work),
        shelfmark: format!("R {work:03}"),
        medium: Medium::Book,
        language: "fre".to_owned(),
        status: ItemStatus::Available,
        reference_only: false,
        latest_issue: false,
        acquired: None,
        grams: None,
        price: None,
    }
}

impl Shelf for Catalogue {
    fn item(&self, barcode: &Barcode) -> Option<ShelfItem> {
        self.0.get(barcode).map(|work| shelf_item(barcode, *work))
    }

    fn copies_of(&self, target: &Target) -> Vec<ShelfItem> {
        self.0
            .iter()
            .filter(|(_, work)| WorkKey(**work) == target.work)
            .map(|(barcode, work)| shelf_item(barcode, *work))
            .collect()
    }
}

/// All catalogues, as the federator has them.
pub(super) struct AllShelves {
    by_work: BTreeMap<u64, Vec<ItemId>>,
}

impl AllShelves {
    pub(super) fn of(catalogues: &BTreeMap<LibraryId, Catalogue>) -> Self {
        let mut by_work: BTreeMap<u64, Vec<ItemId>> = BTreeMap::new();
        for (library, catalogue) in catalogues {
            for (barcode, work) in &catalogue.0 {
                by_work.entry(*work).or_default().push(ItemId {
                    library: library.clone(),
                    barcode: barcode.clone(),
                });
            }
        }
        Self { by_work }
    }
}

impl Shelves for AllShelves {
    fn copies_of(&self, target: &Target) -> Vec<CopyFacts> {
        let copies = self.by_work.get(&target.work.0).into_iter().flatten();
        copies
            .map(|item| CopyFacts {
                item: item.clone(),
                edition: edition(target.work.0),
                part: None,
                status: CopyStatus::Available,
                acquired: None,
                reference: false,
                latest_issue: false,
            })
            .collect()
    }

    fn are_complete(&self) -> bool {
        true
    }
}
