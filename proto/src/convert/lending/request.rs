//! A request as the ledger keeps it, wire and domain.

use super::placement;
use super::states::{request_state, supply_failure};
use crate::Refusal;
use crate::convert::limits::{DECLINED, WORDS_CHARS, at_most, cut, each, needed, text};
use crate::convert::moment::{optional_from_wire, optional_to_wire};
use crate::convert::{day, identity, ids};
use crate::wire::lending as wire;
use navette_domain::lending::{Declined, LoanRequest};
use navette_domain::time::Timestamp;

/// Writes a request.
pub fn to_wire(request: &LoanRequest) -> wire::LoanRequest {
    wire::LoanRequest {
        placement: Some(placement::to_wire(&request.placement)),
        state: request_state::to_wire(request.state),
        since_ms: request.since.0,
        queued_at_ms: request.queued_at.0,
        deadline_ms: optional_to_wire(request.deadline),
        escalated_ms: optional_to_wire(request.escalated),
        lender: identity::optional_library_to_wire(request.lender.as_ref()),
        journey: ids::optional_to_wire(request.journey),
        promised: day::to_wire(request.promised),
        first_promised: day::to_wire(request.first_promised),
        arrived: day::to_wire(request.arrived),
        told_ms: optional_to_wire(request.told),
        due: day::to_wire(request.due),
        suspended_until: day::to_wire(request.suspended_until),
        looked_at_ms: request.looked_at.0,
        declined: request
            .declined
            .iter()
            .take(DECLINED)
            .map(declined_to_wire)
            .collect(),
        reason: cut(&request.reason, WORDS_CHARS),
        version: request.version,
    }
}

/// Reads a request.
pub fn from_wire(request: wire::LoanRequest) -> Result<LoanRequest, Refusal> {
    let placement = needed("placement", request.placement)?;
    let placement = placement::from_wire(placement);
    at_most("declined", request.declined.len(), DECLINED, "libraries")?;
    Ok(LoanRequest {
        placement: placement.map_err(|refusal| refusal.within("placement"))?,
        state: request_state::from_wire("state", request.state)?,
        since: Timestamp(request.since_ms),
        queued_at: Timestamp(request.queued_at_ms),
        deadline: optional_from_wire(request.deadline_ms),
        escalated: optional_from_wire(request.escalated_ms),
        lender: identity::optional_library("lender", &request.lender)?,
        journey: ids::optional_journey("journey", &request.journey)?,
        promised: day::from_wire("promised", &request.promised)?,
        first_promised: day::from_wire("first_promised", &request.first_promised)?,
        arrived: day::from_wire("arrived", &request.arrived)?,
        told: optional_from_wire(request.told_ms),
        due: day::from_wire("due", &request.due)?,
        suspended_until: day::from_wire("suspended_until", &request.suspended_until)?,
        looked_at: Timestamp(request.looked_at_ms),
        declined: each("declined", request.declined, declined_from_wire)?,
        reason: text("reason", request.reason, WORDS_CHARS)?,
        version: request.version,
    })
}

fn declined_to_wire(declined: &Declined) -> wire::Declined {
    wire::Declined {
        library: declined.library.to_string(),
        item: declined.item.as_ref().map(identity::item_to_wire),
        why: supply_failure::to_wire(declined.why),
        at_ms: declined.at.0,
    }
}

fn declined_from_wire(declined: wire::Declined) -> Result<Declined, Refusal> {
    Ok(Declined {
        library: identity::library("library", &declined.library)?,
        item: identity::optional_item("item", declined.item)?,
        why: supply_failure::from_wire("why", declined.why)?,
        at: Timestamp(declined.at_ms),
    })
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{a_request, a_request_on_loan};
    use super::*;
    use navette_domain::lending::RequestState;

    #[test]
    fn a_request_survives_the_wire_in_every_state_new_and_old() {
        for state in RequestState::ALL {
            for mut request in [a_request(), a_request_on_loan()] {
                request.state = *state;
                assert_eq!(from_wire(to_wire(&request)), Ok(request));
            }
        }
    }

    #[test]
    fn a_refusal_is_named_with_its_place_and_depth() {
        let mut sent = to_wire(&a_request_on_loan());
        sent.declined[1].why = 0;
        let told = from_wire(sent).map_err(|refusal| refusal.to_string());
        let expected = "declined[1].why: SUPPLY_FAILURE_UNSPECIFIED is none";
        assert_eq!(told, Err(expected.into()));
        let mut sent = to_wire(&a_request());
        sent.placement = None;
        let told = from_wire(sent).map_err(|refusal| refusal.to_string());
        assert_eq!(told, Err("placement: it is missing".into()));
    }
}
