//! What a patron has asked for: placed with one button, listed, and cancelled.

use super::lend::is_about_the_item;
use crate::answer::{Answer, page_with, see};
use crate::asked::address;
use crate::form_errors::FormErrors;
use crate::form_token::command_of;
use crate::kiosk::glass::Glass;
use crate::kiosk::seat::Said;
use crate::kiosk::standing::Kiosk;
use crate::pages::wanted::{wanted, work_of};
use crate::say::Say;
use crate::trouble::Trouble;
use crate::visit::{Posted, Visit, Visiting};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use navette_proto::wire::lending::RequestState;
use navette_proto::wire::patrons::{
    CancelRequestRequest, ListRequestsRequest, PatronRequest, PlaceRequestRequest,
};
use std::sync::Arc;

/// Requests on the page; nobody has more.
const REQUESTS_MAX: u32 = 200;

#[derive(Template)]
#[template(path = "kiosk/requests.html")]
struct RequestsPage<'a> {
    glass: Glass<'a>,
    say: Say,
    requests: Vec<ShownRequest>,
    said: Option<&'static str>,
    errors: FormErrors,
}

struct ShownRequest {
    id: String,
    title: String,
    state: &'static str,
    collect: String,
    cancellable: bool,
}

pub(crate) async fn show(State(kiosk): State<Arc<Kiosk>>, Extension(visit): Visiting) -> Answer {
    list(&kiosk, &visit, FormErrors::default()).await
}

/// Somebody touches the button beside a work; who has not signed in yet does so first, and need not touch it again.
pub(crate) async fn place(
    State(kiosk): State<Arc<Kiosk>>,
    Extension(visit): Visiting,
    posted: Posted,
) -> Answer {
    let work = posted.fields.get("titre");
    if kiosk.seat.patron(&visit.secret).is_none() {
        let to = [("pour", "reserver"), ("titre", work)];
        return see(&address("/carte", to));
    }
    ask(&kiosk, &visit, &posted.page, work).await
}

/// Asks for a work, to be collected here.
pub(super) async fn ask(kiosk: &Kiosk, visit: &Visit, page: &str, work: &str) -> Answer {
    match placed(kiosk, visit, page, work).await {
        Ok(()) => {
            kiosk.seat.say(&visit.secret, Said::Requested);
            see("/reservations")
        }
        Err(Trouble::Refused(status)) if is_about_the_item(status.code()) => {
            let errors = FormErrors::of_all(visit.say.refusals(&status));
            list(kiosk, visit, errors).await
        }
        Err(trouble) => Err(trouble),
    }
}

async fn placed(kiosk: &Kiosk, visit: &Visit, page: &str, work: &str) -> Result<(), Trouble> {
    let session = kiosk.patron(visit)?;
    let here = kiosk.here().await?;
    let found = work_of(&here.territory, visit, work).await?;
    let wanted = wanted(found, "", "").ok_or(Trouble::NotFound)?;
    let request = PlaceRequestRequest {
        request_id: command_of(page, &["request", work]),
        target: Some(wanted.target),
        title: wanted.title,
        pickup: here.library.to_string(),
        ..PlaceRequestRequest::default()
    };
    let mut patrons = here.territory.patrons(visit, &session)?;
    patrons.place_request(request).await?;
    Ok(())
}

pub(crate) async fn cancel(
    State(kiosk): State<Arc<Kiosk>>,
    Extension(visit): Visiting,
    posted: Posted,
) -> Answer {
    let session = kiosk.patron(&visit)?;
    let here = kiosk.here().await?;
    let named = posted.fields.get("reservation");
    let request = CancelRequestRequest {
        request_id: command_of(&posted.page, &["cancel", named]),
        request: named.to_owned(),
        ..CancelRequestRequest::default()
    };
    let mut patrons = here.territory.patrons(&visit, &session)?;
    match patrons.cancel_request(request).await {
        Ok(_) => {
            kiosk.seat.say(&visit.secret, Said::Cancelled);
            see("/reservations")
        }
        Err(status) if is_about_the_item(status.code()) => {
            let errors = FormErrors::of_all(visit.say.refusals(&status));
            list(&kiosk, &visit, errors).await
        }
        Err(status) => Err(status.into()),
    }
}

async fn list(kiosk: &Kiosk, visit: &Visit, errors: FormErrors) -> Answer {
    let say = visit.say;
    let session = kiosk.patron(visit)?;
    let here = kiosk.here().await?;
    let question = ListRequestsRequest {
        page_size: REQUESTS_MAX,
        ..ListRequestsRequest::default()
    };
    let mut patrons = here.territory.patrons(visit, &session)?;
    let requests = patrons.list_requests(question).await?.into_inner().requests;
    let glass = Glass::of(kiosk, visit).await;
    // The federator confirms a moment later; that it has not yet says nothing of the line.
    let said = match kiosk.seat.take_said(&visit.secret) {
        Some(Said::Requested) if glass.cut_off => Some(say.requested_unconfirmed()),
        Some(Said::Requested) => Some(say.kiosk_requested()),
        Some(Said::Cancelled) => Some(say.kiosk_cancelled()),
        Some(Said::Renewed(_)) | None => None,
    };
    let status = errors.status();
    let requests = requests.into_iter().map(|request| shown(request, say));
    let page = RequestsPage {
        glass,
        say,
        requests: requests.collect(),
        said,
        errors,
    };
    page_with(status, &page)
}

fn shown(request: PatronRequest, say: Say) -> ShownRequest {
    let state = request.state();
    // Nobody hands out what has not come yet.
    let code = match state == RequestState::OnHoldShelf {
        true => request.pickup_code.as_str(),
        false => "",
    };
    ShownRequest {
        state: say.kiosk_request(state),
        collect: say.kiosk_collect(&request.pickup_name, &request.promised, code),
        cancellable: can_be_cancelled(state),
        id: request.request,
        title: request.title,
    }
}

/// Says whether the node will hear of it: what is lent, or has ended, is not cancelled.
fn can_be_cancelled(state: RequestState) -> bool {
    match state {
        RequestState::AwaitingHome
        | RequestState::Placed
        | RequestState::Waiting
        | RequestState::Suspended
        | RequestState::Asking
        | RequestState::BeingSupplied
        | RequestState::OnHoldShelf => true,
        RequestState::Unspecified
        | RequestState::OnLoan
        | RequestState::ClaimedReturned
        | RequestState::ToSettle
        | RequestState::Completed
        | RequestState::Cancelled
        | RequestState::Refused
        | RequestState::Unfilled
        | RequestState::Expired
        | RequestState::Settled => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::say::Language;

    #[test]
    fn the_code_is_shown_when_there_is_something_to_collect() {
        for (state, told) in [
            (RequestState::BeingSupplied, false),
            (RequestState::OnHoldShelf, true),
        ] {
            let request = PatronRequest {
                state: state as i32,
                pickup_code: "K4T7P".to_owned(),
                ..PatronRequest::default()
            };
            let shown = shown(request, Say(Language::French));
            assert_eq!(shown.collect.contains("K4T7P"), told, "{state:?}");
        }
    }
}
