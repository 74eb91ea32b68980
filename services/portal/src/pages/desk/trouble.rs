//! The page in place of one of the desk that cannot be shown: in the desk's own frame, with the way back to the scan field.

use super::at_desk::{Around, AtDesk, is_session_over};
use crate::answer::page_with;
use crate::pages::trouble::words_of;
use crate::running::Portal;
use crate::say::Say;
use crate::trouble::{Trouble, trouble_of};
use crate::visit::Visit;
use askama::Template;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "desk/trouble.html")]
struct TroublePage<'a> {
    visit: &'a Visit,
    say: Say,
    desk: &'a Around,
    title: &'a str,
    lines: &'a [String],
    back: &'a str,
}

/// Goes around every handler of a desk.
pub(crate) async fn at_the_desk(
    State(portal): State<Arc<Portal>>,
    request: Request,
    next: Next,
) -> Response {
    let (mut parts, body) = request.into_parts();
    let at = AtDesk::from_request_parts(&mut parts, &portal).await.ok();
    let path = parts.uri.path().to_owned();
    let mut answer = next.run(Request::from_parts(parts, body)).await;
    // Whoever has not signed in has no desk to go back to.
    let Some(at) = at else {
        return answer;
    };
    match trouble_of(&mut answer) {
        None => answer,
        Some(trouble) if is_elsewhere(&trouble) => trouble.into_response(),
        Some(trouble) => page_of(&at, &path, &trouble).await,
    }
}

/// These lead to signing in, from any page.
fn is_elsewhere(trouble: &Trouble) -> bool {
    match trouble {
        Trouble::SignIn | Trouble::SignInAtDesk(_) => true,
        Trouble::Refused(status) => is_session_over(status),
        Trouble::NotFound
        | Trouble::FormOver
        | Trouble::TooLong
        | Trouble::TooSlow
        | Trouble::Broken => false,
    }
}

async fn page_of(at: &AtDesk, path: &str, trouble: &Trouble) -> Response {
    let say = at.say();
    let is_gone = matches!(trouble, Trouble::NotFound);
    let (status, title, lines, back) = if is_gone && at.has_lost_its_card() {
        let back = match path.contains("/pret/") {
            true => at.path("/pret"),
            false => at.path("/lecteurs"),
        };
        let lines = vec![say.desk_card_again().to_owned()];
        (StatusCode::NOT_FOUND, say.desk_card_gone(), lines, back)
    } else if is_gone && path.contains("/bulletin") {
        let lines = vec![say.desk_slip_again().to_owned()];
        (
            StatusCode::NOT_FOUND,
            say.desk_slip_gone(),
            lines,
            at.path(""),
        )
    } else {
        let (status, title, lines) = words_of(say, trouble);
        let lines = match trouble {
            Trouble::Refused(told) => say.desk_refusals(told),
            Trouble::NotFound => vec![say.desk_nothing_here().to_owned()],
            Trouble::FormOver
            | Trouble::TooLong
            | Trouble::TooSlow
            | Trouble::Broken
            | Trouble::SignIn
            | Trouble::SignInAtDesk(_) => lines,
        };
        (status, title, lines, at.path(""))
    };
    let around = match at.around().await {
        Ok(around) => around,
        // The node does not answer: no numbers are better than wrong ones.
        Err(_) => at.without_lists().await,
    };
    let shown = TroublePage {
        visit: &at.visit,
        say,
        desk: &around,
        title,
        lines: &lines,
        back: &back,
    };
    let written = page_with(status, &shown);
    written.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}
