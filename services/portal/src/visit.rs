//! Who comes, how do they read, and from which page? What every page needs to know of the request that asks for it.

use crate::asked::{Asked, address};
use crate::assets;
use crate::cookies::cookie;
use crate::form_token::{VISIT_COOKIE, is_ours, token_of};
use crate::look::{LOOK_COOKIE, Look};
use crate::randomness;
use crate::say::Say;
use crate::session::{PATRON_COOKIE, STAFF_COOKIE, Session};
use crate::trouble::Trouble;
use axum::Extension;
use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::{HeaderMap, Uri};
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
    /// What was asked for, to come back to.
    pub(crate) here: String,
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
    pub(crate) fn of(headers: &HeaderMap, uri: &Uri, from: Option<IpAddr>) -> Option<Self> {
        let languages = headers.get(ACCEPT_LANGUAGE);
        let languages = languages.and_then(|value| value.to_str().ok());
        let look = Look::read(cookie(headers, LOOK_COOKIE), languages);
        let here = uri.path_and_query().map_or("/", |path| path.as_str());
        let known = cookie(headers, VISIT_COOKIE).filter(|secret| secret.len() == 32);
        Some(Self {
            say: look.say(),
            look,
            here: match here.len() <= HERE_BYTES_MAX {
                true => here.to_owned(),
                false => uri.path().chars().take(HERE_BYTES_MAX).collect(),
            },
            patron: cookie(headers, PATRON_COOKIE).and_then(Session::read),
            staff: cookie(headers, STAFF_COOKIE).and_then(Session::read),
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
        token_of(&self.secret)
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
        if !drawn || !is_ours(&parts.headers, &visit.secret, fields.get("jeton")) {
            return Err(Trouble::FormOver);
        }
        Ok(Self { fields, page })
    }
}
