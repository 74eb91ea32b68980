//! A link changes how the pages look, at every step, and leads back to it; the basket stays.

use crate::answer::{Answer, see, with_cookie};
use crate::asked::{Asked, way_back};
use crate::kiosk::frame::{LOOK_COOKIE, turn_setting};
use crate::trouble::Trouble;
use crate::visit::Visiting;
use axum::Extension;
use axum::extract::RawQuery;

/// What a link can change.
const CHANGES: &[&str] = &["langue", "lettres", "couleurs"];

pub(crate) async fn change(Extension(visit): Visiting, RawQuery(question): RawQuery) -> Answer {
    let asked = Asked::read(question.unwrap_or_default().as_bytes());
    let mut look = visit.look.clone();
    for what in CHANGES {
        let to = asked.get(what);
        if !to.is_empty() && !look.change(what, to) {
            return Err(Trouble::NotFound);
        }
    }
    let answer = see(way_back(asked.get("retour")))?;
    with_cookie(answer, &turn_setting(LOOK_COOKIE, Some(&look.to_cookie())))
}
