//! What may be asked of a request from outside: to place it, cancel it, put it off, take it up again.

use super::draft::{Draft, Todo};
use crate::ledger::ViewKey;
use navette_domain::catalogue::LibraryId;
use navette_domain::identity::{JourneyId, RequestId};
use navette_domain::lending::journey_lifecycle::JourneyEvent;
use navette_domain::lending::{
    LendingRefusal, LoanRequest, Placement, RequestEvent, RequestState, Target,
};
use navette_domain::time::Day;

/// Characters of a title that are kept.
const TITLE_CHARS_MAX: usize = 300;
/// Open requests of one work and part; further ones are refused, for nobody lives to see their turn.
const QUEUE_MAX: usize = 2_000;

impl Draft<'_> {
    /// Takes a request on. The same placement again changes nothing.
    pub(super) fn place(&mut self, placement: Placement) -> Result<(), LendingRefusal> {
        if let Ok(known) = self.request(placement.id) {
            if same(&known.placement, &placement) {
                return self.confirmed(placement.id);
            }
            return Err(LendingRefusal::IdTaken(placement.id));
        }
        self.check(&placement)?;
        let id = placement.id;
        self.begin(placement, RequestState::Placed, String::new());
        // Those who wait already look first: a copy that is free is theirs.
        let target = self.request(id)?.placement.target.clone();
        self.happen(Todo::Retarget(target.work, target.part))?;
        self.happen(Todo::Choose(id))
    }

    /// Takes a request on that cannot be served, so that its home library learns why whatever happens to this answer.
    pub(super) fn place_refused(&mut self, placement: Placement, why: &LendingRefusal) {
        if self.request(placement.id).is_err() {
            self.begin(placement, RequestState::Refused, why.to_string());
        }
    }

    /// Refuses what no library has, where that can be said for certain.
    pub(super) fn refuse_unknown_work(&self, placement: &Placement) -> Result<(), LendingRefusal> {
        let target = &placement.target;
        let new = self.request(placement.id).is_err();
        if new && self.shelves.are_complete() && self.shelves.copies_of(target).is_empty() {
            return Err(LendingRefusal::UnknownWork(format!(
                "{:016x}",
                target.work.0
            )));
        }
        Ok(())
    }

    pub(super) fn check(&self, placement: &Placement) -> Result<(), LendingRefusal> {
        for library in [&placement.home, &placement.pickup] {
            if !self.territory.members.contains_key(library) {
                return Err(LendingRefusal::UnknownLibrary(library.clone()));
            }
        }
        let today = self.now.local.day;
        match placement.need_by {
            Some(need_by) if need_by < today => {
                return Err(LendingRefusal::NeedByPassed { need_by, today });
            }
            Some(_) | None => {}
        }
        let count = self.state.queue_of(placement.target.work).count();
        if count >= QUEUE_MAX {
            return Err(LendingRefusal::TooMany {
                what: "requests for this work",
                count,
                limit: QUEUE_MAX,
            });
        }
        Ok(())
    }

    pub(super) fn begin(&mut self, mut placement: Placement, state: RequestState, reason: String) {
        if placement.title.chars().count() > TITLE_CHARS_MAX {
            placement.title = placement.title.chars().take(TITLE_CHARS_MAX).collect();
        }
        let now = self.now.at;
        let id = placement.id;
        let mut request = LoanRequest {
            placement,
            state,
            since: now,
            queued_at: now,
            deadline: None,
            escalated: None,
            lender: None,
            journey: None,
            promised: None,
            first_promised: None,
            arrived: None,
            told: None,
            due: None,
            suspended_until: None,
            looked_at: now,
            declined: Vec::new(),
            reason,
            version: 0,
        };
        request.deadline = self.deadline_of(&request);
        self.requests.insert(id, request);
    }

    /// Ends a request that is no longer wanted.
    pub(super) fn cancel(&mut self, id: RequestId) -> Result<(), LendingRefusal> {
        self.happen(Todo::Request(id, RequestEvent::Cancelled))
    }

    /// Ends what was lost or damaged; the item is given up with it.
    pub(super) fn settle(&mut self, id: RequestId) -> Result<(), LendingRefusal> {
        let request = self.request(id)?;
        let serving = request.journey.filter(|journey| {
            self.journey(*journey)
                .is_ok_and(|journey| journey.serves == Some(id) && !journey.state.is_ended())
        });
        if let Some(journey) = serving
            && request.state == RequestState::ToSettle
        {
            self.happen(Todo::Journey(journey, JourneyEvent::DeclaredLost))?;
        }
        self.happen(Todo::Request(id, RequestEvent::Settled))
    }

    /// The desk that settles a loss knows of it, although nobody said so here.
    pub(super) fn settled_at_the_desk(&mut self, id: RequestId) -> Result<(), LendingRefusal> {
        let state = self.request(id)?.state;
        if state == RequestState::OnLoan || state == RequestState::ClaimedReturned {
            self.happen(Todo::Request(id, RequestEvent::Lost))?;
        }
        self.settle(id)
    }

    /// Gives up an item on its journey.
    pub(super) fn declare_lost(&mut self, id: JourneyId) -> Result<(), LendingRefusal> {
        self.happen(Todo::Journey(id, JourneyEvent::DeclaredLost))
    }

    /// Puts a request off.
    pub(super) fn suspend(
        &mut self,
        id: RequestId,
        until: Option<Day>,
    ) -> Result<(), LendingRefusal> {
        let today = self.now.local.day;
        match until {
            Some(need_by) if need_by < today => {
                Err(LendingRefusal::NeedByPassed { need_by, today })
            }
            Some(_) | None => self.happen(Todo::Request(id, RequestEvent::Suspended(until))),
        }
    }

    /// Takes a request up again.
    pub(super) fn resume(&mut self, id: RequestId) -> Result<(), LendingRefusal> {
        self.happen(Todo::Request(id, RequestEvent::Resumed))
    }

    /// Has a library told again how a request stands, because it believes otherwise.
    pub(super) fn tell_again(&mut self, library: &LibraryId, key: ViewKey) {
        self.told_again.push((library.clone(), key));
    }
}

/// Two placements are the same where they ask for the same: clocks and titles may differ on a second try.
pub(super) fn same(known: &Placement, again: &Placement) -> bool {
    let what = |placement: &Placement| -> (LibraryId, LibraryId, Target) {
        (
            placement.home.clone(),
            placement.pickup.clone(),
            placement.target.clone(),
        )
    };
    what(known) == what(again) && known.reference == again.reference
}
