//! The list of works found: one entry a work, where each can be had, and when it can be here.

use super::changed_look::remember;
use super::facets::{Chosen, Narrowed, ShownFacet};
use super::works::ShownWork;
use crate::answer::{Answer, page};
use crate::asked::Asked;
use crate::places::Known;
use crate::running::Portal;
use crate::say::Say;
use crate::trouble::Trouble;
use crate::visit::{Visit, Visiting};
use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State};
use navette_proto::wire::catalogue::{
    LibraryState, LibraryStatus, SearchRequest, SearchResponse, SortOrder,
};
use std::sync::Arc;
use tonic::Code;

/// Works on a page; fewer where the line or the reader wants less at a time.
const WORKS: u32 = 12;
const WORKS_FRUGAL: u32 = 8;
const WORKS_EASY: u32 = 5;

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage<'a> {
    visit: &'a Visit,
    say: Say,
    known: &'a Known,
    text: &'a str,
    pickup: &'a str,
    found: String,
    corrections: Vec<String>,
    cut_off: bool,
    silent: Vec<String>,
    chosen: Vec<Chosen>,
    without_filters: String,
    works: Vec<ShownWork>,
    first: u64,
    facets: Vec<ShownFacet>,
    orders: Vec<ShownOrder>,
    next: Option<String>,
    back_to_first: Option<String>,
}

struct ShownOrder {
    name: &'static str,
    link: String,
    chosen: bool,
}

pub(crate) async fn search(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    RawQuery(question): RawQuery,
) -> Answer {
    let asked = Asked::read(question.unwrap_or_default().as_bytes());
    let known = portal.places.known(&portal.territory, &visit).await;
    let chosen = with_pickup(&visit, &asked, &known);
    let newly_chosen = chosen.is_some();
    let visit = chosen.unwrap_or(visit);
    let narrowed = Narrowed::by(&asked, visit.say, &known);
    let order = order_of(asked.get("tri"));
    let request = SearchRequest {
        text: asked.get("q").to_owned(),
        filters: narrowed.filters(),
        order: order.into(),
        page_size: page_size(&visit),
        page_token: asked.get("page").to_owned(),
        without_facets: visit.say.is_easy(),
        pickup_library: visit
            .look
            .pickup
            .as_ref()
            .map_or(String::new(), ToString::to_string),
    };
    let (answer, cut_off) = found(&portal, &visit, request).await?;
    let shown = shown(&portal, &visit, &known, &asked, answer, cut_off);
    let answer = page(&shown)?;
    match newly_chosen {
        true => remember(answer, &visit.look, portal.config.behind_https),
        false => Ok(answer),
    }
}

/// Takes over where the reader wants to collect, where the form says so; nothing where that is not new.
fn with_pickup(visit: &Visit, asked: &Asked, known: &Known) -> Option<Arc<Visit>> {
    let to = match asked.get("retrait") {
        "" => return None,
        "-" => "",
        library => known.place(library)?.id.as_str(),
    };
    let before = visit.look.pickup.as_ref();
    if before.map_or("", |pickup| pickup.as_str()) == to {
        return None;
    }
    let mut changed = visit.clone();
    changed.look.change("retrait", to);
    Some(Arc::new(changed))
}

/// Asks all libraries, or the one that is here where nobody else answers; true where it was that.
pub(crate) async fn found(
    portal: &Portal,
    visit: &Visit,
    request: SearchRequest,
) -> Result<(SearchResponse, bool), Trouble> {
    let refused = match portal
        .territory
        .catalogue(visit)?
        .search(request.clone())
        .await
    {
        Ok(answer) => return Ok((answer.into_inner(), false)),
        Err(refused) => refused,
    };
    let silent = matches!(refused.code(), Code::Unavailable | Code::DeadlineExceeded);
    let here = portal.territory.own_catalogue().filter(|_| silent);
    let Some(mut here) = here else {
        return Err(refused.into());
    };
    let alone = SearchRequest {
        pickup_library: String::new(),
        ..request
    };
    Ok((here.search(alone).await?.into_inner(), true))
}

fn shown<'a>(
    portal: &Portal,
    visit: &'a Visit,
    known: &'a Known,
    asked: &'a Asked,
    answer: SearchResponse,
    cut_off: bool,
) -> SearchPage<'a> {
    let say = visit.say;
    let narrowed = Narrowed::by(asked, say, known);
    let pickup = visit.look.pickup.as_ref();
    let first: u64 = asked.get("de").parse().unwrap_or(1);
    let behind = first.saturating_add(answer.works.len() as u64).to_string();
    let corrections = answer.corrections.iter();
    let next = (!answer.next_page_token.is_empty())
        .then(|| narrowed.with(&[("page", answer.next_page_token.as_str()), ("de", &behind)]));
    SearchPage {
        visit,
        say,
        known,
        text: asked.get("q"),
        pickup: pickup.map_or("", |pickup| pickup.as_str()),
        found: say.found(answer.total, answer.total_exact),
        corrections: corrections
            .map(|correction| say.corrected(&correction.typed, &correction.used))
            .collect(),
        cut_off,
        silent: silent(&answer.libraries, say, portal),
        chosen: narrowed.chosen(),
        without_filters: narrowed.without_filters(),
        facets: narrowed.facets(&answer.facets),
        orders: orders(&narrowed, order_of(asked.get("tri")), say),
        works: answer
            .works
            .into_iter()
            .map(|work| ShownWork::of(work, say, known, pickup))
            .collect(),
        first,
        next,
        back_to_first: (first > 1).then(|| narrowed.with(&[])),
    }
}

/// Names the libraries that do not answer, with the date of what is shown of them.
pub(super) fn silent(libraries: &[LibraryStatus], say: Say, portal: &Portal) -> Vec<String> {
    let silent = libraries
        .iter()
        .filter(|library| is_silent(library.state()));
    silent
        .map(|library| {
            let since = match library.as_of_ms {
                0 => String::new(),
                at => say.moment(at, &portal.zone),
            };
            say.silent(&library.library_name, &since)
        })
        .collect()
}

fn is_silent(state: LibraryState) -> bool {
    match state {
        LibraryState::Unspecified | LibraryState::Answered | LibraryState::NotNeeded => false,
        LibraryState::Late | LibraryState::Away | LibraryState::Unknown | LibraryState::Slow => {
            true
        }
    }
}

fn orders(narrowed: &Narrowed<'_>, now: SortOrder, say: Say) -> Vec<ShownOrder> {
    let all = [
        (SortOrder::Relevance, ""),
        (SortOrder::Newest, "recents"),
        (SortOrder::Title, "titre"),
    ];
    all.into_iter()
        .map(|(order, word)| ShownOrder {
            name: say.order(order),
            link: narrowed.with(&[("tri", word)]),
            chosen: order == now,
        })
        .collect()
}

fn order_of(word: &str) -> SortOrder {
    match word {
        "recents" => SortOrder::Newest,
        "titre" => SortOrder::Title,
        _ => SortOrder::Relevance,
    }
}

fn page_size(visit: &Visit) -> u32 {
    if visit.say.is_easy() {
        WORKS_EASY
    } else if visit.look.frugal {
        WORKS_FRUGAL
    } else {
        WORKS
    }
}
