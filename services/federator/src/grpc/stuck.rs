//! What is stuck? Requests and journeys whose deadline has passed, longest first, each with whose turn it is.

use crate::ledger::FederatorState;
use navette_domain::lending::{Owner, journey_owner, request_owner};
use navette_domain::time::Timestamp;
use navette_proto::Refusal;
use navette_proto::convert::lending::{journey, request};
use navette_proto::wire::lending as wire;

/// Things on a page unless the caller says otherwise.
const PAGE_USUALLY: usize = 50;
/// Things on a page at most.
const PAGE_MAX: usize = 200;

/// Lists a page of what is stuck. The token is how many were shown.
pub(super) fn stuck(
    state: &FederatorState,
    call: &wire::ListStuckRequest,
) -> Result<wire::ListStuckResponse, Refusal> {
    let wanted = Wanted::read(call)?;
    let from: usize = match call.page_token.as_str() {
        "" => 0,
        token => token.parse().map_err(|_| {
            Refusal::field(
                "page_token",
                "it is of another list: begin again without it",
            )
        })?,
    };
    let size = match call.page_size as usize {
        0 => PAGE_USUALLY,
        size => size.min(PAGE_MAX),
    };
    let mut all = everything(state, &wanted);
    all.sort_by(|one, other| (one.0, &one.1.owner).cmp(&(other.0, &other.1.owner)));
    let more = all.len() > from.saturating_add(size);
    Ok(wire::ListStuckResponse {
        stuck: all
            .into_iter()
            .skip(from)
            .take(size)
            .map(|(_, stuck)| stuck)
            .collect(),
        next_page_token: if more {
            (from + size).to_string()
        } else {
            String::new()
        },
    })
}

/// Whose turn is asked for.
enum Wanted {
    Everything,
    Coordinator,
    Library(String),
}

impl Wanted {
    fn read(call: &wire::ListStuckRequest) -> Result<Self, Refusal> {
        match (call.coordinator_only, call.owner.as_str()) {
            (true, "") => Ok(Self::Coordinator),
            (false, "") => Ok(Self::Everything),
            (false, owner) => Ok(Self::Library(owner.to_owned())),
            (true, _) => Err(Refusal::field("owner", "not with coordinator_only")),
        }
    }

    fn takes(&self, owner: &str) -> bool {
        match self {
            Self::Everything => true,
            Self::Coordinator => owner.is_empty(),
            Self::Library(library) => library == owner,
        }
    }
}

fn everything(state: &FederatorState, wanted: &Wanted) -> Vec<(Timestamp, wire::Stuck)> {
    let shown = |owner: Option<Owner>| match owner {
        Some(Owner::Desk(library)) => library.to_string(),
        Some(Owner::Coordinator) | None => String::new(),
    };
    let requests = state.requests().filter_map(|one| {
        let stuck = wire::Stuck {
            owner: shown(request_owner(one)),
            what: Some(wire::stuck::What::Request(request::to_wire(one))),
        };
        Some((one.escalated?, stuck))
    });
    let journeys = state.journeys().filter_map(|one| {
        let stuck = wire::Stuck {
            owner: shown(journey_owner(one)),
            what: Some(wire::stuck::What::Journey(journey::to_wire(one))),
        };
        Some((one.escalated?, stuck))
    });
    requests
        .chain(journeys)
        .filter(|(_, stuck)| wanted.takes(&stuck.owner))
        .collect()
}
