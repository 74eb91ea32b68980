//! What is the case? All rows, typed, with the orders in which they are asked for.

use super::change::LedgerChange;
use super::line::NodeLine;
use super::member_row::{CertificateRow, MemberRow, SealingKeyRow};
use super::run_change::RunChange;
use super::undo::{UndoNote, VisitNote};
use super::view_key::{ViewKey, version_of};
use navette_domain::catalogue::{LibraryId, WorkKey};
use navette_domain::courier::Exception;
use navette_domain::identity::{ItemId, JourneyId, RequestId};
use navette_domain::lending::{Choice, Journey, LoanRequest, Only, RequestState, View};
use navette_domain::membership::{Invitation, InvitationId, Serial, Subject};
use navette_domain::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

/// A place in a queue: first come, first served.
pub type Queued = (Timestamp, RequestId);

/// Something with a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Watched {
    Request(RequestId),
    Journey(JourneyId),
}

/// The federator's ledger in memory.
#[derive(Debug, Default)]
pub struct FederatorState {
    pub(crate) count: u64,
    pub(crate) requests: BTreeMap<RequestId, LoanRequest>,
    pub(crate) journeys: BTreeMap<JourneyId, Journey>,
    pub(crate) lines: BTreeMap<LibraryId, NodeLine>,
    pub(crate) views: BTreeMap<(LibraryId, ViewKey), View>,
    pub(crate) choices: BTreeMap<RequestId, Choice>,
    pub(crate) undos: BTreeMap<JourneyId, UndoNote>,
    pub(crate) visit_undos: BTreeMap<RequestId, VisitNote>,
    pub(crate) exceptions: BTreeMap<u32, Exception>,
    pub(crate) run_changes: BTreeMap<u32, RunChange>,
    pub(crate) invitations: BTreeMap<InvitationId, Invitation>,
    pub(crate) certificates: BTreeMap<Serial, CertificateRow>,
    pub(crate) members: BTreeMap<Subject, MemberRow>,
    pub(crate) sealing_keys: BTreeMap<LibraryId, SealingKeyRow>,
    // What follows from the rows.
    open_items: BTreeMap<ItemId, JourneyId>,
    open_works: BTreeMap<WorkKey, BTreeSet<JourneyId>>,
    waiting: BTreeMap<WorkKey, BTreeSet<Queued>>,
    asking: BTreeSet<(WorkKey, RequestId)>,
    watched: BTreeSet<(Timestamp, Watched)>,
    visits: BTreeMap<ItemId, BTreeSet<RequestId>>,
}

impl FederatorState {
    /// Gives a number that is another one after every change of a request or journey.
    pub fn mark(&self) -> u64 {
        self.count
    }

    /// Gives a request.
    pub fn request(&self, id: RequestId) -> Option<&LoanRequest> {
        self.requests.get(&id)
    }

    /// Gives all requests, by id.
    pub fn requests(&self) -> impl Iterator<Item = &LoanRequest> {
        self.requests.values()
    }

    /// Gives the requests behind one, by id; all where none is named.
    pub fn requests_after(&self, after: Option<RequestId>) -> impl Iterator<Item = &LoanRequest> {
        let behind = after.map_or(Bound::Unbounded, Bound::Excluded);
        let found = self.requests.range((behind, Bound::Unbounded));
        found.map(|(_, request)| request)
    }

    /// Gives all journeys, by id.
    pub fn journeys(&self) -> impl Iterator<Item = &Journey> {
        self.journeys.values()
    }

    /// Gives a journey.
    pub fn journey(&self, id: JourneyId) -> Option<&Journey> {
        self.journeys.get(&id)
    }

    /// Finds the open journey of an item.
    pub fn open_journey_of(&self, item: &ItemId) -> Option<&Journey> {
        self.journeys.get(self.open_items.get(item)?)
    }

    /// Gives the open journeys, by item.
    pub fn open_journeys(&self) -> impl Iterator<Item = &Journey> {
        let open = self.open_items.values();
        open.filter_map(|id| self.journeys.get(id))
    }

    /// Gives the open journeys of items of a work.
    pub fn open_journeys_of_work(&self, work: WorkKey) -> impl Iterator<Item = &Journey> {
        let open = self.open_works.get(&work);
        open.into_iter()
            .flatten()
            .filter_map(|id| self.journeys.get(id))
    }

    /// Gives all requests that wait, work by work.
    pub fn all_waiting(&self) -> impl Iterator<Item = &LoanRequest> {
        let queued = self.waiting.values().flatten();
        queued.filter_map(|(_, id)| self.requests.get(id))
    }

    /// Gives what is known of a node.
    pub fn line(&self, library: &LibraryId) -> Option<&NodeLine> {
        self.lines.get(library)
    }

    /// Gives why a lender was chosen.
    pub fn choice(&self, id: RequestId) -> Option<&Choice> {
        self.choices.get(&id)
    }

    /// Gives the open requests of visitors for this very item, by id.
    pub fn visits_of(&self, item: &ItemId) -> impl Iterator<Item = &LoanRequest> {
        let found = self.visits.get(item);
        found
            .into_iter()
            .flatten()
            .filter_map(|id| self.requests.get(id))
    }

    /// Gives the requests that wait for a work, in their order.
    pub fn queue_of(&self, work: WorkKey) -> impl Iterator<Item = &LoanRequest> {
        let queued = self.waiting.get(&work);
        queued
            .into_iter()
            .flatten()
            .filter_map(|(_, id)| self.requests.get(id))
    }

    /// Gives the requests of a work for which a library is being asked.
    pub fn asking_for(&self, work: WorkKey) -> impl Iterator<Item = &LoanRequest> {
        let asking = self.asking.range((work, RequestId(0))..);
        asking
            .take_while(move |(of, _)| *of == work)
            .filter_map(|(_, id)| self.requests.get(id))
    }

    /// Gives what waits to be told to a node, up to a limit, in the order in which it came to be so: a copy is let go
    /// before it is asked for again.
    pub fn views_for(&self, library: &LibraryId, limit: usize) -> Vec<View> {
        let first = (library.clone(), ViewKey::Request(RequestId(0)));
        let mut views: Vec<View> = self
            .views
            .range(first..)
            .take_while(|((to, _), _)| to == library)
            .take(limit)
            .map(|(_, view)| view.clone())
            .collect();
        views.sort_by_key(version_of);
        views
    }

    /// Says which libraries have something to be told.
    pub fn libraries_to_tell(&self) -> BTreeSet<LibraryId> {
        let mut libraries = BTreeSet::new();
        let mut next = self.views.keys().next();
        while let Some((library, _)) = next {
            libraries.insert(library.clone());
            // From library to library: each may have hundreds of views.
            let last = (library.clone(), ViewKey::LAST);
            let mut behind = self.views.range((Bound::Excluded(last), Bound::Unbounded));
            next = behind.next().map(|(key, _)| key);
        }
        libraries
    }

    /// Gives the exceptions of the timetable, in the order of deciding.
    pub fn exceptions(&self) -> impl Iterator<Item = &Exception> {
        self.exceptions.values()
    }

    /// Gives how often the timetable was changed, and one: the version that callers name. It never goes back, since the
    /// newest change is never forgotten.
    pub fn timetable_version(&self) -> u64 {
        let last = self.run_changes.last_key_value();
        last.map_or(1, |(number, _)| u64::from(*number) + 1)
    }

    /// Finds what was decided about a run under a name of a call, and its number.
    pub(crate) fn run_change_of(&self, call: u128) -> Option<(u32, &RunChange)> {
        let mut changes = self.run_changes.iter().rev();
        let (number, change) = changes.find(|(_, change)| change.call == call)?;
        Some((*number, change))
    }

    /// Gives the moment of the next deadline.
    pub fn next_deadline(&self) -> Option<Timestamp> {
        self.watched.first().map(|(at, _)| *at)
    }

    /// Gives what has passed its deadline, up to a limit.
    pub(crate) fn passed(&self, now: Timestamp, limit: usize) -> Vec<Watched> {
        self.watched
            .iter()
            .take_while(|(at, _)| *at <= now)
            .take(limit)
            .map(|(_, watched)| *watched)
            .collect()
    }

    /// Takes a change in.
    pub(crate) fn take(&mut self, change: LedgerChange) {
        match change {
            LedgerChange::Count(count) => self.count = count,
            LedgerChange::Request(request) => self.put_request(*request),
            LedgerChange::RequestForgotten(id) => self.forget_request(id),
            LedgerChange::Journey(journey) => self.put_journey(*journey),
            LedgerChange::JourneyForgotten(id) => self.forget_journey(id),
            LedgerChange::Line(library, line) => {
                self.lines.insert(library, line);
            }
            LedgerChange::View(library, view) => {
                self.views.insert((library, ViewKey::of(&view)), *view);
            }
            LedgerChange::ViewTaken(library, key) => {
                self.views.remove(&(library, key));
            }
            LedgerChange::Choice(id, choice) => {
                self.choices.insert(id, *choice);
            }
            LedgerChange::ChoiceForgotten(id) => {
                self.choices.remove(&id);
            }
            LedgerChange::Undo(id, note) => {
                self.undos.insert(id, *note);
            }
            LedgerChange::UndoGone(id) => {
                self.undos.remove(&id);
            }
            LedgerChange::VisitUndo(id, note) => {
                self.visit_undos.insert(id, *note);
            }
            LedgerChange::VisitUndoGone(id) => {
                self.visit_undos.remove(&id);
            }
            LedgerChange::Exception(number, exception) => {
                self.exceptions.insert(number, exception);
            }
            LedgerChange::ExceptionGone(number) => {
                self.exceptions.remove(&number);
            }
            LedgerChange::RunChange(number, change) => {
                self.run_changes.insert(number, *change);
            }
            LedgerChange::RunChangeForgotten(number) => {
                self.run_changes.remove(&number);
            }
            LedgerChange::Invitation(invitation) => {
                self.invitations.insert(invitation.id, *invitation);
            }
            LedgerChange::InvitationForgotten(id) => {
                self.invitations.remove(&id);
            }
            LedgerChange::Certificate(row) => {
                self.certificates.insert(row.issued.serial, *row);
            }
            LedgerChange::CertificateForgotten(serial) => {
                self.certificates.remove(&serial);
            }
            LedgerChange::Member(row) => {
                self.members.insert(row.subject.clone(), *row);
            }
            LedgerChange::SealingKey(library, row) => {
                self.sealing_keys.insert(library, *row);
            }
            LedgerChange::SealingKeyGone(library) => {
                self.sealing_keys.remove(&library);
            }
        }
    }

    fn put_request(&mut self, request: LoanRequest) {
        let id = request.placement.id;
        self.unlist_request(id);
        if let Some(deadline) = watch_of(request.deadline, request.escalated) {
            self.watched.insert((deadline, Watched::Request(id)));
        }
        if request.state == RequestState::Asking {
            self.asking.insert((request.placement.target.work, id));
        }
        if waits(request.state) {
            let queue = self
                .waiting
                .entry(request.placement.target.work)
                .or_default();
            queue.insert((request.queued_at, id));
        }
        if let Some(item) = visited(&request) {
            self.visits.entry(item.clone()).or_default().insert(id);
        }
        self.requests.insert(id, request);
    }

    fn unlist_request(&mut self, id: RequestId) {
        let Some(before) = self.requests.get(&id) else {
            return;
        };
        if let Some(deadline) = watch_of(before.deadline, before.escalated) {
            self.watched.remove(&(deadline, Watched::Request(id)));
        }
        if let Some(item) = visited(before)
            && let Some(visits) = self.visits.get_mut(item)
        {
            visits.remove(&id);
            if visits.is_empty() {
                self.visits.remove(item);
            }
        }
        let work = before.placement.target.work;
        self.asking.remove(&(work, id));
        if let Some(queue) = self.waiting.get_mut(&work) {
            queue.remove(&(before.queued_at, id));
            if queue.is_empty() {
                self.waiting.remove(&work);
            }
        }
    }

    fn forget_request(&mut self, id: RequestId) {
        self.unlist_request(id);
        self.requests.remove(&id);
    }

    fn put_journey(&mut self, journey: Journey) {
        self.unlist_journey(journey.id);
        if let Some(deadline) = watch_of(journey.deadline, journey.escalated) {
            self.watched
                .insert((deadline, Watched::Journey(journey.id)));
        }
        if !journey.state.is_ended() {
            self.open_items.insert(journey.item.clone(), journey.id);
            let of_work = self.open_works.entry(journey.work).or_default();
            of_work.insert(journey.id);
        }
        self.journeys.insert(journey.id, journey);
    }

    fn unlist_journey(&mut self, id: JourneyId) {
        let Some(before) = self.journeys.get(&id) else {
            return;
        };
        if let Some(deadline) = watch_of(before.deadline, before.escalated) {
            self.watched.remove(&(deadline, Watched::Journey(id)));
        }
        if self.open_items.get(&before.item) == Some(&id) {
            self.open_items.remove(&before.item);
        }
        let work = before.work;
        if let Some(of_work) = self.open_works.get_mut(&work) {
            of_work.remove(&id);
            if of_work.is_empty() {
                self.open_works.remove(&work);
            }
        }
    }

    fn forget_journey(&mut self, id: JourneyId) {
        self.unlist_journey(id);
        self.journeys.remove(&id);
        self.undos.remove(&id);
    }
}

/// What stands on a list of stuck things is not watched again: a person has it.
fn watch_of(deadline: Option<Timestamp>, escalated: Option<Timestamp>) -> Option<Timestamp> {
    deadline.filter(|_| escalated.is_none())
}

/// Gives the one item that a visitor asks for, or has fetched, at a library that is not their own.
fn visited(request: &LoanRequest) -> Option<&ItemId> {
    let placement = &request.placement;
    let visits = placement.home != placement.pickup && !request.state.is_ended();
    match &placement.target.only {
        Only::Copy { item, .. } if visits => Some(item),
        Only::Copy { .. } | Only::AnyCopy | Only::Edition(_) => None,
    }
}

/// Says whether a request stands in the queue of its work.
fn waits(state: RequestState) -> bool {
    matches!(state, RequestState::Waiting | RequestState::Suspended)
}
