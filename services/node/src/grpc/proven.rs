//! Who did it, and for whom? What the guard has found out takes the place of what the message says.

use super::desk_door::DeskDoor;
use crate::flows::patrons::SeenByGuardian;
use crate::sign_in::TriedFrom;
use navette_domain::access::{AccessRefusal, Caller};
use navette_domain::catalogue::LibraryId;
use navette_domain::identity::{CardNumber, PatronNumber, StaffId};
use navette_proto::Refusal;
use navette_proto::wire::identity::Card;
use navette_proto::wire::{circulation, desk, patrons};
use navette_trust::{caller_of, peer_address};
use tonic::Request;

/// A message that says who works at the desk.
pub(super) trait NamesStaff {
    fn staff_mut(&mut self) -> &mut u64;
}

/// A message that says for which patron it is.
pub(super) trait NamesPatron {
    fn card_mut(&mut self) -> &mut Option<Card>;
}

/// Takes a message in, with who works at the desk as it was proven.
pub(super) fn by_staff<M: NamesStaff>(request: Request<M>) -> M {
    let caller = caller_of(&request);
    signed(&caller, request.into_inner())
}

/// Takes a message in; of a patron only for their own card, which need not be named.
pub(super) fn for_patron<M: NamesPatron>(
    request: Request<M>,
    here: &LibraryId,
) -> Result<M, Refusal> {
    let caller = caller_of(&request);
    held_to_own_card(&caller, request.into_inner(), here)
}

/// Takes a message in; of a patron for their own card, or for that of a child they answer for. Says what of it they may see; nothing
/// where nothing is held back.
pub(super) async fn for_family<M: NamesPatron>(
    request: Request<M>,
    door: &DeskDoor,
) -> Result<(M, Option<SeenByGuardian>), Refusal> {
    let caller = caller_of(&request);
    let mut message = request.into_inner();
    if let Some((guardian, card)) = another_card(&caller, &mut message, &door.here) {
        let seen = door.read(move |desk| desk.core.seen_by_guardian(guardian, card, desk.now()));
        let seen = seen.await?.ok_or(AccessRefusal::NotYourOwn)?;
        return Ok((message, Some(seen)));
    }
    Ok((held_to_own_card(&caller, message, &door.here)?, None))
}

/// The same, by whom.
pub(super) async fn for_family_by_staff<M: NamesPatron + NamesStaff>(
    request: Request<M>,
    door: &DeskDoor,
) -> Result<(M, Option<SeenByGuardian>), Refusal> {
    let caller = caller_of(&request);
    let request = request.map(|message| signed(&caller, message));
    for_family(request, door).await
}

/// Gives the card of this library that a patron names and that is not their own.
fn another_card<M: NamesPatron>(
    caller: &Caller,
    message: &mut M,
    here: &LibraryId,
) -> Option<(PatronNumber, CardNumber)> {
    let Caller::Patron { number, card, .. } = caller else {
        return None;
    };
    let named = message.card_mut().as_ref()?;
    let is_here = ["", here.as_str()].contains(&named.library.as_str());
    let named = CardNumber::parse(named.number.trim()).ok()?;
    (is_here && named != *card).then_some((*number, named))
}

/// Both: by whom, and for whom.
pub(super) fn for_patron_by_staff<M: NamesPatron + NamesStaff>(
    request: Request<M>,
    here: &LibraryId,
) -> Result<M, Refusal> {
    let caller = caller_of(&request);
    held_to_own_card(&caller, signed(&caller, request.into_inner()), here)
}

/// Says from where somebody tries a secret of this library.
pub(super) fn tried_from<T>(request: &Request<T>, here: &LibraryId) -> TriedFrom {
    match caller_of(request) {
        Caller::Kiosk { library, name } if library == *here => TriedFrom::Kiosk(name),
        Caller::Kiosk { library, name } => TriedFrom::KioskElsewhere(library, name),
        Caller::Staff { id, .. } => TriedFrom::Desk(id),
        Caller::Operator(_) | Caller::ThisMachine => TriedFrom::Desk(StaffId(0)),
        Caller::Anonymous
        | Caller::Patron { .. }
        | Caller::Coordinator
        | Caller::Node(_)
        | Caller::Federator => TriedFrom::Elsewhere(peer_address(request)),
    }
}

fn signed<M: NamesStaff>(caller: &Caller, mut message: M) -> M {
    let said = message.staff_mut();
    *said = caller.works_as(StaffId(*said)).0;
    message
}

fn held_to_own_card<M: NamesPatron>(
    caller: &Caller,
    mut message: M,
    here: &LibraryId,
) -> Result<M, Refusal> {
    let Some(own) = caller.own_card() else {
        return Ok(message);
    };
    let named = message.card_mut();
    let is_own = named.as_ref().is_none_or(|card| {
        card.number.trim() == own.expose() && ["", here.as_str()].contains(&card.library.as_str())
    });
    if !is_own {
        return Err(AccessRefusal::NotYourOwn.into());
    }
    *named = Some(Card {
        library: here.to_string(),
        number: own.expose().to_owned(),
    });
    Ok(message)
}

macro_rules! messages {
    ($trait:ident, $method:ident, $field:ident: $type:ty, $list:ident; $($package:ident::$message:ident),+ $(,)?) => {
        $(
            impl $trait for $package::$message {
                fn $method(&mut self) -> &mut $type {
                    &mut self.$field
                }
            }
        )+

        #[cfg(test)]
        const $list: &[&str] = &[$(concat!(
            "navette.", stringify!($package), ".v1.", stringify!($message)
        )),+];
    };
}

messages! { NamesStaff, staff_mut, staff: u64, NAMING_STAFF;
    circulation::CheckInRequest, circulation::CheckOutRequest, circulation::RecordInHouseUseRequest,
    circulation::RenewRequest, desk::ClaimReturnedRequest, desk::CloseConflictRequest,
    desk::HandOverRequest, desk::LeftBehindRequest, desk::MarkDamagedRequest, desk::MarkLostRequest,
    desk::MissingFromShelfRequest, desk::NotCollectedRequest, desk::NotFoundRequest,
    desk::RefuseRequest, desk::ScanRequest, desk::SettleRequest, desk::ShipRequest, desk::ToldRequest,
    desk::UndoRequest, patrons::AddChargeRequest, patrons::CancelRequestRequest, patrons::EraseRequest,
    patrons::PayRequest, patrons::PlaceRequestRequest, patrons::RegisterRequest,
    patrons::ResumeRequestRequest, patrons::SetPinRequest, patrons::SuspendRequestRequest,
    patrons::UpdateRequest, patrons::WaiveRequest,
}

messages! { NamesPatron, card_mut, card: Option<Card>, NAMING_PATRON;
    circulation::CheckOutRequest, circulation::ListLoansRequest, patrons::CancelRequestRequest,
    patrons::GetRequest, patrons::ListChargesRequest, patrons::ListNoticesRequest,
    patrons::ListRequestsRequest, patrons::PlaceRequestRequest, patrons::ResumeRequestRequest,
    patrons::SuspendRequestRequest,
}

#[cfg(test)]
#[path = "proven_tests.rs"]
mod tests;
