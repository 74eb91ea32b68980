//! Patrons, written for the desk, and forms read from it. Personal: nothing of it goes to the federator.

use crate::desk_process::Desk;
use crate::flows::patrons::{PatronShown, PersonForm};
use crate::flows::requests::RequestShown;
use crate::ledger::NoticeRow;
use crate::refusal::DeskRefusal;
use navette_domain::catalogue::LibraryId;
use navette_domain::identity::{CardNumber, PatronNumber};
use navette_domain::lending::RequestState;
use navette_proto::Refusal;
use navette_proto::convert::lending::states::request_state;
use navette_proto::convert::patrons::{notice, person, standing};
use navette_proto::convert::{day, identity};
use navette_proto::wire::identity::Card;
use navette_proto::wire::patrons as wire;

/// Writes a patron.
pub(super) fn patron(
    desk: &Desk,
    here: &LibraryId,
    shown: &PatronShown,
) -> Result<wire::Patron, DeskRefusal> {
    let known = &shown.person;
    let guardian = match shown.facts.guardian {
        Some(number) => card_of(desk, here, number)?,
        None => None,
    };
    let person = wire::Person {
        given_name: known.given_name.expose().clone(),
        family_name: known.family_name.expose().clone(),
        birth: day::to_wire(*known.birth.expose()),
        email: known
            .email
            .as_ref()
            .map(|email| email.expose().to_owned())
            .unwrap_or_default(),
        phone: known
            .phone
            .as_ref()
            .map(|phone| phone.expose().to_owned())
            .unwrap_or_default(),
        language: known.language.code().to_owned(),
        guardian,
        keeps_history: shown.facts.keeps_history,
        address: known.address.expose().clone(),
        preferred: known
            .preferred
            .map_or(0, |channel| notice::channel_to_wire(channel) as i32),
    };
    Ok(wire::Patron {
        card: Some(identity::card_to_wire(here, &known.card)),
        person: Some(person),
        standing: Some(standing::to_wire(&shown.facts)),
        version: shown.version(),
    })
}

/// Gives the card of a patron who is still known.
fn card_of(
    desk: &Desk,
    here: &LibraryId,
    number: PatronNumber,
) -> Result<Option<Card>, DeskRefusal> {
    match desk.core.patron(number, desk.now()) {
        Ok(shown) => Ok(Some(identity::card_to_wire(here, &shown.person.card))),
        Err(DeskRefusal::UnknownPatron(_)) => Ok(None),
        Err(refusal) => Err(refusal),
    }
}

/// What is read of a person before the guardian's card is looked up.
pub(super) struct SentPerson {
    sent: wire::Person,
    guardian: Option<CardNumber>,
}

/// Reads who somebody is, as far as that can be without the register.
pub(super) fn person_from_wire(
    sent: wire::Person,
    here: &LibraryId,
) -> Result<SentPerson, Refusal> {
    let guardian = match sent.guardian.clone() {
        Some(card) => {
            let read = identity::card("guardian", Some(card), here);
            let (library, number) = read.map_err(|refusal| refusal.within("person"))?;
            if library != *here {
                let reason = "a guardian is a patron of the same library";
                return Err(Refusal::field("person.guardian", reason));
            }
            Some(number)
        }
        None => None,
    };
    Ok(SentPerson { sent, guardian })
}

impl SentPerson {
    /// Looks the guardian up and gives the form. Blocks.
    pub(super) fn form(self, desk: &Desk) -> Result<Result<PersonForm, Refusal>, DeskRefusal> {
        let guardian = match self.guardian {
            Some(card) => match desk.core.patron_with_card(card, desk.now()) {
                Ok(shown) => Some(shown.facts.number),
                Err(DeskRefusal::UnknownCard) => {
                    let reason = "no patron of this library has this card";
                    return Ok(Err(Refusal::field("person.guardian", reason)));
                }
                Err(refusal) => return Err(refusal),
            },
            None => None,
        };
        Ok(read_form(&self.sent, guardian).map_err(|refusal| refusal.within("person")))
    }
}

fn read_form(sent: &wire::Person, guardian: Option<PatronNumber>) -> Result<PersonForm, Refusal> {
    Ok(PersonForm {
        form: person::form_from_wire(sent, guardian)?,
        address: person::address_from_wire(sent)?,
        preferred: notice::preferred_from_wire("preferred", sent.preferred)?,
    })
}

/// Writes a request as its own patron sees it.
pub(super) fn request(desk: &Desk, shown: &RequestShown) -> wire::PatronRequest {
    let settings = desk.core.settings();
    let placement = &shown.placement;
    let view = shown.view.as_ref();
    let state = match view {
        _ if shown.cancelled => RequestState::Cancelled,
        None if shown.suspended.is_some() => RequestState::Suspended,
        None => RequestState::Placed,
        Some(view) => view.state,
    };
    wire::PatronRequest {
        request: placement.id.to_string(),
        title: placement.title.clone(),
        state: request_state::to_wire(state),
        pickup: placement.pickup.to_string(),
        pickup_name: settings.name_of(&placement.pickup).to_owned(),
        lender: identity::optional_library_to_wire(view.and_then(|view| view.lender.as_ref())),
        promised: day::to_wire(view.and_then(|view| view.promised)),
        position: view.and_then(|view| view.position).unwrap_or(0),
        due: day::to_wire(view.and_then(|view| view.due)),
        kept_until: day::to_wire(shown.kept_until.map(|until| desk.last_day_before(until))),
        pickup_code: shown.code.clone(),
        need_by: day::to_wire(placement.need_by),
        suspended_until: day::to_wire(shown.suspended.flatten()),
        unconfirmed: shown.noted_only,
        in_van: shown.in_van,
    }
}

/// Writes what a patron was told.
pub(super) fn told(number: u64, row: &NoticeRow, title: String) -> wire::Notice {
    wire::Notice {
        notice: number,
        title,
        ..notice::to_wire(&row.notice)
    }
}
