//! One work: what it is, which libraries have it, and when it can be here.

use super::search::silent;
use super::wanted::Volumes;
use super::works::{ShownHolding, can_be_requested, holdings, said};
use crate::answer::{Answer, page};
use crate::asked::Asked;
use crate::places::Known;
use crate::running::Portal;
use crate::say::Say;
use crate::visit::{Visit, Visiting};
use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use navette_proto::wire::catalogue::{Edition, GetHoldingsRequest, Record};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "work.html")]
struct WorkPage<'a> {
    visit: &'a Visit,
    say: Say,
    known: &'a Known,
    pickup: &'a str,
    key: &'a str,
    title: String,
    authors: String,
    record: Record,
    facts: Vec<(&'static str, String)>,
    editions: Vec<ShownEdition>,
    volumes: Volumes,
    /// They asked for it without saying which volume.
    must_choose: bool,
    holdings: Vec<ShownHolding>,
    arrival: Option<String>,
    can_be_requested: bool,
    silent: Vec<String>,
}

pub(crate) struct ShownEdition {
    pub(crate) key: String,
    pub(crate) name: String,
}

pub(crate) async fn work(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    Path(key): Path<String>,
    asked: Asked,
) -> Answer {
    let known = portal.places.known(&portal.territory, &visit).await;
    let pickup = visit.look.pickup.as_ref();
    let wanted = GetHoldingsRequest {
        work: key.clone(),
        pickup_library: pickup.map_or(String::new(), ToString::to_string),
    };
    let record = portal.territory.record(&visit, &key);
    let copies = portal.territory.holdings(&visit, wanted);
    let (record, copies) = tokio::try_join!(record, copies)?;
    let work = record.work.unwrap_or_default();
    let arrival = copies.arrival.as_ref();
    let details = record.record.unwrap_or_default();
    let say = visit.say;
    page(&WorkPage {
        visit: &visit,
        say,
        known: &known,
        pickup: pickup.map_or("", |pickup| pickup.as_str()),
        key: &key,
        title: work.title,
        authors: work.authors.join(" ; "),
        facts: facts(&details, say),
        record: details,
        editions: work.editions.iter().map(edition).collect(),
        volumes: Volumes::of(&copies.holdings),
        must_choose: asked.is_ticked("choisir"),
        holdings: holdings(&copies.holdings, say, &known, pickup),
        arrival: arrival.map(|arrival| said(arrival, say, &known)),
        can_be_requested: arrival.is_none_or(|arrival| can_be_requested(arrival.reason())),
        silent: silent(&copies.libraries, say, &portal),
    })
}

fn facts(record: &Record, say: Say) -> Vec<(&'static str, String)> {
    let year = match record.year {
        0 => String::new(),
        year => year.to_string(),
    };
    let isbns = record.isbns.iter().map(u64::to_string).collect::<Vec<_>>();
    let language = match record.language.is_empty() {
        true => String::new(),
        false => say.language_name(&record.language).to_owned(),
    };
    let mut facts = vec![
        (say.work_publisher(), record.publisher.clone()),
        (say.work_year(), year),
        (say.work_extent(), record.extent.clone()),
        (say.work_language(), language),
        (say.work_series(), record.series.join(" ; ")),
        (say.work_isbn(), isbns.join(", ")),
        (say.work_subjects(), record.subjects.join(" ; ")),
    ];
    facts.retain(|(_, fact)| !fact.is_empty());
    facts
}

pub(crate) fn edition(edition: &Edition) -> ShownEdition {
    let year = match edition.year {
        0 => String::new(),
        year => year.to_string(),
    };
    let facts = [edition.publisher.clone(), year, edition.isbn.clone()];
    let known: Vec<String> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
    ShownEdition {
        key: edition.edition.clone(),
        name: known.join(", "),
    }
}
