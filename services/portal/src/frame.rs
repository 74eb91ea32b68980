//! What happens around every page? The request is read once, trouble becomes a page that says what to do, and the browser is told how
//! to keep it safe.

use crate::cookies::{A_YEAR_S, Setting};
use crate::form_token::VISIT_COOKIE;
use crate::headers::secure;
use crate::pages::trouble;
use crate::running::Portal;
use crate::serving::Peer;
use crate::trouble::trouble_of;
use crate::visit::Visit;
use axum::extract::{Request, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::IpAddr;
use std::sync::Arc;

/// Goes around every handler.
pub(crate) async fn around(
    State(portal): State<Arc<Portal>>,
    mut request: Request,
    next: Next,
) -> Response {
    let https = portal.config.behind_https;
    let peer = request.extensions().get::<Peer>().map(|peer| peer.0);
    let from = address_of_browser(peer, request.headers(), https);
    let Some(visit) = Visit::of(&request, from, https) else {
        tracing::error!("the machine gives no randomness");
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let visit = Arc::new(visit);
    request.extensions_mut().insert(Arc::clone(&visit));
    let is_page = !request.uri().path().starts_with("/a/");
    let mut answer = next.run(request).await;
    if let Some(trouble) = trouble_of(&mut answer) {
        answer = trouble::page_of(&portal, &visit, &trouble);
    }
    if visit.is_new && is_page {
        let setting = Setting {
            name: VISIT_COOKIE,
            value: &visit.secret,
            path: "/",
            lasts_s: Some(A_YEAR_S),
            secure: https,
        };
        if let Some(line) = setting.to_header() {
            answer.headers_mut().append(SET_COOKIE, line);
        }
    }
    secure(answer, https)
}

/// A web server before us, on this machine, names the browser last in its list; whoever else writes such a list is not believed.
fn address_of_browser(peer: Option<IpAddr>, headers: &HeaderMap, https: bool) -> Option<IpAddr> {
    let before_us = https && peer.is_some_and(|peer| peer.is_loopback());
    let listed = headers.get("x-forwarded-for").filter(|_| before_us);
    let listed = listed.and_then(|list| list.to_str().ok());
    let last = listed.and_then(|list| list.rsplit(',').next()?.trim().parse().ok());
    last.or(peer)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_the_web_server_before_us_says_where_a_browser_is() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "9.9.9.9, 198.51.100.7".parse().unwrap());
        let (here, elsewhere) = ("127.0.0.1".parse().ok(), "192.0.2.1".parse().ok());
        let browser = "198.51.100.7".parse().ok();
        assert_eq!(address_of_browser(here, &headers, true), browser);
        assert_eq!(address_of_browser(here, &headers, false), here);
        assert_eq!(address_of_browser(elsewhere, &headers, true), elsewhere);
    }
}
