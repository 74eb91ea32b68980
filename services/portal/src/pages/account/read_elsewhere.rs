//! What does a patron's calendar or feed reader get by its private address, and everybody's by that of the newest titles?

use crate::answer::{Answer, typed};
use crate::calendar::{self, Event};
use crate::feed::{self, FeedItem};
use crate::running::Portal;
use crate::session::Session;
use crate::site_address::site_address;
use crate::trouble::Trouble;
use crate::visit::{Visit, Visiting};
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use navette_domain::notices::french::spaced;
use navette_domain::time::Day;
use navette_proto::wire::catalogue::{SearchRequest, SortOrder, Work};
use navette_proto::wire::patrons::{
    PrivateLinkEntry, PrivateLinkKind, ReadPrivateLinkRequest, ReadPrivateLinkResponse,
};
use std::sync::Arc;
use tonic::Code;

/// Newest titles in the feed of everybody.
const NEWEST: u32 = 20;
/// Kept by the program that asked, and not long. Not by a cache in between, the newest titles neither: with the first answer a
/// browser gets its own cookie.
const KEPT: HeaderValue = HeaderValue::from_static("private, max-age=900");

pub(crate) async fn calendar(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    Path(name): Path<String>,
) -> Answer {
    let named = name.strip_suffix(".ics").ok_or(Trouble::NotFound)?;
    let session = Session::read(named).ok_or(Trouble::NotFound)?;
    let Some(read) = read(&portal, &visit, &session, PrivateLinkKind::Calendar).await? else {
        return Ok(gone(&visit));
    };
    let today = Day::parse(&read.today).ok_or(Trouble::Broken)?;
    let events = read.entries.iter().filter_map(|entry| {
        Some(Event {
            id: format!("{}@{}.navette", entry.id, session.library),
            day: Day::parse(&entry.day)?,
            summary: told(&visit, entry),
        })
    });
    let events: Vec<Event> = events.collect();
    let text = calendar::written(visit.say.loans_title(), today, &events);
    Ok(kept(typed(
        StatusCode::OK,
        "text/calendar; charset=utf-8",
        text,
    )))
}

pub(crate) async fn feed(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    headers: HeaderMap,
    Path(name): Path<String>,
) -> Answer {
    let session = Session::read(&name).ok_or(Trouble::NotFound)?;
    let Some(read) = read(&portal, &visit, &session, PrivateLinkKind::Feed).await? else {
        return Ok(gone(&visit));
    };
    let say = visit.say;
    let site = site_address(&headers, portal.config.behind_https);
    let link = format!("{site}/compte");
    let items = read.entries.iter().map(|entry| FeedItem {
        title: told(&visit, entry),
        link: link.clone(),
        // A new day is a new thing to read.
        id: format!("{}@{}.navette {}", entry.id, session.library, entry.day),
        text: match entry.day.is_empty() {
            true => String::new(),
            false => say.day_and_year(&entry.day),
        },
    });
    let items: Vec<FeedItem> = items.collect();
    let about = (say.account_title(), say.links_feed_about());
    let text = feed::written(about, &link, say.html_lang(), &items);
    Ok(kept(rss(text)))
}

pub(crate) async fn newest(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    headers: HeaderMap,
) -> Answer {
    let say = visit.say;
    let request = SearchRequest {
        order: SortOrder::Newest.into(),
        page_size: NEWEST,
        without_facets: true,
        ..SearchRequest::default()
    };
    let mut catalogue = portal.territory.catalogue(&visit)?;
    let found = catalogue.search(request).await?.into_inner();
    let site = site_address(&headers, portal.config.behind_https);
    let items = found.works.into_iter().map(|work| item(&site, work));
    let items: Vec<FeedItem> = items.collect();
    let about = (say.newest_title(), say.newest_about());
    let text = feed::written(about, &format!("{site}/"), say.html_lang(), &items);
    Ok(kept(rss(text)))
}

fn item(site: &str, work: Work) -> FeedItem {
    FeedItem {
        title: work.title,
        link: format!("{site}/titre/{}", work.work),
        text: work.authors.join(" ; "),
        id: work.work,
    }
}

/// Reads a private address; nothing where it was ended, or is for another kind of program.
async fn read(
    portal: &Portal,
    visit: &Visit,
    named: &Session,
    kind: PrivateLinkKind,
) -> Result<Option<ReadPrivateLinkResponse>, Trouble> {
    let mut patrons = portal.territory.patrons_of(visit, &named.library)?;
    let request = ReadPrivateLinkRequest {
        token: named.token.expose().clone(),
    };
    match patrons.read_private_link(request).await {
        Ok(answer) => {
            let answer = answer.into_inner();
            Ok(Some(answer).filter(|answer| answer.kind() == kind))
        }
        Err(status) if status.code() == Code::Unauthenticated => Ok(None),
        Err(status) => Err(status.into()),
    }
}

fn told(visit: &Visit, entry: &PrivateLinkEntry) -> String {
    let told = match entry.ready {
        true => visit.say.to_collect(&entry.title),
        false => visit.say.to_bring_back(&entry.title),
    };
    visit.say.one(spaced(&told), told)
}

/// Says to a program that there is nothing here any more; most stop asking then.
fn gone(visit: &Visit) -> Response {
    let kind = "text/plain; charset=utf-8";
    typed(StatusCode::GONE, kind, visit.say.link_gone())
}

fn rss(text: String) -> Response {
    typed(StatusCode::OK, "application/rss+xml; charset=utf-8", text)
}

fn kept(mut answer: Response) -> Response {
    answer.headers_mut().insert(CACHE_CONTROL, KEPT);
    answer
}
