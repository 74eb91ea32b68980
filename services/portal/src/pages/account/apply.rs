//! Somebody without a card fills in at home what the desk would ask: one thing a page, all of it shown before it is sent.
//!
//! What was typed goes from page to page in hidden fields: nothing is kept before the last one.

use super::applied;
use crate::answer::{Answer, page_with};
use crate::asked::Asked;
use crate::form_errors::FormErrors;
use crate::form_token::command_of;
use crate::look::Look;
use crate::pages::changed_look::remember;
use crate::pages::sign_in::library_of;
use crate::places::Known;
use crate::running::Portal;
use crate::say::Say;
use crate::trouble::Trouble;
use crate::typed_day::typed_day;
use crate::visit::{Posted, Visit, Visiting};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use navette_domain::catalogue::LibraryId;
use navette_proto::explain;
use navette_proto::wire::patrons::{ApplyRequest, ApplyResponse, Person};
use std::sync::Arc;
use tonic::{Code, Status};

/// What is asked, in order; the last page shows all of it.
const STEPS: [&str; 5] = ["nom", "naissance", "contact", "adresse", "verifier"];
/// Fields that go from page to page.
const FIELDS: [&str; 7] = [
    "bibliotheque",
    "prenom",
    "nom",
    "naissance",
    "courriel",
    "telephone",
    "adresse",
];

#[derive(Template)]
#[template(path = "account/apply.html")]
struct Apply<'a> {
    visit: &'a Visit,
    say: Say,
    known: &'a Known,
    served: Vec<&'a LibraryId>,
    step: &'static str,
    typed: &'a Asked,
    /// What was typed on other pages.
    carried: Vec<(&'static str, &'a str)>,
    errors: FormErrors,
}

pub(crate) async fn begin(State(portal): State<Arc<Portal>>, Extension(visit): Visiting) -> Answer {
    let typed = Asked::default();
    form(&portal, &visit, 0, &typed, FormErrors::default()).await
}

pub(crate) async fn go_on(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    posted: Posted,
) -> Answer {
    let fields = &posted.fields;
    let mut look = visit.look.clone();
    if look.change("langue", fields.get("langue")) {
        return in_other_words(&portal, &visit, look, fields).await;
    }
    // Whoever goes back to a page has nothing to say about this one.
    if let Some(step) = step_of(fields.get("aller")) {
        return form(&portal, &visit, step, fields, FormErrors::default()).await;
    }
    let step = step_of(fields.get("etape")).ok_or(Trouble::NotFound)?;
    let wrong_step = (0..=step).find_map(|step| {
        let errors = checked(&portal, &visit, step, fields);
        (!errors.is_empty()).then_some((step, errors))
    });
    if let Some((step, errors)) = wrong_step {
        return form(&portal, &visit, step, fields, errors).await;
    }
    if step + 1 < STEPS.len() {
        return form(&portal, &visit, step + 1, fields, FormErrors::default()).await;
    }
    match send(&portal, &visit, &posted).await {
        Ok(kept) => applied::sent(&portal, &library_of(&portal, fields), &kept),
        Err(Trouble::Refused(status)) if is_about_the_form(status.code()) => {
            let errors = refused(&status, visit.say);
            form(&portal, &visit, step, fields, errors).await
        }
        Err(trouble) => Err(trouble),
    }
}

/// Shows the same page in another language, with what was typed.
async fn in_other_words(portal: &Portal, visit: &Visit, look: Look, fields: &Asked) -> Answer {
    let step = step_of(fields.get("etape")).unwrap_or_default();
    let visit = Visit {
        say: look.say(),
        look,
        ..visit.clone()
    };
    let answer = form(portal, &visit, step, fields, FormErrors::default()).await?;
    remember(answer, &visit.look, portal.config.behind_https)
}

fn is_about_the_form(code: Code) -> bool {
    matches!(code, Code::InvalidArgument | Code::ResourceExhausted)
}

fn step_of(name: &str) -> Option<usize> {
    STEPS.iter().position(|step| *step == name)
}

/// Says what is missing on one page.
fn checked(portal: &Portal, visit: &Visit, step: usize, fields: &Asked) -> FormErrors {
    let say = visit.say;
    let mut errors = FormErrors::default();
    let mut need = |field: &'static str, holds: bool, why: &'static str| {
        if !holds {
            errors.add(field, why);
        }
    };
    match STEPS.get(step).copied().unwrap_or_default() {
        "nom" => {
            let library = library_of(portal, fields);
            need(
                "bibliotheque",
                !library.is_empty(),
                say.error_library_empty(),
            );
            need(
                "prenom",
                !fields.get("prenom").is_empty(),
                say.error_given_name(),
            );
            need(
                "nom",
                !fields.get("nom").is_empty(),
                say.error_family_name(),
            );
        }
        "naissance" => {
            let day = typed_day(fields.get("naissance"));
            need("naissance", day.is_some(), say.error_birth());
        }
        "contact" => {
            let email = fields.get("courriel");
            let sound = email.is_empty() || email.contains('@');
            need("courriel", sound, say.error_email());
        }
        "adresse" => need(
            "adresse",
            !fields.get("adresse").is_empty(),
            say.error_address(),
        ),
        _ => {}
    }
    errors
}

async fn send(portal: &Portal, visit: &Visit, posted: &Posted) -> Result<ApplyResponse, Trouble> {
    let fields = &posted.fields;
    let library = LibraryId::parse(&library_of(portal, fields)).map_err(|_| Trouble::NotFound)?;
    let birth = typed_day(fields.get("naissance"));
    let person = Person {
        given_name: fields.get("prenom").to_owned(),
        family_name: fields.get("nom").to_owned(),
        birth: birth.map_or(String::new(), |day| day.to_string()),
        email: fields.get("courriel").to_owned(),
        phone: fields.get("telephone").to_owned(),
        address: fields.get("adresse").to_owned(),
        language: visit.say.html_lang().to_owned(),
        ..Person::default()
    };
    let about = FIELDS.map(|name| fields.get(name));
    let request = ApplyRequest {
        request_id: command_of(&posted.page, &about),
        person: Some(person),
    };
    let mut patrons = portal.territory.patrons_of(visit, &library)?;
    Ok(patrons.apply(request).await?.into_inner())
}

/// Says what the library does not take, in our words.
fn refused(status: &Status, say: Say) -> FormErrors {
    let mut errors = FormErrors::default();
    let told = explain(status);
    for objection in told.map(|told| told.objections).unwrap_or_default() {
        let why = match objection.reason.as_str() {
            "person.given_name" => say.error_given_name(),
            "person.family_name" => say.error_family_name(),
            "person.birth" => say.error_birth(),
            "person.email" => say.error_email(),
            "person.phone" => say.error_phone(),
            _ => continue,
        };
        errors.add("", why);
    }
    if errors.is_empty() {
        errors.add_all("", say.refusals(status));
    }
    errors
}

async fn form(
    portal: &Portal,
    visit: &Visit,
    step: usize,
    typed: &Asked,
    errors: FormErrors,
) -> Answer {
    let known = portal.places.known(&portal.territory, visit).await;
    let step = STEPS.get(step).copied().unwrap_or(STEPS[0]);
    let carried = FIELDS.iter().filter(|field| !is_on(step, field));
    let status = errors.status();
    let shown = Apply {
        visit,
        say: visit.say,
        known: &known,
        served: known.ordered(portal.territory.served()),
        step,
        typed,
        carried: carried.map(|field| (*field, typed.get(field))).collect(),
        errors,
    };
    page_with(status, &shown)
}

/// Says whether a field is typed on this page.
fn is_on(step: &str, field: &str) -> bool {
    match step {
        "nom" => matches!(field, "bibliotheque" | "prenom" | "nom"),
        "naissance" => field == "naissance",
        "contact" => matches!(field, "courriel" | "telephone"),
        "adresse" => field == "adresse",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_typed_on_one_page_and_carried_on_all_others() {
        for field in FIELDS {
            let pages = STEPS.iter().filter(|step| is_on(step, field)).count();
            assert_eq!(pages, 1, "{field}");
        }
        assert!(FIELDS.iter().all(|field| !is_on("verifier", field)));
    }
}
