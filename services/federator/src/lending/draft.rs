//! What will be the case, if this command is kept? A layer over the ledger that collects changes, and lets one thing lead to
//! the next: an event of a journey to one of its request, that to another journey, and so on, until nothing follows.

use super::choosing::Looked;
use super::territory::{Shelves, Territory};
use crate::ledger::{FederatorState, LedgerChange, NodeLine, UndoNote, VisitNote};
use navette_domain::catalogue::{LibraryId, Part, WorkKey};
use navette_domain::identity::{ItemId, JourneyId, RequestId};
use navette_domain::lending::journey_lifecycle::JourneyEvent;
use navette_domain::lending::{
    Choice, Journey, LendingRefusal, LoanRequest, RequestEvent, RequestState, SupplyFailure,
    Telling, View,
};
use navette_domain::time::{Now, Timestamp};
use std::collections::{BTreeMap, VecDeque};

/// What may follow from one command at most; more would be a circle.
const STEPS_MAX: usize = 2_000;

/// Something that is to happen next.
#[derive(Clone, Debug)]
pub(super) enum Todo {
    /// An event of a request that needs no lender to be looked for.
    Request(RequestId, RequestEvent),
    /// A lender is to be looked for.
    Choose(RequestId),
    /// The lender asked will not commit, or the journey will not arrive; another is looked for.
    Unsupplied(RequestId, SupplyFailure, Option<ItemId>),
    /// The deadline of a request has passed.
    RequestLate(RequestId),
    /// An event of a journey.
    Journey(JourneyId, JourneyEvent),
    /// A journey that serves nobody: does somebody wait for it?
    Offer(JourneyId),
    /// A copy became free: does somebody wait for it?
    Retarget(WorkKey, Option<Part>),
}

/// Everything a command looks at and changes.
pub(super) struct Draft<'a> {
    pub(super) state: &'a FederatorState,
    pub(super) territory: &'a Territory,
    pub(super) shelves: &'a dyn Shelves,
    pub(super) now: Now,
    fresh: u128,
    pub(super) requests: BTreeMap<RequestId, LoanRequest>,
    pub(super) journeys: BTreeMap<JourneyId, Journey>,
    pub(super) lines: BTreeMap<LibraryId, NodeLine>,
    pub(super) choices: BTreeMap<RequestId, Choice>,
    pub(super) undos: BTreeMap<JourneyId, Option<UndoNote>>,
    pub(super) visit_undos: BTreeMap<RequestId, Option<VisitNote>>,
    /// What patrons are to be told.
    pub(super) tellings: BTreeMap<RequestId, Telling>,
    /// Journeys that were asked for and do not take place, and the library that was asked.
    pub(super) voids: BTreeMap<JourneyId, LibraryId>,
    /// Libraries that are to be told again how something stands.
    pub(super) told_again: Vec<(LibraryId, crate::ledger::ViewKey)>,
    /// Exceptions of the timetable that lie in the past.
    pub(super) past_exceptions: Vec<u32>,
    todo: VecDeque<Todo>,
    numbered: Option<(Vec<(LibraryId, View)>, u64)>,
}

impl<'a> Draft<'a> {
    /// Begins without changes. `fresh` is drawn for this command alone.
    pub(super) fn new(
        state: &'a FederatorState,
        territory: &'a Territory,
        shelves: &'a dyn Shelves,
        now: Now,
        fresh: u128,
    ) -> Self {
        Self {
            state,
            territory,
            shelves,
            now,
            fresh,
            requests: BTreeMap::new(),
            journeys: BTreeMap::new(),
            lines: BTreeMap::new(),
            choices: BTreeMap::new(),
            undos: BTreeMap::new(),
            visit_undos: BTreeMap::new(),
            tellings: BTreeMap::new(),
            voids: BTreeMap::new(),
            told_again: Vec::new(),
            past_exceptions: Vec::new(),
            todo: VecDeque::new(),
            numbered: None,
        }
    }

    /// Gives a request as it is now.
    pub(super) fn request(&self, id: RequestId) -> Result<&LoanRequest, LendingRefusal> {
        let found = self.requests.get(&id).or_else(|| self.state.request(id));
        found.ok_or(LendingRefusal::UnknownRequest(id))
    }

    /// Gives a journey as it is now.
    pub(super) fn journey(&self, id: JourneyId) -> Result<&Journey, LendingRefusal> {
        let found = self.journeys.get(&id).or_else(|| self.state.journey(id));
        found.ok_or(LendingRefusal::UnknownJourney(id))
    }

    /// Finds the open journey of an item.
    pub(super) fn open_journey_of(&self, item: &ItemId) -> Option<&Journey> {
        let drafted = self
            .journeys
            .values()
            .find(|journey| journey.item == *item && !journey.state.is_ended());
        let kept = || {
            let kept = self.state.open_journey_of(item)?;
            (!self.journeys.contains_key(&kept.id)).then_some(kept)
        };
        drafted.or_else(kept)
    }

    /// Gives the open journeys of items of a work.
    pub(super) fn open_journeys_of_work(&self, work: WorkKey) -> impl Iterator<Item = &Journey> {
        let kept = self
            .state
            .open_journeys_of_work(work)
            .filter(|journey| !self.journeys.contains_key(&journey.id));
        let drafted = self.journeys.values();
        kept.chain(drafted.filter(move |journey| journey.work == work && !journey.state.is_ended()))
    }

    /// Gives what is known of a node; nothing where it was never heard.
    pub(super) fn known_line(&self, library: &LibraryId) -> Option<&NodeLine> {
        self.lines.get(library).or_else(|| self.state.line(library))
    }

    /// Gives what is known of a node, to be changed.
    pub(super) fn line(&self, library: &LibraryId) -> NodeLine {
        self.known_line(library).cloned().unwrap_or_default()
    }

    /// Gives the requests that wait for a work and part, in their order, those suspended left out.
    pub(super) fn waiting_for(&self, work: WorkKey, part: Option<&Part>) -> Vec<RequestId> {
        let mut waiting: Vec<_> = self.queued(work, part).collect();
        waiting.sort_unstable();
        waiting.into_iter().map(|(_, id)| id).collect()
    }

    /// Gives the requests that wait for a work and part, each behind what orders it, in no order; those suspended left out.
    pub(super) fn queued(
        &self,
        work: WorkKey,
        part: Option<&Part>,
    ) -> impl Iterator<Item = (Timestamp, RequestId)> {
        let kept = self.state.queue_of(work);
        let kept = kept.filter(|request| !self.requests.contains_key(&request.placement.id));
        let waiting = kept.chain(self.requests.values()).filter(move |request| {
            request.state == RequestState::Waiting
                && request.placement.target.work == work
                && request.placement.target.part.as_ref() == part
        });
        waiting.map(|request| (request.queued_at, request.placement.id))
    }

    /// Draws the name of a new journey.
    pub(super) fn draw_journey(&mut self) -> JourneyId {
        self.fresh = self.fresh.wrapping_add(1);
        JourneyId(self.fresh)
    }

    /// Puts something behind what is to happen already.
    pub(super) fn then(&mut self, todo: Todo) {
        self.todo.push_back(todo);
    }

    /// Lets something happen, and all that follows from it. Only the first may be refused: what follows from it was decided
    /// by rules that fit each other, and where they do not, the thing stays with its owner and its deadline.
    pub(super) fn happen(&mut self, first: Todo) -> Result<(), LendingRefusal> {
        let outcome = self.step(first);
        let mut steps = 0;
        while let Some(next) = self.todo.pop_front() {
            steps += 1;
            if steps > STEPS_MAX {
                tracing::error!("one command led to more than {STEPS_MAX} steps");
                self.todo.clear();
                break;
            }
            if let Err(refusal) = self.step(next) {
                tracing::debug!(%refusal, "a step that would follow cannot");
            }
        }
        outcome
    }

    fn step(&mut self, todo: Todo) -> Result<(), LendingRefusal> {
        match todo {
            Todo::Request(id, event) => self.request_event(id, &event),
            Todo::Choose(id) => {
                let Looked { next, choice } = self.look_for_lender(id)?;
                self.choices.insert(id, choice);
                self.request_event(id, &RequestEvent::Chosen(next))
            }
            Todo::Unsupplied(id, why, item) => self.unsupplied(id, why, item),
            Todo::RequestLate(id) => self.request_late(id),
            Todo::Journey(id, event) => self.journey_event(id, &event),
            Todo::Offer(id) => self.offer(id),
            Todo::Retarget(work, part) => {
                self.retarget(work, part.as_ref());
                Ok(())
            }
        }
    }

    /// Numbers what changed and says whom to tell; nothing may happen after it.
    pub(super) fn number(&mut self) {
        if self.numbered.is_none() {
            self.numbered = Some(self.views(self.state.count));
            self.settle_visit_undos();
        }
    }

    /// Gives all changes as rows, with what nodes are to be told.
    pub(super) fn finish(mut self) -> Vec<LedgerChange> {
        self.number();
        let (views, count) = self.numbered.unwrap_or_default();
        let mut changes = Vec::new();
        changes.extend(
            self.requests
                .into_values()
                .map(|request| LedgerChange::Request(Box::new(request))),
        );
        changes.extend(
            self.journeys
                .into_values()
                .map(|journey| LedgerChange::Journey(Box::new(journey))),
        );
        changes.extend(
            self.lines
                .into_iter()
                .map(|(library, line)| LedgerChange::Line(library, line)),
        );
        changes.extend(
            self.choices
                .into_iter()
                .map(|(id, choice)| LedgerChange::Choice(id, Box::new(choice))),
        );
        changes.extend(self.undos.into_iter().map(|(id, note)| match note {
            Some(note) => LedgerChange::Undo(id, Box::new(note)),
            None => LedgerChange::UndoGone(id),
        }));
        changes.extend(self.visit_undos.into_iter().map(|(id, note)| match note {
            Some(note) => LedgerChange::VisitUndo(id, Box::new(note)),
            None => LedgerChange::VisitUndoGone(id),
        }));
        changes.extend(
            self.past_exceptions
                .into_iter()
                .map(LedgerChange::ExceptionGone),
        );
        changes.extend(
            views
                .into_iter()
                .map(|(library, view)| LedgerChange::View(library, Box::new(view))),
        );
        if count != self.state.count {
            changes.push(LedgerChange::Count(count));
        }
        changes
    }
}
