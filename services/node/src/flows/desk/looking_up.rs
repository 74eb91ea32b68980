//! Which item is meant by a barcode? What is expected or held here, what is lent here, the own items: two that remain are offered.

use crate::draft::Draft;
use crate::ledger::{ItemRow, Place};
use navette_domain::catalogue::LibraryId;
use navette_domain::identity::{Barcode, ItemId};
use navette_store::{stored_enum, stored_struct};
use std::collections::BTreeMap;

/// An item that a barcode could mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Which item.
    pub item: ItemId,
    /// Its title.
    pub title: String,
    /// Why it could be meant.
    pub kind: CandidateKind,
}

/// Why an item could be meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CandidateKind {
    /// Expected or held here.
    Expected,
    /// Lent here.
    Lent,
    /// An own item.
    Own,
}

/// Gives the items that a barcode could mean; of one library only, where the slip names it.
pub(super) fn candidates(
    draft: &Draft<'_>,
    barcode: &Barcode,
    library: Option<&LibraryId>,
) -> Vec<Candidate> {
    let mut found: BTreeMap<ItemId, CandidateKind> = BTreeMap::new();
    for item in draft.state.indexes().items_with(barcode) {
        let place = draft.get::<ItemRow>(&item).map(|row| row.place);
        let kind = match place {
            Some(Place::Lent(_)) => CandidateKind::Lent,
            Some(_) => CandidateKind::Expected,
            None if draft.state.indexes().open_loan.count(&item) > 0 => CandidateKind::Lent,
            None => CandidateKind::Expected,
        };
        found.insert(item, kind);
    }
    let own = ItemId {
        library: draft.here().clone(),
        barcode: barcode.clone(),
    };
    if !found.contains_key(&own) && draft.shelf_item(&own).is_some() {
        found.insert(own, CandidateKind::Own);
    }
    found
        .into_iter()
        .filter(|(item, _)| library.is_none_or(|library| item.library == *library))
        .map(|(item, kind)| Candidate {
            title: draft.title_of(&item),
            item,
            kind,
        })
        .collect()
}

stored_struct!(Candidate { item, title, kind });
stored_enum!(CandidateKind { 0 => Expected, 1 => Lent, 2 => Own });
