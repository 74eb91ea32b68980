//! What is found: a few works at a time, when each can be here, and one button to ask for it.

use crate::answer::{Answer, page, see};
use crate::asked::{Asked, address};
use crate::kiosk::glass::{Glass, turn_mark};
use crate::kiosk::standing::{Here, Kiosk};
use crate::pages::works::ShownWork;
use crate::places::Known;
use crate::say::Say;
use crate::trouble::Trouble;
use crate::visit::{Visit, Visiting};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use navette_proto::wire::catalogue::{SearchRequest, SearchResponse, SortOrder};
use std::sync::Arc;
use tonic::Code;

/// Works on a page: as many as stand on a screen, one below the other, with large buttons.
const WORKS: u32 = 6;

#[derive(Template)]
#[template(path = "kiosk/search.html")]
struct SearchPage<'a> {
    glass: Glass<'a>,
    say: Say,
    text: &'a str,
    turn: String,
    found: Option<Found>,
}

struct Found {
    count: String,
    corrections: Vec<String>,
    /// Only this library answered.
    alone: bool,
    works: Vec<ShownWork>,
    next: Option<String>,
}

pub(crate) async fn search(
    State(kiosk): State<Arc<Kiosk>>,
    Extension(visit): Visiting,
    asked: Asked,
) -> Answer {
    let (text, turn) = (asked.get("q"), turn_mark(&visit));
    // What somebody looked for is not shown to who comes after them, by Back or otherwise.
    if !text.is_empty() && asked.get("tour") != turn {
        return see("/");
    }
    let found = match text.is_empty() {
        true => None,
        false => Some(found(&kiosk, &visit, &asked, &turn).await?),
    };
    page(&SearchPage {
        glass: Glass::of(&kiosk, &visit).await,
        say: visit.say,
        text,
        turn,
        found,
    })
}

async fn found(kiosk: &Kiosk, visit: &Visit, asked: &Asked, turn: &str) -> Result<Found, Trouble> {
    let here = kiosk.here().await?;
    let request = SearchRequest {
        text: asked.get("q").to_owned(),
        order: SortOrder::Relevance.into(),
        page_size: WORKS,
        page_token: asked.get("page").to_owned(),
        without_facets: true,
        pickup_library: here.library.to_string(),
        ..SearchRequest::default()
    };
    let (answer, alone) = answered(&here, visit, request).await?;
    let known = kiosk.known(&here, visit).await;
    Ok(shown(answer, alone, visit, (&here, &known), (asked, turn)))
}

/// Asks all libraries, or this one where nobody else answers; true where it was this one.
async fn answered(
    here: &Here,
    visit: &Visit,
    request: SearchRequest,
) -> Result<(SearchResponse, bool), Trouble> {
    let mut everywhere = here.territory.catalogue(visit)?;
    let refused = match everywhere.search(request.clone()).await {
        Ok(answer) => return Ok((answer.into_inner(), false)),
        Err(refused) => refused,
    };
    let silent = matches!(refused.code(), Code::Unavailable | Code::DeadlineExceeded);
    let Some(mut own) = here.territory.own_catalogue().filter(|_| silent) else {
        return Err(refused.into());
    };
    let alone = SearchRequest {
        pickup_library: String::new(),
        ..request
    };
    Ok((own.search(alone).await?.into_inner(), true))
}

fn shown(
    answer: SearchResponse,
    alone: bool,
    visit: &Visit,
    (here, known): (&Here, &Known),
    (asked, turn): (&Asked, &str),
) -> Found {
    let say = visit.say;
    let corrections = answer.corrections.iter();
    let next = (!answer.next_page_token.is_empty()).then(|| {
        let pairs = [
            ("q", asked.get("q")),
            ("tour", turn),
            ("page", answer.next_page_token.as_str()),
        ];
        address("/chercher", pairs)
    });
    Found {
        count: say.found(answer.total, answer.total_exact),
        corrections: corrections
            .map(|correction| say.corrected(&correction.typed, &correction.used))
            .collect(),
        alone,
        works: answer
            .works
            .into_iter()
            .map(|work| ShownWork::of(work, say, known, Some(&here.library)))
            .collect(),
        next,
    }
}
