//! A patron signs in with a code that works once, or has one sent by e-mail.

use crate::answer::{Answer, page_with};
use crate::asked::Asked;
use crate::form_errors::FormErrors;
use crate::form_token::command_of;
use crate::pages::sign_in::{is_about_the_form, library_of, signed_in};
use crate::places::Known;
use crate::running::Portal;
use crate::say::Say;
use crate::session::Session;
use crate::trouble::Trouble;
use crate::visit::{Posted, Visit, Visiting};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use navette_domain::catalogue::LibraryId;
use navette_domain::privacy::Secret;
use navette_proto::explain;
use navette_proto::wire::access::sign_in_patron_request::Proof;
use navette_proto::wire::access::{AskSignInLinkRequest, SignInPatronRequest};
use navette_proto::wire::identity::Card;
use std::sync::Arc;
use tonic::Status;

/// Whoever has come in with a code chooses a password next.
const NEXT: &str = "/compte/acces?fait=code";

#[derive(Template)]
#[template(path = "account/code.html")]
struct CodePage<'a> {
    visit: &'a Visit,
    say: Say,
    known: &'a Known,
    served: Vec<&'a LibraryId>,
    library: &'a str,
    errors: FormErrors,
}

#[derive(Template)]
#[template(path = "account/code_mail.html")]
struct MailPage<'a> {
    visit: &'a Visit,
    say: Say,
    known: &'a Known,
    served: Vec<&'a LibraryId>,
    library: &'a str,
    card: &'a str,
    sent: bool,
    errors: FormErrors,
}

pub(crate) async fn show(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    asked: Asked,
) -> Answer {
    let library = meant(&visit, &asked);
    code_form(&portal, &visit, &library, FormErrors::default()).await
}

pub(crate) async fn sign_in(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    posted: Posted,
) -> Answer {
    let say = visit.say;
    let library = library_of(&portal, &posted.fields);
    let code = posted.fields.get("code");
    let mut errors = FormErrors::default();
    if library.is_empty() {
        errors.add("bibliotheque", say.error_library_empty());
    }
    if code.is_empty() {
        errors.add("code", say.error_code_empty());
    }
    if errors.is_empty() {
        match begin(&portal, &visit, &library, code).await {
            Ok(session) => return signed_in(&portal, &visit, &session, NEXT).await,
            Err(Trouble::Refused(status)) if is_about_the_form(status.code()) => {
                errors.add_all("code", refused(&status, say));
            }
            Err(trouble) => return Err(trouble),
        }
    }
    code_form(&portal, &visit, &library, errors).await
}

/// Says why a code is not taken: there is no number to check beside it.
fn refused(status: &Status, say: Say) -> Vec<String> {
    let wrong = explain(status).is_some_and(|told| told.reason == "WRONG_SIGN_IN");
    match wrong {
        true => vec![say.error_code_wrong().to_owned()],
        false => say.refusals(status),
    }
}

async fn begin(
    portal: &Portal,
    visit: &Visit,
    library: &str,
    code: &str,
) -> Result<Session, Trouble> {
    let library = LibraryId::parse(library).map_err(|_| Trouble::NotFound)?;
    let mut access = portal.territory.signing_in(visit, &library)?;
    let request = SignInPatronRequest {
        card: None,
        proof: Some(Proof::OneTimeCode(code.to_owned())),
    };
    let answer = access.sign_in_patron(request).await?.into_inner();
    let token = answer.session.ok_or(Trouble::Broken)?.token;
    Ok(Session {
        library,
        token: Secret::new(token),
    })
}

pub(crate) async fn show_mail(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    asked: Asked,
) -> Answer {
    let library = meant(&visit, &asked);
    mail_form(
        &portal,
        &visit,
        (&library, ""),
        false,
        FormErrors::default(),
    )
    .await
}

pub(crate) async fn ask_mail(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    posted: Posted,
) -> Answer {
    let say = visit.say;
    let library = library_of(&portal, &posted.fields);
    let number = posted.fields.get("carte");
    let mut errors = FormErrors::default();
    if library.is_empty() {
        errors.add("bibliotheque", say.error_library_empty());
    }
    if number.is_empty() {
        errors.add("carte", say.error_card_empty());
    }
    let mut sent = false;
    if errors.is_empty() {
        match ask(&portal, &visit, &posted.page, &library, number).await {
            Ok(()) => sent = true,
            Err(Trouble::Refused(status)) if is_about_the_form(status.code()) => {
                errors.add_all("carte", say.refusals(&status));
            }
            Err(trouble) => return Err(trouble),
        }
    }
    mail_form(&portal, &visit, (&library, number), sent, errors).await
}

async fn ask(
    portal: &Portal,
    visit: &Visit,
    page: &str,
    library: &str,
    number: &str,
) -> Result<(), Trouble> {
    let id = LibraryId::parse(library).map_err(|_| Trouble::NotFound)?;
    let request = AskSignInLinkRequest {
        request_id: command_of(page, &["code", library, number]),
        card: Some(Card {
            library: library.to_owned(),
            number: number.to_owned(),
        }),
    };
    let mut access = portal.territory.signing_in(visit, &id)?;
    access.ask_sign_in_link(request).await?;
    Ok(())
}

/// Guesses the library: the one that the address names, or where this reader collects.
fn meant(visit: &Visit, asked: &Asked) -> String {
    match asked.get("bibliotheque") {
        "" => visit
            .look
            .pickup
            .as_ref()
            .map_or(String::new(), ToString::to_string),
        named => named.to_owned(),
    }
}

async fn code_form(portal: &Portal, visit: &Visit, library: &str, errors: FormErrors) -> Answer {
    let known = portal.places.known(&portal.territory, visit).await;
    let shown = CodePage {
        visit,
        say: visit.say,
        known: &known,
        served: known.ordered(portal.territory.served()),
        library,
        errors,
    };
    page_with(shown.errors.status(), &shown)
}

async fn mail_form(
    portal: &Portal,
    visit: &Visit,
    (library, card): (&str, &str),
    sent: bool,
    errors: FormErrors,
) -> Answer {
    let known = portal.places.known(&portal.territory, visit).await;
    let shown = MailPage {
        visit,
        say: visit.say,
        known: &known,
        served: known.ordered(portal.territory.served()),
        library,
        card,
        sent,
        errors,
    };
    page_with(shown.errors.status(), &shown)
}
