//! The list of works found: one entry a work, where each can be had, and when it can be here.

use super::changed_look::remember;
use super::facets::{Chosen, Narrowed, ShownFacet};
use super::pickup::Reckoned;
use super::works::ShownWork;
use crate::answer::{Answer, page};
use crate::asked::{Asked, address};
use crate::places::Known;
use crate::running::Portal;
use crate::say::Say;
use crate::trouble::Trouble;
use crate::visit::{Visit, Visiting};
use askama::Template;
use axum::Extension;
use axum::extract::State;
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
    /// What a new search keeps.
    kept: Vec<(&'a str, &'a str)>,
    /// The days are those of a link that was opened: which library's, and how one comes to collect there.
    of_link: Option<(&'a str, String)>,
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
    asked: Asked,
) -> Answer {
    let known = portal.places.known(&portal.territory, &visit).await;
    let reckoned = Reckoned::of(&visit, &asked, &known);
    let visit = &reckoned.visit;
    let narrowed = Narrowed::by(&asked, visit.say, &known, reckoned.of_link());
    let order = order_of(asked.get("tri"));
    let request = SearchRequest {
        text: asked.get("q").to_owned(),
        filters: narrowed.filters(),
        order: order.into(),
        page_size: page_size(visit),
        page_token: asked.get("page").to_owned(),
        without_facets: visit.say.is_easy(),
        pickup_library: visit
            .look
            .pickup
            .as_ref()
            .map_or(String::new(), ToString::to_string),
    };
    let (answer, cut_off) = found(&portal, visit, request).await?;
    let shown = shown(&portal, &reckoned, &known, &narrowed, (answer, cut_off));
    let answer = page(&shown)?;
    match reckoned.newly_chosen {
        true => remember(answer, &visit.look, portal.config.behind_https),
        false => Ok(answer),
    }
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
    reckoned: &'a Reckoned,
    known: &'a Known,
    narrowed: &Narrowed<'a>,
    (answer, cut_off): (SearchResponse, bool),
) -> SearchPage<'a> {
    let (visit, asked) = (&*reckoned.visit, narrowed.asked());
    let say = visit.say;
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
        kept: narrowed.kept(),
        of_link: reckoned.of_link.as_ref().map(|library| {
            let back = narrowed.elsewhere();
            let collect = [("retrait", library.as_str()), ("retour", back.as_str())];
            (known.name(library.as_str()), address("/vue", collect))
        }),
        found: say.found(answer.total, answer.total_exact),
        corrections: corrections
            .map(|correction| say.corrected(&correction.typed, &correction.used))
            .collect(),
        cut_off,
        silent: silent(&answer.libraries, say, portal),
        chosen: narrowed.chosen(),
        without_filters: narrowed.without_filters(),
        facets: narrowed.facets(&answer.facets),
        orders: orders(narrowed, order_of(asked.get("tri")), say),
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
