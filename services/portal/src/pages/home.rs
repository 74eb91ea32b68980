//! The first page: one field.

use crate::answer::{Answer, page};
use crate::places::Known;
use crate::running::Portal;
use crate::say::Say;
use crate::visit::{Visit, Visiting};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "home.html")]
struct Home<'a> {
    visit: &'a Visit,
    say: Say,
    known: &'a Known,
    pickup: &'a str,
    /// A first search keeps nothing.
    kept: [(&'static str, &'static str); 0],
}

pub(crate) async fn home(State(portal): State<Arc<Portal>>, Extension(visit): Visiting) -> Answer {
    let known = portal.places.known(&portal.territory, &visit).await;
    page(&Home {
        visit: &visit,
        say: visit.say,
        known: &known,
        kept: [],
        pickup: visit
            .look
            .pickup
            .as_ref()
            .map_or("", |pickup| pickup.as_str()),
    })
}
