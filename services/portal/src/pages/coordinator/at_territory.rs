//! Who looks after the territory? Whoever has given the federator's own token, which the federator checks at every call. The token stays
//! in this process; the browser carries a session for it.

use crate::answer::{Answer, page_with, see, with_cookie};
use crate::cookies::{Setting, own_cookie};
use crate::form_errors::FormErrors;
use crate::form_token::command_of;
use crate::running::Portal;
use crate::say::Say;
use crate::session::staff_setting;
use crate::territory::Line;
use crate::trouble::Trouble;
use crate::visit::{Posted, Visit, Visiting};
use askama::Template;
use axum::Extension;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use navette_domain::privacy::Secret;
use navette_proto::wire::courier::courier_service_client::CourierServiceClient;
use navette_proto::wire::lending::ListRequest;
use navette_proto::wire::lending::loan_request_service_client::LoanRequestServiceClient;
use std::collections::HashMap;
use std::sync::Arc;
use tonic::Code;

/// The cookie of the coordinator's session; it comes back under these addresses only.
const COOKIE: &str = "territoire";
/// Under which addresses the territory is looked after.
const PATH: &str = "/territoire";
/// The token of a process is far shorter.
const TOKEN_CHARS_MAX: usize = 200;

/// A request of the coordinator.
pub(crate) struct AtTerritory {
    pub(crate) portal: Arc<Portal>,
    pub(crate) visit: Arc<Visit>,
    token: Secret<String>,
    session: String,
    params: HashMap<String, String>,
}

/// Why there is no page: somebody must sign in, or trouble.
pub(crate) enum NotHere {
    SignIn,
    Trouble(Trouble),
}

impl IntoResponse for NotHere {
    fn into_response(self) -> Response {
        match self {
            Self::SignIn => sign_in_first().unwrap_or_else(IntoResponse::into_response),
            Self::Trouble(trouble) => trouble.into_response(),
        }
    }
}

fn sign_in_first() -> Answer {
    see(&format!("{PATH}/connexion"))
}

impl FromRequestParts<Arc<Portal>> for AtTerritory {
    type Rejection = NotHere;

    async fn from_request_parts(parts: &mut Parts, portal: &Arc<Portal>) -> Result<Self, NotHere> {
        let visit = parts.extensions.get::<Arc<Visit>>().cloned();
        let visit = visit.ok_or(NotHere::Trouble(Trouble::Broken))?;
        let params = Path::<HashMap<String, String>>::from_request_parts(parts, portal).await;
        let Path(params) = params.map_err(|_| NotHere::Trouble(Trouble::NotFound))?;
        let session = own_cookie(&parts.headers, (COOKIE, PATH), portal.config.behind_https);
        let session = session.unwrap_or_default();
        let token = portal.coordinators.token(session);
        Ok(Self {
            portal: Arc::clone(portal),
            visit,
            token: token.ok_or(NotHere::SignIn)?,
            session: session.to_owned(),
            params,
        })
    }
}

fn token_of(text: &str) -> Option<Secret<String>> {
    let known = |c: char| c.is_ascii_alphanumeric() || "-_=+/.".contains(c);
    let whole = !text.is_empty() && text.len() <= TOKEN_CHARS_MAX && text.chars().all(known);
    whole.then(|| Secret::new(text.to_owned()))
}

impl AtTerritory {
    pub(crate) fn say(&self) -> Say {
        self.visit.say
    }

    pub(crate) fn param(&self, name: &str) -> &str {
        self.params.get(name).map_or("", String::as_str)
    }

    pub(crate) fn command(&self, posted: &Posted, about: &[&str]) -> String {
        command_of(&posted.page, about)
    }

    pub(crate) fn courier(&self) -> Result<CourierServiceClient<Line>, Trouble> {
        let line = self.portal.territory.coordinating(&self.token)?;
        Ok(CourierServiceClient::new(line))
    }

    pub(crate) fn requests(&self) -> Result<LoanRequestServiceClient<Line>, Trouble> {
        let line = self.portal.territory.coordinating(&self.token)?;
        Ok(LoanRequestServiceClient::new(line))
    }

    /// Ends the session, and asks for the key again.
    fn signed_out(&self) -> Answer {
        self.portal.coordinators.end(&self.session);
        let gone = setting(None, self.portal.config.behind_https);
        with_cookie(sign_in_first()?, &gone)
    }

    /// A token that is known no more leads to signing in; other trouble stays what it is.
    pub(crate) fn or_sign_in(&self, trouble: Trouble) -> Answer {
        match &trouble {
            Trouble::Refused(status)
                if matches!(
                    status.code(),
                    Code::Unauthenticated | Code::PermissionDenied
                ) =>
            {
                self.signed_out()
            }
            _ => Err(trouble),
        }
    }
}

#[derive(Template)]
#[template(path = "coordinator/sign_in.html")]
struct SignIn<'a> {
    visit: &'a Visit,
    say: Say,
    here: bool,
    errors: FormErrors,
}

pub(crate) async fn show(State(portal): State<Arc<Portal>>, Extension(visit): Visiting) -> Answer {
    form(&portal, &visit, FormErrors::default())
}

/// Takes the token in, once the federator has known it.
pub(crate) async fn sign_in(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    posted: Posted,
) -> Answer {
    let mut errors = FormErrors::default();
    let Some(token) = token_of(posted.fields.get("cle")) else {
        errors.add("cle", visit.say.territory_error_key());
        return form(&portal, &visit, errors);
    };
    let line = portal.territory.coordinating(&token)?;
    let asked = ListRequest {
        page_size: 1,
        ..ListRequest::default()
    };
    match LoanRequestServiceClient::new(line).list(asked).await {
        Ok(_) => {
            let session = portal.coordinators.begin(token).ok_or(Trouble::Broken)?;
            let kept = setting(Some(&session), portal.config.behind_https);
            with_cookie(see(PATH)?, &kept)
        }
        Err(status)
            if matches!(
                status.code(),
                Code::Unauthenticated | Code::PermissionDenied
            ) =>
        {
            errors.add("cle", visit.say.territory_error_key());
            form(&portal, &visit, errors)
        }
        Err(status) => Err(status.into()),
    }
}

pub(crate) async fn sign_out(at: AtTerritory, _posted: Posted) -> Answer {
    at.signed_out()
}

fn setting(value: Option<&str>, secure: bool) -> Setting<'_> {
    Setting {
        name: COOKIE,
        path: PATH,
        ..staff_setting(value, secure)
    }
}

fn form(portal: &Portal, visit: &Visit, errors: FormErrors) -> Answer {
    let status = errors.status();
    let shown = SignIn {
        visit,
        say: visit.say,
        here: portal.config.federator.is_some(),
        errors,
    };
    page_with(status, &shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_sent_to_the_federator_is_no_token() {
        assert!(token_of("0123abcd").is_some());
        for text in ["", "a b", "a;b", "é", "a\r\nb"] {
            assert!(token_of(text).is_none(), "{text}");
        }
    }
}
