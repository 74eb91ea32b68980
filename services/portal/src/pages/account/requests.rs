//! What a patron has asked for: what waits, what comes, and what is over.

use super::mine;
use super::shown_request::Sorted;
use super::whose::Whose;
use crate::answer::{Answer, page};
use crate::asked::Asked;
use crate::running::Portal;
use crate::say::Say;
use crate::visit::{Visit, Visiting};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "account/requests.html")]
struct Requests<'a> {
    visit: &'a Visit,
    say: Say,
    done: Option<&'static str>,
    requests: Sorted,
    whose: &'a str,
}

pub(crate) async fn show(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    asked: Asked,
) -> Answer {
    let known = portal.places.known(&portal.territory, &visit).await;
    let ((_, today), requests) = tokio::try_join!(
        mine::patron(&portal, &visit, None),
        mine::requests(&portal, &visit, None, true),
    )?;
    page(&Requests {
        visit: &visit,
        say: visit.say,
        done: done(asked.get("fait"), visit.say),
        requests: Sorted::of(requests, visit.say, &known, &today),
        whose: Whose::OWN,
    })
}

/// Says what was just done, as the address says it.
pub(super) fn done(what: &str, say: Say) -> Option<&'static str> {
    Some(match what {
        "annulee" => say.done_cancelled(),
        "pause" => say.done_suspended(),
        "reprise" => say.done_resumed(),
        _ => return None,
    })
}
