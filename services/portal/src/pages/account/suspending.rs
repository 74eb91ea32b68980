//! A patron does not want something for now, or wants it again.

use super::mine;
use super::whose::Whose;
use crate::answer::{Answer, page_with, see};
use crate::asked::Asked;
use crate::form_errors::FormErrors;
use crate::form_token::command_of;
use crate::running::Portal;
use crate::say::Say;
use crate::trouble::Trouble;
use crate::typed_day::typed_day;
use crate::visit::{Posted, Visit, Visiting};
use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use navette_proto::explain;
use navette_proto::wire::patrons::{PatronRequest, ResumeRequestRequest, SuspendRequestRequest};
use std::sync::Arc;
use tonic::Status;

#[derive(Template)]
#[template(path = "account/suspend.html")]
struct Suspend<'a> {
    visit: &'a Visit,
    say: Say,
    request: &'a PatronRequest,
    whose: &'a str,
    back: String,
    until: &'a str,
    errors: FormErrors,
}

pub(crate) async fn ask(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    Path(id): Path<String>,
    asked: Asked,
) -> Answer {
    let whose = Whose::of(&portal, &visit, asked.get("pour")).await?;
    form(&portal, &visit, &whose, &id, "", FormErrors::default()).await
}

pub(crate) async fn suspend(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let session = visit.signed_in()?;
    let (fields, say) = (&posted.fields, visit.say);
    let whose = Whose::of(&portal, &visit, fields.get("pour")).await?;
    let typed = fields.get("jusqu");
    let day = typed_day(typed);
    let mut errors = FormErrors::default();
    if day.is_none() && !typed.is_empty() {
        errors.add("jusqu", say.error_day());
        return form(&portal, &visit, &whose, &id, typed, errors).await;
    }
    let until = day.map_or(String::new(), |day| day.to_string());
    let mut patrons = portal.territory.patrons(&visit, session)?;
    let command = SuspendRequestRequest {
        request_id: command_of(&posted.page, &["suspend", &id, &until]),
        card: whose.card.clone(),
        request: id.clone(),
        until,
        staff: 0,
    };
    match patrons.suspend_request(command).await {
        Ok(_) => see(&whose.requests_after("pause")),
        Err(status) if is_about_the_day(&status) => {
            errors.add("jusqu", say.error_day());
            form(&portal, &visit, &whose, &id, typed, errors).await
        }
        Err(status) => Err(Trouble::from(status)),
    }
}

pub(crate) async fn resume(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let session = visit.signed_in()?;
    let whose = Whose::of(&portal, &visit, posted.fields.get("pour")).await?;
    let mut patrons = portal.territory.patrons(&visit, session)?;
    let command = ResumeRequestRequest {
        request_id: command_of(&posted.page, &["resume", &id]),
        card: whose.card.clone(),
        request: id,
        staff: 0,
    };
    patrons.resume_request(command).await?;
    see(&whose.requests_after("reprise"))
}

fn is_about_the_day(status: &Status) -> bool {
    let told = explain(status);
    told.is_some_and(|told| matches!(told.reason.as_str(), "NEED_BY_PASSED" | "FIELD_REFUSED"))
}

async fn form(
    portal: &Portal,
    visit: &Visit,
    whose: &Whose,
    id: &str,
    until: &str,
    errors: FormErrors,
) -> Answer {
    let request = mine::request(portal, visit, whose.card.clone(), id).await?;
    let status = errors.status();
    let shown = Suspend {
        visit,
        say: visit.say,
        request: &request,
        whose: whose.place(),
        back: whose.requests_after(""),
        until,
        errors,
    };
    page_with(status, &shown)
}
