//! `PatronService`: the patrons of this library.

use super::desk_door::{DeskDoor, call_name};
use super::desk_service::staff;
use super::pages::Page;
use super::proven::{
    by_staff, for_family, for_family_by_staff, for_patron, for_patron_by_staff, tried_from,
};
use super::{
    patron_account, patron_applications, patron_links, patron_lists, patron_own, patron_pin,
    patron_requests, patron_wire,
};
use crate::flows::patrons::{Amendment, PatronForm};
use crate::ledger::Command;
use crate::refusal::DeskRefusal;
use navette_domain::identity::{CardNumber, PatronNumber};
use navette_domain::patrons::CategoryId;
use navette_domain::time::Day;
use navette_proto::Refusal;
use navette_proto::convert::limits::text;
use navette_proto::convert::patrons::standing;
use navette_proto::convert::{day, limits};
use navette_proto::wire::identity::Card;
use navette_proto::wire::patrons as wire;
use navette_proto::wire::patrons::patron_service_server::PatronService;
use navette_trust::caller_of;
use std::sync::Arc;
use tonic::{Request, Response, Status};

/// Longest text that patrons are looked for by, in characters.
const TEXT_CHARS_MAX: usize = 100;
/// A card holds no longer than this from today on, in days: ten years.
const CARD_DAYS_MAX: i32 = 3_660;
/// Card numbers that are tried when several are registered at the same moment.
const DRAWS_MAX: usize = 5;

/// The service over one library's patrons.
pub(super) struct OwnPatrons {
    pub(super) door: Arc<DeskDoor>,
}

type Answer<T> = Result<Response<T>, Status>;

#[tonic::async_trait]
impl PatronService for OwnPatrons {
    async fn register(
        &self,
        request: Request<wire::RegisterRequest>,
    ) -> Answer<wire::RegisterResponse> {
        let patron = self.registered(by_staff(request)).await?;
        Ok(Response::new(wire::RegisterResponse {
            patron: Some(patron),
        }))
    }

    async fn get(&self, request: Request<wire::GetRequest>) -> Answer<wire::GetResponse> {
        let (asked, _) = for_family(request, &self.door).await?;
        let card = self.door.own_card(asked.card)?;
        let here = self.door.here.clone();
        let patron = self.door.read(move |desk| {
            let now = desk.now();
            let shown = desk.core.patron_with_card(card, now)?;
            Ok(wire::GetResponse {
                patron: Some(patron_wire::patron(desk, &here, &shown)?),
                today: now.local.day.to_string(),
            })
        });
        Ok(Response::new(patron.await?))
    }

    async fn update(&self, request: Request<wire::UpdateRequest>) -> Answer<wire::UpdateResponse> {
        let patron = self.updated(by_staff(request)).await?;
        Ok(Response::new(wire::UpdateResponse {
            patron: Some(patron),
        }))
    }

    async fn list(&self, request: Request<wire::ListRequest>) -> Answer<wire::ListResponse> {
        let asked = request.into_inner();
        let wanted = text("text", asked.text, TEXT_CHARS_MAX)?;
        let list = format!("patrons {wanted}");
        let page = Page::read(list.as_bytes(), asked.page_size, &asked.page_token)?;
        let here = self.door.here.clone();
        let answer = self.door.read(move |desk| {
            let now = desk.now();
            let (found, count) = desk.core.list_patrons(&wanted, page.from, page.size, now)?;
            let written = found
                .iter()
                .map(|one| patron_wire::patron(desk, &here, one));
            Ok(wire::ListResponse {
                patrons: written.collect::<Result<Vec<_>, DeskRefusal>>()?,
                next_page_token: page.next(count),
            })
        });
        Ok(Response::new(answer.await?))
    }

    async fn set_pin(&self, request: Request<wire::SetPinRequest>) -> Answer<wire::SetPinResponse> {
        patron_pin::set(&self.door, by_staff(request)).await?;
        Ok(Response::new(wire::SetPinResponse {}))
    }

    async fn check_pin(
        &self,
        request: Request<wire::CheckPinRequest>,
    ) -> Answer<wire::CheckPinResponse> {
        let from = tried_from(&request, &self.door.here);
        let patron = Some(patron_pin::check(&self.door, from, request.into_inner()).await?);
        Ok(Response::new(wire::CheckPinResponse { patron }))
    }

    async fn add_charge(
        &self,
        request: Request<wire::AddChargeRequest>,
    ) -> Answer<wire::AddChargeResponse> {
        let balance = patron_account::add_charge(&self.door, by_staff(request)).await?;
        Ok(Response::new(wire::AddChargeResponse { balance }))
    }

    async fn pay(&self, request: Request<wire::PayRequest>) -> Answer<wire::PayResponse> {
        let balance = patron_account::pay(&self.door, by_staff(request)).await?;
        Ok(Response::new(wire::PayResponse { balance }))
    }

    async fn waive(&self, request: Request<wire::WaiveRequest>) -> Answer<wire::WaiveResponse> {
        let balance = patron_account::waive(&self.door, by_staff(request)).await?;
        Ok(Response::new(wire::WaiveResponse { balance }))
    }

    async fn list_charges(
        &self,
        request: Request<wire::ListChargesRequest>,
    ) -> Answer<wire::ListChargesResponse> {
        let answer =
            patron_account::list(&self.door, for_patron(request, &self.door.here)?).await?;
        Ok(Response::new(answer))
    }

    async fn place_request(
        &self,
        request: Request<wire::PlaceRequestRequest>,
    ) -> Answer<wire::PlaceRequestResponse> {
        let (asked, _) = for_family_by_staff(request, &self.door).await?;
        let request = Some(patron_requests::place(&self.door, asked).await?);
        Ok(Response::new(wire::PlaceRequestResponse { request }))
    }

    async fn list_requests(
        &self,
        request: Request<wire::ListRequestsRequest>,
    ) -> Answer<wire::ListRequestsResponse> {
        let (asked, seen) = for_family(request, &self.door).await?;
        let answer = patron_requests::list(&self.door, asked, seen).await?;
        Ok(Response::new(answer))
    }

    async fn cancel_request(
        &self,
        request: Request<wire::CancelRequestRequest>,
    ) -> Answer<wire::CancelRequestResponse> {
        let (asked, seen) = for_family_by_staff(request, &self.door).await?;
        let cancelled = patron_requests::cancel(&self.door, asked).await?;
        let request = Some(patron_requests::as_seen(cancelled, seen));
        Ok(Response::new(wire::CancelRequestResponse { request }))
    }

    async fn suspend_request(
        &self,
        request: Request<wire::SuspendRequestRequest>,
    ) -> Answer<wire::SuspendRequestResponse> {
        let request = Some(
            patron_requests::suspend(&self.door, for_patron_by_staff(request, &self.door.here)?)
                .await?,
        );
        Ok(Response::new(wire::SuspendRequestResponse { request }))
    }

    async fn resume_request(
        &self,
        request: Request<wire::ResumeRequestRequest>,
    ) -> Answer<wire::ResumeRequestResponse> {
        let request = Some(
            patron_requests::resume(&self.door, for_patron_by_staff(request, &self.door.here)?)
                .await?,
        );
        Ok(Response::new(wire::ResumeRequestResponse { request }))
    }

    async fn erase(&self, request: Request<wire::EraseRequest>) -> Answer<wire::EraseResponse> {
        let asked = by_staff(request);
        let call = call_name("Erase", &asked.request_id, &asked)?;
        let card = self.door.own_card(asked.card)?;
        let erased = self.door.command(move |desk| {
            let now = desk.now();
            let patron = desk.core.patron_with_card(card, now)?.facts.number;
            let erased = desk.core.as_command(call).erase(patron, now);
            // Where only the key is still there, cleaning up tries that again.
            desk.note_erasure();
            erased
        });
        erased.await?;
        Ok(Response::new(wire::EraseResponse {}))
    }

    async fn list_notices(
        &self,
        request: Request<wire::ListNoticesRequest>,
    ) -> Answer<wire::ListNoticesResponse> {
        let asked = for_patron(request, &self.door.here)?;
        let card = self.door.own_card(asked.card)?;
        let list = format!("notices {}", card.expose());
        let page = Page::read(list.as_bytes(), asked.page_size, &asked.page_token)?;
        let answer = self.door.read(move |desk| {
            let now = desk.now();
            let patron = desk.core.patron_with_card(card, now)?.facts.number;
            let mut told = desk.core.notices_shown(patron, now)?;
            told.reverse();
            let (told, next_page_token) = page.of(told);
            let written = told
                .into_iter()
                .map(|(number, row, title)| patron_wire::told(number, &row, title));
            Ok(wire::ListNoticesResponse {
                notices: written.collect(),
                next_page_token,
            })
        });
        Ok(Response::new(answer.await?))
    }

    async fn update_mine(
        &self,
        request: Request<wire::UpdateMineRequest>,
    ) -> Answer<wire::UpdateMineResponse> {
        let number = patron_own::number(&caller_of(&request))?;
        let patron = patron_own::update(&self.door, number, request.into_inner()).await?;
        let patron = Some(patron);
        Ok(Response::new(wire::UpdateMineResponse { patron }))
    }

    async fn list_dependants(
        &self,
        request: Request<wire::ListDependantsRequest>,
    ) -> Answer<wire::ListDependantsResponse> {
        let number = patron_own::number(&caller_of(&request))?;
        let answer = patron_own::dependants(&self.door, number, request.into_inner()).await?;
        Ok(Response::new(answer))
    }

    async fn make_private_link(
        &self,
        request: Request<wire::MakePrivateLinkRequest>,
    ) -> Answer<wire::MakePrivateLinkResponse> {
        let number = patron_own::number(&caller_of(&request))?;
        let kind = request.into_inner().kind;
        let token = patron_links::make(&self.door, number, kind).await?;
        Ok(Response::new(wire::MakePrivateLinkResponse { token }))
    }

    async fn revoke_private_links(
        &self,
        request: Request<wire::RevokePrivateLinksRequest>,
    ) -> Answer<wire::RevokePrivateLinksResponse> {
        let number = patron_own::number(&caller_of(&request))?;
        let revoked = patron_links::revoke(&self.door, number).await?;
        Ok(Response::new(wire::RevokePrivateLinksResponse { revoked }))
    }

    async fn read_private_link(
        &self,
        request: Request<wire::ReadPrivateLinkRequest>,
    ) -> Answer<wire::ReadPrivateLinkResponse> {
        let from = tried_from(&request, &self.door.here);
        let token = request.into_inner().token;
        let answer = patron_links::read(&self.door, from, &token).await?;
        Ok(Response::new(answer))
    }

    async fn add_to_list(
        &self,
        request: Request<wire::AddToListRequest>,
    ) -> Answer<wire::AddToListResponse> {
        let number = patron_own::number(&caller_of(&request))?;
        patron_lists::add(&self.door, number, request.into_inner()).await?;
        Ok(Response::new(wire::AddToListResponse {}))
    }

    async fn remove_from_list(
        &self,
        request: Request<wire::RemoveFromListRequest>,
    ) -> Answer<wire::RemoveFromListResponse> {
        let number = patron_own::number(&caller_of(&request))?;
        patron_lists::remove(&self.door, number, request.into_inner()).await?;
        Ok(Response::new(wire::RemoveFromListResponse {}))
    }

    async fn list_saved(
        &self,
        request: Request<wire::ListSavedRequest>,
    ) -> Answer<wire::ListSavedResponse> {
        let number = patron_own::number(&caller_of(&request))?;
        let answer = patron_lists::list(&self.door, number, request.into_inner()).await?;
        Ok(Response::new(answer))
    }

    async fn apply(&self, request: Request<wire::ApplyRequest>) -> Answer<wire::ApplyResponse> {
        let from = tried_from(&request, &self.door.here);
        let kept = patron_applications::apply(&self.door, from, request.into_inner()).await?;
        Ok(Response::new(kept))
    }

    async fn list_applications(
        &self,
        request: Request<wire::ListApplicationsRequest>,
    ) -> Answer<wire::ListApplicationsResponse> {
        let answer = patron_applications::list(&self.door, request.into_inner()).await?;
        Ok(Response::new(answer))
    }

    async fn remove_application(
        &self,
        request: Request<wire::RemoveApplicationRequest>,
    ) -> Answer<wire::RemoveApplicationResponse> {
        let number = request.into_inner().application;
        patron_applications::over(&self.door, &number).await?;
        Ok(Response::new(wire::RemoveApplicationResponse {}))
    }
}

impl OwnPatrons {
    async fn registered(&self, asked: wire::RegisterRequest) -> Result<wire::Patron, Refusal> {
        let call = call_name("Register", &asked.request_id, &asked)?;
        let here = self.door.here.clone();
        let card = match asked.card_number.as_str() {
            "" => None,
            number => Some(self.door.own_card(Some(Card {
                library: String::new(),
                number: number.to_owned(),
            }))?),
        };
        let category = category(&asked.category)?;
        let sent = limits::needed("person", asked.person)?;
        let person = patron_wire::person_from_wire(sent, &here)?;
        let (somebody_else, by) = (asked.accept_namesake, asked.staff);
        let registered = self.door.command(move |desk| {
            let person = match person.form(desk)? {
                Ok(person) => person,
                Err(refusal) => return Ok(Err(refusal)),
            };
            let form = |card: CardNumber| PatronForm {
                form: person.form.clone(),
                category: category.clone(),
                card,
                address: person.address.clone(),
                preferred: person.preferred,
                somebody_else,
            };
            let number = register(desk, call, card, form, by)?;
            let shown = desk.core.patron(number, desk.now())?;
            patron_wire::patron(desk, &here, &shown).map(Ok)
        });
        registered.await?
    }

    async fn updated(&self, asked: wire::UpdateRequest) -> Result<wire::Patron, Refusal> {
        let call = call_name("Update", &asked.request_id, &asked)?;
        let here = self.door.here.clone();
        let card = self.door.own_card(asked.card)?;
        let new_card = match asked.new_card_number.as_str() {
            "" => None,
            number => Some(
                CardNumber::parse(number)
                    .map_err(|refusal| Refusal::field("new_card_number", refusal.to_string()))?,
            ),
        };
        let today = self.door.desk.now().local.day;
        let mut amendment = Amendment {
            version: Some(asked.version).filter(|version| *version != 0),
            person: None,
            category: match asked.category.as_str() {
                "" => None,
                named => Some(category(named)?),
            },
            card_expires: expires(&asked.card_expires, today)?,
            suspension: match &asked.suspension {
                Some(sent) => Some(standing::suspension_from_wire("suspension", sent)?),
                None => None,
            },
            blocked: asked.blocked,
            card: new_card.clone(),
        };
        let person = match asked.person {
            Some(sent) => Some(patron_wire::person_from_wire(sent, &here)?),
            None => None,
        };
        let by = asked.staff;
        let updated = self.door.command(move |desk| {
            if let Some(person) = person {
                match person.form(desk)? {
                    Ok(form) => amendment.person = Some(form),
                    Err(refusal) => return Ok(Err(refusal)),
                }
            }
            let now = desk.now();
            // Repeated, the card may be the new one already.
            let found = desk.core.patron_with_card(card, now);
            let found = match (found, new_card) {
                (Err(DeskRefusal::UnknownCard), Some(card)) => {
                    desk.core.patron_with_card(card, now)?
                }
                (found, _) => found?,
            };
            let number = found.facts.number;
            let core = desk.core.as_command(call);
            core.amend_patron(number, amendment, staff(by), now)?;
            let shown = desk.core.patron(number, now)?;
            patron_wire::patron(desk, &here, &shown).map(Ok)
        });
        updated.await?
    }
}

/// Registers somebody; without a card, under the next number that nobody has.
fn register(
    desk: &crate::desk_process::Desk,
    call: Command,
    card: Option<CardNumber>,
    form: impl Fn(CardNumber) -> PatronForm,
    by: u64,
) -> Result<PatronNumber, DeskRefusal> {
    let core = desk.core.as_command(call);
    if let Some(card) = card {
        return core.register(form(card), staff(by), desk.now());
    }
    let mut draws = 0;
    loop {
        let card = desk.core.next_card(desk.now())?;
        draws += 1;
        match core.register(form(card), staff(by), desk.now()) {
            Err(DeskRefusal::CardTaken(_)) if draws < DRAWS_MAX => {}
            registered => return registered,
        }
    }
}

fn category(text: &str) -> Result<CategoryId, Refusal> {
    CategoryId::parse(text).map_err(|refusal| Refusal::field("category", refusal.to_string()))
}

fn expires(text: &str, today: Day) -> Result<Option<Day>, Refusal> {
    let read = day::from_wire("card_expires", text)?;
    match read.filter(|day| *day > today.plus(CARD_DAYS_MAX)) {
        Some(day) => {
            let reason = format!("{day} is more than {CARD_DAYS_MAX} days ahead");
            Err(Refusal::field("card_expires", reason))
        }
        None => Ok(read),
    }
}
