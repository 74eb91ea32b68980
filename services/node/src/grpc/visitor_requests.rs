//! What visitors ask for at this desk. Their home library is asked whether they may; while it is silent, the request waits for it.

use super::desk_door::DeskDoor;
use crate::asking_homes::{self, Question};
use crate::flows::desk::pickup_code;
use crate::flows::requests::PlaceRequest;
use crate::ledger::Command;
use crate::refusal::DeskRefusal;
use crate::visiting::Visit;
use navette_domain::catalogue::LibraryId;
use navette_domain::circulation::{CheckOutRefusal, VisitRefusal};
use navette_domain::identity::{CardNumber, RequestId, StaffId};
use navette_domain::lending::{Placement, RequestState};
use navette_proto::Refusal;
use navette_proto::convert::day;
use navette_proto::convert::lending::states::request_state;
use navette_proto::wire::lending::VisitorWish;
use navette_proto::wire::patrons as wire;

/// Places a request of another library's patron, to be collected here.
pub(super) async fn place(
    door: &DeskDoor,
    home: LibraryId,
    card: CardNumber,
    wish: PlaceRequest,
) -> Result<wire::PatronRequest, Refusal> {
    if wish.pickup != door.here {
        let reason = "a visitor's request is collected where it is placed";
        return Err(Refusal::field("pickup", reason));
    }
    if let Some(known) = door.desk.homes.waiting(wish.id) {
        // Placing twice is placing once.
        return Ok(shown(
            door,
            &known.placement,
            RequestState::AwaitingHome,
            true,
        ));
    }
    let id = wish.id;
    // Asked again, also by another process, it is the same request under the same code.
    let reference = door
        .read(move |desk| desk.core.visitor_reference(id))
        .await?;
    let placement = Placement {
        id,
        home: home.clone(),
        reference,
        pickup: wish.pickup,
        target: wish.target,
        title: wish.title,
        need_by: wish.need_by,
        placed_at: door.desk.now().at,
    };
    let question = Question {
        home: home.clone(),
        card: card.clone(),
        wish: VisitorWish::Request,
        placement: Some(placement.clone()),
    };
    let answer = {
        let _remote = door.remote_turn()?;
        asking_homes::ask(&door.desk, question).await
    };
    match answer {
        Some(true) => Ok(shown(door, &placement, RequestState::Placed, false)),
        Some(false) => {
            let refusal = CheckOutRefusal::Visitor(VisitRefusal::HomeRefuses(home));
            Err(DeskRefusal::CheckOut(vec![refusal]).into())
        }
        None => {
            let placed = placement.clone();
            door.command(move |desk| desk.core.place_for_visitor(placed, desk.now()))
                .await?;
            let answer = shown(door, &placement, RequestState::AwaitingHome, true);
            door.desk.homes.remember(Visit {
                placement,
                card,
                borrowed: None,
            });
            Ok(answer)
        }
    }
}

/// Cancels what a visitor asked for here. Whose card it is, only the home library knows: the desk shows the request's number.
pub(super) async fn cancel(
    door: &DeskDoor,
    call: Command,
    home: LibraryId,
    id: RequestId,
    by: Option<StaffId>,
) -> Result<wire::PatronRequest, Refusal> {
    let waiting = door.desk.homes.waiting(id);
    let waiting = waiting.filter(|visit| visit.placement.home == home);
    let awaited = waiting.is_some();
    let view = door.command(move |desk| {
        let core = desk.core.as_command(call);
        core.cancel_for_visitor(id, home, awaited, by, desk.now())?;
        desk.homes.forget(id);
        desk.core.request_view(id)
    });
    let view = view.await?;
    let known = waiting.map(|visit| visit.placement).map_or_else(
        || wire::PatronRequest {
            request: id.to_string(),
            ..wire::PatronRequest::default()
        },
        |placement| shown(door, &placement, RequestState::Cancelled, true),
    );
    Ok(match view {
        Some(view) => wire::PatronRequest {
            title: view.title,
            pickup: view.pickup.to_string(),
            pickup_name: door.desk.core.settings().name_of(&view.pickup).to_owned(),
            pickup_code: pickup_code(view.reference),
            state: request_state::to_wire(RequestState::Cancelled),
            unconfirmed: true,
            ..known
        },
        None => known,
    })
}

fn shown(
    door: &DeskDoor,
    placement: &Placement,
    state: RequestState,
    unconfirmed: bool,
) -> wire::PatronRequest {
    let settings = door.desk.core.settings();
    wire::PatronRequest {
        request: placement.id.to_string(),
        title: placement.title.clone(),
        state: request_state::to_wire(state),
        pickup: placement.pickup.to_string(),
        pickup_name: settings.name_of(&placement.pickup).to_owned(),
        pickup_code: pickup_code(placement.reference),
        need_by: day::to_wire(placement.need_by),
        unconfirmed,
        ..wire::PatronRequest::default()
    }
}
