//! What is stuck? Requests and journeys whose deadline has passed, longest first, each with whose turn it is.

use crate::ledger::FederatorState;
use navette_domain::lending::{Journey, LoanRequest, Owner, journey_owner, request_owner};
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
    all.sort_by(|one, other| (one.since, &one.owner).cmp(&(other.since, &other.owner)));
    let more = all.len() > from.saturating_add(size);
    Ok(wire::ListStuckResponse {
        stuck: all
            .into_iter()
            .skip(from)
            .take(size)
            .map(Found::into_wire)
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

/// Something stuck; written out only where it stands on the page.
struct Found<'s> {
    since: Timestamp,
    owner: String,
    what: What<'s>,
}

enum What<'s> {
    Request(&'s LoanRequest),
    Journey(&'s Journey),
}

impl Found<'_> {
    fn into_wire(self) -> wire::Stuck {
        let what = match self.what {
            What::Request(one) => wire::stuck::What::Request(request::to_wire(one)),
            What::Journey(one) => wire::stuck::What::Journey(journey::to_wire(one)),
        };
        wire::Stuck {
            owner: self.owner,
            what: Some(what),
        }
    }
}

fn everything<'s>(state: &'s FederatorState, wanted: &Wanted) -> Vec<Found<'s>> {
    let shown = |owner: Option<Owner>| match owner {
        Some(Owner::Desk(library)) => library.to_string(),
        Some(Owner::Coordinator) | None => String::new(),
    };
    let requests = state.requests().filter_map(|one| {
        Some(Found {
            since: one.escalated?,
            owner: shown(request_owner(one)),
            what: What::Request(one),
        })
    });
    let journeys = state.journeys().filter_map(|one| {
        Some(Found {
            since: one.escalated?,
            owner: shown(journey_owner(one)),
            what: What::Journey(one),
        })
    });
    requests
        .chain(journeys)
        .filter(|found| wanted.takes(&found.owner))
        .collect()
}
