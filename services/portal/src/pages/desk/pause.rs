//! A patron does not want something for now: until a day, or until they say so.

use super::at_desk::{Around, AtDesk, is_session_over};
use super::days::day;
use crate::answer::{Answer, page_with, see};
use crate::asked::Asked;
use crate::form_errors::FormErrors;
use crate::say::Say;
use crate::trouble::Trouble;
use crate::visit::{Posted, Visit};
use askama::Template;
use navette_proto::wire::patrons::SuspendRequestRequest;

#[derive(Template)]
#[template(path = "desk/pause.html")]
struct PausePage<'a> {
    visit: &'a Visit,
    say: Say,
    desk: &'a Around,
    base: &'a str,
    handle: &'a str,
    request: &'a str,
    typed: &'a Asked,
    errors: FormErrors,
}

pub(crate) async fn ask(at: AtDesk) -> Answer {
    at.card()?;
    shown(&at, &Asked::default(), FormErrors::default()).await
}

pub(crate) async fn suspend(at: AtDesk, posted: Posted) -> Answer {
    let (say, fields, request) = (at.say(), &posted.fields, at.param("request"));
    let mut errors = FormErrors::default();
    let Ok(until) = day(fields, "jusque") else {
        errors.add("jusque", say.desk_error_day());
        return shown(&at, fields, errors).await;
    };
    let command = SuspendRequestRequest {
        request_id: at.command(&posted, &["suspendre", request, &until]),
        card: Some(at.card()?),
        request: request.to_owned(),
        until,
        staff: 0,
    };
    match at.patrons()?.suspend_request(command).await {
        Ok(_) => see(&at.path(&format!("/lecteur/{}?fait=oui", at.param("card")))),
        Err(status) if is_session_over(&status) => Err(Trouble::from(status)),
        Err(status) => {
            for line in say.desk_refusals(&status) {
                errors.add("jusque", line);
            }
            shown(&at, fields, errors).await
        }
    }
}

async fn shown(at: &AtDesk, typed: &Asked, errors: FormErrors) -> Answer {
    let around = at.around().await?;
    let status = errors.status();
    let shown = PausePage {
        visit: &at.visit,
        say: at.say(),
        desk: &around,
        base: &at.path(""),
        handle: at.param("card"),
        request: at.param("request"),
        typed,
        errors,
    };
    page_with(status, &shown)
}
