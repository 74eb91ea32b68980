//! How long will a request wait, as far as can be said honestly? From its place in the queue and the days on which copies are due.

use super::core::FederatorCore;
use crate::ledger::FederatorState;
use navette_domain::identity::RequestId;
use navette_domain::lending::{
    LoanRequest, RequestState, WaitEstimate, WaitFacts, estimate_wait, same_part,
};
use navette_domain::time::{Day, Now};
use navette_store::committer::CommitError;
use navette_store::ledger::Commit;

/// Days for which most libraries lend a book.
const TYPICAL_LOAN_DAYS: u16 = 28;
/// Days from one library's returns to another's hold shelf, with a weekly van.
const TRAVEL_DAYS: u16 = 7;

/// Where a request stands in its queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waits {
    /// Its place, from 1.
    pub position: u32,
    /// When it can be collected, as far as can be said.
    pub estimate: Option<WaitEstimate>,
}

impl<L: Commit<FederatorState>> FederatorCore<L> {
    /// Says where a request stands in its queue; nothing where it does not wait.
    pub fn waits(&self, id: RequestId, now: Now) -> Result<Option<Waits>, CommitError> {
        let wanted = self
            .ledger()
            .read(move |state| state.request(id).map(|one| one.placement.target.clone()))?;
        let Some(target) = wanted else {
            return Ok(None);
        };
        let copies = self.shelves().copies_of(&target);
        let lendable = copies.iter().filter(|copy| !copy.reference).count();
        let slack_days = self.territory().patience.hold_days;
        self.ledger().read(move |state| {
            let request = state.request(id)?;
            let position = place_of(state, request)?;
            let due = due_days(state, request);
            let estimate = estimate_wait(&WaitFacts {
                position,
                lendable_copies: u32::try_from(lendable).unwrap_or(u32::MAX),
                due: &due,
                typical_loan_days: Some(TYPICAL_LOAN_DAYS),
                slack_days,
                travel_days: TRAVEL_DAYS,
                today: now.local.day,
            });
            Some(Waits { position, estimate })
        })
    }
}

fn place_of(state: &FederatorState, request: &LoanRequest) -> Option<u32> {
    let target = &request.placement.target;
    let mut waiting = state.queue_of(target.work).filter(|other| {
        other.placement.target.part == target.part && other.state == RequestState::Waiting
    });
    let ahead = waiting.position(|other| other.placement.id == request.placement.id)?;
    u32::try_from(ahead + 1).ok()
}

/// The days on which copies that would do are due back.
fn due_days(state: &FederatorState, request: &LoanRequest) -> Vec<Day> {
    let target = &request.placement.target;
    let fits = |part: Option<&navette_domain::catalogue::Part>| match (&target.part, part) {
        (None, None) => true,
        (Some(wanted), Some(held)) => same_part(wanted, held),
        (None, Some(_)) | (Some(_), None) => false,
    };
    state
        .open_journeys_of_work(target.work)
        .filter(|journey| fits(journey.part.as_ref()))
        .filter_map(|journey| state.request(journey.serves?)?.due)
        .collect()
}
