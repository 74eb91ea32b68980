//! What does a handler give back: a page, another address, a few lines for a machine?

use crate::cookies::Setting;
use crate::trouble::Trouble;
use askama::Template;
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION, SET_COOKIE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use navette_domain::notices::french::spaced;

/// A handler's answer.
pub(crate) type Answer = Result<Response, Trouble>;

/// Renders a page.
pub(crate) fn page(template: &impl Template) -> Answer {
    page_with(StatusCode::OK, template)
}

/// Renders a page that says by its status that something was refused.
pub(crate) fn page_with(status: StatusCode, template: &impl Template) -> Answer {
    let html = template.render().map_err(|error| {
        tracing::error!(%error, "a page cannot be written");
        Trouble::Broken
    })?;
    // Sentences are written with ordinary spaces; French wants others before its marks.
    let html = match html.contains("<html lang=\"fr\"") {
        true => spaced(&html),
        false => html,
    };
    Ok(typed(status, "text/html; charset=utf-8", html))
}

/// Answers with text of another kind.
pub(crate) fn typed(status: StatusCode, kind: &'static str, text: impl Into<Body>) -> Response {
    let mut answer = (status, text.into()).into_response();
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    // What is shown depends on who reads, and on the minute.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

/// Sends the browser to another address of this site, by GET.
pub(crate) fn see(address: &str) -> Answer {
    let mut answer = typed(StatusCode::SEE_OTHER, "text/plain; charset=utf-8", "");
    let location = HeaderValue::from_str(address).map_err(|_| Trouble::Broken)?;
    answer.headers_mut().insert(LOCATION, location);
    Ok(answer)
}

/// Adds a cookie to an answer.
pub(crate) fn with_cookie(mut answer: Response, setting: &Setting<'_>) -> Answer {
    let line = setting.to_header().ok_or(Trouble::Broken)?;
    answer.headers_mut().append(SET_COOKIE, line);
    Ok(answer)
}
