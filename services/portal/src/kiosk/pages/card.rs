//! Whose card is it? The number first, by the reader or by hand, then the PIN; then what they came for.

use super::request;
use crate::answer::{Answer, page_with, see};
use crate::asked::{Asked, address};
use crate::clock::steady;
use crate::form_errors::FormErrors;
use crate::kiosk::glass::Glass;
use crate::kiosk::standing::Kiosk;
use crate::say::Say;
use crate::session::Session;
use crate::trouble::Trouble;
use crate::visit::{Posted, Visit, Visiting};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use navette_domain::privacy::Secret;
use navette_proto::explain;
use navette_proto::wire::access::SignInPatronRequest;
use navette_proto::wire::access::sign_in_patron_request::Proof;
use navette_proto::wire::identity::Card;
use std::sync::Arc;
use tonic::{Code, Status};

/// A PIN has as many digits.
const PIN_DIGITS: std::ops::RangeInclusive<usize> = 4..=8;

#[derive(Template)]
#[template(path = "kiosk/card.html")]
struct CardPage<'a> {
    glass: Glass<'a>,
    say: Say,
    /// What they came for, and which work, where they ask for one.
    purpose: &'static str,
    work: &'a str,
    /// Empty where it is still to be read.
    card: &'a str,
    /// Where another card is read for the same.
    other_card: String,
    errors: FormErrors,
}

pub(crate) async fn show(
    State(kiosk): State<Arc<Kiosk>>,
    Extension(visit): Visiting,
    asked: Asked,
) -> Answer {
    if kiosk.seat.patron(&visit.secret).is_some() && asked.get("titre").is_empty() {
        return see(after(purpose(&asked)));
    }
    form(&kiosk, &visit, &asked, "", FormErrors::default()).await
}

pub(crate) async fn sign_in(
    State(kiosk): State<Arc<Kiosk>>,
    Extension(visit): Visiting,
    posted: Posted,
) -> Answer {
    let (say, fields) = (visit.say, &posted.fields);
    let (card, pin) = (fields.get("carte"), fields.get("code"));
    let mut errors = FormErrors::default();
    if card.is_empty() {
        errors.add("carte", say.error_card_empty());
        return form(&kiosk, &visit, fields, "", errors).await;
    }
    // The reader ends the number with Enter: the PIN is asked for next, and nothing is wrong yet.
    if !fields.is_ticked("etape") {
        return form(&kiosk, &visit, fields, card, errors).await;
    }
    match checked(pin, say) {
        Err(why) => errors.add("code", why),
        Ok(()) => match begin(&kiosk, &visit, card, pin).await {
            Ok(()) => return signed_in(&kiosk, &visit, &posted).await,
            Err(Trouble::Refused(status)) if is_about_the_form(status.code()) => {
                errors.add_all("code", refusals(say, &status));
            }
            Err(trouble) => return Err(trouble),
        },
    }
    form(&kiosk, &visit, fields, card, errors).await
}

fn checked(pin: &str, say: Say) -> Result<(), &'static str> {
    match pin {
        "" => Err(say.kiosk_pin_empty()),
        pin if PIN_DIGITS.contains(&pin.len()) && pin.bytes().all(|c| c.is_ascii_digit()) => Ok(()),
        _ => Err(say.kiosk_pin_digits()),
    }
}

async fn begin(kiosk: &Kiosk, visit: &Visit, card: &str, pin: &str) -> Result<(), Trouble> {
    let here = kiosk.here().await?;
    let request = SignInPatronRequest {
        card: Some(Card {
            library: here.library.to_string(),
            number: card.to_owned(),
        }),
        proof: Some(Proof::Pin(pin.to_owned())),
    };
    let mut access = here.territory.signing_in(visit, &here.library)?;
    let answer = access.sign_in_patron(request).await?.into_inner();
    let session = Session {
        library: here.library.clone(),
        token: Secret::new(answer.session.ok_or(Trouble::Broken)?.token),
    };
    let before = kiosk.seat.sign_in(&visit.secret, session, steady());
    kiosk.sign_out(before).await;
    Ok(())
}

async fn signed_in(kiosk: &Kiosk, visit: &Visit, posted: &Posted) -> Answer {
    let work = posted.fields.get("titre");
    match work.is_empty() {
        true => see(after(purpose(&posted.fields))),
        // They have asked for it already, before they were asked who they are.
        false => request::ask(kiosk, visit, &posted.page, work).await,
    }
}

/// Names what somebody came for; whatever else is written is their loans.
fn purpose(asked: &Asked) -> &'static str {
    match asked.get("pour") {
        "emprunter" => "emprunter",
        "reserver" => "reserver",
        _ => "prets",
    }
}

fn after(purpose: &str) -> &'static str {
    match purpose {
        "emprunter" => "/emprunter",
        "reserver" => "/reservations",
        _ => "/prets",
    }
}

/// Says why, in the words of a kiosk.
fn refusals(say: Say, status: &Status) -> Vec<String> {
    let told = explain(status);
    let said = match told.as_ref().map(|told| told.reason.as_str()) {
        Some("PIN_NOT_HERE") => say.kiosk_pin_not_here(),
        Some("WRONG_SIGN_IN") => say.kiosk_wrong_pin(),
        _ => return say.refusals(status),
    };
    vec![said.to_owned()]
}

fn is_about_the_form(code: Code) -> bool {
    matches!(
        code,
        Code::Unauthenticated
            | Code::PermissionDenied
            | Code::InvalidArgument
            | Code::ResourceExhausted
    )
}

async fn form(
    kiosk: &Kiosk,
    visit: &Visit,
    asked: &Asked,
    card: &str,
    errors: FormErrors,
) -> Answer {
    let status = errors.status();
    let begun = address(
        "/carte",
        [("pour", purpose(asked)), ("titre", asked.get("titre"))],
    );
    let shown = CardPage {
        glass: Glass {
            back_to: begun.clone(),
            ..Glass::of(kiosk, visit).await
        },
        say: visit.say,
        purpose: purpose(asked),
        work: asked.get("titre"),
        card,
        other_card: begun,
        errors,
    };
    page_with(status, &shown)
}
