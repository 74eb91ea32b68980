//! Are the invariants of lending kept? Looked at after every step, and all of them at the end.

use super::world::World;
use navette_domain::identity::{ItemId, JourneyId, RequestId};
use navette_domain::lending::{JourneyState, RequestState, View, journey_owner, request_owner};
use navette_domain::notices::NoticeKind;
use navette_federator::ledger::FederatorState;
use navette_node::core::{Indexes, NodeState, Place};
use navette_store::ledger::Commit;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

impl World {
    /// Looks at what one step can have broken.
    pub(super) fn check_step(&mut self, acted: Option<usize>) {
        if let Some(place) = acted {
            self.check_node(place);
        }
        let now = self.centre.now(self.time).at;
        let ticked = std::mem::take(&mut self.ticked);
        let Some(core) = &self.centre.core else {
            return;
        };
        let mark = self.mark_of_centre();
        if !ticked && mark == self.looked_at {
            return;
        }
        // What has changed since has a version beyond it.
        let before = std::mem::replace(&mut self.looked_at, mark).unwrap_or(0);
        let seen = core.read(move |state| {
            let changed = state.requests().filter(|request| request.version > before);
            let ready = changed.filter(|request| is_or_was_ready(request.state));
            let ready: Vec<RequestId> = ready.map(|request| request.placement.id).collect();
            (look_at_centre(state, now.0, ticked), ready)
        });
        let Ok((found, ready)) = seen else {
            return;
        };
        self.ready.extend(ready);
        if let Some((invariant, what)) = found {
            self.violate(invariant, what);
        }
    }

    /// Looks at one node: every item in one place, one journey an item, and no "ready" before the scan.
    pub(super) fn check_node(&mut self, place: usize) {
        let Some(core) = &self.libraries[place].core else {
            return;
        };
        let seen = core.ledger().read(|state: &NodeState| {
            let notices = state.tables().notices.iter();
            let ready = notices.filter(|(_, row)| row.notice.kind == NoticeKind::Ready);
            let told = ready.filter_map(|(number, row)| Some((*number, row.request?)));
            let told: Vec<(u64, RequestId)> = told.collect();
            (look_at_node(state), told)
        });
        let Ok((found, told)) = seen else {
            return;
        };
        if let Some((invariant, what)) = found {
            self.violate(invariant, format!("node {place}: {what}"));
        }
        self.check_ready(place, told.iter().map(|(_, request)| *request).collect());
        for (notice, request) in told {
            self.check_was_ready(place, notice, request);
        }
    }

    /// "Ready" is said of what somebody has laid on that hold shelf, and of nothing else.
    fn check_ready(&mut self, place: usize, told: Vec<RequestId>) {
        let Some(core) = &self.centre.core else {
            return;
        };
        let brought = core.read(move |state| {
            let brought = told.into_iter().filter_map(|id| {
                let request = state.request(id)?;
                let journey = state.journey(request.journey?)?;
                let shelved = request.state == RequestState::OnHoldShelf;
                (shelved && journey.state == JourneyState::AtPickup).then_some(())?;
                let pickup = request.placement.pickup.clone();
                Some((id, (journey.item.clone(), pickup)))
            });
            brought.collect::<Vec<_>>()
        });
        let mut brought = brought.unwrap_or_default().into_iter();
        if let Some((request, (item, _))) =
            brought.find(|(_, brought)| !self.shelved.contains(brought))
        {
            let what = format!(
                "a patron of {place} is told that {request} is ready, and nobody has laid {item} on the hold shelf"
            );
            self.violate(6, what);
        }
    }

    /// A new notice "ready" is sent for what has been on a hold shelf.
    fn check_was_ready(&mut self, place: usize, notice: u64, request: RequestId) {
        if self.centre.core.is_none() || !self.notices_seen.insert((place, notice)) {
            return;
        }
        if !self.ready.contains(&request) {
            let what =
                format!("a patron of {place} is told that {request} is ready, and it never was");
            self.violate(6, what);
        }
    }

    /// Once connected and quiet, a node believes of no journey that it is open which the federator has closed.
    pub(super) fn check_agreement_now(&mut self, place: usize) {
        let library = &self.libraries[place];
        let (Some(core), Some(centre)) = (&library.core, &self.centre.core) else {
            return;
        };
        let all_told = core.waiting_reports().is_ok_and(|waiting| waiting == 0)
            && core.is_reconciling().is_ok_and(|reconciling| !reconciling);
        let id = library.id.clone();
        let all_heard = centre.read(move |state| !state.libraries_to_tell().contains(&id));
        if !all_told || !all_heard.unwrap_or(false) {
            return;
        }
        let believed = core.ledger().read(|state: &NodeState| {
            let items = state.tables().items.iter();
            let under_way = items.filter(|(_, row)| !matches!(row.place, Place::ToShelve(_)));
            under_way
                .filter_map(|(item, row)| Some((item.clone(), row.place.journey()?)))
                .collect::<Vec<(ItemId, JourneyId)>>()
        });
        let believed = believed.unwrap_or_default();
        let over = centre.read(move |state| {
            believed.into_iter().find(|(_, id)| {
                state
                    .journey(*id)
                    .is_none_or(|journey| journey.state.is_ended())
            })
        });
        if let Ok(Some((item, journey))) = over {
            let what = format!("node {place} believes that {item} is on {journey}, which is over");
            self.violate(8, what);
        }
    }

    /// Everything that was acknowledged before a crash is there after it.
    pub(super) fn check_nothing_acknowledged_is_missing(&mut self) {
        let acknowledged = self.acknowledged.clone();
        let Some(core) = &self.centre.core else {
            return;
        };
        let missing = core.read(move |state| {
            acknowledged
                .into_iter()
                .find(|id| state.request(*id).is_none())
        });
        if let Ok(Some(id)) = missing {
            self.violate(2, format!("request {id} was acknowledged and is gone"));
        }
    }

    /// Everything that a node has noted is there after a crash.
    pub(super) fn check_nothing_acknowledged_is_missing_at(&mut self, place: usize) {
        let noted: Vec<RequestId> = self
            .noted
            .iter()
            .filter(|(_, at)| **at == place)
            .map(|(id, _)| *id)
            .collect();
        let Some(core) = &self.libraries[place].core else {
            return;
        };
        let missing = core.ledger().read(move |state: &NodeState| {
            let own = &state.tables().own_requests;
            noted.into_iter().find(|id| !own.contains_key(id))
        });
        if let Ok(Some(id)) = missing {
            self.violate(2, format!("request {id} was noted at {place} and is gone"));
        }
    }

    /// After a restore, what the backup does not know is no longer expected of the node; the federator still has it.
    pub(super) fn forget_untold(&mut self, place: usize) {
        let Some(core) = &self.libraries[place].core else {
            return;
        };
        let known: BTreeSet<RequestId> = core
            .ledger()
            .read(|state: &NodeState| state.tables().own_requests.keys().copied().collect())
            .unwrap_or_default();
        self.noted
            .retain(|id, at| *at != place || known.contains(id));
        for person in &mut self.libraries[place].people {
            person.requests.retain(|id| known.contains(id));
        }
    }

    /// Gives what a repeated message must not change at the federator.
    pub(super) fn mark_of_centre(&self) -> Option<u64> {
        let core = self.centre.core.as_ref()?;
        core.read(|state| state.mark()).ok()
    }

    /// Gives what a repeated message must not change at a node.
    pub(super) fn mark_of_node(&self, place: usize) -> Option<(usize, u64, usize, usize)> {
        let core = self.libraries[place].core.as_ref()?;
        let mark = core.ledger().read(|state: &NodeState| {
            let tables = state.tables();
            let committed = tables.items.values();
            let committed = committed.filter(|row| matches!(row.place, Place::Committed(_)));
            (
                tables.items.len(),
                state.meta().last_report,
                committed.count(),
                tables.notices.len(),
            )
        });
        mark.ok()
    }

    /// Says whether a node had taken these views, or newer ones, before they were repeated.
    pub(super) fn all_known_before(&self, place: usize, views: &[View]) -> bool {
        let Some(core) = &self.libraries[place].core else {
            return false;
        };
        // A repeat may overtake the first copy of a message: then it is the news.
        let views = views.to_vec();
        core.ledger()
            .read(move |state: &NodeState| {
                views.iter().all(|view| match view {
                    View::Request(view) => state
                        .tables()
                        .requests
                        .get(&view.id)
                        .is_some_and(|row| row.view.version > view.version),
                    View::Journey(view) => state
                        .tables()
                        .journeys
                        .get(&view.id)
                        .is_some_and(|row| row.view.version > view.version),
                })
            })
            .unwrap_or(false)
    }

    /// Says whether nothing is open any more, anywhere.
    pub(super) fn all_is_done(&self) -> bool {
        let Some(core) = &self.centre.core else {
            return false;
        };
        let open = core.read(|state| {
            state.requests().any(|request| !request.state.is_ended())
                || state.journeys().any(|journey| !journey.state.is_ended())
                || !state.libraries_to_tell().is_empty()
        });
        let nodes_done = self.libraries.iter().all(|library| {
            library
                .core
                .as_ref()
                .is_some_and(|core| core.waiting_reports().is_ok_and(|waiting| waiting == 0))
        });
        open.is_ok_and(|open| !open) && nodes_done
    }

    /// Once faults have stopped and time has passed: everything has ended, and both sides agree.
    pub(super) fn check_the_end(&mut self) {
        self.check_nothing_acknowledged_is_missing();
        self.check_all_ended();
        for place in 0..self.libraries.len() {
            if self.violation.is_none() {
                self.check_node(place);
                self.check_agreement(place);
                self.check_indexes(place);
            }
        }
        self.check_nobody_is_named_elsewhere();
    }

    fn check_all_ended(&mut self) {
        let Some(core) = &self.centre.core else {
            return;
        };
        let left = core.read(|state| {
            let request = state.requests().find(|request| !request.state.is_ended());
            let journey = state.journeys().find(|journey| !journey.state.is_ended());
            (
                request.map(|request| format!("{request:?}")),
                journey.map(|journey| format!("{journey:?}")),
            )
        });
        if let Ok((request, journey)) = left {
            if let Some(request) = request {
                self.violate(9, format!("a request never ends: {request}"));
            }
            if let Some(journey) = journey {
                self.violate(5, format!("a journey never ends: {journey}"));
            }
        }
    }

    /// What a node believes open is open, and nothing else.
    fn check_agreement(&mut self, place: usize) {
        let Some(core) = &self.libraries[place].core else {
            self.violate(0, format!("node {place} does not run at the end"));
            return;
        };
        let believed = core.ledger().read(|state: &NodeState| {
            let tables = state.tables();
            let items = tables.items.iter().find(|(_, row)| match row.place {
                Place::Committed(_)
                | Place::InCrate(_)
                | Place::Travelling(_)
                | Place::OnHoldShelf(_)
                | Place::ToReturn(Some(_)) => true,
                Place::Lent(_)
                | Place::ToReturn(None)
                | Place::ToShelve(_)
                | Place::ToLookFor
                | Place::Damaged
                | Place::Lost
                | Place::InHouse => false,
            });
            let open = tables
                .own_requests
                .values()
                .find(|own| own.ended.is_none())
                .map(|own| own.placement.id);
            (items.map(|(item, row)| format!("{item} is {row:?}")), open)
        });
        if let Ok((item, request)) = believed {
            if let Some(item) = item {
                self.violate(5, format!("node {place} believes that {item}"));
            }
            if let Some(request) = request {
                self.violate(8, format!("node {place} believes that {request} is open"));
            }
        }
    }

    /// What finds rows by something else than their key finds what there is, after all that has happened.
    fn check_indexes(&mut self, place: usize) {
        let Some(core) = &self.libraries[place].core else {
            return;
        };
        let agree = core
            .ledger()
            .read(|state: &NodeState| *state.indexes() == Indexes::of(state.tables()));
        if !agree.unwrap_or(false) {
            self.violate(
                0,
                format!("an index of node {place} is not what its rows say"),
            );
        }
    }
}

fn look_at_centre(state: &FederatorState, now: i64, ticked: bool) -> Option<(u8, String)> {
    let mut items = FxHashMap::default();
    let mut served: FxHashMap<RequestId, JourneyId> = FxHashMap::default();
    for journey in state.journeys().filter(|journey| !journey.state.is_ended()) {
        if let Some(other) = items.insert(&journey.item, journey.id) {
            let what = format!("{} is on journeys {other} and {}", journey.item, journey.id);
            return Some((1, what));
        }
        if let Some(request) = journey.serves {
            if let Some(other) = served.insert(request, journey.id) {
                let what = format!("{request} is served by {other} and {}", journey.id);
                return Some((1, what));
            }
            let open = state
                .request(request)
                .is_some_and(|request| !request.state.is_ended());
            if !open {
                let what = format!("journey {} serves {request}, which has ended", journey.id);
                return Some((5, what));
            }
        }
        let in_time = journey.escalated.is_some()
            || journey.deadline.is_some_and(|deadline| deadline.0 > now);
        if journey_owner(journey).is_none() || (ticked && !in_time) {
            return Some((3, format!("nobody watches {journey:?}")));
        }
    }
    for request in state.requests().filter(|request| !request.state.is_ended()) {
        let in_time = request.escalated.is_some()
            || request.deadline.is_some_and(|deadline| deadline.0 > now);
        if request_owner(request).is_none() || (ticked && !in_time) {
            return Some((3, format!("nobody watches {request:?}")));
        }
        let supplied = matches!(
            request.state,
            RequestState::BeingSupplied | RequestState::OnHoldShelf
        );
        if supplied && !served.contains_key(&request.placement.id) {
            return Some((3, format!("no journey serves {request:?}")));
        }
    }
    None
}

/// Says whether a request has been on a hold shelf, or has ended.
fn is_or_was_ready(state: RequestState) -> bool {
    match state {
        RequestState::AwaitingHome
        | RequestState::Placed
        | RequestState::Waiting
        | RequestState::Suspended
        | RequestState::Asking
        | RequestState::BeingSupplied => false,
        RequestState::OnHoldShelf
        | RequestState::OnLoan
        | RequestState::ClaimedReturned
        | RequestState::ToSettle
        | RequestState::Completed
        | RequestState::Cancelled
        | RequestState::Refused
        | RequestState::Unfilled
        | RequestState::Expired
        | RequestState::Settled => true,
    }
}

fn look_at_node(state: &NodeState) -> Option<(u8, String)> {
    let tables = state.tables();
    let mut on = FxHashMap::default();
    for (item, row) in &tables.items {
        if let Some(journey) = row.place.journey()
            && let Some(other) = on.insert(journey, item)
        {
            return Some((1, format!("{item} and {other} are on journey {journey}")));
        }
    }
    for (number, loan) in &tables.loans {
        if !loan.is_open() {
            continue;
        }
        let row = tables.items.get(&loan.loan.item);
        let promised = row.is_some_and(|row| matches!(row.place, Place::Committed(_)));
        if promised {
            let item = &loan.loan.item;
            return Some((1, format!("{item} is lent by loan {number} and promised")));
        }
    }
    None
}
