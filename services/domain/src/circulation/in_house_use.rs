//! Was an item read in the library? Counted without a name: nobody asks who read the newspaper.

use super::ItemFacts;
use crate::identity::{Barcode, ItemId, RequestId};
use crate::time::Day;

/// One use of an item within the library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InHouseUse {
    /// Which item.
    pub item: ItemId,
    /// When.
    pub on: Day,
}

/// Why a scan is not counted as a use in the library.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InHouseRefusal {
    /// Nothing is known under this barcode.
    #[error("no item has barcode {0}")]
    UnknownItem(Barcode),
    /// The register says that it is in somebody's hands.
    #[error("item {item} is on loan, due {due}")]
    OnLoan {
        /// Which item.
        item: ItemId,
        /// The last day in time.
        due: Day,
    },
    /// It is kept for somebody.
    #[error("item {item} is held for request {request}")]
    Held {
        /// Which item.
        item: ItemId,
        /// For which request.
        request: RequestId,
    },
}

impl InHouseRefusal {
    /// Says what to do.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::UnknownItem(_) => "scan again, or add the item to the catalogue",
            Self::OnLoan { .. } => "take it back instead",
            Self::Held { .. } => "put it back on the hold shelf",
        }
    }
}

/// Decides whether a scanned item is counted as used in the library.
pub fn decide_in_house_use(
    scanned: &Barcode,
    item: Option<&ItemFacts>,
    today: Day,
) -> Result<InHouseUse, InHouseRefusal> {
    let Some(facts) = item else {
        return Err(InHouseRefusal::UnknownItem(scanned.clone()));
    };
    let item = facts.item.clone();
    if let Some(loan) = facts.open_loan() {
        let due = loan.due;
        return Err(InHouseRefusal::OnLoan { item, due });
    }
    if let Some(hold) = &facts.hold {
        let request = hold.request;
        return Err(InHouseRefusal::Held { item, request });
    }
    Ok(InHouseUse { item, on: today })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circulation::fixtures::{a_loan, an_item_on_the_shelf_of, the_patron};
    use crate::patrons::fixtures::TODAY;

    fn said(item: Option<&ItemFacts>) -> Option<String> {
        let scanned = crate::circulation::fixtures::an_item_of("aire").barcode;
        let refusal = decide_in_house_use(&scanned, item, TODAY).err()?;
        assert!(!refusal.hint().is_empty());
        Some(refusal.to_string())
    }

    #[test]
    fn what_is_read_here_is_counted_unless_it_should_be_elsewhere() {
        let shelf = an_item_on_the_shelf_of;
        let held = "item aire/000042 is held for request 00000000000000000000000000000001";
        for (item, expected) in [
            (Some(shelf("aire")), None),
            (Some(shelf("aire").for_reference()), None),
            (None, Some("no item has barcode 000042")),
            (
                Some(shelf("aire").lent_as(a_loan())),
                Some("item aire/000042 is on loan, due 2026-12-01"),
            ),
            (Some(shelf("aire").held_for(the_patron())), Some(held)),
        ] {
            assert_eq!(said(item.as_ref()).as_deref(), expected);
        }
    }
}
