//! How is a row found by something else than its key, and what is asked of many rows at once? Kept up with every change, and made
//! anew when rows are loaded.

use super::{
    AnswerRow, ChargeRow, ItemRow, JourneyRow, LoanRow, NodeChange, NoticeRow, OwnRequest,
    PatronRow, PersonRow, Tables,
};
use navette_domain::catalogue::LibraryId;
use navette_domain::circulation::Borrower;
use navette_domain::identity::{
    Barcode, CardNumber, ItemId, JourneyId, PatronNumber, PatronReference, RequestId,
};
use navette_domain::lending::JourneyState;
use navette_domain::patrons::DuplicateKey;
use navette_domain::time::Timestamp;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// Finds any number of rows by one thing.
#[derive(Debug, PartialEq, Eq)]
pub struct Multi<K, V>(BTreeMap<K, BTreeSet<V>>);

impl<K: Ord, V: Ord> Default for Multi<K, V> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K: Ord + Clone, V: Ord + Clone> Multi<K, V> {
    /// Gives all rows found by this, in order.
    pub fn of(&self, key: &K) -> Vec<V> {
        self.each(key).cloned().collect()
    }

    /// Looks at all rows found by this, in order.
    pub fn each(&self, key: &K) -> impl Iterator<Item = &V> + use<'_, K, V> {
        self.0.get(key).into_iter().flatten()
    }

    /// Counts them.
    pub fn count(&self, key: &K) -> usize {
        self.0.get(key).map_or(0, BTreeSet::len)
    }

    /// Gives the first of them.
    pub fn first(&self, key: &K) -> Option<V> {
        self.0.get(key)?.first().cloned()
    }

    fn set(&mut self, key: K, value: V, holds: bool) {
        if holds {
            self.0.entry(key).or_default().insert(value);
        } else if let Some(found) = self.0.get_mut(&key) {
            found.remove(&value);
            if found.is_empty() {
                self.0.remove(&key);
            }
        }
    }
}

/// What every list of work asks of every journey: kept apart from the rows, of which a page needs few.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JourneyWatch {
    /// Until when somebody must act, by the federator's clock.
    pub deadline: Option<Timestamp>,
    /// Nobody acted in time, says the federator.
    pub late: bool,
    /// It has ended, or does not take place.
    pub ended: bool,
    /// An own word is on its way that the federator's view does not know of.
    pub ahead: bool,
    /// Where its item goes, or will go.
    pub bound_for: Option<LibraryId>,
    /// The request that it still serves.
    pub serves: Option<RequestId>,
}

/// What names an item in the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum NamedBy {
    Row,
    Journey(JourneyId),
    Loan(u64),
}

/// All indexes.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Indexes {
    /// Items that are not simply on their shelf, on a journey or lent, by barcode, with what names them.
    named: Multi<Barcode, (ItemId, NamedBy)>,
    /// Items with a row on this journey.
    pub items_on: Multi<JourneyId, ItemId>,
    /// What is watched of each journey, ended ones included.
    pub watched: FxHashMap<JourneyId, JourneyWatch>,
    /// Items that are on their way somewhere, by their journey.
    pub in_transit: BTreeMap<JourneyId, ItemId>,
    /// Open journeys of an item.
    pub journeys_of: Multi<ItemId, JourneyId>,
    /// Open journeys that serve a request.
    pub serving: Multi<RequestId, JourneyId>,
    /// The open loan of an item.
    pub open_loan: Multi<ItemId, u64>,
    /// Loans of a patron, closed ones included.
    pub loans_of: Multi<PatronNumber, u64>,
    /// Open loans for a request.
    pub loans_for: Multi<RequestId, u64>,
    /// Open loans of a visitor, by their card as it is counted.
    pub visits: Multi<u64, u64>,
    /// Requests of a patron, ended ones included.
    pub requests_of: Multi<PatronNumber, RequestId>,
    /// The request that a reference was drawn for.
    pub references: Multi<PatronReference, RequestId>,
    /// Whose card this is.
    pub cards: Multi<CardNumber, PatronNumber>,
    /// Who might be the same person.
    pub alike: Multi<DuplicateKey, PatronNumber>,
    /// The children somebody answers for.
    pub children: Multi<PatronNumber, PatronNumber>,
    /// Lines of a patron's account.
    pub account: Multi<PatronNumber, u64>,
    /// Notices that nobody has delivered yet.
    pub undelivered: BTreeSet<u64>,
    /// Notices to a patron.
    pub notices_to: Multi<PatronNumber, u64>,
    /// Notices about a request.
    pub notices_about: Multi<RequestId, u64>,
    /// Commands that were carried out, by the name their caller drew.
    pub answers: BTreeMap<u128, u64>,
}

impl Indexes {
    /// Follows a change before it is taken in.
    pub fn follow(&mut self, tables: &Tables, change: &NodeChange) {
        match change {
            NodeChange::ItemRow(item, row) => {
                self.item(item, tables.items.get(item), false);
                self.item(item, row.as_deref(), true);
            }
            NodeChange::JourneyRow(id, row) => {
                self.journey(*id, tables.journeys.get(id), false);
                self.journey(*id, row.as_deref(), true);
                self.watch(*id, row.as_deref());
            }
            NodeChange::OwnRequest(id, row) => {
                self.own_request(*id, tables.own_requests.get(id), false);
                self.own_request(*id, row.as_deref(), true);
            }
            NodeChange::LoanRow(number, row) => {
                self.loan(*number, tables.loans.get(number), false);
                self.loan(*number, row.as_deref(), true);
            }
            NodeChange::PatronRow(number, row) => {
                self.patron(*number, tables.patrons.get(number), false);
                self.patron(*number, row.as_deref(), true);
            }
            NodeChange::PersonRow(number, row) => {
                self.person(*number, tables.people.get(number), false);
                self.person(*number, row.as_deref(), true);
            }
            NodeChange::ChargeRow(number, row) => {
                self.charge(*number, tables.charges.get(number), false);
                self.charge(*number, row.as_deref(), true);
            }
            NodeChange::NoticeRow(number, row) => {
                self.notice(*number, tables.notices.get(number), false);
                self.notice(*number, row.as_deref(), true);
            }
            NodeChange::AnswerRow(number, row) => {
                self.answer(*number, tables.answers.get(number), false);
                self.answer(*number, row.as_deref(), true);
            }
            NodeChange::MetaRow(..)
            | NodeChange::RequestRow(..)
            | NodeChange::ReportRow(..)
            | NodeChange::ScanRow(..)
            | NodeChange::StaffRow(..)
            | NodeChange::StaffAccountRow(..)
            | NodeChange::SessionRow(..)
            | NodeChange::PatronPasswordRow(..)
            | NodeChange::SignInLinkRow(..)
            | NodeChange::PrivateLinkRow(..)
            | NodeChange::SavedListRow(..)
            | NodeChange::ApplicationRow(..)
            | NodeChange::ConflictRow(..)
            | NodeChange::VisitOverRow(..)
            | NodeChange::ErasedRow(..) => {}
        }
    }

    /// Makes all of them anew.
    pub fn of(tables: &Tables) -> Self {
        let (mut made, before) = (Self::default(), Tables::default());
        for change in tables.rows() {
            made.follow(&before, &change);
        }
        made
    }

    /// Gives the items with this barcode that the ledger knows of, whosever they are.
    pub fn items_with(&self, barcode: &Barcode) -> BTreeSet<ItemId> {
        let named = self.named.of(barcode);
        named.into_iter().map(|(item, _)| item).collect()
    }

    fn name(&mut self, item: &ItemId, by: NamedBy, holds: bool) {
        let barcode = item.barcode.clone();
        self.named.set(barcode, (item.clone(), by), holds);
    }

    fn item(&mut self, item: &ItemId, row: Option<&ItemRow>, holds: bool) {
        let Some(row) = row else { return };
        self.name(item, NamedBy::Row, holds);
        if let Some(journey) = row.place.journey() {
            self.items_on.set(journey, item.clone(), holds);
        }
    }

    fn journey(&mut self, id: JourneyId, row: Option<&JourneyRow>, holds: bool) {
        let Some(row) = row else { return };
        if row.ended.is_some() {
            return;
        }
        if let Some(item) = row.item() {
            self.journeys_of.set(item.clone(), id, holds);
            self.name(item, NamedBy::Journey(id), holds);
        }
        if let Some(served) = &row.view.serves {
            self.serving.set(served.request, id, holds);
        }
    }

    fn watch(&mut self, id: JourneyId, row: Option<&JourneyRow>) {
        let watch = row.map(|row| JourneyWatch {
            deadline: row.view.deadline,
            late: row.view.late,
            ended: row.ended.is_some(),
            ahead: row.is_ahead(),
            bound_for: row.bound_for().cloned(),
            serves: row.still_served().map(|served| served.request),
        });
        let travels = |row: &&JourneyRow| row.state() == Some(JourneyState::InTransit);
        match row.filter(travels).and_then(JourneyRow::item) {
            Some(item) => self.in_transit.insert(id, item.clone()),
            None => self.in_transit.remove(&id),
        };
        match watch {
            Some(watch) => self.watched.insert(id, watch),
            None => self.watched.remove(&id),
        };
    }

    fn own_request(&mut self, id: RequestId, row: Option<&OwnRequest>, holds: bool) {
        let Some(row) = row else { return };
        self.references.set(row.placement.reference, id, holds);
        if let Some(patron) = row.patron {
            self.requests_of.set(patron, id, holds);
        }
    }

    fn loan(&mut self, number: u64, row: Option<&LoanRow>, holds: bool) {
        let Some(row) = row else { return };
        match &row.loan.borrower {
            Borrower::Patron(patron) => self.loans_of.set(*patron, number, holds),
            Borrower::Visitor { .. } => {}
        }
        if !row.is_open() {
            return;
        }
        let item = &row.loan.item;
        self.open_loan.set(item.clone(), number, holds);
        self.name(item, NamedBy::Loan(number), holds);
        if let Some(request) = row.request {
            self.loans_for.set(request, number, holds);
        }
        if let Some(visitor) = row.visitor {
            self.visits.set(visitor, number, holds);
        }
    }

    fn patron(&mut self, number: PatronNumber, row: Option<&PatronRow>, holds: bool) {
        if let Some(guardian) = row.and_then(|row| row.guardian) {
            self.children.set(guardian, number, holds);
        }
    }

    fn person(&mut self, number: PatronNumber, row: Option<&PersonRow>, holds: bool) {
        let Some(row) = row else { return };
        self.cards.set(row.card.clone(), number, holds);
        let key = DuplicateKey::of(
            row.given_name.expose(),
            row.family_name.expose(),
            *row.birth.expose(),
        );
        self.alike.set(key, number, holds);
    }

    fn charge(&mut self, number: u64, row: Option<&ChargeRow>, holds: bool) {
        if let Some(row) = row {
            self.account.set(row.patron, number, holds);
        }
    }

    fn answer(&mut self, number: u64, row: Option<&AnswerRow>, holds: bool) {
        let Some(row) = row else { return };
        if holds {
            self.answers.insert(row.name, number);
        } else {
            self.answers.remove(&row.name);
        }
    }

    fn notice(&mut self, number: u64, row: Option<&NoticeRow>, holds: bool) {
        let Some(row) = row else { return };
        self.notices_to.set(row.patron, number, holds);
        if let Some(request) = row.request {
            self.notices_about.set(request, number, holds);
        }
        if !row.is_undelivered() {
            return;
        }
        if holds {
            self.undelivered.insert(number);
        } else {
            self.undelivered.remove(&number);
        }
    }
}
