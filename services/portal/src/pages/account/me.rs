//! What a patron changes of themselves: how they are reached, in which language, and whether their loans are remembered.

use super::mine;
use crate::answer::{Answer, page_with, see};
use crate::asked::Asked;
use crate::form_errors::FormErrors;
use crate::form_token::command_of;
use crate::running::Portal;
use crate::say::Say;
use crate::trouble::Trouble;
use crate::visit::{Posted, Visit, Visiting};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use navette_proto::explain;
use navette_proto::wire::patrons::{Channel, Person, UpdateMineRequest};
use std::sync::Arc;
use tonic::{Code, Status};

/// Ways of being told that a patron may choose, and how the form names them.
const CHANNELS: [(Channel, &str); 5] = [
    (Channel::Unspecified, ""),
    (Channel::EMail, "courriel"),
    (Channel::Sms, "sms"),
    (Channel::Letter, "lettre"),
    (Channel::Desk, "voix"),
];

#[derive(Template)]
#[template(path = "account/me.html")]
struct Me<'a> {
    visit: &'a Visit,
    say: Say,
    is_done: bool,
    email: &'a str,
    phone: &'a str,
    language: &'a str,
    channels: Vec<(&'static str, &'static str, bool)>,
    keeps_history: bool,
    errors: FormErrors,
}

pub(crate) async fn show(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    asked: Asked,
) -> Answer {
    let (patron, _) = mine::patron(&portal, &visit, None).await?;
    let person = patron.person.unwrap_or_default();
    let is_done = asked.is_ticked("fait");
    form(&visit, &person, is_done, FormErrors::default())
}

pub(crate) async fn change(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    posted: Posted,
) -> Answer {
    let session = visit.signed_in()?;
    let typed = typed(&posted.fields);
    let mut patrons = portal.territory.patrons(&visit, session)?;
    let about = format!("{:?}", (typed.preferred, typed.keeps_history));
    let about = ["me", &typed.email, &typed.phone, &typed.language, &about];
    let request = UpdateMineRequest {
        request_id: command_of(&posted.page, &about),
        email: Some(typed.email.clone()),
        phone: Some(typed.phone.clone()),
        language: Some(typed.language.clone()),
        preferred: Some(typed.preferred),
        keeps_history: Some(typed.keeps_history),
    };
    match patrons.update_mine(request).await {
        Ok(_) => see("/compte/moi?fait=oui"),
        Err(status) if status.code() == Code::InvalidArgument => {
            form(&visit, &typed, false, refused(&status, visit.say))
        }
        Err(status) => Err(Trouble::from(status)),
    }
}

fn typed(fields: &Asked) -> Person {
    let chosen = CHANNELS
        .iter()
        .find(|(_, name)| *name == fields.get("canal"));
    let chosen = chosen.map_or(Channel::Unspecified, |(channel, _)| *channel);
    Person {
        email: fields.get("courriel").to_owned(),
        phone: fields.get("telephone").to_owned(),
        language: match fields.get("langue") {
            "en" => "en".to_owned(),
            _ => "fr".to_owned(),
        },
        preferred: chosen as i32,
        keeps_history: fields.is_ticked("historique"),
        ..Person::default()
    }
}

/// Says beside which field a refusal belongs; the words are ours, the library's are not translated.
fn refused(status: &Status, say: Say) -> FormErrors {
    let mut errors = FormErrors::default();
    let told = explain(status);
    let objections = told.map(|told| told.objections).unwrap_or_default();
    for objection in objections {
        match objection.reason.as_str() {
            "person.email" => errors.add("courriel", say.error_email()),
            "person.phone" => errors.add("telephone", say.error_phone()),
            _ => errors.add("", say.error_at_desk()),
        }
    }
    if errors.is_empty() {
        errors.add("", say.error_at_desk());
    }
    errors
}

fn form(visit: &Visit, person: &Person, is_done: bool, errors: FormErrors) -> Answer {
    let (say, preferred) = (visit.say, person.preferred());
    let status = errors.status();
    let channels = CHANNELS
        .iter()
        .map(|(channel, name)| (*name, say.channel(*channel), *channel == preferred));
    let shown = Me {
        visit,
        say,
        is_done,
        email: &person.email,
        phone: &person.phone,
        language: &person.language,
        channels: channels.collect(),
        keeps_history: person.keeps_history,
        errors,
    };
    page_with(status, &shown)
}
