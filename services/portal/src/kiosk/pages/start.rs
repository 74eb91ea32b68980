//! The first page: what do you want to do?

use crate::answer::{Answer, page};
use crate::asked::Asked;
use crate::kiosk::glass::Glass;
use crate::kiosk::standing::Kiosk;
use crate::say::Say;
use crate::visit::Visiting;
use askama::Template;
use axum::Extension;
use axum::extract::State;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "kiosk/start.html")]
struct Start<'a> {
    glass: Glass<'a>,
    say: Say,
    /// Somebody has just finished.
    over: bool,
}

pub(crate) async fn start(
    State(kiosk): State<Arc<Kiosk>>,
    Extension(visit): Visiting,
    asked: Asked,
) -> Answer {
    page(&Start {
        glass: Glass::of(&kiosk, &visit).await.at_rest(),
        say: visit.say,
        over: asked.is_ticked("fini"),
    })
}
