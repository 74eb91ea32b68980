//! The page in place of one that cannot be shown: what happened, and where to go.

use crate::answer::{page_with, see};
use crate::kiosk::glass::Glass;
use crate::kiosk::standing::Kiosk;
use crate::say::Say;
use crate::trouble::Trouble;
use crate::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use navette_proto::explain;
use tonic::{Code, Status};

#[derive(Template)]
#[template(path = "kiosk/trouble.html")]
struct TroublePage<'a> {
    glass: Glass<'a>,
    say: Say,
    title: &'a str,
    lines: &'a [String],
}

/// Makes the page; whoever must sign in is asked for their card, and who comes after somebody finds the start page.
pub(in crate::kiosk) async fn page_of(kiosk: &Kiosk, visit: &Visit, trouble: &Trouble) -> Response {
    let say = visit.say;
    let one = |text: &str| vec![text.to_owned()];
    let (status, title, lines) = match trouble {
        Trouble::NotFound => (
            StatusCode::NOT_FOUND,
            say.not_found_title(),
            one(say.not_found_text()),
        ),
        // A form of a turn that is over: by Back, most likely.
        Trouble::FormOver | Trouble::SignIn | Trouble::SignInAtDesk(_) => return to_start(),
        Trouble::TooLong => (
            StatusCode::PAYLOAD_TOO_LARGE,
            say.too_long_title(),
            one(say.too_long_text()),
        ),
        Trouble::Refused(status) if is_session_over(status) => {
            kiosk.seat.end(&visit.secret);
            return to_start();
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
            one(say.kiosk_node_away()),
        ),
    };
    let shown = TroublePage {
        glass: Glass::of(kiosk, visit).await,
        say,
        title,
        lines: &lines,
    };
    let written = page_with(status, &shown);
    written.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

fn of_status(say: Say, status: &Status) -> (StatusCode, &'static str, Vec<String>) {
    match status.code() {
        Code::Unavailable | Code::DeadlineExceeded | Code::Cancelled => (
            StatusCode::SERVICE_UNAVAILABLE,
            say.away_title(),
            vec![say.kiosk_node_away().to_owned()],
        ),
        Code::ResourceExhausted => (
            StatusCode::TOO_MANY_REQUESTS,
            say.busy_title(),
            say.refusals(status),
        ),
        Code::Internal | Code::Unknown => {
            tracing::warn!(code = ?status.code(), "a call failed");
            (
                StatusCode::INTERNAL_SERVER_ERROR,
                say.broken_title(),
                vec![say.kiosk_node_away().to_owned()],
            )
        }
        _ => (
            StatusCode::UNPROCESSABLE_ENTITY,
            say.refused_title(),
            say.refusals(status),
        ),
    }
}

fn is_session_over(status: &Status) -> bool {
    let told = explain(status);
    told.is_some_and(|told| matches!(told.reason.as_str(), "SESSION_OVER" | "SIGN_IN_NEEDED"))
}

fn to_start() -> Response {
    see("/").unwrap_or_else(IntoResponse::into_response)
}
