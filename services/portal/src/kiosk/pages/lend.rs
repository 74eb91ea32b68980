//! One item after another is lent, and the basket grows.

use crate::answer::{Answer, page_with, see};
use crate::form_errors::FormErrors;
use crate::form_token::command_of;
use crate::kiosk::glass::Glass;
use crate::kiosk::seat::Lent;
use crate::kiosk::standing::Kiosk;
use crate::say::Say;
use crate::trouble::Trouble;
use crate::visit::{Posted, Visit, Visiting};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use navette_proto::wire::circulation::CheckOutRequest;
use std::sync::Arc;
use tonic::Code;

#[derive(Template)]
#[template(path = "kiosk/lend.html")]
struct LendPage<'a> {
    glass: Glass<'a>,
    say: Say,
    lent: Vec<Lent>,
    errors: FormErrors,
}

pub(crate) async fn show(State(kiosk): State<Arc<Kiosk>>, Extension(visit): Visiting) -> Answer {
    kiosk.patron(&visit)?;
    form(&kiosk, &visit, FormErrors::default()).await
}

pub(crate) async fn lend(
    State(kiosk): State<Arc<Kiosk>>,
    Extension(visit): Visiting,
    posted: Posted,
) -> Answer {
    let code = posted.fields.get("document");
    let mut errors = FormErrors::default();
    if code.is_empty() {
        errors.add("document", visit.say.kiosk_code_empty());
        return form(&kiosk, &visit, errors).await;
    }
    match check_out(&kiosk, &visit, &posted, code).await {
        Ok(lent) => {
            kiosk.seat.add_lent(&visit.secret, lent);
            see("/emprunter")
        }
        Err(Trouble::Refused(status)) if is_about_the_item(status.code()) => {
            errors.add_all("document", visit.say.refusals(&status));
            form(&kiosk, &visit, errors).await
        }
        Err(trouble) => Err(trouble),
    }
}

async fn check_out(
    kiosk: &Kiosk,
    visit: &Visit,
    posted: &Posted,
    code: &str,
) -> Result<Lent, Trouble> {
    let session = kiosk.patron(visit)?;
    let here = kiosk.here().await?;
    let request = CheckOutRequest {
        request_id: command_of(&posted.page, &["lend", code]),
        code: code.to_owned(),
        ..CheckOutRequest::default()
    };
    let mut counter = here.territory.circulation(visit, &session)?;
    let answer = counter.check_out(request).await?.into_inner();
    let loan = answer.loan.ok_or(Trouble::Broken)?;
    Ok(Lent {
        title: loan.title,
        due: loan.due,
        home_silent: answer.home_silent,
    })
}

/// Says whether a refusal is about this item or this patron's right to it, so that the next one may be tried.
pub(super) fn is_about_the_item(code: Code) -> bool {
    matches!(
        code,
        Code::FailedPrecondition | Code::NotFound | Code::InvalidArgument | Code::AlreadyExists
    )
}

async fn form(kiosk: &Kiosk, visit: &Visit, errors: FormErrors) -> Answer {
    let status = errors.status();
    let shown = LendPage {
        glass: Glass::of(kiosk, visit).await,
        say: visit.say,
        lent: kiosk.seat.lent(&visit.secret),
        errors,
    };
    page_with(status, &shown)
}
