//! A request is placed for the patron who stands at the desk: search, choose, done.

use super::at_desk::{Around, AtDesk};
use crate::answer::{Answer, page};
use crate::asked::Asked;
use crate::places::Known;
use crate::say::Say;
use crate::trouble::Trouble;
use crate::visit::{Posted, Visit};
use askama::Template;
use axum::extract::RawQuery;
use navette_proto::wire::catalogue::{SearchRequest, Work};
use navette_proto::wire::lending::Target;
use navette_proto::wire::patrons::PlaceRequestRequest;

/// Works shown.
const WORKS: u32 = 15;

#[derive(Template)]
#[template(path = "desk/place.html")]
struct PlacePage<'a> {
    visit: &'a Visit,
    say: Say,
    desk: &'a Around,
    base: &'a str,
    handle: &'a str,
    known: &'a Known,
    own: &'a str,
    text: &'a str,
    works: Vec<Work>,
}

pub(crate) async fn show(at: AtDesk, RawQuery(question): RawQuery) -> Answer {
    let asked = Asked::read(question.unwrap_or_default().as_bytes());
    at.card()?;
    let text = asked.get("q");
    let mut works = Vec::new();
    if !text.is_empty() {
        let request = SearchRequest {
            text: text.to_owned(),
            page_size: WORKS,
            without_facets: true,
            ..SearchRequest::default()
        };
        let mut catalogue = at.portal.territory.catalogue(&at.visit)?;
        works = catalogue.search(request).await?.into_inner().works;
    }
    let (around, known) = (at.around().await?, at.known().await);
    page(&PlacePage {
        visit: &at.visit,
        say: at.say(),
        desk: &around,
        base: &at.path(""),
        handle: at.param("card"),
        known: &known,
        own: at.session.library.as_str(),
        text,
        works,
    })
}

/// Places it. The title goes with the button, as it was shown.
pub(crate) async fn place(at: AtDesk, posted: Posted) -> Answer {
    let fields = &posted.fields;
    let (work, title) = fields
        .get("titre")
        .split_once(' ')
        .ok_or(Trouble::NotFound)?;
    let pickup = fields.get("retrait");
    let put_aside = fields.is_ticked("cote");
    let request = PlaceRequestRequest {
        request_id: at.command(&posted, &["place", work, pickup]),
        card: Some(at.card()?),
        target: Some(Target {
            work: work.to_owned(),
            part: None,
            only: None,
        }),
        title: title.to_owned(),
        pickup: pickup.to_owned(),
        put_aside,
        ..PlaceRequestRequest::default()
    };
    let own = at.path(&format!("/lecteur/{}", at.param("card")));
    let done = at.patrons()?.place_request(request).await;
    at.see_or_stop(
        done.map_err(Trouble::from),
        &format!("{own}?fait=oui"),
        &format!("{own}/reserver"),
    )
    .await
}
