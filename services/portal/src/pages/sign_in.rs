//! A patron signs in, and out.

use super::changed_look::remember;
use crate::answer::{Answer, page_with, see, with_cookie};
use crate::asked::{Asked, way_back};
use crate::form_errors::FormErrors;
use crate::places::Known;
use crate::running::Portal;
use crate::say::Say;
use crate::session::{Session, patron_setting};
use crate::trouble::Trouble;
use crate::visit::{Posted, Visit, Visiting};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use navette_domain::catalogue::LibraryId;
use navette_domain::privacy::Secret;
use navette_proto::wire::access::sign_in_patron_request::Proof;
use navette_proto::wire::access::{SignInPatronRequest, SignOutRequest};
use navette_proto::wire::identity::Card;
use std::sync::Arc;
use tonic::Code;

/// A PIN has 4 to 8 digits; whatever else is typed is a password, of which none has digits alone.
const PIN_DIGITS: std::ops::RangeInclusive<usize> = 4..=8;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignIn<'a> {
    visit: &'a Visit,
    say: Say,
    known: &'a Known,
    /// Whose patrons can sign in here.
    served: Vec<&'a LibraryId>,
    library: &'a str,
    card: &'a str,
    back: &'a str,
    /// They have just ended all their sessions.
    is_out: bool,
    errors: FormErrors,
}

pub(crate) async fn show(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    asked: Asked,
) -> Answer {
    let pickup = visit.look.pickup.as_ref();
    let library = pickup.map_or("", |pickup| pickup.as_str()).to_owned();
    form(&portal, &visit, &asked, &library, FormErrors::default()).await
}

pub(crate) async fn sign_in(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    posted: Posted,
) -> Answer {
    let (say, fields) = (visit.say, &posted.fields);
    let library = library_of(&portal, fields);
    let (card, secret) = (fields.get("carte"), fields.get("secret"));
    let mut errors = FormErrors::default();
    for (field, value, why) in [
        ("bibliotheque", library.as_str(), say.error_library_empty()),
        ("carte", card, say.error_card_empty()),
        ("secret", secret, say.error_secret_empty()),
    ] {
        if value.is_empty() {
            errors.add(field, why);
        }
    }
    if errors.is_empty() {
        match begin(&portal, &visit, &library, card, secret).await {
            Ok(session) => {
                return signed_in(&portal, &visit, &session, fields.get("retour")).await;
            }
            Err(Trouble::Refused(status)) if is_about_the_form(status.code()) => {
                errors.add_all("carte", say.refusals(&status));
            }
            Err(trouble) => return Err(trouble),
        }
    }
    form(&portal, &visit, fields, &library, errors).await
}

pub(crate) async fn sign_out(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    _posted: Posted,
) -> Answer {
    if let Ok(session) = visit.signed_in() {
        end(&portal, &visit, session).await;
    }
    with_cookie(see("/")?, &patron_setting(None, portal.config.behind_https))
}

/// Ends a session at its node. One that is over already, or of a library that is not served here any more, is what was wanted.
pub(crate) async fn end(portal: &Portal, visit: &Visit, session: &Session) {
    if let Ok(mut access) = portal.territory.access(visit, session) {
        let _ = access.sign_out(SignOutRequest {}).await;
    }
}

/// Gives whose patron signs in: the library chosen, or the only one there is.
pub(crate) fn library_of(portal: &Portal, fields: &Asked) -> String {
    match portal.territory.only() {
        Some(only) => only.to_string(),
        None => fields.get("bibliotheque").to_owned(),
    }
}

async fn begin(
    portal: &Portal,
    visit: &Visit,
    library: &str,
    card: &str,
    secret: &str,
) -> Result<Session, Trouble> {
    let library = LibraryId::parse(library).map_err(|_| Trouble::NotFound)?;
    let is_pin = PIN_DIGITS.contains(&secret.len()) && secret.bytes().all(|c| c.is_ascii_digit());
    let proof = match is_pin {
        true => Proof::Pin(secret.to_owned()),
        false => Proof::Password(secret.to_owned()),
    };
    let request = SignInPatronRequest {
        card: Some(Card {
            library: library.to_string(),
            number: card.to_owned(),
        }),
        proof: Some(proof),
    };
    let mut access = portal.territory.signing_in(visit, &library)?;
    let answer = access.sign_in_patron(request).await?.into_inner();
    let token = answer.session.ok_or(Trouble::Broken)?.token;
    Ok(Session {
        library,
        token: Secret::new(token),
    })
}

/// Sends whoever has signed in back to where they were; they collect at their own library unless they have said otherwise. The session
/// of whoever was signed in before ends: nobody would ever sign out of it.
pub(crate) async fn signed_in(
    portal: &Portal,
    visit: &Visit,
    session: &Session,
    back: &str,
) -> Answer {
    if let Some(before) = &visit.patron {
        end(portal, visit, before).await;
    }
    let secure = portal.config.behind_https;
    let answer = see(way_back(back))?;
    let answer = with_cookie(answer, &patron_setting(Some(&session.to_cookie()), secure))?;
    if visit.look.pickup.is_some() {
        return Ok(answer);
    }
    let mut look = visit.look.clone();
    look.pickup = Some(session.library.clone());
    remember(answer, &look, secure)
}

/// Says whether a refusal is about what was typed, so that the form is shown again with it.
pub(crate) fn is_about_the_form(code: Code) -> bool {
    matches!(
        code,
        Code::Unauthenticated
            | Code::PermissionDenied
            | Code::InvalidArgument
            | Code::ResourceExhausted
    )
}

async fn form(
    portal: &Portal,
    visit: &Visit,
    asked: &Asked,
    library: &str,
    errors: FormErrors,
) -> Answer {
    let known = portal.places.known(&portal.territory, visit).await;
    let status = errors.status();
    let shown = SignIn {
        visit,
        say: visit.say,
        known: &known,
        served: known.ordered(portal.territory.served()),
        library,
        card: asked.get("carte"),
        back: way_back(asked.get("retour")),
        is_out: asked.get("fait") == "partout",
        errors,
    };
    page_with(status, &shown)
}
