//! What patrons change of themselves, and for whom they answer: that part of `PatronService`.

use super::desk_door::{DeskDoor, call_name};
use super::pages::Page;
use super::patron_wire;
use crate::flows::patrons::{OwnWishes, PatronShown};
use navette_domain::access::{AccessRefusal, Caller};
use navette_domain::catalogue::LibraryId;
use navette_domain::identity::PatronNumber;
use navette_proto::Refusal;
use navette_proto::convert::identity;
use navette_proto::convert::patrons::notice;
use navette_proto::wire::patrons as wire;

/// Says which patron calls.
pub(super) fn number(caller: &Caller) -> Result<PatronNumber, Refusal> {
    match caller {
        Caller::Patron { number, .. } => Ok(*number),
        Caller::Anonymous
        | Caller::Kiosk { .. }
        | Caller::Staff { .. }
        | Caller::Operator(_)
        | Caller::Coordinator
        | Caller::Node(_)
        | Caller::Federator
        | Caller::ThisMachine => Err(AccessRefusal::SignInNeeded.into()),
    }
}

/// Changes what a patron wishes.
pub(super) async fn update(
    door: &DeskDoor,
    number: PatronNumber,
    asked: wire::UpdateMineRequest,
) -> Result<wire::Patron, Refusal> {
    let call = call_name("UpdateMine", &asked.request_id, &asked)?;
    let preferred = match asked.preferred {
        Some(sent) => Some(notice::preferred_from_wire("preferred", sent)?),
        None => None,
    };
    let wishes = OwnWishes {
        email: asked.email.map(Into::into),
        phone: asked.phone.map(Into::into),
        language: asked.language,
        preferred,
        keeps_history: asked.keeps_history,
    };
    let here = door.here.clone();
    door.command(move |desk| {
        let now = desk.now();
        let core = desk.core.as_command(call);
        core.take_wishes(number, wishes, now)?;
        let shown = desk.core.patron(number, now)?;
        patron_wire::patron(desk, &here, &shown)
    })
    .await
}

/// Lists the children whom a patron answers for.
pub(super) async fn dependants(
    door: &DeskDoor,
    number: PatronNumber,
    asked: wire::ListDependantsRequest,
) -> Result<wire::ListDependantsResponse, Refusal> {
    let list = format!("dependants {}", number.0);
    let page = Page::read(list.as_bytes(), asked.page_size, &asked.page_token)?;
    let here = door.here.clone();
    let children = door.read(move |desk| desk.core.dependants(number, desk.now()));
    let (children, next_page_token) = page.of(children.await?);
    let written = children.iter().map(|child| dependant(&here, child));
    Ok(wire::ListDependantsResponse {
        dependants: written.collect(),
        next_page_token,
    })
}

fn dependant(here: &LibraryId, child: &PatronShown) -> wire::Dependant {
    let (person, facts) = (&child.person, &child.facts);
    wire::Dependant {
        card: Some(identity::card_to_wire(here, &person.card)),
        given_name: person.given_name.expose().clone(),
        family_name: person.family_name.expose().clone(),
        loans_open: u32::from(facts.loans_open),
        requests_open: u32::from(facts.requests_open),
        overdue_open: u32::from(facts.overdue_open),
    }
}
