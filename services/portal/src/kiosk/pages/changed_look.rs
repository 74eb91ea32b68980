//! A link changes how the pages look, at every step, and leads back to it; the basket stays.

use crate::answer::{Answer, see, with_cookie};
use crate::asked::{Asked, way_back};
use crate::kiosk::frame::{LOOK_COOKIE, turn_setting};
use crate::trouble::Trouble;
use crate::visit::Visiting;
use axum::Extension;

/// What a link can change.
const CHANGES: &[&str] = &["langue", "lettres", "couleurs"];

pub(crate) async fn change(Extension(visit): Visiting, asked: Asked) -> Answer {
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
