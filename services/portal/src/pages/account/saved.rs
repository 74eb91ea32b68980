//! What a patron has put aside: lists of works, by name.

use crate::answer::{Answer, page, page_with, see};
use crate::asked::Asked;
use crate::form_errors::FormErrors;
use crate::form_token::command_of;
use crate::pages::wanted::work_of;
use crate::running::Portal;
use crate::say::Say;
use crate::trouble::Trouble;
use crate::visit::{Posted, Visit, Visiting};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use navette_proto::wire::patrons::{
    AddToListRequest, ListSavedRequest, RemoveFromListRequest, SavedList, SavedWork,
};
use std::sync::Arc;
use tonic::Code;

#[derive(Template)]
#[template(path = "account/saved.html")]
struct Saved<'a> {
    visit: &'a Visit,
    say: Say,
    done: Option<&'static str>,
    lists: Vec<SavedList>,
}

#[derive(Template)]
#[template(path = "account/save.html")]
struct Save<'a> {
    visit: &'a Visit,
    say: Say,
    work: &'a str,
    title: String,
    lists: Vec<SavedList>,
    typed: &'a str,
    errors: FormErrors,
}

pub(crate) async fn show(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    asked: Asked,
) -> Answer {
    let say = visit.say;
    page(&Saved {
        visit: &visit,
        say,
        done: match asked.get("fait") {
            "ajoute" => Some(say.saved_added()),
            "retire" => Some(say.saved_removed()),
            _ => None,
        },
        lists: lists(&portal, &visit).await?,
    })
}

pub(crate) async fn ask(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    asked: Asked,
) -> Answer {
    form(
        &portal,
        &visit,
        asked.get("titre"),
        "",
        FormErrors::default(),
    )
    .await
}

pub(crate) async fn add(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    posted: Posted,
) -> Answer {
    let session = visit.signed_in()?;
    let (fields, say) = (&posted.fields, visit.say);
    let (work, typed) = (fields.get("titre"), fields.get("nouvelle"));
    let list = match typed {
        "" => fields.get("liste"),
        new => new,
    };
    let mut errors = FormErrors::default();
    if list.is_empty() {
        errors.add("nouvelle", say.error_list_empty());
        return form(&portal, &visit, work, typed, errors).await;
    }
    let request = AddToListRequest {
        request_id: command_of(&posted.page, &["add", list, work]),
        list: list.to_owned(),
        work: Some(SavedWork {
            work: work.to_owned(),
            title: work_of(&portal.territory, &visit, work).await?.title,
        }),
    };
    let mut patrons = portal.territory.patrons(&visit, session)?;
    match patrons.add_to_list(request).await {
        Ok(_) => see("/listes?fait=ajoute"),
        Err(status) if status.code() == Code::InvalidArgument => {
            errors.add("nouvelle", say.error_list_full());
            form(&portal, &visit, work, typed, errors).await
        }
        Err(status) => Err(Trouble::from(status)),
    }
}

pub(crate) async fn remove(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    posted: Posted,
) -> Answer {
    let session = visit.signed_in()?;
    let (list, work) = (posted.fields.get("liste"), posted.fields.get("titre"));
    let request = RemoveFromListRequest {
        request_id: command_of(&posted.page, &["remove", list, work]),
        list: list.to_owned(),
        work: work.to_owned(),
    };
    let mut patrons = portal.territory.patrons(&visit, session)?;
    patrons.remove_from_list(request).await?;
    see("/listes?fait=retire")
}

async fn lists(portal: &Portal, visit: &Visit) -> Result<Vec<SavedList>, Trouble> {
    let session = visit.signed_in()?;
    let mut patrons = portal.territory.patrons(visit, session)?;
    let answer = patrons.list_saved(ListSavedRequest::default()).await?;
    Ok(answer.into_inner().lists)
}

async fn form(
    portal: &Portal,
    visit: &Visit,
    work: &str,
    typed: &str,
    errors: FormErrors,
) -> Answer {
    let (lists, found) = tokio::try_join!(
        lists(portal, visit),
        work_of(&portal.territory, visit, work),
    )?;
    let status = errors.status();
    let shown = Save {
        visit,
        say: visit.say,
        work,
        title: found.title,
        lists,
        typed,
        errors,
    };
    page_with(status, &shown)
}
