//! A patron is registered, in under a minute; and what is known of one is changed, by the same form.

use super::at_desk::{Around, AtDesk, is_session_over};
use super::days::day;
use super::person_form::{PersonFields, refused};
use crate::answer::{Answer, page_with, see};
use crate::form_errors::FormErrors;
use crate::say::Say;
use crate::trouble::Trouble;
use crate::visit::{Posted, Visit};
use askama::Template;
use navette_proto::wire::patrons::{RegisterRequest, UpdateRequest};

#[derive(Template)]
#[template(path = "desk/person.html")]
struct PersonPage<'a> {
    visit: &'a Visit,
    say: Say,
    desk: &'a Around,
    base: &'a str,
    /// The name of the card; empty for somebody new.
    handle: &'a str,
    /// As shown: nobody overwrites what they have not seen.
    version: u64,
    /// Where the form is sent.
    action: String,
    fields: PersonFields,
    errors: FormErrors,
}

pub(crate) async fn show_new(at: AtDesk) -> Answer {
    let fields = PersonFields {
        category: "adult".to_owned(),
        ..PersonFields::default()
    };
    shown(&at, 0, fields, FormErrors::default()).await
}

/// Shows the form with what somebody has written at home.
pub(super) async fn begin(at: &AtDesk, fields: PersonFields) -> Answer {
    shown(at, 0, fields, FormErrors::default()).await
}

/// Registers somebody; an application that is dealt with by it goes away.
pub(crate) async fn register(at: AtDesk, posted: Posted) -> Answer {
    let fields = PersonFields::typed(&posted.fields);
    let mut errors = FormErrors::default();
    let person = fields.person(&at, &posted.fields, &mut errors);
    if errors.is_empty() {
        // Corrected and sent again from the same page, it is another command.
        let about = format!("{:?}", posted.fields);
        let request = RegisterRequest {
            request_id: at.command(&posted, &["register", &about]),
            card_number: fields.card.clone(),
            category: fields.category.clone(),
            person: Some(person),
            accept_namesake: posted.fields.is_ticked("homonyme"),
            staff: 0,
        };
        match at.patrons()?.register(request).await {
            Ok(answer) => {
                let patron = answer.into_inner().patron.ok_or(Trouble::Broken)?;
                let handle = at.lay(patron.card.ok_or(Trouble::Broken)?)?;
                if !fields.application.is_empty() {
                    // One that stays on the list is taken away there.
                    let _ = at.remove_application(&fields.application).await;
                }
                return see(&at.path(&format!("/lecteur/{handle}?fait=oui")));
            }
            Err(status) if is_session_over(&status) => return Err(status.into()),
            Err(status) => {
                if !refused(at.say(), &status, &mut errors) {
                    return Err(status.into());
                }
            }
        }
    }
    shown(&at, 0, fields, errors).await
}

pub(crate) async fn show_known(at: AtDesk) -> Answer {
    let patron = at.patron(&at.card()?).await?;
    let fields = PersonFields::of(&patron);
    shown(&at, patron.version, fields, FormErrors::default()).await
}

/// Changes what is known of somebody.
pub(crate) async fn change(at: AtDesk, posted: Posted) -> Answer {
    let fields = PersonFields::typed(&posted.fields);
    let version = posted.fields.get("version").parse().unwrap_or_default();
    let mut errors = FormErrors::default();
    let person = fields.person(&at, &posted.fields, &mut errors);
    let expires = day(&posted.fields, "valable").unwrap_or_else(|_| {
        errors.add("valable", at.say().desk_error_day());
        String::new()
    });
    if errors.is_empty() {
        let about = format!("{:?}", posted.fields);
        let request = UpdateRequest {
            request_id: at.command(&posted, &["change", &about]),
            card: Some(at.card()?),
            version,
            person: Some(person),
            category: fields.category.clone(),
            card_expires: expires,
            new_card_number: fields.card.clone(),
            ..UpdateRequest::default()
        };
        match at.patrons()?.update(request).await {
            Ok(_) => {
                let handle = at.param("card");
                if !fields.card.is_empty() {
                    at.portal
                        .at_hand
                        .renumber(&at.session, handle, &fields.card);
                }
                return see(&at.path(&format!("/lecteur/{handle}?fait=oui")));
            }
            Err(status) if is_session_over(&status) => return Err(status.into()),
            Err(status) => {
                if !refused(at.say(), &status, &mut errors) {
                    return Err(status.into());
                }
            }
        }
    }
    shown(&at, version, fields, errors).await
}

async fn shown(at: &AtDesk, version: u64, fields: PersonFields, errors: FormErrors) -> Answer {
    let around = at.around().await?;
    let handle = at.param("card");
    let status = errors.status();
    let shown = PersonPage {
        visit: &at.visit,
        say: at.say(),
        desk: &around,
        base: &at.path(""),
        handle,
        version,
        action: match handle.is_empty() {
            true => at.path("/inscription"),
            false => at.path(&format!("/lecteur/{handle}/modifier")),
        },
        fields,
        errors,
    };
    page_with(status, &shown)
}
