//! What does one command change? Rows are read as they will be, and written all at once or not at all.

use crate::flows::desk::WorkSeen;
use crate::ledger::{
    ConflictKind, ConflictRow, ItemRow, JourneyRow, MetaRow, NodeChange, NodeState, OUTBOX_MAX,
    Place, ReportRow, Row, Said, StaffAct, StaffRow, VisitOverRow,
};
use crate::node_core::Surroundings;
use crate::node_settings::NodeSettings;
use crate::refusal::DeskRefusal;
use crate::shelf::ShelfItem;
use navette_domain::catalogue::LibraryId;
use navette_domain::identity::{ItemId, JourneyId, PatronNumber, RequestId, StaffId};
use navette_domain::lending::{Report, RequestView, Scan, ScanKind, Target};
use navette_domain::patrons::Reason;
use navette_domain::time::{Day, Now};
use std::collections::BTreeSet;
use std::sync::atomic::Ordering;

/// A command being decided.
pub(crate) struct Draft<'a> {
    pub(crate) state: &'a NodeState,
    pub(crate) settings: &'a NodeSettings,
    pub(crate) now: Now,
    /// Who decides, and why, where the desk said so.
    pub(crate) said: Option<Said>,
    surroundings: &'a Surroundings,
    changes: Vec<NodeChange>,
    meta: MetaRow,
    reports: Vec<u64>,
    recorded: (usize, usize),
}

impl<'a> Draft<'a> {
    pub(crate) fn new(state: &'a NodeState, surroundings: &'a Surroundings, now: Now) -> Self {
        Self {
            state,
            settings: &surroundings.settings,
            now,
            said: None,
            surroundings,
            changes: Vec::new(),
            meta: state.meta(),
            reports: Vec::new(),
            recorded: (0, 0),
        }
    }

    /// Gives what is to be written.
    pub(crate) fn finish(mut self) -> Result<Vec<NodeChange>, DeskRefusal> {
        if !self.reports.is_empty() && self.state.tables().outbox.len() >= OUTBOX_MAX {
            return Err(DeskRefusal::OutboxFull(OUTBOX_MAX));
        }
        if self.meta != self.state.meta() {
            self.changes.push(MetaRow::change(0, Some(self.meta)));
        }
        Ok(self.changes)
    }

    pub(crate) fn here(&self) -> &'a LibraryId {
        &self.settings.library
    }

    pub(crate) fn today(&self) -> Day {
        self.now.local.day
    }

    pub(crate) fn is_own(&self, item: &ItemId) -> bool {
        item.library == self.settings.library
    }

    /// Reads a row as it will be.
    pub(crate) fn get<R: Row>(&self, key: &R::Key) -> Option<R> {
        self.see::<R>(key).cloned()
    }

    /// Looks at a row as it will be: what only looks, again and again, need not copy.
    pub(crate) fn see<R: Row>(&self, key: &R::Key) -> Option<&R> {
        let changed = self.changes.iter().rev();
        match changed.filter_map(|change| R::changed(change, key)).next() {
            Some(row) => row,
            None => self.state.get::<R>(key),
        }
    }

    pub(crate) fn put<R: Row>(&mut self, key: R::Key, row: R) {
        self.changes.push(R::change(key, Some(row)));
    }

    pub(crate) fn remove<R: Row>(&mut self, key: R::Key) {
        self.changes.push(R::change(key, None));
    }

    pub(crate) fn push(&mut self, change: NodeChange) {
        self.changes.push(change);
    }

    pub(crate) fn changes(&self) -> &[NodeChange] {
        &self.changes
    }

    pub(crate) fn meta(&self) -> &MetaRow {
        &self.meta
    }

    pub(crate) fn meta_mut(&mut self) -> &mut MetaRow {
        &mut self.meta
    }

    /// Gives the changes that belong to no recorded scan yet.
    pub(crate) fn unrecorded(&self) -> &[NodeChange] {
        self.changes.get(self.recorded.0..).unwrap_or_default()
    }

    /// Gives the numbers of the reports that belong to no recorded scan yet.
    pub(crate) fn unrecorded_reports(&self) -> &[u64] {
        self.reports.get(self.recorded.1..).unwrap_or_default()
    }

    /// Says that everything up to here belongs to a recorded scan: one command may record several.
    pub(crate) fn recorded(&mut self) {
        self.recorded = (self.changes.len(), self.reports.len());
    }

    /// Gives the lists of work as they were seen last.
    pub(crate) fn work_seen(&self) -> &'a WorkSeen {
        &self.surroundings.work_seen
    }

    /// Gives the newest report that may have been heard although it is not acknowledged.
    pub(crate) fn handed_out(&self) -> u64 {
        self.surroundings.handed_out.load(Ordering::SeqCst)
    }

    /// Puts a report into the outbox and gives its number.
    pub(crate) fn report(&mut self, report: Report) -> u64 {
        self.meta.last_report += 1;
        let number = self.meta.last_report;
        let since = self.now.at;
        self.put(number, ReportRow { report, since });
        self.reports.push(number);
        number
    }

    /// Reports what concerns a journey: until a view takes it into account, it holds against older views.
    pub(crate) fn say(&mut self, journey: JourneyId, report: Report) -> u64 {
        let number = self.report(report);
        if let Some(mut row) = self.get::<JourneyRow>(&journey) {
            row.said = Some(number);
            self.put(journey, row);
        }
        number
    }

    /// Reports a scan of an item here.
    pub(crate) fn say_scan(
        &mut self,
        item: &ItemId,
        journey: Option<JourneyId>,
        what: ScanKind,
        title: &str,
    ) -> u64 {
        self.say_scan_for(item, (journey, None), what, title)
    }

    /// Reports a scan of an item here, with the request that its loan is for where no journey brought it.
    pub(crate) fn say_scan_for(
        &mut self,
        item: &ItemId,
        (journey, request): (Option<JourneyId>, Option<RequestId>),
        what: ScanKind,
        title: &str,
    ) -> u64 {
        let report = Report::Scanned(Scan {
            item: item.clone(),
            at: self.here().clone(),
            what,
            journey,
            request: request.filter(|_| journey.is_none()),
            title: title.to_owned(),
        });
        match journey {
            Some(journey) => self.say(journey, report),
            None => self.report(report),
        }
    }

    pub(crate) fn shelf_item(&self, item: &ItemId) -> Option<ShelfItem> {
        if self.is_own(item) {
            self.surroundings.shelf.item(&item.barcode)
        } else {
            None
        }
    }

    pub(crate) fn copies_of(&self, target: &Target) -> Vec<ShelfItem> {
        self.surroundings.shelf.copies_of(target)
    }

    pub(crate) fn place_of(&self, item: &ItemId) -> Option<Place> {
        self.see::<ItemRow>(item).map(|row| row.place)
    }

    /// Says where an item is now; since when is kept where that is no news.
    pub(crate) fn place(&mut self, item: &ItemId, place: Place, title: &str) {
        if self.place_of(item) == Some(place) {
            return;
        }
        let since = self.now.at;
        let title = title.to_owned();
        self.put(
            item.clone(),
            ItemRow {
                place,
                since,
                title,
            },
        );
    }

    /// Says that an item is simply on its shelf, or no longer here.
    pub(crate) fn unplace(&mut self, item: &ItemId) {
        if self.see::<ItemRow>(item).is_some() {
            self.remove::<ItemRow>(item.clone());
        }
    }

    /// Gives the items that are on a journey, as far as they have a row here.
    pub(crate) fn items_on(&self, journey: JourneyId) -> Vec<ItemId> {
        let mut items: BTreeSet<ItemId> = self
            .state
            .indexes()
            .items_on
            .of(&journey)
            .into_iter()
            .collect();
        items.extend(self.changes.iter().filter_map(|change| match change {
            NodeChange::ItemRow(item, Some(_)) => Some(item.clone()),
            _ => None,
        }));
        items
            .into_iter()
            .filter(|item| self.place_of(item).and_then(Place::journey) == Some(journey))
            .collect()
    }

    /// Gives the title of an item: from its journey, its row, or the own catalogue.
    pub(crate) fn title_of(&self, item: &ItemId) -> String {
        if let Some(row) = self.see::<ItemRow>(item) {
            return row.title.clone();
        }
        if let Some(found) = self.shelf_item(item) {
            return found.title;
        }
        let journeys = self.state.indexes().journeys_of.of(item);
        let mut rows = journeys
            .iter()
            .filter_map(|journey| self.see::<JourneyRow>(journey));
        rows.find_map(|row| row.title().map(str::to_owned))
            .unwrap_or_default()
    }

    /// Puts a conflict on the desk's list, once.
    pub(crate) fn conflict(&mut self, kind: ConflictKind, item: &ItemId, on: Option<JourneyId>) {
        let known = self.state.tables().conflicts.values();
        let mut same =
            known.filter(|row| row.kind == kind && row.item == *item && row.journey == on);
        if same.next().is_some() {
            return;
        }
        self.meta.last_conflict += 1;
        let row = ConflictRow {
            kind,
            item: item.clone(),
            title: self.title_of(item),
            journey: on,
            since: self.now.at,
        };
        self.put(self.meta.last_conflict, row);
    }

    /// Puts a visitor's request that came to nothing on the desk's list, once.
    pub(crate) fn visit_is_over(&mut self, view: &RequestView) {
        let mut known = self.state.tables().visits_over.values();
        if known.any(|row| row.request == view.id) {
            return;
        }
        self.meta.last_conflict += 1;
        let row = VisitOverRow {
            request: view.id,
            title: view.title.clone(),
            state: view.state,
            since: self.now.at,
        };
        self.put(self.meta.last_conflict, row);
    }

    /// Writes down who did what.
    fn said_why(&self) -> Option<Reason> {
        self.said.as_ref()?.why.clone()
    }

    pub(crate) fn note(&mut self, by: StaffId, act: StaffAct, about: About<'_>) {
        self.meta.last_staff += 1;
        let row = StaffRow {
            by,
            at: self.now.at,
            act,
            item: about.item.cloned(),
            patron: about.patron,
            request: about.request,
            reason: about.reason.cloned().or_else(|| self.said_why()),
        };
        self.put(self.meta.last_staff, row);
    }
}

/// What an act at the desk was about.
#[derive(Clone, Copy, Default)]
pub(crate) struct About<'x> {
    pub(crate) item: Option<&'x ItemId>,
    pub(crate) patron: Option<PatronNumber>,
    pub(crate) request: Option<RequestId>,
    pub(crate) reason: Option<&'x Reason>,
}

impl<'x> About<'x> {
    /// Says that it was about an item.
    pub(crate) fn item(item: &'x ItemId) -> Self {
        Self {
            item: Some(item),
            ..Self::default()
        }
    }

    /// Says that it was about a patron.
    pub(crate) fn patron(patron: PatronNumber) -> Self {
        Self {
            patron: Some(patron),
            ..Self::default()
        }
    }
}
