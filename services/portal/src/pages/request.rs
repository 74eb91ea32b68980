//! A patron asks for a work: one click where it is known where they collect.

use super::changed_look::remember;
use super::wanted::{wanted, work_of};
use crate::answer::{Answer, see};
use crate::asked::address;
use crate::form_token::command_of;
use crate::running::Portal;
use crate::trouble::Trouble;
use crate::visit::{Posted, Visit, Visiting};
use axum::Extension;
use axum::extract::State;
use navette_proto::wire::patrons::PlaceRequestRequest;
use std::sync::Arc;

pub(crate) async fn place(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    posted: Posted,
) -> Answer {
    let fields = &posted.fields;
    let back = work_address(fields.get("titre"))?;
    let known = portal.places.known(&portal.territory, &visit).await;
    let mut look = visit.look.clone();
    let chosen = fields.get("retrait");
    let newly_chosen = known.place(chosen).is_some() && look.change("retrait", chosen);
    let to = match &look.pickup {
        Some(pickup) if !fields.is_ticked("voir") => match visit.patron.is_some() {
            true => ask(&portal, &visit, &posted, pickup.as_str(), &back).await?,
            false => address("/connexion", [("retour", back.as_str())]),
        },
        Some(_) | None => back,
    };
    match newly_chosen {
        true => remember(see(&to)?, &look, portal.config.behind_https),
        false => see(&to),
    }
}

/// Asks for it; gives the address of what became of it, or of the work where something has to be chosen first.
async fn ask(
    portal: &Portal,
    visit: &Visit,
    posted: &Posted,
    pickup: &str,
    back: &str,
) -> Result<String, Trouble> {
    let session = visit.signed_in()?;
    let fields = &posted.fields;
    let (part, edition) = (fields.get("partie"), fields.get("edition"));
    let work = work_of(&portal.territory, visit, fields.get("titre")).await?;
    let Some(wanted) = wanted(work, part, edition) else {
        return Ok(address(back, [("choisir", "volume")]));
    };
    let request = PlaceRequestRequest {
        request_id: command_of(&posted.page, &[&wanted.target.work, part, edition, pickup]),
        title: wanted.title,
        target: Some(wanted.target),
        pickup: pickup.to_owned(),
        ..PlaceRequestRequest::default()
    };
    let mut patrons = portal.territory.patrons(visit, session)?;
    let placed = patrons.place_request(request).await?.into_inner();
    let placed = placed.request.ok_or(Trouble::Broken)?;
    Ok(format!("/compte/reservations/{}", placed.request))
}

/// Gives the address of a work; what is no work key leads nowhere.
fn work_address(work: &str) -> Result<String, Trouble> {
    let is_key = work.len() == 16 && work.bytes().all(|byte| byte.is_ascii_hexdigit());
    match is_key {
        true => Ok(format!("/titre/{work}")),
        false => Err(Trouble::NotFound),
    }
}
