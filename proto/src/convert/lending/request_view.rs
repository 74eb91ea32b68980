//! How a request stands, as a node is told, wire and domain.

use super::states::{request_state, telling};
use crate::Refusal;
use crate::convert::limits::{TITLE_CHARS, WORDS_CHARS, cut, text};
use crate::convert::moment::{optional_from_wire, optional_to_wire};
use crate::convert::{day, identity, ids};
use crate::wire::lending as wire;
use navette_domain::lending::RequestView;

/// Writes a view of a request.
pub(super) fn to_wire(view: &RequestView) -> wire::RequestView {
    wire::RequestView {
        request: view.id.to_string(),
        version: view.version,
        home: view.home.to_string(),
        reference: view.reference.to_string(),
        pickup: view.pickup.to_string(),
        title: cut(&view.title, TITLE_CHARS),
        state: request_state::to_wire(view.state),
        lender: identity::optional_library_to_wire(view.lender.as_ref()),
        promised: day::to_wire(view.promised),
        position: view.position.unwrap_or(0),
        due: day::to_wire(view.due),
        deadline_ms: optional_to_wire(view.deadline),
        telling: view.telling.map_or(0, telling::to_wire),
        reason: cut(&view.reason, WORDS_CHARS),
    }
}

/// Reads a view of a request. Nobody stands at place 0 of a queue: it means that the request does not wait.
pub(super) fn from_wire(view: wire::RequestView) -> Result<RequestView, Refusal> {
    let told = match view.telling {
        0 => None,
        number => Some(telling::from_wire("telling", number)?),
    };
    Ok(RequestView {
        id: ids::request("request", &view.request)?,
        version: view.version,
        home: identity::library("home", &view.home)?,
        reference: ids::reference("reference", &view.reference)?,
        pickup: identity::library("pickup", &view.pickup)?,
        title: text("title", view.title, TITLE_CHARS)?,
        state: request_state::from_wire("state", view.state)?,
        lender: identity::optional_library("lender", &view.lender)?,
        promised: day::from_wire("promised", &view.promised)?,
        position: (view.position != 0).then_some(view.position),
        due: day::from_wire("due", &view.due)?,
        deadline: optional_from_wire(view.deadline_ms),
        telling: told,
        reason: text("reason", view.reason, WORDS_CHARS)?,
    })
}
