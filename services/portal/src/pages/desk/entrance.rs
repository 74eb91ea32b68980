//! Who works at which desk? Choosing the library, signing in, signing out.

use super::at_desk::{AtDesk, NAME_COOKIE};
use crate::answer::{Answer, page, page_with, see, with_cookie};
use crate::asked::{Asked, way_back};
use crate::cookies::Setting;
use crate::form_errors::FormErrors;
use crate::pages::sign_in::{end, is_about_the_form};
use crate::places::Known;
use crate::running::Portal;
use crate::say::Say;
use crate::session::{DESK_PATH, Session, staff_setting};
use crate::trouble::Trouble;
use crate::visit::{Posted, Visit, Visiting};
use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use navette_domain::catalogue::LibraryId;
use navette_domain::privacy::Secret;
use navette_proto::explain;
use navette_proto::wire::access::{SignInStaffRequest, SignOutEverywhereRequest, SignOutRequest};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "desk/choose.html")]
struct Choose<'a> {
    visit: &'a Visit,
    say: Say,
    known: &'a Known,
    served: Vec<&'a LibraryId>,
}

#[derive(Template)]
#[template(path = "desk/sign_in.html")]
struct SignIn<'a> {
    visit: &'a Visit,
    say: Say,
    library: &'a str,
    library_name: &'a str,
    name: &'a str,
    back: &'a str,
    /// The account wants a code: only that is missing.
    wants_code: bool,
    errors: FormErrors,
}

/// Shows which desks there are; where there is one, goes there.
pub(crate) async fn choose(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
) -> Answer {
    if let Some(only) = portal.territory.only() {
        return see(&format!("{DESK_PATH}/{only}"));
    }
    let known = portal.places.known(&portal.territory, &visit).await;
    page(&Choose {
        visit: &visit,
        say: visit.say,
        known: &known,
        served: portal.territory.served().collect(),
    })
}

pub(crate) async fn show(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    Path(library): Path<String>,
    asked: Asked,
) -> Answer {
    let library = served(&portal, &library)?;
    form(
        &portal,
        &visit,
        &asked,
        &library,
        false,
        FormErrors::default(),
    )
    .await
}

pub(crate) async fn sign_in(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    Path(library): Path<String>,
    posted: Posted,
) -> Answer {
    let library = served(&portal, &library)?;
    let (say, fields) = (visit.say, &posted.fields);
    let mut errors = FormErrors::default();
    if fields.get("nom").is_empty() {
        errors.add("nom", say.desk_error_name_empty());
    }
    if fields.get("secret").is_empty() {
        errors.add("secret", say.error_secret_empty());
    }
    let mut wants_code = false;
    if errors.is_empty() {
        match begin(&portal, &visit, &library, fields).await {
            Ok((session, name)) => {
                // Also one at another library: the browser has one cookie for all desks.
                if let Some(before) = &visit.staff {
                    end(&portal, &visit, before).await;
                    portal.at_hand.forget(before);
                }
                return signed_in(&portal, &session, &name, fields);
            }
            Err(Trouble::Refused(status)) if is_about_the_form(status.code()) => {
                wants_code = explain(&status).is_some_and(|told| told.reason == "CODE_NEEDED");
                let field = if wants_code { "code" } else { "nom" };
                errors.add_all(field, say.refusals(&status));
            }
            Err(trouble) => return Err(trouble),
        }
    }
    form(&portal, &visit, fields, &library, wants_code, errors).await
}

/// Ends this session, or all of this account.
pub(crate) async fn sign_out(at: AtDesk, posted: Posted) -> Answer {
    let mut access = at.portal.territory.access(&at.visit, &at.session)?;
    // A session that is over already is what was wanted.
    if posted.fields.is_ticked("partout") {
        let _ = access
            .sign_out_everywhere(SignOutEverywhereRequest { whose: None })
            .await;
    } else {
        let _ = access.sign_out(SignOutRequest {}).await;
    }
    at.portal.at_hand.forget(&at.session);
    let secure = at.portal.config.behind_https;
    let answer = see(&at.path("/connexion"))?;
    let answer = with_cookie(answer, &name_setting(None, secure))?;
    with_cookie(answer, &staff_setting(None, secure))
}

fn served(portal: &Portal, library: &str) -> Result<LibraryId, Trouble> {
    let mut served = portal.territory.served();
    let found = served.find(|id| id.as_str() == library);
    found.cloned().ok_or(Trouble::NotFound)
}

async fn begin(
    portal: &Portal,
    visit: &Visit,
    library: &LibraryId,
    fields: &Asked,
) -> Result<(Session, String), Trouble> {
    let request = SignInStaffRequest {
        name: fields.get("nom").to_owned(),
        password: fields.get("secret").to_owned(),
        code: fields.get("code").replace(' ', ""),
    };
    let mut access = portal.territory.signing_in(visit, library)?;
    let answer = access.sign_in_staff(request).await?.into_inner();
    let token = answer.session.ok_or(Trouble::Broken)?.token;
    let session = Session {
        library: library.clone(),
        token: Secret::new(token),
    };
    Ok((session, answer.account.unwrap_or_default().name))
}

fn signed_in(portal: &Portal, session: &Session, name: &str, fields: &Asked) -> Answer {
    let secure = portal.config.behind_https;
    let own = format!("{DESK_PATH}/{}", session.library);
    let back = way_back(fields.get("retour"));
    let to = if back.starts_with(&own) { back } else { &own };
    let answer = with_cookie(see(to)?, &name_setting(Some(name), secure))?;
    with_cookie(answer, &staff_setting(Some(&session.to_cookie()), secure))
}

fn name_setting(value: Option<&str>, secure: bool) -> Setting<'_> {
    Setting {
        name: NAME_COOKIE,
        ..staff_setting(value, secure)
    }
}

async fn form(
    portal: &Portal,
    visit: &Visit,
    asked: &Asked,
    library: &LibraryId,
    wants_code: bool,
    errors: FormErrors,
) -> Answer {
    let known = portal.places.known(&portal.territory, visit).await;
    let status = errors.status();
    let shown = SignIn {
        visit,
        say: visit.say,
        library: library.as_str(),
        library_name: known.name(library.as_str()),
        name: asked.get("nom"),
        back: way_back(asked.get("retour")),
        wants_code,
        errors,
    };
    page_with(status, &shown)
}
