//! The children a patron answers for: what they wait for, what they have, and a request placed for one of them.

use super::mine;
use super::requests::done;
use super::shown_loan::ShownLoan;
use super::shown_request::Sorted;
use super::whose::{Whose, dependants, name_of};
use crate::answer::{Answer, page, see};
use crate::asked::Asked;
use crate::form_token::command_of;
use crate::places::Known;
use crate::running::Portal;
use crate::say::Say;
use crate::trouble::Trouble;
use crate::visit::{Posted, Visit, Visiting};
use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State};
use navette_proto::wire::lending::Target;
use navette_proto::wire::patrons::{Dependant, PlaceRequestRequest};
use std::sync::Arc;

/// Children shown on the page; nobody answers for more.
const CHILDREN_MAX: usize = 20;

#[derive(Template)]
#[template(path = "account/kin.html")]
struct Kin<'a> {
    visit: &'a Visit,
    say: Say,
    done: Option<&'static str>,
    children: Vec<Child>,
}

struct Child {
    name: String,
    place: String,
    requests: Sorted,
    loans: Vec<ShownLoan>,
}

#[derive(Template)]
#[template(path = "account/request_for.html")]
struct RequestFor<'a> {
    visit: &'a Visit,
    say: Say,
    known: &'a Known,
    pickup: &'a str,
    work: &'a str,
    title: String,
    children: Vec<String>,
}

pub(crate) async fn show(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    RawQuery(question): RawQuery,
) -> Answer {
    let asked = Asked::read(question.unwrap_or_default().as_bytes());
    let known = portal.places.known(&portal.territory, &visit).await;
    let mut children = Vec::new();
    let all = dependants(&portal, &visit).await?;
    for (at, child) in all.into_iter().take(CHILDREN_MAX).enumerate() {
        children.push(shown(&portal, &visit, &known, at + 1, child).await?);
    }
    let told = match asked.get("fait") {
        "reserve" => Some(visit.say.kin_requested()),
        what => done(what, visit.say),
    };
    page(&Kin {
        visit: &visit,
        say: visit.say,
        done: told,
        children,
    })
}

async fn shown(
    portal: &Portal,
    visit: &Visit,
    known: &Known,
    place: usize,
    child: Dependant,
) -> Result<Child, Trouble> {
    let ((_, today), requests, loans) = tokio::try_join!(
        mine::patron(portal, visit, None),
        mine::requests(portal, visit, child.card.clone(), false),
        mine::loans(portal, visit, child.card.clone()),
    )?;
    let mut requests = Sorted::of(requests, visit.say, known, &today);
    // Putting it off is for whoever asked.
    for request in requests.open.iter_mut().chain(&mut requests.waits) {
        (request.can_suspend, request.can_resume) = (false, false);
    }
    Ok(Child {
        name: name_of(&child),
        place: place.to_string(),
        requests,
        loans: loans
            .into_iter()
            .map(|loan| ShownLoan::of(loan, visit.say))
            .collect(),
    })
}

pub(crate) async fn ask(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    RawQuery(question): RawQuery,
) -> Answer {
    let asked = Asked::read(question.unwrap_or_default().as_bytes());
    let children = dependants(&portal, &visit).await?;
    let known = portal.places.known(&portal.territory, &visit).await;
    let work = asked.get("titre");
    let title = title_of(&portal, &visit, work).await?;
    let pickup = visit.look.pickup.as_ref();
    page(&RequestFor {
        visit: &visit,
        say: visit.say,
        known: &known,
        pickup: pickup.map_or("", |pickup| pickup.as_str()),
        work,
        title,
        children: children.iter().map(name_of).collect(),
    })
}

pub(crate) async fn place(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    posted: Posted,
) -> Answer {
    let session = visit.signed_in()?;
    let fields = &posted.fields;
    let (work, pickup) = (fields.get("titre"), fields.get("retrait"));
    let whose = Whose::of(&portal, &visit, fields.get("pour")).await?;
    let request = PlaceRequestRequest {
        request_id: command_of(&posted.page, &["for", work, pickup, whose.place()]),
        card: whose.card.clone(),
        target: Some(Target {
            work: work.to_owned(),
            ..Target::default()
        }),
        title: title_of(&portal, &visit, work).await?,
        pickup: pickup.to_owned(),
        ..PlaceRequestRequest::default()
    };
    let mut patrons = portal.territory.patrons(&visit, session)?;
    patrons.place_request(request).await?;
    see(&whose.requests_after("reserve"))
}

/// Gives the title of a work.
pub(super) async fn title_of(
    portal: &Portal,
    visit: &Visit,
    work: &str,
) -> Result<String, Trouble> {
    let record = portal.territory.record(visit, work).await?;
    record.work.map(|work| work.title).ok_or(Trouble::NotFound)
}
