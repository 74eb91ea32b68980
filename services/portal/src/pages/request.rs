//! A patron asks for a work: one click where it is known where they collect.

use super::changed_look::remember;
use crate::answer::{Answer, page, see};
use crate::asked::address;
use crate::form_token::command_of;
use crate::places::Known;
use crate::running::Portal;
use crate::say::Say;
use crate::trouble::Trouble;
use crate::visit::{Posted, Visit, Visiting};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use navette_proto::wire::catalogue::Part;
use navette_proto::wire::lending::Target;
use navette_proto::wire::lending::target::Only;
use navette_proto::wire::patrons::{PatronRequest, PlaceRequestRequest};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "requested.html")]
struct Requested<'a> {
    visit: &'a Visit,
    say: Say,
    request: &'a PatronRequest,
    /// The federator confirms a moment later: only where the line is cut is that worth a word.
    known: &'a Known,
    pickup: &'a str,
    day: Option<String>,
}

pub(crate) async fn place(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    posted: Posted,
) -> Answer {
    let fields = &posted.fields;
    let work = fields.get("titre");
    let back = work_address(work)?;
    let known = portal.places.known(&portal.territory, &visit).await;
    let mut look = visit.look.clone();
    let chosen = fields.get("retrait");
    let newly_chosen = known.place(chosen).is_some() && look.change("retrait", chosen);
    if look.pickup.is_none() || fields.is_ticked("voir") || visit.patron.is_none() {
        let to = match look.pickup.is_some() && !fields.is_ticked("voir") {
            true => address("/connexion", [("retour", back.as_str())]),
            false => back,
        };
        return match newly_chosen {
            true => remember(see(&to)?, &look, portal.config.behind_https),
            false => see(&to),
        };
    }
    let pickup = look
        .pickup
        .as_ref()
        .map_or(String::new(), ToString::to_string);
    let placed = ask(&portal, &visit, &posted, &pickup).await?;
    let answer = page(&shown(&visit, &known, &placed))?;
    match newly_chosen {
        true => remember(answer, &look, portal.config.behind_https),
        false => Ok(answer),
    }
}

async fn ask(
    portal: &Portal,
    visit: &Visit,
    posted: &Posted,
    pickup: &str,
) -> Result<PatronRequest, Trouble> {
    let session = visit.signed_in()?;
    let fields = &posted.fields;
    let (work, part, edition) = (
        fields.get("titre"),
        fields.get("partie"),
        fields.get("edition"),
    );
    let record = portal.territory.record(visit, work).await?;
    let title = record.work.unwrap_or_default().title;
    let request = PlaceRequestRequest {
        request_id: command_of(&posted.page, &[work, part, edition, pickup]),
        target: Some(Target {
            work: work.to_owned(),
            part: part_of(part),
            only: (!edition.is_empty()).then(|| Only::Edition(edition.to_owned())),
        }),
        title,
        pickup: pickup.to_owned(),
        ..PlaceRequestRequest::default()
    };
    let mut patrons = portal.territory.patrons(visit, session)?;
    let placed = patrons.place_request(request).await?.into_inner();
    placed.request.ok_or(Trouble::Broken)
}

fn shown<'a>(visit: &'a Visit, known: &'a Known, request: &'a PatronRequest) -> Requested<'a> {
    let say = visit.say;
    Requested {
        visit,
        say,
        request,
        known,
        pickup: known.name(&request.pickup),
        day: (!request.promised.is_empty()).then(|| say.day(&request.promised)),
    }
}

/// Gives the address of a work; what is no work key leads nowhere.
fn work_address(work: &str) -> Result<String, Trouble> {
    let is_key = work.len() == 16 && work.bytes().all(|byte| byte.is_ascii_hexdigit());
    match is_key {
        true => Ok(format!("/titre/{work}")),
        false => Err(Trouble::NotFound),
    }
}

/// Reads a volume as the form names it: its number, a space, its label.
fn part_of(text: &str) -> Option<Part> {
    let (sort, label) = text.split_once(' ')?;
    Some(Part {
        sort: sort.parse().ok()?,
        label: label.to_owned(),
    })
}
