//! One request of a patron, and what becomes of it: the page that follows asking.

use super::mine;
use super::shown_request::{ShownRequest, Stands};
use crate::answer::{Answer, page};
use crate::clock::pause;
use crate::places::Known;
use crate::running::Portal;
use crate::say::Say;
use crate::trouble::Trouble;
use crate::visit::{Visit, Visiting};
use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use navette_proto::wire::lending::RequestState;
use navette_proto::wire::patrons::PatronRequest;
use std::sync::Arc;
use std::time::Duration;

/// How often the library is asked again for the day, and how long is waited before: a second and a half in all.
const LOOKS: u32 = 6;
const LOOK_EVERY: Duration = Duration::from_millis(250);

#[derive(Template)]
#[template(path = "account/requested.html")]
struct Requested<'a> {
    visit: &'a Visit,
    say: Say,
    heading: &'static str,
    request: ShownRequest,
}

pub(crate) async fn show(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    Path(id): Path<String>,
) -> Answer {
    let known = portal.places.known(&portal.territory, &visit).await;
    let request = settled(&portal, &visit, &known, &id).await?;
    page(&shown(request, &visit, &known))
}

/// Waits briefly for what the network says: the day comes with it, a moment after the library has taken the request.
async fn settled(
    portal: &Portal,
    visit: &Visit,
    known: &Known,
    id: &str,
) -> Result<PatronRequest, Trouble> {
    let mut request = mine::request(portal, visit, None, id).await?;
    for _ in 0..LOOKS {
        if known.cut_off || !comes_soon(&request) {
            break;
        }
        pause(LOOK_EVERY).await;
        request = mine::request(portal, visit, None, id).await?;
    }
    Ok(request)
}

/// Says whether a day can be expected within moments.
fn comes_soon(request: &PatronRequest) -> bool {
    let under_way = match request.state() {
        RequestState::AwaitingHome
        | RequestState::Placed
        | RequestState::Asking
        | RequestState::BeingSupplied => true,
        RequestState::Unspecified
        | RequestState::Waiting
        | RequestState::Suspended
        | RequestState::OnHoldShelf
        | RequestState::OnLoan
        | RequestState::ClaimedReturned
        | RequestState::ToSettle
        | RequestState::Completed
        | RequestState::Cancelled
        | RequestState::Refused
        | RequestState::Unfilled
        | RequestState::Expired
        | RequestState::Settled => false,
    };
    under_way && request.promised.is_empty()
}

fn shown<'a>(request: PatronRequest, visit: &'a Visit, known: &Known) -> Requested<'a> {
    let say = visit.say;
    // No day is late on this page: it is read when it has just been promised.
    let request = ShownRequest::of(request, say, known, "");
    Requested {
        visit,
        say,
        heading: match request.stands {
            Stands::Open | Stands::Waits => say.requested_title(),
            Stands::Lent | Stands::Ended => say.requests_title(),
        },
        request,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_awaited_only_where_one_can_come() {
        for (state, promised, awaited) in [
            (RequestState::Placed, "", true),
            (RequestState::AwaitingHome, "", true),
            (RequestState::BeingSupplied, "2026-12-02", false),
            (RequestState::Waiting, "", false),
            (RequestState::Refused, "", false),
        ] {
            let request = PatronRequest {
                state: state as i32,
                promised: promised.to_owned(),
                ..PatronRequest::default()
            };
            assert_eq!(comes_soon(&request), awaited, "{state:?}");
        }
    }
}
