//! A patron no longer wants something: asked once more, then done.

use super::mine;
use super::whose::Whose;
use crate::answer::{Answer, page, see};
use crate::asked::Asked;
use crate::form_token::command_of;
use crate::running::Portal;
use crate::say::Say;
use crate::visit::{Posted, Visit, Visiting};
use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use navette_proto::wire::patrons::{CancelRequestRequest, PatronRequest};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "account/cancel.html")]
struct Cancel<'a> {
    visit: &'a Visit,
    say: Say,
    request: &'a PatronRequest,
    whose: &'a str,
    back: String,
}

pub(crate) async fn ask(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    Path(id): Path<String>,
    asked: Asked,
) -> Answer {
    let whose = Whose::of(&portal, &visit, asked.get("pour")).await?;
    let request = mine::request(&portal, &visit, whose.card.clone(), &id).await?;
    page(&Cancel {
        visit: &visit,
        say: visit.say,
        request: &request,
        whose: whose.place(),
        back: whose.requests_after(""),
    })
}

pub(crate) async fn cancel(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let session = visit.signed_in()?;
    let whose = Whose::of(&portal, &visit, posted.fields.get("pour")).await?;
    let mut patrons = portal.territory.patrons(&visit, session)?;
    let command = CancelRequestRequest {
        request_id: command_of(&posted.page, &["cancel", &id]),
        card: whose.card.clone(),
        request: id,
        staff: 0,
    };
    patrons.cancel_request(command).await?;
    see(&whose.requests_after("annulee"))
}
