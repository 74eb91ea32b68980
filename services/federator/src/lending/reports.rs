//! What does a report of a node do? Reports are applied in the order of their numbers, each once; a scan outranks the ledger.

use super::draft::{Draft, Todo};
use crate::faults::{Fault, planted};
use crate::ledger::{UndoNote, ViewKey};
use navette_domain::catalogue::{LibraryId, Medium, WorkKey};
use navette_domain::courier::weight_grams;
use navette_domain::identity::{ItemId, JourneyId, RequestId};
use navette_domain::lending::journey_lifecycle::JourneyEvent;
use navette_domain::lending::{
    Declined, Journey, JourneyState, LendingRefusal, Report, RequestEvent, RequestState, Scan,
    ScanKind, SupplyFailure,
};

/// What a lender says of the copy it commits.
pub(super) struct Commitment {
    pub(super) request: RequestId,
    pub(super) journey: JourneyId,
    pub(super) item: ItemId,
    pub(super) title: String,
    pub(super) shelfmark: String,
    pub(super) grams: u32,
}

impl Draft<'_> {
    /// Applies one report of a library. A refusal changes nothing; the library is told again how things stand.
    pub(super) fn report(
        &mut self,
        from: &LibraryId,
        number: u64,
        report: Report,
    ) -> Result<(), LendingRefusal> {
        self.refuse_strangers(from, &report)?;
        match report {
            Report::Placed(placement) => {
                let outcome = if placement.home == *from {
                    self.place(placement.clone())
                } else {
                    self.await_home(placement.clone())
                };
                let id = placement.id;
                if let Err(why) = &outcome {
                    self.place_refused(placement, why);
                }
                // Said again after a restore: it may have ended long ago.
                self.answered(from, ViewKey::Request(id), outcome)
            }
            Report::HomeRefused(id) => self.home_refused(from, id),
            Report::Cancelled(id) => self.of_request(from, id, RequestEvent::Cancelled),
            Report::Suspended(id, until) => {
                let outcome = self.suspend(id, until);
                self.answered(from, ViewKey::Request(id), outcome)
            }
            Report::Resumed(id) => self.of_request(from, id, RequestEvent::Resumed),
            Report::Told(id) => self.of_request(from, id, RequestEvent::Told),
            Report::DueChanged(id, due) => self.of_request(from, id, RequestEvent::DueChanged(due)),
            Report::Settled(id) => {
                let outcome = self.settled_at_the_desk(id);
                self.answered(from, ViewKey::Request(id), outcome)
            }
            Report::Committed {
                request,
                journey,
                item,
                title,
                shelfmark,
                grams,
            } => {
                let commitment = Commitment {
                    request,
                    journey,
                    item,
                    title,
                    shelfmark,
                    grams,
                };
                self.committed(from, commitment);
                Ok(())
            }
            Report::Declined {
                request,
                journey,
                why,
            } => self.declined(from, request, journey, why),
            Report::Scanned(scan) => self.scanned(from, number, &scan),
            Report::Undone { item, report } => self.undone(from, &item, report),
            Report::Available(item) => {
                self.available(&item);
                Ok(())
            }
            Report::CaughtUp => Ok(()),
        }
    }

    /// The lender asked does not lend, if it is still the one that is asked.
    fn declined(
        &mut self,
        from: &LibraryId,
        request: RequestId,
        journey: JourneyId,
        why: SupplyFailure,
    ) -> Result<(), LendingRefusal> {
        let asked = self.request(request).is_ok_and(|known| {
            known.state == RequestState::Asking
                && known.journey == Some(journey)
                && known.lender.as_ref() == Some(from)
        });
        let outcome = if asked {
            self.happen(Todo::Unsupplied(request, why, None))
        } else {
            Ok(())
        };
        self.answered(from, ViewKey::Journey(journey), outcome)
    }

    fn of_request(
        &mut self,
        from: &LibraryId,
        id: RequestId,
        event: RequestEvent,
    ) -> Result<(), LendingRefusal> {
        let outcome = self.happen(Todo::Request(id, event));
        self.answered(from, ViewKey::Request(id), outcome)
    }

    /// A report that changed nothing is answered too: until it hears how things stand, the node holds on to its own word.
    fn answered(
        &mut self,
        from: &LibraryId,
        key: ViewKey,
        outcome: Result<(), LendingRefusal>,
    ) -> Result<(), LendingRefusal> {
        self.tell_again(from, key);
        outcome
    }

    /// A lender has committed a copy: the journey begins, if it is still wanted; else the copy is free again.
    fn committed(&mut self, from: &LibraryId, commitment: Commitment) {
        let id = commitment.journey;
        if self.journey(id).is_ok() {
            // Said again: the answer is how the journey stands now.
            self.tell_again(from, ViewKey::Journey(id));
            return;
        }
        let wanted = self.request(commitment.request).is_ok_and(|request| {
            request.state == RequestState::Asking
                && request.journey == Some(id)
                && request.lender.as_ref() == Some(from)
        });
        let travels = self.open_journey_of(&commitment.item).is_some();
        let kept = planted(Fault::LateCommitKept);
        if (!wanted && !kept) || travels || commitment.item.library != *from {
            self.voids.insert(id, from.clone());
            if wanted {
                let why = SupplyFailure::NoCopy;
                let _ = self.happen(Todo::Unsupplied(commitment.request, why, None));
            }
            return;
        }
        let request = commitment.request;
        if self.begin_journey(commitment).is_ok() {
            let _ = self.happen(Todo::Request(request, RequestEvent::Committed));
            if let Ok(journey) = self.journey(id) {
                let mut journey = journey.clone();
                journey.deadline = self.journey_deadline_of(&journey);
                self.journeys.insert(id, journey);
            }
        }
    }

    fn begin_journey(&mut self, commitment: Commitment) -> Result<(), LendingRefusal> {
        let request = self.request(commitment.request)?;
        let target = &request.placement.target;
        let journey = Journey {
            id: commitment.journey,
            at: commitment.item.library.clone(),
            to: request.placement.pickup.clone(),
            item: commitment.item,
            work: target.work,
            part: target.part.clone(),
            title: commitment.title,
            shelfmark: commitment.shelfmark,
            grams: commitment.grams,
            serves: Some(commitment.request),
            state: JourneyState::ToPull,
            since: self.now.at,
            deadline: None,
            escalated: None,
            version: 0,
        };
        self.journeys.insert(journey.id, journey);
        Ok(())
    }

    /// An item was scanned. What nobody expected gets a journey home.
    fn scanned(
        &mut self,
        from: &LibraryId,
        number: u64,
        scan: &Scan,
    ) -> Result<(), LendingRefusal> {
        let Some(before) = self.journey_scanned(scan).cloned() else {
            if let Some(request) =
                self.fetched_from_shelf(from, &scan.item, scan.request, scan.what)
            {
                return self.scanned_without_van(from, number, request, scan.what);
            }
            return self.scanned_out_of_nowhere(from, scan);
        };
        let id = before.id;
        let request_before = before.serves.and_then(|id| self.request(id).ok().cloned());
        let outcome = match event_of(from, scan, id) {
            ScanEvent::Journey(event) => self.happen(Todo::Journey(id, event)),
            ScanEvent::Claimed => match before.serves {
                Some(request) => self.happen(Todo::Request(request, RequestEvent::ClaimedReturned)),
                None => Ok(()),
            },
        };
        if outcome.is_ok() {
            self.note_undo(from, number, before, request_before);
        }
        // The scanning library may have known it under another journey, which is over.
        if let Some(named) = scan.journey.filter(|named| *named != id) {
            self.tell_again(from, ViewKey::Journey(named));
        }
        self.answered(from, ViewKey::Journey(id), outcome)
    }

    /// Finds the journey that a scan is about: the open one of the item, else the one on which it was given up.
    pub(super) fn journey_scanned(&self, scan: &Scan) -> Option<&Journey> {
        let lost = || {
            let found = matches!(scan.what, ScanKind::Received | ScanKind::Returned);
            let journey = self.journey(scan.journey?).ok()?;
            let lost = journey.state == JourneyState::Lost && journey.item == scan.item;
            (found && lost).then_some(journey)
        };
        self.open_journey_of(&scan.item).or_else(lost)
    }

    /// "Appartient à Aire": another library's item that nobody sent gets a journey home; the own one is simply at home.
    fn scanned_out_of_nowhere(
        &mut self,
        from: &LibraryId,
        scan: &Scan,
    ) -> Result<(), LendingRefusal> {
        let strange = scan.item.library != *from
            && matches!(scan.what, ScanKind::Received | ScanKind::Returned)
            && self.territory.members.contains_key(&scan.item.library);
        if let Some(id) = scan.journey {
            self.tell_again(from, ViewKey::Journey(id));
        }
        if !strange {
            return Ok(());
        }
        let id = self.draw_journey();
        let mut journey = Journey {
            id,
            item: scan.item.clone(),
            work: WorkKey(0),
            part: None,
            title: scan.title.clone(),
            shelfmark: String::new(),
            // Nobody said what it is: a crate is filled as if with books.
            grams: weight_grams(Medium::Book),
            serves: None,
            state: JourneyState::ToReturn,
            at: from.clone(),
            to: scan.item.library.clone(),
            since: self.now.at,
            deadline: None,
            escalated: None,
            version: 0,
        };
        journey.deadline = self.journey_deadline_of(&journey);
        self.journeys.insert(id, journey);
        Ok(())
    }

    fn note_undo(
        &mut self,
        from: &LibraryId,
        number: u64,
        journey: Journey,
        request: Option<navette_domain::lending::LoanRequest>,
    ) {
        let id = journey.id;
        let note = UndoNote {
            by: from.clone(),
            report: number,
            journey,
            // The versions after are filled in when the changes are numbered.
            journey_version: 0,
            request,
            request_version: 0,
        };
        self.undos.insert(id, Some(note));
    }

    /// A scan is taken back, unless somebody else has acted since.
    fn undone(
        &mut self,
        from: &LibraryId,
        item: &ItemId,
        report: u64,
    ) -> Result<(), LendingRefusal> {
        let gone = |id: &JourneyId| matches!(self.undos.get(id), Some(None));
        let kept = self.state.undos.iter().find(|(id, note)| {
            let named = note.by == *from && note.report == report && note.journey.item == *item;
            named && !gone(id)
        });
        let kept = kept.map(|(_, note)| note);
        let Some(note) = kept.cloned() else {
            return match self.visit_undone(from, item, report) {
                Some(outcome) => outcome,
                None => self.refuse_undo(from, item),
            };
        };
        let id = note.journey.id;
        let journey_untouched = self
            .journey(id)
            .is_ok_and(|journey| journey.version == note.journey_version);
        let request_untouched = note.request.as_ref().is_none_or(|before| {
            let now = self.request(before.placement.id);
            now.is_ok_and(|request| request.version == note.request_version)
        });
        let untouched = planted(Fault::UndoAfterOthers) || (journey_untouched && request_untouched);
        if !untouched {
            return self.refuse_undo(from, item);
        }
        // Whoever was next in the queue got the item by this scan, and waits again without it.
        let next = self.journey(id).ok().and_then(|now| now.serves);
        let next = next.filter(|next| note.journey.serves != Some(*next));
        if let Some(request) = note.request {
            self.requests.insert(request.placement.id, request);
        }
        self.journeys.insert(id, note.journey);
        self.undos.insert(id, None);
        match next {
            Some(next) => self.happen(Todo::Unsupplied(next, SupplyFailure::NoCopy, None)),
            None => Ok(()),
        }
    }

    fn refuse_undo(&mut self, from: &LibraryId, item: &ItemId) -> Result<(), LendingRefusal> {
        let by = match self.open_journey_of(item) {
            Some(journey) => {
                let (id, at) = (journey.id, journey.at.clone());
                self.tell_again(from, ViewKey::Journey(id));
                at
            }
            None => {
                // The undoing library has put the item back: it must hear how each journey ended that it may think of.
                let journeys = self.state.journeys();
                let ended: Vec<_> = journeys
                    .filter(|journey| journey.item == *item)
                    .map(|journey| journey.id)
                    .collect();
                for id in ended {
                    self.tell_again(from, ViewKey::Journey(id));
                }
                item.library.clone()
            }
        };
        Err(LendingRefusal::ActedOnSince {
            item: item.clone(),
            by,
        })
    }

    /// A copy became free at its library: those who wait for its work look again.
    fn available(&mut self, item: &ItemId) {
        let works: std::collections::BTreeSet<_> = self
            .state
            .all_waiting()
            .filter(|request| request.state == RequestState::Waiting)
            .map(|request| request.placement.target.clone())
            .filter(|target| {
                let copies = self.shelves.copies_of(target);
                copies.iter().any(|copy| copy.item == *item)
            })
            .map(|target| (target.work, target.part))
            .take(10)
            .collect();
        for (work, part) in works {
            self.forget_passing_refusals(work, &item.library);
            let _ = self.happen(Todo::Retarget(work, part));
        }
    }
}

impl Draft<'_> {
    /// A library that has a copy again may be asked again, although it said today that it has none.
    pub(super) fn forget_passing_refusals(&mut self, work: WorkKey, library: &LibraryId) {
        let waiting: Vec<_> = self
            .state
            .queue_of(work)
            .map(|request| request.placement.id)
            .collect();
        for id in waiting {
            let Ok(request) = self.request(id) else {
                continue;
            };
            let passing = |no: &Declined| {
                no.library == *library
                    && matches!(no.why, SupplyFailure::NoCopy | SupplyFailure::NoAnswer)
            };
            if request.declined.iter().any(passing) {
                let mut request = request.clone();
                request.declined.retain(|no| !passing(no));
                self.requests.insert(id, request);
            }
        }
    }
}

impl Draft<'_> {
    /// Under a new numbering an old number names another report: what was scanned before cannot be taken back any more.
    pub(super) fn forget_undos_of(&mut self, library: &LibraryId) {
        let notes = self.state.undos.iter();
        let own = notes.filter(|(_, note)| note.by == *library);
        self.undos.extend(own.map(|(id, _)| (*id, None)));
        let visits = self.state.visit_undos.iter();
        let own = visits.filter(|(_, note)| note.by == *library);
        self.visit_undos.extend(own.map(|(id, _)| (*id, None)));
    }
}

enum ScanEvent {
    Journey(JourneyEvent),
    Claimed,
}

fn event_of(from: &LibraryId, scan: &Scan, journey: JourneyId) -> ScanEvent {
    ScanEvent::Journey(match scan.what {
        ScanKind::Pulled => JourneyEvent::Pulled,
        ScanKind::NotFound => JourneyEvent::NotFound,
        ScanKind::Refused(why) => JourneyEvent::Refused(why),
        ScanKind::Shipped => JourneyEvent::Shipped,
        ScanKind::LeftBehind => JourneyEvent::LeftBehind,
        ScanKind::Received if scan.journey == Some(journey) => JourneyEvent::Received(from.clone()),
        ScanKind::Received => JourneyEvent::TurnedUp(from.clone()),
        ScanKind::HandedOver(due) => JourneyEvent::HandedOver(due),
        ScanKind::Returned => JourneyEvent::Returned(from.clone()),
        ScanKind::NotCollected => JourneyEvent::NotCollected,
        ScanKind::MissingFromShelf => JourneyEvent::MissingFromShelf,
        ScanKind::Damaged => JourneyEvent::Damaged,
        ScanKind::Lost => JourneyEvent::DeclaredLost,
        ScanKind::ClaimedReturned => return ScanEvent::Claimed,
    })
}
