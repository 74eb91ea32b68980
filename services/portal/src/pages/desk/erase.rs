//! A patron is forgotten for good; what stands in the way is named.

use super::at_desk::{Around, AtDesk, is_session_over};
use crate::answer::{Answer, page_with, see};
use crate::form_errors::FormErrors;
use crate::say::Say;
use crate::visit::{Posted, Visit};
use askama::Template;
use navette_proto::explain;
use navette_proto::wire::patrons::EraseRequest;
use tonic::Status;

#[derive(Template)]
#[template(path = "desk/erase.html")]
struct ErasePage<'a> {
    visit: &'a Visit,
    say: Say,
    desk: &'a Around,
    base: &'a str,
    handle: &'a str,
    name: String,
    /// What stands in the way.
    held_by: Vec<String>,
    errors: FormErrors,
}

pub(crate) async fn show(at: AtDesk) -> Answer {
    shown(&at, Vec::new(), FormErrors::default()).await
}

pub(crate) async fn erase(at: AtDesk, posted: Posted) -> Answer {
    let mut errors = FormErrors::default();
    if !posted.fields.is_ticked("oui") {
        errors.add("oui", at.say().error_confirm());
        return shown(&at, Vec::new(), errors).await;
    }
    let request = EraseRequest {
        request_id: at.command(&posted, &["erase"]),
        card: Some(at.card()?),
        staff: 0,
    };
    match at.patrons()?.erase(request).await {
        Ok(_) => see(&at.path("/lecteurs?efface=oui")),
        Err(status) if is_session_over(&status) => Err(status.into()),
        Err(status) => {
            let held_by = held_by(at.say(), &status);
            for line in at.say().desk_refusals(&status) {
                errors.add("", line);
            }
            shown(&at, held_by, errors).await
        }
    }
}

fn held_by(say: Say, status: &Status) -> Vec<String> {
    let told = explain(status);
    let listed = told.and_then(|told| told.metadata.get("held_by").cloned());
    let listed = listed.unwrap_or_default();
    let reasons = listed.split(',').filter(|reason| !reason.is_empty());
    reasons.map(|reason| say.held_by(reason)).collect()
}

async fn shown(at: &AtDesk, held_by: Vec<String>, errors: FormErrors) -> Answer {
    let person = at.patron(&at.card()?).await?.person.unwrap_or_default();
    let around = at.around().await?;
    let status = errors.status();
    let shown = ErasePage {
        visit: &at.visit,
        say: at.say(),
        desk: &around,
        base: &at.path(""),
        handle: at.param("card"),
        name: format!("{} {}", person.given_name, person.family_name),
        held_by,
        errors,
    };
    page_with(status, &shown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::say::Language;
    use navette_proto::Refusal;

    #[test]
    fn what_stands_in_the_way_is_named_in_words() {
        let refusal = Refusal::StillHeld(vec!["a loan".into(), "a request".into()]);
        let said = held_by(Say(Language::French), &Status::from(refusal));
        assert_eq!(said, ["un prêt en cours", "une réservation en cours"]);
    }
}
