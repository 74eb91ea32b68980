//! The page in place of one that cannot be shown: what happened, and what to do next.

use crate::answer::{page_with, see};
use crate::asked::address;
use crate::running::Portal;
use crate::say::Say;
use crate::session::{DESK_PATH, patron_setting, staff_setting};
use crate::trouble::Trouble;
use crate::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};
use navette_proto::explain;
use tonic::{Code, Status};

#[derive(Template)]
#[template(path = "trouble.html")]
struct TroublePage<'a> {
    visit: &'a Visit,
    say: Say,
    title: &'a str,
    lines: &'a [String],
}

/// Makes the page; whoever must sign in is sent there.
pub(crate) fn page_of(portal: &Portal, visit: &Visit, trouble: &Trouble) -> Response {
    let say = visit.say;
    let (status, title, lines) = match trouble {
        Trouble::SignIn => return sign_in(visit),
        Trouble::SignInAtDesk(library) => return sign_in_at_desk(library, visit),
        Trouble::Refused(status) if is_session_over(status) => return signed_out(portal, visit),
        other => words_of(say, other),
    };
    let shown = TroublePage {
        visit,
        say,
        title,
        lines: &lines,
    };
    let written = page_with(status, &shown);
    written.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

/// Says what happened: the status of the page, its title, and what to do next.
pub(crate) fn words_of(say: Say, trouble: &Trouble) -> (StatusCode, &'static str, Vec<String>) {
    let one = |text: &str| vec![text.to_owned()];
    match trouble {
        Trouble::NotFound => (
            StatusCode::NOT_FOUND,
            say.not_found_title(),
            one(say.not_found_text()),
        ),
        Trouble::FormOver => (
            StatusCode::FORBIDDEN,
            say.form_over_title(),
            one(say.form_over_text()),
        ),
        Trouble::TooLong => (
            StatusCode::PAYLOAD_TOO_LARGE,
            say.too_long_title(),
            one(say.too_long_text()),
        ),
        Trouble::SignIn | Trouble::SignInAtDesk(_) => {
            (StatusCode::UNAUTHORIZED, say.refused_title(), Vec::new())
        }
        Trouble::Refused(status) => of_status(say, status),
        Trouble::TooSlow => (
            StatusCode::SERVICE_UNAVAILABLE,
            say.too_slow_title(),
            one(say.too_slow_text()),
        ),
        Trouble::Broken => (
            StatusCode::INTERNAL_SERVER_ERROR,
            say.broken_title(),
            one(say.broken_text()),
        ),
    }
}

fn of_status(say: Say, status: &Status) -> (StatusCode, &'static str, Vec<String>) {
    let (shown, title) = match status.code() {
        Code::NotFound => (StatusCode::NOT_FOUND, say.not_found_title()),
        Code::Unavailable | Code::DeadlineExceeded | Code::Cancelled => {
            (StatusCode::SERVICE_UNAVAILABLE, say.away_title())
        }
        Code::ResourceExhausted => (StatusCode::TOO_MANY_REQUESTS, say.busy_title()),
        Code::Internal | Code::Unknown => {
            tracing::warn!(code = ?status.code(), "a call failed");
            (StatusCode::INTERNAL_SERVER_ERROR, say.broken_title())
        }
        _ => (StatusCode::UNPROCESSABLE_ENTITY, say.refused_title()),
    };
    (shown, title, say.refusals(status))
}

/// Says whether a session is over, or was none.
fn is_session_over(status: &Status) -> bool {
    let told = explain(status);
    told.is_some_and(|told| matches!(told.reason.as_str(), "SESSION_OVER" | "SIGN_IN_NEEDED"))
}

fn sign_in(visit: &Visit) -> Response {
    see(&visit.sign_in_link()).unwrap_or_else(IntoResponse::into_response)
}

fn sign_in_at_desk(library: &str, visit: &Visit) -> Response {
    let path = format!("{DESK_PATH}/{library}/connexion");
    let link = address(&path, [("retour", visit.here.as_str())]);
    see(&link).unwrap_or_else(IntoResponse::into_response)
}

/// Takes the cookie of a session that is over away, and asks to sign in again.
fn signed_out(portal: &Portal, visit: &Visit) -> Response {
    let secure = portal.config.behind_https;
    let at_desk = visit.here.starts_with(DESK_PATH);
    let (mut answer, setting) = match (at_desk, &visit.staff) {
        (true, Some(session)) => (
            sign_in_at_desk(session.library.as_str(), visit),
            staff_setting(None, secure),
        ),
        _ => (sign_in(visit), patron_setting(None, secure)),
    };
    if let Some(line) = setting.to_header() {
        answer.headers_mut().append(SET_COOKIE, line);
    }
    answer
}
