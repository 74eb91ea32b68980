//! What is sent in place of a whole page, where the desk's script asks for a part of it?

use crate::answer::{Answer, typed};
use crate::asked::Asked;
use crate::say::Say;
use crate::trouble::Trouble;
use askama::Template;
use axum::http::StatusCode;
use navette_domain::notices::french::spaced;

/// Says whether the script asks: everybody else gets a page.
pub(super) fn is_part(asked: &Asked) -> bool {
    asked.is_ticked("part")
}

/// Renders a part of a page.
pub(super) fn part(say: Say, template: &impl Template) -> Answer {
    let html = template.render().map_err(|error| {
        tracing::error!(%error, "a part of a page cannot be written");
        Trouble::Broken
    })?;
    let html = match say.html_lang() {
        "fr" => spaced(&html),
        _ => html,
    };
    Ok(typed(StatusCode::OK, "text/html; charset=utf-8", html))
}
