//! What does an event do to a request? Asks the domain's own rule, so that the model cannot hold another.

use super::words::Library;
use navette_domain::catalogue::WorkKey;
use navette_domain::identity::{JourneyId, PatronReference, RequestId};
use navette_domain::lending::request_lifecycle::{RequestStep, decide};
use navette_domain::lending::{
    LendingRefusal, LoanRequest, Only, Placement, RequestEvent, RequestState, Target,
};
use navette_domain::time::Timestamp;
use std::sync::LazyLock;

/// Whom a request is supplied by, or hopes to be.
pub(super) type Supply = (Library, JourneyId);

/// Decides by the domain's rule.
pub(super) fn decided(
    id: RequestId,
    state: RequestState,
    supply: Option<Supply>,
    event: &RequestEvent,
) -> Result<RequestStep, LendingRefusal> {
    let mut request = BLANK.clone();
    request.placement.id = id;
    request.state = state;
    request.lender = supply.map(|(lender, _)| lender.id());
    request.journey = supply.map(|(_, journey)| journey);
    decide(&request, event)
}

/// All that the rule does not look at here.
static BLANK: LazyLock<LoanRequest> = LazyLock::new(|| LoanRequest {
    placement: Placement {
        id: RequestId(0),
        home: Library::Aire.id(),
        reference: PatronReference(0),
        pickup: Library::Aire.id(),
        target: Target {
            work: WorkKey(1),
            part: None,
            only: Only::AnyCopy,
        },
        title: String::new(),
        need_by: None,
        placed_at: Timestamp(0),
    },
    state: RequestState::Placed,
    since: Timestamp(0),
    queued_at: Timestamp(0),
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
    looked_at: Timestamp(0),
    declined: Vec::new(),
    reason: String::new(),
    version: 0,
});
