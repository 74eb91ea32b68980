//! A link changes how pages look, and leads back.

use crate::answer::{Answer, see, with_cookie};
use crate::asked::{Asked, way_back};
use crate::cookies::{A_YEAR_S, Setting};
use crate::look::{LOOK_COOKIE, Look};
use crate::running::Portal;
use crate::trouble::Trouble;
use crate::visit::Visiting;
use axum::Extension;
use axum::extract::State;
use std::sync::Arc;

/// What a link can change.
const CHANGES: &[&str] = &["langue", "lettres", "mode", "couleurs", PICKUP];
/// That which decides where things are sent.
const PICKUP: &str = "retrait";

pub(crate) async fn change(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    asked: Asked,
) -> Answer {
    let mut look = visit.look.clone();
    for what in CHANGES {
        let to = asked.get(what);
        // A link in a letter does not say where somebody collects.
        if *what == PICKUP && !visit.from_here {
            continue;
        }
        if !to.is_empty() && !look.change(what, to) {
            return Err(Trouble::NotFound);
        }
    }
    let answer = see(way_back(asked.get("retour")))?;
    remember(answer, &look, portal.config.behind_https)
}

/// Sets the cookie of how pages look.
pub(crate) fn remember(answer: axum::response::Response, look: &Look, secure: bool) -> Answer {
    let setting = Setting {
        name: LOOK_COOKIE,
        value: &look.to_cookie(),
        path: "/",
        lasts_s: Some(A_YEAR_S),
        secure,
    };
    with_cookie(answer, &setting)
}
