//! What patrons ask for: that part of `PatronService`.

use super::desk_door::{DeskDoor, call_name};
use super::pages::Page;
use super::{patron_wire, visitor_requests};
use crate::desk_process::Desk;
use crate::flows::patrons::SeenByGuardian;
use crate::flows::requests::{Asker, PlaceRequest, RequestShown};
use crate::ledger::Command;
use crate::randomness;
use crate::refusal::DeskRefusal;
use navette_domain::access::AccessRefusal;
use navette_domain::identity::{CardNumber, PatronReference, RequestId, StaffId};
use navette_domain::lending::LendingRefusal;
use navette_proto::Refusal;
use navette_proto::convert::lending::target;
use navette_proto::convert::limits::{TITLE_CHARS, needed, needed_text};
use navette_proto::convert::{day, identity, ids, patrons};
use navette_proto::wire::identity::Card;
use navette_proto::wire::patrons as wire;

/// Places a request. Its own name makes placing twice placing once.
pub(super) async fn place(
    door: &DeskDoor,
    asked: wire::PlaceRequestRequest,
) -> Result<wire::PatronRequest, Refusal> {
    let id = ids::request("request_id", &asked.request_id)?;
    let (home, card) = identity::card("card", asked.card, &door.here)?;
    let sent = needed("target", asked.target)?;
    let target = target::from_wire(sent).map_err(|refusal| refusal.within("target"))?;
    let pickup = identity::optional_library("pickup", &asked.pickup)?;
    let wish = PlaceRequest {
        id,
        reference: PatronReference(randomness::fresh()),
        asker: Asker::Card(card.clone()),
        target,
        title: needed_text("title", &asked.title, TITLE_CHARS)?,
        pickup: pickup.unwrap_or_else(|| door.here.clone()),
        need_by: day::from_wire("need_by", &asked.need_by)?,
        by: patrons::staff::from_wire(asked.staff),
        put_aside: asked.put_aside,
    };
    if home != door.here {
        return visitor_requests::place(door, home, card, wish).await;
    }
    door.command(move |desk| {
        let placed = desk.core.place(wish, desk.now())?;
        Ok(patron_wire::request(desk, &placed))
    })
    .await
}

/// Lists the requests of a patron, open ones first; to a guardian not what has ended.
pub(super) async fn list(
    door: &DeskDoor,
    asked: wire::ListRequestsRequest,
    seen: Option<SeenByGuardian>,
) -> Result<wire::ListRequestsResponse, Refusal> {
    if seen.is_some() && asked.ended_too {
        return Err(AccessRefusal::NotYourOwn.into());
    }
    let card = door.own_card(asked.card)?;
    let list = format!("requests {} {}", asked.ended_too, card.expose());
    let page = Page::read(list.as_bytes(), asked.page_size, &asked.page_token)?;
    door.read(move |desk| {
        let now = desk.now();
        let patron = desk.core.patron_with_card(card, now)?.facts.number;
        let mut shown = desk.core.requests(patron, asked.ended_too, now)?;
        shown.sort_by_key(has_ended);
        let (shown, next_page_token) = page.of(shown);
        let written = shown.iter().map(|one| patron_wire::request(desk, one));
        let written = written.map(|one| as_seen(one, seen));
        Ok(wire::ListRequestsResponse {
            requests: written.collect(),
            next_page_token,
        })
    })
    .await
}

/// Leaves out what a guardian does not see.
pub(super) fn as_seen(
    request: wire::PatronRequest,
    seen: Option<SeenByGuardian>,
) -> wire::PatronRequest {
    match seen {
        Some(SeenByGuardian { titles: false }) => wire::PatronRequest {
            title: String::new(),
            ..request
        },
        Some(SeenByGuardian { titles: true }) | None => request,
    }
}

fn has_ended(shown: &RequestShown) -> bool {
    let view = shown.view.as_ref();
    shown.cancelled || view.is_some_and(|view| view.state.is_ended())
}

/// A request of a card that is to be changed.
struct Meant {
    call: Command,
    card: CardNumber,
    id: RequestId,
    by: Option<StaffId>,
}

impl Meant {
    fn read(
        door: &DeskDoor,
        call: Command,
        card: Option<Card>,
        request: &str,
        by: u64,
    ) -> Result<Self, Refusal> {
        Ok(Self {
            call,
            card: door.own_card(card)?,
            id: ids::request("request", request)?,
            by: patrons::staff::from_wire(by),
        })
    }

    /// Changes the request, if it is one of this card, and shows it.
    async fn change(
        self,
        door: &DeskDoor,
        work: impl FnOnce(&Desk, &Self) -> Result<(), DeskRefusal> + Send + 'static,
    ) -> Result<wire::PatronRequest, Refusal> {
        door.command(move |desk| {
            let now = desk.now();
            let patron = desk.core.patron_with_card(self.card.clone(), now)?;
            let known = desk.core.request(self.id, now)?;
            if known.patron != Some(patron.facts.number) {
                return Err(LendingRefusal::UnknownRequest(self.id).into());
            }
            work(desk, &self)?;
            let shown = desk.core.request(self.id, now)?;
            Ok(patron_wire::request(desk, &shown))
        })
        .await
    }
}

/// Cancels a request.
pub(super) async fn cancel(
    door: &DeskDoor,
    asked: wire::CancelRequestRequest,
) -> Result<wire::PatronRequest, Refusal> {
    let call = call_name("CancelRequest", &asked.request_id, &asked)?;
    let (home, _) = identity::card("card", asked.card.clone(), &door.here)?;
    if home != door.here {
        let id = ids::request("request", &asked.request)?;
        let by = patrons::staff::from_wire(asked.staff);
        return visitor_requests::cancel(door, call, home, id, by).await;
    }
    let meant = Meant::read(door, call, asked.card, &asked.request, asked.staff)?;
    let work = |desk: &Desk, meant: &Meant| {
        let core = desk.core.as_command(meant.call);
        core.cancel(meant.id, meant.by, desk.now())
    };
    meant.change(door, work).await
}

/// Sets a request aside.
pub(super) async fn suspend(
    door: &DeskDoor,
    asked: wire::SuspendRequestRequest,
) -> Result<wire::PatronRequest, Refusal> {
    let call = call_name("SuspendRequest", &asked.request_id, &asked)?;
    let meant = Meant::read(door, call, asked.card, &asked.request, asked.staff)?;
    let until = day::from_wire("until", &asked.until)?;
    let work = move |desk: &Desk, meant: &Meant| {
        let core = desk.core.as_command(meant.call);
        core.suspend(meant.id, until, desk.now())
    };
    meant.change(door, work).await
}

/// Takes a request up again.
pub(super) async fn resume(
    door: &DeskDoor,
    asked: wire::ResumeRequestRequest,
) -> Result<wire::PatronRequest, Refusal> {
    let call = call_name("ResumeRequest", &asked.request_id, &asked)?;
    let meant = Meant::read(door, call, asked.card, &asked.request, asked.staff)?;
    let work = |desk: &Desk, meant: &Meant| {
        let core = desk.core.as_command(meant.call);
        core.resume(meant.id, desk.now())
    };
    meant.change(door, work).await
}
