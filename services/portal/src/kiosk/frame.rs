//! What happens around every page of a kiosk? Only its own screen is served, and each touch keeps whoever stands there.

use super::pages::trouble;
use super::seat::IDLE;
use super::standing::Kiosk;
use crate::asked::address;
use crate::clock::steady;
use crate::cookies::{Setting, cookie};
use crate::headers::secure;
use crate::look::Look;
use crate::randomness;
use crate::trouble::trouble_of;
use crate::visit::Visit;
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT_LANGUAGE, CONTENT_TYPE, HOST, HeaderName, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// The cookie that a turn is known by: chance, and nothing else.
pub(super) const TURN_COOKIE: &str = "borne";
/// The cookie of how this person likes the pages; it goes with them.
pub(super) const LOOK_COOKIE: &str = "borne-vue";
/// Set by our script: it watches the clock itself.
const SCRIPT_COOKIE: &str = "borne-script";
/// How long the question whether somebody is still there stands, in seconds.
const WARNING_S: u64 = 20;
/// How long a page stands of somebody who has not signed in, where no script watches, in seconds.
const UNKNOWN_S: u64 = 120;
/// Addresses that are asked for without anybody touching the screen.
const UNTOUCHED: &[&str] = &["/encore", "/fin"];

/// Goes around every handler.
pub(super) async fn around(
    State(kiosk): State<Arc<Kiosk>>,
    mut request: Request,
    next: Next,
) -> Response {
    if !is_our_screen(request.headers()) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let Some(visit) = visit_of(&request) else {
        tracing::error!("the machine gives no randomness");
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let scripted = cookie(request.headers(), SCRIPT_COOKIE).is_some();
    let path = request.uri().path();
    let is_page = !path.starts_with("/a/");
    if is_page && !UNTOUCHED.contains(&path) {
        kiosk.seat.touch(&visit.secret, steady());
    }
    let visit = Arc::new(visit);
    request.extensions_mut().insert(Arc::clone(&visit));
    let mut answer = next.run(request).await;
    if let Some(trouble) = trouble_of(&mut answer) {
        answer = trouble::page_of(&kiosk, &visit, &trouble).await;
    }
    let sets_its_own = answer.headers().contains_key(SET_COOKIE);
    if visit.is_new && is_page && !sets_its_own {
        let setting = turn_setting(TURN_COOKIE, Some(&visit.secret));
        if let Some(line) = setting.to_header() {
            answer.headers_mut().append(SET_COOKIE, line);
        }
    }
    if !scripted {
        leave_by_itself(&kiosk, &visit, &mut answer);
    }
    secure(answer, false)
}

/// Leads away from a page that nobody touches, where no script does; the header is what `meta http-equiv` says in a page.
fn leave_by_itself(kiosk: &Kiosk, visit: &Visit, answer: &mut Response) {
    let kind = answer.headers().get(CONTENT_TYPE);
    let is_page = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let signed_in = kiosk.seat.patron(&visit.secret).is_some();
    let path = visit.here.split('?').next().unwrap_or_default();
    let away = match path {
        "/encore" => format!("{WARNING_S};url=/fin"),
        _ if signed_in => {
            let asks = address("/encore", [("retour", visit.here.as_str())]);
            format!("{};url={asks}", IDLE.as_secs() - WARNING_S)
        }
        // Nobody is there, and the page is as everybody finds it.
        "/" if visit.look == Look::default() => return,
        _ => format!("{UNKNOWN_S};url=/fin"),
    };
    if is_page && let Ok(away) = HeaderValue::from_str(&away) {
        answer
            .headers_mut()
            .insert(HeaderName::from_static("refresh"), away);
    }
}

/// Reads a request as the portal does, with the kiosk's own cookies: a portal on the same machine may have set others.
fn visit_of(request: &Request) -> Option<Visit> {
    let headers = request.headers();
    let mut visit = Visit::of(request, None, false)?;
    let languages = headers.get(ACCEPT_LANGUAGE);
    let languages = languages.and_then(|value| value.to_str().ok());
    visit.look = Look::read(cookie(headers, LOOK_COOKIE), languages);
    visit.say = visit.look.say();
    // A page that answers a form is come back to by its own address.
    visit.here = match request.uri().path() {
        "/prolonger" => "/prets".to_owned(),
        "/annuler" | "/reserver" => "/reservations".to_owned(),
        _ => visit.here,
    };
    (visit.patron, visit.staff) = (None, None);
    let known = cookie(headers, TURN_COOKIE).filter(|key| key.len() == 32);
    visit.is_new = known.is_none();
    visit.secret = match known {
        Some(key) => key.to_owned(),
        None => randomness::unguessable()?,
    };
    Some(visit)
}

/// Sets, or takes away, a cookie that ends with the turn.
pub(super) fn turn_setting<'a>(name: &'a str, value: Option<&'a str>) -> Setting<'a> {
    Setting {
        name,
        value: value.unwrap_or_default(),
        path: "/",
        lasts_s: value.is_none().then_some(0),
        secure: false,
    }
}

/// A page of elsewhere that leads its own name to this machine is refused.
fn is_our_screen(headers: &HeaderMap) -> bool {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let name = host.map(|host| host.rsplit_once(':').map_or(host, |(name, _)| name));
    matches!(name, Some("127.0.0.1" | "localhost" | "[::1]"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_the_screen_of_this_machine_is_served() {
        for (host, served) in [
            ("127.0.0.1:7900", true),
            ("localhost:7900", true),
            ("[::1]:7900", true),
            ("evil.example:7900", false),
            ("127.0.0.1.evil.example", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(HOST, host.parse().unwrap());
            assert_eq!(is_our_screen(&headers), served, "{host}");
        }
        assert!(!is_our_screen(&HeaderMap::new()));
    }
}
