//! Who may take this home? Own patrons by their card, visitors by what their library says or their code shows.

use super::counter_item::open_loan;
use super::lending_out::{Who, lend};
use super::visitors::{counted, visitor_facts};
use crate::draft::Draft;
use crate::flows::desk::record;
use crate::flows::patrons::by_card;
use crate::ledger::NodeState;
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::catalogue::LibraryId;
use navette_domain::circulation::Override;
use navette_domain::identity::{Barcode, CardNumber, ItemId, PatronReference, RequestId, StaffId};
use navette_domain::time::{Day, Now};
use navette_store::ledger::Commit;
use navette_store::stored_struct;

/// An item that was lent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedOut {
    /// The loan's number.
    pub loan: u64,
    /// Which item.
    pub item: ItemId,
    /// Its title.
    pub title: String,
    /// The last day in time.
    pub due: Day,
    /// The number under which the hand-over can be taken back.
    pub scan: u64,
}

/// A patron of another library at the desk.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// The home library.
    pub home: LibraryId,
    /// The card; it is counted here, and not kept.
    pub card: CardNumber,
    /// What the home library says.
    pub says: HomeSays,
    /// Drawn for this loan.
    pub request: RequestId,
}

/// What a home library says of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HomeSays {
    /// It may borrow, under this reference.
    May(PatronReference),
    /// It may not.
    MayNot,
    /// Nothing; the reference is drawn here, and told later, unless the process ends before.
    Nothing(PatronReference),
}

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Lends an own item, or what is kept on the hold shelf, to an own patron.
    pub fn check_out(
        &self,
        barcode: Barcode,
        library: Option<LibraryId>,
        card: CardNumber,
        overrides: Vec<Override>,
        by: StaffId,
        now: Now,
    ) -> Result<CheckedOut, DeskRefusal> {
        self.command(now, move |draft| {
            let item = item_here(draft, barcode, library);
            let who = Who::Patron(by_card(draft, &card)?);
            hand_out(draft, item, who, &overrides, by)
        })
    }

    /// Lends an own item, or what is kept on the hold shelf, to a patron of another library.
    pub fn check_out_to_visitor(
        &self,
        barcode: Barcode,
        library: Option<LibraryId>,
        visitor: Visitor,
        by: StaffId,
        now: Now,
    ) -> Result<CheckedOut, DeskRefusal> {
        self.command(now, move |draft| {
            let item = item_here(draft, barcode, library);
            let counted = counted(draft, &visitor.home, &visitor.card);
            let who = Who::Visitor {
                facts: visitor_facts(draft, &visitor, counted),
                counted: Some(counted),
                request: visitor.request,
            };
            hand_out(draft, item, who, &[], by)
        })
    }
}

fn item_here(draft: &Draft<'_>, barcode: Barcode, library: Option<LibraryId>) -> ItemId {
    ItemId {
        library: library.unwrap_or_else(|| draft.here().clone()),
        barcode,
    }
}

fn hand_out(
    draft: &mut Draft<'_>,
    item: ItemId,
    who: Who,
    overrides: &[Override],
    by: StaffId,
) -> Result<CheckedOut, DeskRefusal> {
    let lent = lend(draft, &item, who, overrides, by)?;
    let scan = record(draft, by, &item, lent.journey);
    Ok(CheckedOut {
        loan: lent.loan,
        title: draft.title_of(&item),
        item,
        due: lent.due,
        scan,
    })
}

/// Gives the open loan of an item here, or says that there is none.
pub(super) fn loan_of(draft: &Draft<'_>, item: &ItemId) -> Result<u64, DeskRefusal> {
    let found = open_loan(draft, item).map(|(number, _)| number);
    found.ok_or_else(|| DeskRefusal::NotLent(item.clone()))
}

stored_struct!(CheckedOut {
    loan,
    item,
    title,
    due,
    scan
});
