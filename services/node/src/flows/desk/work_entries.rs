//! On which list of work does an item or a journey stand? Looked at where it is: of thousands of lines a page is written out.

use super::slips::kept_until;
use crate::draft::Draft;
use crate::ledger::{ItemRow, JourneyRow, JourneyWatch, LoanRow, Place};
use navette_domain::circulation::LoanState;
use navette_domain::identity::{ItemId, JourneyId, RequestId};
use navette_domain::lending::JourneyStage;
use navette_domain::time::Timestamp;
use std::borrow::Cow;
use std::cmp::Ordering;

/// The lists of a desk, in the order in which a day there goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WorkList {
    /// Own items to take off their shelf.
    ToPull,
    /// Items in a crate, waiting for the van.
    ToShip,
    /// Items on their way here, and those that wait to be scanned onto the hold shelf.
    ToReceive,
    /// Items on the hold shelf.
    OnHoldShelf,
    /// Items to be sent home, and own items to be put back.
    ToReturn,
    /// Items whose deadline has passed.
    Late,
    /// Items that are not where they should be.
    ToLookFor,
    /// Patrons whom somebody must tell.
    ToTell,
    /// Where two truths met.
    Conflicts,
}

/// A line that is not written out yet.
pub(super) struct Entry<'d> {
    pub(super) list: WorkList,
    pub(super) item: &'d ItemId,
    /// Where it is here; nothing where it is still on its way.
    pub(super) row: Option<&'d ItemRow>,
    /// On which journey.
    pub(super) journey: Option<JourneyId>,
    /// What is watched of that journey.
    watch: Option<&'d JourneyWatch>,
}

/// What a line is made of again, as long as nothing has changed.
pub(super) enum Line {
    /// An item that has a row here.
    Here(ItemId),
    /// A journey whose item is on its way here.
    Coming(JourneyId),
}

impl Line {
    /// Makes the line again.
    pub(super) fn entry<'d>(&self, draft: &'d Draft<'_>) -> Option<Entry<'d>> {
        let tables = draft.state.tables();
        match self {
            Self::Here(item) => {
                let (item, row) = tables.items.get_key_value(item)?;
                of_item(draft, item, row)
            }
            Self::Coming(id) => {
                let item = draft.state.indexes().in_transit.get(id)?;
                of_expected(draft, *id, item)
            }
        }
    }
}

/// Puts everything there is to do with items onto its list.
pub(super) fn entries<'d>(draft: &'d Draft<'_>) -> impl Iterator<Item = Entry<'d>> {
    let tables = draft.state.tables();
    let here = tables.items.iter();
    let here = here.filter_map(|(item, row)| of_item(draft, item, row));
    let in_transit = draft.state.indexes().in_transit.iter();
    let coming = in_transit.filter_map(|(id, item)| of_expected(draft, *id, item));
    here.chain(coming)
}

/// Puts the lines of one list in their order, and takes so many from a place on: of thousands only these are sorted.
///
/// What is pulled is pulled along the shelves; everything else stays as it is.
pub(super) fn page_of<'d>(
    draft: &'d Draft<'_>,
    list: WorkList,
    lines: Vec<Entry<'d>>,
    from: usize,
    size: usize,
) -> Vec<Entry<'d>> {
    if list != WorkList::ToPull {
        return lines.into_iter().skip(from).take(size).collect();
    }
    let placed = lines.into_iter();
    let mut placed: Vec<(Cow<'d, str>, Entry<'d>)> =
        placed.map(|line| (line.shelfmark(draft), line)).collect();
    if from >= placed.len() {
        return Vec::new();
    }
    if from > 0 {
        placed.select_nth_unstable_by(from, along_the_shelves);
    }
    let mut page = placed.split_off(from);
    if size < page.len() {
        page.select_nth_unstable_by(size, along_the_shelves);
        page.truncate(size);
    }
    page.sort_unstable_by(along_the_shelves);
    page.into_iter().map(|(_, line)| line).collect()
}

fn along_the_shelves(
    one: &(Cow<'_, str>, Entry<'_>),
    other: &(Cow<'_, str>, Entry<'_>),
) -> Ordering {
    let by_shelf = one.0.cmp(&other.0);
    by_shelf.then_with(|| one.1.item.cmp(other.1.item))
}

fn of_item<'d>(draft: &'d Draft<'_>, item: &'d ItemId, row: &'d ItemRow) -> Option<Entry<'d>> {
    let journey = row.place.journey();
    let watched = &draft.state.indexes().watched;
    let watch = journey.and_then(|journey| watched.get(&journey));
    let late = watch.is_some_and(|watch| watch.late && !watch.ended);
    let to = |watch: &'d JourneyWatch| watch.bound_for.as_ref();
    let list = match row.place {
        Place::Committed(_)
        | Place::InCrate(_)
        | Place::OnHoldShelf(_)
        | Place::ToReturn(_)
        | Place::ToShelve(_)
            if late =>
        {
            WorkList::Late
        }
        Place::Committed(_) => WorkList::ToPull,
        Place::InCrate(_) if watch.and_then(to) == Some(draft.here()) => WorkList::ToReceive,
        Place::InCrate(_) => WorkList::ToShip,
        Place::OnHoldShelf(_) => WorkList::OnHoldShelf,
        Place::ToReturn(_) | Place::ToShelve(_) => WorkList::ToReturn,
        Place::ToLookFor | Place::Lost => WorkList::ToLookFor,
        Place::Lent(loan) if is_looked_for(draft, loan) => WorkList::ToLookFor,
        // Somebody else has them, or they are where they should be for now.
        Place::Lent(_) | Place::Travelling(_) | Place::Damaged | Place::InHouse => return None,
    };
    Some(Entry {
        list,
        item,
        row: Some(row),
        journey,
        watch,
    })
}

/// Says whether a borrower says that it is back, and the desk looks for it.
fn is_looked_for(draft: &Draft<'_>, loan: u64) -> bool {
    draft
        .see::<LoanRow>(&loan)
        .is_some_and(|row| match row.loan.state {
            LoanState::ClaimedReturned { .. } => true,
            LoanState::OnLoan
            | LoanState::Lost { .. }
            | LoanState::Damaged { .. }
            | LoanState::Returned { .. } => false,
        })
}

/// What is on its way here and has not arrived.
fn of_expected<'d>(draft: &'d Draft<'_>, id: JourneyId, item: &'d ItemId) -> Option<Entry<'d>> {
    let watch = draft.state.indexes().watched.get(&id)?;
    if watch.bound_for.as_ref() != Some(draft.here()) || watch.ahead {
        return None;
    }
    if !matches!(draft.place_of(item), None | Some(Place::Travelling(_))) {
        return None;
    }
    Some(Entry {
        list: if watch.late {
            WorkList::Late
        } else {
            WorkList::ToReceive
        },
        item,
        row: None,
        journey: Some(id),
        watch: Some(watch),
    })
}

impl<'d> Entry<'d> {
    /// Gives what is known of its journey.
    pub(super) fn known<'s>(&self, draft: &'s Draft<'_>) -> Option<&'s JourneyRow> {
        draft.see::<JourneyRow>(&self.journey?)
    }

    /// Gives the request that the item is for.
    pub(super) fn request(&self) -> Option<RequestId> {
        self.watch?.serves
    }

    /// Until when somebody must act, by the federator's clock; on the hold shelf, until when it is kept.
    pub(super) fn deadline(&self, draft: &Draft<'_>) -> Option<Timestamp> {
        match self.row.map(|row| row.place) {
            Some(Place::OnHoldShelf(_)) => kept_until(draft, self.request()?),
            Some(_) | None => self.watch?.deadline,
        }
    }

    /// Gives what it is made of again.
    pub(super) fn line(&self) -> Line {
        match (self.row, self.journey) {
            (None, Some(journey)) => Line::Coming(journey),
            (Some(_), _) | (None, None) => Line::Here(self.item.clone()),
        }
    }

    /// Where it stands in its own library: what is pulled is pulled in this order.
    pub(super) fn shelfmark(&self, draft: &'d Draft<'_>) -> Cow<'d, str> {
        match self.known(draft).map(|known| &known.view.stage) {
            Some(JourneyStage::Under { shelfmark, .. }) => Cow::Borrowed(shelfmark),
            Some(JourneyStage::Asked(_) | JourneyStage::Void) | None => {
                let copy = draft.shelf_item(self.item);
                Cow::Owned(copy.map(|copy| copy.shelfmark).unwrap_or_default())
            }
        }
    }
}
