//! What do visitors ask for and take, at a library that is not their own? Their request waits until the home library has
//! confirmed it; what they fetch from the shelf rides in no van, and is followed by its scans all the same.

use super::ask::same;
use super::draft::{Draft, Todo};
use crate::ledger::{ViewKey, VisitNote};
use navette_domain::catalogue::LibraryId;
use navette_domain::identity::{ItemId, RequestId};
use navette_domain::lending::{
    LendingRefusal, LoanRequest, Only, Placement, RequestEvent, RequestState, ScanKind,
};

impl Draft<'_> {
    /// Takes a visitor's request on, which the pick-up library has noted while the home library did not answer.
    pub(super) fn await_home(&mut self, placement: Placement) -> Result<(), LendingRefusal> {
        if let Ok(known) = self.request(placement.id) {
            return if same(&known.placement, &placement) {
                Ok(())
            } else {
                Err(LendingRefusal::IdTaken(placement.id))
            };
        }
        self.check(&placement)?;
        self.begin(placement, RequestState::AwaitingHome, String::new());
        Ok(())
    }

    /// The home library knows who asks: what waited for it goes on; to everything else it is no news.
    pub(super) fn confirmed(&mut self, id: RequestId) -> Result<(), LendingRefusal> {
        let awaited = self
            .request(id)
            .is_ok_and(|request| request.state == RequestState::AwaitingHome);
        if awaited {
            return self.happen(Todo::Request(id, RequestEvent::HomeConfirmed));
        }
        Ok(())
    }

    /// The home library says no: on its own word until the item is handed over, on that of the pick-up library, which asked it,
    /// while nothing else is known of it.
    pub(super) fn home_refused(
        &mut self,
        from: &LibraryId,
        id: RequestId,
    ) -> Result<(), LendingRefusal> {
        self.tell_again(from, ViewKey::Request(id));
        let request = self.request(id)?;
        let placement = &request.placement;
        let event = RequestEvent::HomeRefused;
        let ended = request.state == RequestState::Refused;
        if placement.home != *from && request.state != RequestState::AwaitingHome && !ended {
            return Err(LendingRefusal::RequestCannot {
                request: id,
                state: request.state,
                event: event.name(),
            });
        }
        self.happen(Todo::Request(id, event))
    }

    /// Finds the request that a scan of an item is about which a visitor fetches from the shelf of a library, or has fetched: the
    /// one that is named, else the first for this item.
    pub(super) fn fetched_from_shelf(
        &self,
        from: &LibraryId,
        item: &ItemId,
        named: Option<RequestId>,
        what: ScanKind,
    ) -> Option<RequestId> {
        let fetched = |request: &&LoanRequest| {
            let placement = &request.placement;
            placement.pickup == *from
                && placement.home != *from
                && wants(&placement.target.only, item)
                && is_about(request.state, what)
        };
        if let Some(named) = named {
            let request = self.request(named).ok();
            return request.filter(fetched).map(|_| named);
        }
        // What this command has changed already counts as it is now.
        let kept = self.state.visits_of(item);
        let mut found = self
            .requests
            .values()
            .chain(kept.filter(|request| !self.requests.contains_key(&request.placement.id)))
            .filter(fetched);
        found.next().map(|request| request.placement.id)
    }

    /// A scan of an item that rides in no van, for the visitor who fetched it.
    pub(super) fn scanned_without_van(
        &mut self,
        from: &LibraryId,
        number: u64,
        id: RequestId,
        what: ScanKind,
    ) -> Result<(), LendingRefusal> {
        let event = match what {
            ScanKind::HandedOver(due) => RequestEvent::HandedOver(due),
            ScanKind::Returned | ScanKind::Received => RequestEvent::Returned,
            ScanKind::ClaimedReturned => RequestEvent::ClaimedReturned,
            ScanKind::Damaged => RequestEvent::Damaged,
            ScanKind::Lost => RequestEvent::Lost,
            ScanKind::Pulled
            | ScanKind::NotFound
            | ScanKind::Refused(_)
            | ScanKind::Shipped
            | ScanKind::LeftBehind
            | ScanKind::NotCollected
            | ScanKind::MissingFromShelf => return Ok(()),
        };
        let before = self.request(id)?.clone();
        let outcome = self.happen(Todo::Request(id, event));
        // What is handed over without a van came from nowhere that the ledger could go back to.
        if outcome.is_ok() && !matches!(what, ScanKind::HandedOver(_)) {
            let note = VisitNote {
                by: from.clone(),
                report: number,
                before,
                // Filled in when the changes are numbered.
                version: 0,
            };
            self.visit_undos.insert(id, Some(note));
        }
        self.tell_again(from, ViewKey::Request(id));
        outcome
    }

    /// A scan of what no van brought is taken back: after the hand-over there is no loan any more, after any other it stands as
    /// before. Nothing where somebody has acted since, or where no such scan is known.
    pub(super) fn visit_undone(
        &mut self,
        from: &LibraryId,
        item: &ItemId,
        report: u64,
    ) -> Option<Result<(), LendingRefusal>> {
        let taken_back = |note: &&VisitNote| {
            note.by == *from
                && note.report == report
                && wants(&note.before.placement.target.only, item)
        };
        let drafted = self.visit_undos.values().flatten().find(taken_back);
        let kept = self.state.visit_undos.iter();
        let kept = kept.filter(|(id, _)| !self.visit_undos.contains_key(id));
        let found = drafted.or_else(|| kept.map(|(_, note)| note).find(taken_back));
        if let Some(note) = found.cloned() {
            let id = note.before.placement.id;
            // Within one command nobody else acts, and nothing is numbered yet.
            let untouched = note.version == 0 || self.request(id).ok()?.version == note.version;
            self.visit_undos.insert(id, None);
            self.tell_again(from, ViewKey::Request(id));
            return untouched.then(|| {
                self.requests.insert(id, note.before);
                Ok(())
            });
        }
        let id = self.fetched_from_shelf(from, item, None, ScanKind::Returned)?;
        // Only the hand-over leaves no note, and it can be taken back as long as nothing came after it.
        if self.request(id).ok()?.state != RequestState::OnLoan {
            self.tell_again(from, ViewKey::Request(id));
            return None;
        }
        let outcome = self.happen(Todo::Request(id, RequestEvent::Returned));
        self.tell_again(from, ViewKey::Request(id));
        Some(outcome)
    }

    /// What a scan left behind is numbered.
    pub(super) fn settle_visit_undos(&mut self) {
        for (id, note) in &mut self.visit_undos {
            let now = self.requests.get(id).or_else(|| self.state.request(*id));
            if let (Some(note), Some(now)) = (note, now) {
                note.version = now.version;
            }
        }
    }

    /// What is forgotten cannot be taken back.
    pub(super) fn forget_visit_undos(&mut self) {
        for id in self.state.visit_undos.keys() {
            if self.state.request(*id).is_none() {
                self.visit_undos.insert(*id, None);
            }
        }
    }
}

fn wants(only: &Only, item: &ItemId) -> bool {
    match only {
        Only::Copy { item: wanted, .. } => wanted == item,
        Only::AnyCopy | Only::Edition(_) => false,
    }
}

/// Says whether such a scan may be about a request that stands there. The home library may have told of it before the hands that
/// gave it out, so that a lender was looked for already.
fn is_about(state: RequestState, what: ScanKind) -> bool {
    let fetched = matches!(what, ScanKind::HandedOver(_));
    match state {
        RequestState::AwaitingHome
        | RequestState::Placed
        | RequestState::Waiting
        | RequestState::Suspended
        | RequestState::Asking => fetched,
        RequestState::OnLoan | RequestState::ClaimedReturned | RequestState::ToSettle => true,
        RequestState::BeingSupplied
        | RequestState::OnHoldShelf
        | RequestState::Completed
        | RequestState::Cancelled
        | RequestState::Refused
        | RequestState::Unfilled
        | RequestState::Expired
        | RequestState::Settled => false,
    }
}
