//! The children a patron answers for: what they wait for, what they have, and a request placed for one of them.

use super::mine;
use super::renewing::renewed;
use super::requests::done;
use super::shown_loan::ShownLoan;
use super::shown_request::Sorted;
use super::whose::{Whose, dependants, name_of};
use crate::answer::{Answer, page, see};
use crate::asked::{Asked, address};
use crate::form_token::command_of;
use crate::pages::wanted::{Volumes, wanted, work_of};
use crate::places::Known;
use crate::running::Portal;
use crate::say::Say;
use crate::trouble::Trouble;
use crate::visit::{Posted, Visit, Visiting};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use futures_util::future::try_join_all;
use navette_proto::wire::patrons::{Dependant, PlaceRequestRequest};
use std::sync::Arc;

/// Children shown on the page; nobody answers for more.
const CHILDREN_MAX: usize = 20;

#[derive(Template)]
#[template(path = "account/kin.html")]
struct Kin<'a> {
    visit: &'a Visit,
    say: Say,
    done: Option<String>,
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
    volumes: Volumes,
    children: Vec<String>,
}

pub(crate) async fn show(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    asked: Asked,
) -> Answer {
    let known = portal.places.known(&portal.territory, &visit).await;
    let ((_, today), all) = tokio::try_join!(
        mine::patron(&portal, &visit, None),
        dependants(&portal, &visit),
    )?;
    let all = all.into_iter().take(CHILDREN_MAX).enumerate();
    let children = all.map(|child| shown(&portal, &visit, (&known, &today), child));
    let children = try_join_all(children).await?;
    let told = match asked.get("fait") {
        "reserve" => Some(visit.say.kin_requested().to_owned()),
        what => done(what, visit.say).map(str::to_owned),
    };
    let told = told.or_else(|| renewed(&asked, visit.say));
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
    (known, today): (&Known, &str),
    (place, child): (usize, Dependant),
) -> Result<Child, Trouble> {
    let (requests, loans) = tokio::try_join!(
        mine::requests(portal, visit, child.card.clone(), false),
        mine::loans(portal, visit, child.card.clone()),
    )?;
    let mut requests = Sorted::of(requests, visit.say, known, today);
    // Putting it off is for whoever asked.
    for request in requests.open.iter_mut().chain(&mut requests.waits) {
        (request.can_suspend, request.can_resume) = (false, false);
    }
    Ok(Child {
        name: name_of(&child),
        place: (place + 1).to_string(),
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
    asked: Asked,
) -> Answer {
    let key = asked.get("titre");
    let known = portal.places.known(&portal.territory, &visit).await;
    let (children, work) = tokio::try_join!(
        dependants(&portal, &visit),
        work_of(&portal.territory, &visit, key),
    )?;
    let pickup = visit.look.pickup.as_ref();
    page(&RequestFor {
        visit: &visit,
        say: visit.say,
        known: &known,
        pickup: pickup.map_or("", |pickup| pickup.as_str()),
        work: key,
        volumes: Volumes::of(&work.holdings),
        title: work.title,
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
    let part = fields.get("partie");
    let (whose, found) = tokio::try_join!(
        Whose::of(&portal, &visit, fields.get("pour")),
        work_of(&portal.territory, &visit, work),
    )?;
    let Some(wanted) = wanted(found, part, "") else {
        return see(&address("/compte/proches/reserver", [("titre", work)]));
    };
    let request = PlaceRequestRequest {
        request_id: command_of(&posted.page, &["for", work, part, pickup, whose.place()]),
        card: whose.card.clone(),
        target: Some(wanted.target),
        title: wanted.title,
        pickup: pickup.to_owned(),
        ..PlaceRequestRequest::default()
    };
    let mut patrons = portal.territory.patrons(&visit, session)?;
    patrons.place_request(request).await?;
    see(&whose.requests_after("reserve"))
}
