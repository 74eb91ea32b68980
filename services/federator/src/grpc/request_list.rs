//! Which requests are meant, and where does the next page begin?

use crate::ledger::FederatorState;
use navette_domain::catalogue::{LibraryId, WorkKey};
use navette_domain::identity::RequestId;
use navette_domain::lending::{LoanRequest, RequestState};
use navette_domain::time::Timestamp;
use navette_proto::Refusal;
use navette_proto::convert::{identity, lending::states::request_state};
use navette_proto::wire::lending as wire;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Requests on a page unless the caller says otherwise.
const PAGE_USUALLY: usize = 50;
/// Requests on a page at most.
const PAGE_MAX: usize = 200;
/// States named in one filter at most.
const STATES_MAX: usize = 16;

/// What narrows a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Filter {
    library: Option<LibraryId>,
    role: i32,
    states: Vec<RequestState>,
    open_only: bool,
    work: Option<WorkKey>,
}

impl Filter {
    /// Reads a filter, refusing what is none by the field's name.
    pub(super) fn from_wire(filter: Option<wire::RequestFilter>) -> Result<Self, Refusal> {
        let filter = filter.unwrap_or_default();
        if filter.states.len() > STATES_MAX {
            return Err(Refusal::OverLimit {
                what: "filter.states".to_owned(),
                value: filter.states.len() as u64,
                limit: STATES_MAX as u64,
                unit: "states",
            });
        }
        let library = match filter.library.as_str() {
            "" => None,
            named => Some(identity::library("filter.library", named)?),
        };
        let known = wire::Role::try_from(filter.role).is_ok();
        if !known || (filter.role != 0 && library.is_none()) {
            let reason = format!("{} needs to be a role, and a library with it", filter.role);
            return Err(Refusal::field("filter.role", reason));
        }
        let states: Result<Vec<_>, Refusal> = filter
            .states
            .iter()
            .map(|state| request_state::from_wire("filter.states", *state))
            .collect();
        Ok(Self {
            library,
            role: filter.role,
            states: states?,
            open_only: filter.open_only,
            work: work(&filter.work)?,
        })
    }

    /// Says whether a request is meant.
    pub(super) fn takes(&self, request: &LoanRequest) -> bool {
        let placement = &request.placement;
        let concerns = |library: &LibraryId| {
            let home = placement.home == *library;
            let pickup = placement.pickup == *library;
            let lender = request.lender.as_ref() == Some(library);
            match wire::Role::try_from(self.role) {
                Ok(wire::Role::Home) => home,
                Ok(wire::Role::Pickup) => pickup,
                Ok(wire::Role::Lender) => lender,
                Ok(wire::Role::Unspecified) | Err(_) => home || pickup || lender,
            }
        };
        self.library.as_ref().is_none_or(concerns)
            && (self.states.is_empty() || self.states.contains(&request.state))
            && (!self.open_only || !request.state.is_ended())
            && self.work.is_none_or(|work| work == placement.target.work)
    }

    fn mark(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        hasher.finish()
    }
}

fn work(text: &str) -> Result<Option<WorkKey>, Refusal> {
    if text.is_empty() {
        return Ok(None);
    }
    let sound = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let number = sound.then(|| u64::from_str_radix(text, 16).ok()).flatten();
    number
        .map(|number| Some(WorkKey(number)))
        .ok_or_else(|| Refusal::NotAWorkKey(text.chars().take(40).collect()))
}

/// Where a page begins, and how long it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct PageOf {
    after: Option<(Timestamp, RequestId)>,
    size: usize,
}

impl PageOf {
    /// Reads a page; a token of another list is refused.
    pub(super) fn from_wire(filter: &Filter, size: u32, token: &str) -> Result<Self, Refusal> {
        let size = match size as usize {
            0 => PAGE_USUALLY,
            size => size.min(PAGE_MAX),
        };
        let refused = || {
            let reason = "it is of another list: begin again without it";
            Refusal::field("page_token", reason)
        };
        if token.is_empty() {
            return Ok(Self { after: None, size });
        }
        let mut parts = token.split('.');
        let mut next = || parts.next().ok_or_else(refused);
        let mark = u64::from_str_radix(next()?, 16).map_err(|_| refused())?;
        let at: i64 = next()?.parse().map_err(|_| refused())?;
        let id = RequestId::parse(next()?).ok_or_else(refused)?;
        if mark != filter.mark() {
            return Err(refused());
        }
        Ok(Self {
            after: Some((Timestamp(at), id)),
            size,
        })
    }

    /// Takes the page out of the ledger, oldest first, with the token of the next.
    pub(super) fn of(&self, filter: &Filter, state: &FederatorState) -> (Vec<LoanRequest>, String) {
        let place = |request: &LoanRequest| (request.queued_at, request.placement.id);
        let mut found: Vec<&LoanRequest> = state
            .requests()
            .filter(|request| self.after.is_none_or(|after| place(request) > after))
            .filter(|request| filter.takes(request))
            .collect();
        let more = found.len() > self.size;
        if more {
            // Only the page need be in order.
            found.select_nth_unstable_by_key(self.size, |request| place(request));
            found.truncate(self.size);
        }
        found.sort_by_key(|request| place(request));
        let token = match found.last() {
            Some(last) if more => {
                let (at, id) = place(last);
                format!("{:x}.{}.{id}", filter.mark(), at.0)
            }
            Some(_) | None => String::new(),
        };
        (found.into_iter().cloned().collect(), token)
    }
}
