//! Which JSON does one work give? The fields of a search's entry, its full description, every copy.

use super::arrival::{self, Arrival};
use super::search_json::{self, Edition, Library};
use super::{moment, year};
use crate::failure::Failure;
use navette_proto::wire::catalogue as wire;
use serde::Serialize;

#[derive(Serialize)]
pub(crate) struct Answer {
    work: String,
    title: String,
    authors: Vec<String>,
    year: Option<i32>,
    medium: String,
    language: String,
    editions: Vec<Edition>,
    record: Option<Record>,
    holdings: Vec<Holding>,
    libraries: Vec<Library>,
    #[serde(skip_serializing_if = "Option::is_none")]
    arrival: Option<Arrival>,
}

#[derive(Serialize)]
struct Record {
    id: String,
    title: String,
    subtitle: String,
    part: Option<String>,
    uniform_title: String,
    authors: Vec<String>,
    responsibility: String,
    isbns: Vec<String>,
    edition: String,
    publisher: String,
    year: Option<i32>,
    extent: String,
    series: Vec<String>,
    subjects: Vec<String>,
    summary: String,
    notes: Vec<String>,
    audience: String,
}

#[derive(Serialize)]
struct Holding {
    #[serde(flatten)]
    held: search_json::Holding,
    as_of: Option<String>,
    items: Vec<Item>,
}

/// One copy, in `show` and `inspect` alike.
#[derive(Serialize)]
pub(crate) struct Item {
    barcode: String,
    shelfmark: String,
    location: String,
    part: Option<String>,
    status: String,
    due: Option<String>,
}

impl Item {
    /// Says it in one line: barcode, part, shelfmark, location, status, due date.
    pub(crate) fn words(&self) -> String {
        let due = self.due.as_ref().map(|due| format!("due {due}"));
        let facts = [
            self.barcode.as_str(),
            self.part.as_deref().unwrap_or_default(),
            &self.shelfmark,
            &self.location,
            &self.status,
            due.as_deref().unwrap_or_default(),
        ];
        let known: Vec<&str> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
        known.join(" · ")
    }
}

/// Shapes the two answers that together describe a work.
pub(crate) fn answer(
    described: wire::GetRecordResponse,
    held: wire::GetHoldingsResponse,
) -> Result<Answer, Failure> {
    let work = described.work.unwrap_or_default();
    Ok(Answer {
        work: work.work,
        title: work.title,
        authors: work.authors,
        year: year(work.year),
        medium: work.medium,
        language: work.language,
        editions: work
            .editions
            .into_iter()
            .map(search_json::edition)
            .collect(),
        record: described.record.map(record),
        holdings: held
            .holdings
            .into_iter()
            .map(holding)
            .collect::<Result<_, _>>()?,
        libraries: search_json::libraries(&held.libraries)?,
        arrival: arrival::shaped(held.arrival)?,
    })
}

/// Shapes one copy.
pub(crate) fn item(item: wire::Item) -> Item {
    Item {
        barcode: item.barcode,
        shelfmark: item.shelfmark,
        location: item.location,
        part: item.part.map(|part| part.label),
        status: item.status,
        due: Some(item.due).filter(|due| !due.is_empty()),
    }
}

fn record(record: wire::Record) -> Record {
    Record {
        id: record.id,
        title: record.title,
        subtitle: record.subtitle,
        part: record.part.map(|part| part.label),
        uniform_title: record.uniform_title,
        authors: record.authors,
        responsibility: record.responsibility,
        isbns: record
            .isbns
            .iter()
            .map(|isbn| format!("{isbn:013}"))
            .collect(),
        edition: record.edition,
        publisher: record.publisher,
        year: year(record.year),
        extent: record.extent,
        series: record.series,
        subjects: record.subjects,
        summary: record.summary,
        notes: record.notes,
        audience: record.audience,
    }
}

fn holding(mut held: wire::Holding) -> Result<Holding, Failure> {
    let items = std::mem::take(&mut held.items);
    Ok(Holding {
        as_of: moment(held.as_of_ms),
        held: search_json::holding(held)?,
        items: items.into_iter().map(item).collect(),
    })
}
