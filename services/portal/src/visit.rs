//! Who comes, how do they read, and from which page? What every page needs to know of the request that asks for it.

use crate::asked::{Asked, address};
use crate::assets;
use crate::came_from::{is_from_here, page_before, page_of_form};
use crate::cookies::own_cookie;
use crate::form_token::{VISIT_COOKIE, is_ours, token_of};
use crate::look::{LOOK_COOKIE, Look};
use crate::randomness;
use crate::say::Say;
use crate::session::{DESK_PATH, PATRON_COOKIE, STAFF_COOKIE, Session};
use crate::trouble::Trouble;
use axum::Extension;
use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use axum::http::Method;
use axum::http::header::ACCEPT_LANGUAGE;
use std::net::IpAddr;
use std::sync::Arc;

/// Largest form taken; those of ours are far smaller.
const FORM_BYTES_MAX: usize = 64 << 10;
/// Longest address that a page leads back to.
const HERE_BYTES_MAX: usize = 1_000;

/// One request, as the pages see it.
#[derive(Clone, Debug)]
pub(crate) struct Visit {
    /// How this reader likes the pages.
    pub(crate) look: Look,
    /// The words of their language.
    pub(crate) say: Say,
    /// What was asked for, to come back to; of a form, the page that it stands on.
    pub(crate) here: String,
    /// They come from a page of ours, not by a letter or another site.
    pub(crate) from_here: bool,
    /// The patron who has signed in.
    pub(crate) patron: Option<Session>,
    /// Who has signed in at the desk.
    pub(crate) staff: Option<Session>,
    /// Where the browser is.
    pub(crate) from: Option<IpAddr>,
    /// The chance of this browser that forms are held against.
    pub(crate) secret: String,
    /// The browser does not have it yet.
    pub(crate) is_new: bool,
    /// Drawn for this page alone: what is sent from it twice is one command.
    pub(crate) page: String,
}

/// How handlers take it.
pub(crate) type Visiting = Extension<Arc<Visit>>;

impl Visit {
    /// Reads a request; nothing where the machine gives no chance.
    pub(crate) fn of(request: &Request, from: Option<IpAddr>, https: bool) -> Option<Self> {
        let headers = request.headers();
        let read = |name, path| own_cookie(headers, (name, path), https);
        let languages = headers.get(ACCEPT_LANGUAGE);
        let languages = languages.and_then(|value| value.to_str().ok());
        let look = Look::read(read(LOOK_COOKIE, "/"), languages);
        let known = read(VISIT_COOKIE, "/").filter(|secret| secret.len() == 32);
        Some(Self {
            say: look.say(),
            look,
            here: here(request),
            from_here: is_from_here(headers),
            patron: read(PATRON_COOKIE, "/").and_then(Session::read),
            staff: read(STAFF_COOKIE, DESK_PATH).and_then(Session::read),
            from,
            is_new: known.is_none(),
            secret: match known {
                Some(secret) => secret.to_owned(),
                None => randomness::unguessable()?,
            },
            page: randomness::unguessable()?,
        })
    }

    /// Gives the patron's session, or asks for one.
    pub(crate) fn signed_in(&self) -> Result<&Session, Trouble> {
        self.patron.as_ref().ok_or(Trouble::SignIn)
    }

    /// Gives the token that forms of this browser carry.
    pub(crate) fn token(&self) -> String {
        token_of(&self.secret, &self.page)
    }

    /// Gives the address that changes one thing of how pages look, and comes back here.
    pub(crate) fn look_link(&self, what: &str, to: &str) -> String {
        address("/vue", [(what, to), ("retour", self.here.as_str())])
    }

    /// Gives the address of a file of ours.
    pub(crate) fn asset(&self, name: &str) -> &'static str {
        assets::address_of(name)
    }

    /// Gives the address of signing in, from where one comes back here.
    pub(crate) fn sign_in_link(&self) -> String {
        address("/connexion", [("retour", self.here.as_str())])
    }
}

/// Gives the address to come back to: that which was asked for, or the page of the form that was sent.
fn here(request: &Request) -> String {
    let uri = request.uri();
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let before = page_before(request.headers());
        return before.unwrap_or_else(|| page_of_form(uri.path()).to_owned());
    }
    let here = uri.path_and_query().map_or("/", |path| path.as_str());
    match here.len() <= HERE_BYTES_MAX {
        true => here.to_owned(),
        false => uri.path().chars().take(HERE_BYTES_MAX).collect(),
    }
}

/// A form that was sent from a page of ours.
#[derive(Debug)]
pub(crate) struct Posted {
    /// Its fields.
    pub(crate) fields: Asked,
    /// The page it was sent from, for the name of the command.
    pub(crate) page: String,
}

impl<S: Send + Sync> FromRequest<S> for Posted {
    type Rejection = Trouble;

    async fn from_request(request: Request, _: &S) -> Result<Self, Trouble> {
        let visit = request.extensions().get::<Arc<Visit>>().cloned();
        let visit = visit.ok_or(Trouble::Broken)?;
        let (parts, body) = request.into_parts();
        let bytes = to_bytes(body, FORM_BYTES_MAX).await;
        let fields = Asked::read(&bytes.map_err(|_| Trouble::TooLong)?);
        let page = fields.get("page").to_owned();
        let drawn = page.len() == 32 && page.bytes().all(|byte| byte.is_ascii_hexdigit());
        let token = (page.as_str(), fields.get("jeton"));
        if !drawn || !is_ours(&parts.headers, &visit.secret, token) {
            return Err(Trouble::FormOver);
        }
        Ok(Self { fields, page })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use axum::body::Body;

    fn here_of(method: &str, path: &str, referer: Option<&str>) -> String {
        let mut request = Request::builder().method(method).uri(path);
        request = request.header("host", "a.example");
        if let Some(referer) = referer {
            request = request.header("referer", referer);
        }
        let request = request.body(Body::empty()).unwrap();
        Visit::of(&request, None, false).unwrap().here
    }

    #[test]
    fn whoever_signs_in_after_sending_a_form_comes_back_to_the_page_it_stood_on() {
        let list = "http://a.example/recherche?q=camus";
        assert_eq!(
            here_of("POST", "/reserver", Some(list)),
            "/recherche?q=camus"
        );
        assert_eq!(here_of("POST", "/reserver", None), "/");
        let foreign = Some("http://b.example/x");
        assert_eq!(here_of("POST", "/listes/retirer", foreign), "/listes");
        assert_eq!(
            here_of("GET", "/recherche?q=a", Some(list)),
            "/recherche?q=a"
        );
    }
}
