//! By what does a patron get in: a password of their own, and an end to every session.

use crate::answer::{Answer, page_with, see, with_cookie};
use crate::asked::Asked;
use crate::form_errors::FormErrors;
use crate::running::Portal;
use crate::say::Say;
use crate::session::patron_setting;
use crate::trouble::Trouble;
use crate::visit::{Posted, Visit, Visiting};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use navette_proto::explain;
use navette_proto::wire::access::{SetPatronPasswordRequest, SignOutEverywhereRequest};
use std::sync::Arc;
use tonic::{Code, Status};

#[derive(Template)]
#[template(path = "account/access.html")]
struct Access<'a> {
    visit: &'a Visit,
    say: Say,
    told: Option<&'static str>,
    errors: FormErrors,
}

pub(crate) async fn show(Extension(visit): Visiting, asked: Asked) -> Answer {
    visit.signed_in()?;
    let told = match asked.get("fait") {
        "code" => Some(visit.say.access_welcome()),
        "motdepasse" => Some(visit.say.password_done()),
        _ => None,
    };
    form(&visit, told, FormErrors::default())
}

pub(crate) async fn set_password(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    posted: Posted,
) -> Answer {
    let session = visit.signed_in()?;
    // Spaces at either end may be meant.
    let first = |name| posted.fields.all(name).next().unwrap_or_default();
    let (password, again) = (first("motdepasse"), first("encore"));
    let mut errors = checked(password, again, visit.say);
    if errors.is_empty() {
        let mut access = portal.territory.access(&visit, session)?;
        let request = SetPatronPasswordRequest {
            password: password.to_owned(),
            old_password: first("ancien").to_owned(),
        };
        match access.set_patron_password(request).await {
            Ok(_) => return see("/compte/acces?fait=motdepasse"),
            Err(status) if status.code() == Code::InvalidArgument => {
                errors.add_all("motdepasse", visit.say.refusals(&status));
            }
            Err(status) if is_the_old_one_wrong(&status) => {
                errors.add("ancien", visit.say.error_old_password());
            }
            Err(status) => return Err(Trouble::from(status)),
        }
    }
    form(&visit, None, errors)
}

pub(crate) async fn sign_out_everywhere(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    _posted: Posted,
) -> Answer {
    let session = visit.signed_in()?;
    let mut access = portal.territory.access(&visit, session)?;
    let own = SignOutEverywhereRequest { whose: None };
    access.sign_out_everywhere(own).await?;
    let secure = portal.config.behind_https;
    with_cookie(
        see("/connexion?fait=partout")?,
        &patron_setting(None, secure),
    )
}

/// Says whether the password that holds now was not given, or is another one.
fn is_the_old_one_wrong(status: &Status) -> bool {
    explain(status).is_some_and(|told| told.reason == "WRONG_SIGN_IN")
}

/// Says what is wrong with a password before the library is asked.
fn checked(password: &str, again: &str, say: Say) -> FormErrors {
    let mut errors = FormErrors::default();
    if password.is_empty() {
        errors.add("motdepasse", say.error_password_empty());
    } else if password != again {
        errors.add("encore", say.error_password_again());
    }
    errors
}

fn form(visit: &Visit, told: Option<&'static str>, errors: FormErrors) -> Answer {
    let status = errors.status();
    let shown = Access {
        visit,
        say: visit.say,
        told,
        errors,
    };
    page_with(status, &shown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::say::Language;

    #[test]
    fn a_password_is_typed_twice() {
        let say = Say(Language::English);
        assert!(checked("three random words", "three random words", say).is_empty());
        assert!(
            checked("three random words", "three", say)
                .of("encore")
                .is_some()
        );
        assert!(checked("", "", say).of("motdepasse").is_some());
    }
}
