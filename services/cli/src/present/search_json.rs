//! Which JSON does a search give? These fields, in this order: programs rely on them.

use super::arrival::{self, Arrival};
use super::{moment, year};
use crate::failure::Failure;
use navette_proto::convert::library_state;
use navette_proto::wire::catalogue as wire;
use serde::{Serialize, Serializer};

#[derive(Serialize)]
pub(crate) struct Answer {
    total: u64,
    total_exact: bool,
    results: Vec<Work>,
    #[serde(serialize_with = "as_map")]
    facets: Vec<(String, Vec<Count>)>,
    libraries: Vec<Library>,
    next_page_token: String,
}

#[derive(Serialize)]
struct Work {
    work: String,
    title: String,
    authors: Vec<String>,
    year: Option<i32>,
    medium: String,
    score: f32,
    editions: Vec<Edition>,
    holdings: Vec<Holding>,
    #[serde(skip_serializing_if = "Option::is_none")]
    arrival: Option<Arrival>,
}

#[derive(Serialize)]
pub(super) struct Edition {
    edition: String,
    isbn: String,
    year: Option<i32>,
    publisher: String,
}

#[derive(Serialize)]
pub(super) struct Holding {
    library: String,
    library_name: String,
    copies: u32,
    available: u32,
    due: Option<String>,
    shelfmark: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    arrival: Option<Arrival>,
}

#[derive(Serialize)]
struct Count {
    value: String,
    count: u64,
}

#[derive(Serialize)]
pub(super) struct Library {
    library: String,
    state: &'static str,
    as_of: Option<String>,
    elapsed_ms: u32,
}

/// Shapes an answer.
pub(crate) fn answer(answer: wire::SearchResponse) -> Result<Answer, Failure> {
    Ok(Answer {
        total: answer.total,
        total_exact: answer.total_exact,
        results: answer
            .works
            .into_iter()
            .map(work)
            .collect::<Result<_, _>>()?,
        facets: answer.facets.into_iter().map(facet).collect(),
        libraries: libraries(&answer.libraries)?,
        next_page_token: answer.next_page_token,
    })
}

pub(super) fn edition(edition: wire::Edition) -> Edition {
    Edition {
        edition: edition.edition,
        isbn: edition.isbn,
        year: year(edition.year),
        publisher: edition.publisher,
    }
}

pub(super) fn holding(holding: wire::Holding) -> Result<Holding, Failure> {
    Ok(Holding {
        library: holding.library,
        library_name: holding.library_name,
        copies: holding.copies,
        available: holding.available,
        due: Some(holding.due).filter(|due| !due.is_empty()),
        shelfmark: holding.shelfmark,
        part: holding.part.map(|part| part.label),
        arrival: arrival::shaped(holding.arrival)?,
    })
}

pub(super) fn libraries(statuses: &[wire::LibraryStatus]) -> Result<Vec<Library>, Failure> {
    let shaped = |status: &wire::LibraryStatus| {
        Ok(Library {
            library: status.library.clone(),
            state: library_state::code(status.state)
                .map_err(|refusal| Failure::other(refusal.to_string()))?,
            as_of: moment(status.as_of_ms),
            elapsed_ms: status.elapsed_ms,
        })
    };
    statuses.iter().map(shaped).collect()
}

fn work(work: wire::Work) -> Result<Work, Failure> {
    Ok(Work {
        work: work.work,
        title: work.title,
        authors: work.authors,
        year: year(work.year),
        medium: work.medium,
        score: work.score,
        editions: work.editions.into_iter().map(edition).collect(),
        holdings: work
            .holdings
            .into_iter()
            .map(holding)
            .collect::<Result<_, _>>()?,
        arrival: arrival::shaped(work.arrival)?,
    })
}

fn facet(facet: wire::FacetCounts) -> (String, Vec<Count>) {
    let counts = facet.counts.into_iter().map(|counted| Count {
        value: counted.value,
        count: counted.count,
    });
    (facet.facet, counts.collect())
}

fn as_map<S: Serializer>(
    facets: &[(String, Vec<Count>)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(facets.iter().map(|(name, counts)| (name, counts)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shape_is_the_documented_one() {
        let sent = wire::SearchResponse {
            total: 1,
            total_exact: true,
            works: vec![wire::Work {
                work: "00000000000012ab".into(),
                title: "Germinal".into(),
                medium: "book".into(),
                score: 1.5,
                editions: vec![wire::Edition::default()],
                holdings: vec![wire::Holding {
                    library: "aire".into(),
                    copies: 1,
                    ..wire::Holding::default()
                }],
                ..wire::Work::default()
            }],
            facets: vec![wire::FacetCounts {
                facet: "medium".into(),
                counts: vec![wire::FacetCount {
                    value: "book".into(),
                    count: 1,
                }],
                exact: true,
            }],
            libraries: vec![wire::LibraryStatus {
                library: "aire".into(),
                state: wire::LibraryState::Late as i32,
                as_of_ms: 1_000,
                ..wire::LibraryStatus::default()
            }],
            ..wire::SearchResponse::default()
        };
        let shaped = answer(sent).map(|answer| serde_json::to_string(&answer).unwrap_or_default());
        let expected = concat!(
            r#"{"total":1,"total_exact":true,"results":[{"work":"00000000000012ab","title":"Germinal","#,
            r#""authors":[],"year":null,"medium":"book","score":1.5,"#,
            r#""editions":[{"edition":"","isbn":"","year":null,"publisher":""}],"#,
            r#""holdings":[{"library":"aire","library_name":"","copies":1,"available":0,"due":null,"shelfmark":""}]}],"#,
            r#""facets":{"medium":[{"value":"book","count":1}]},"#,
            r#""libraries":[{"library":"aire","state":"late","as_of":"1970-01-01T00:00:01Z","elapsed_ms":0}],"#,
            r#""next_page_token":""}"#
        );
        assert_eq!(shaped.ok().as_deref(), Some(expected));
    }
}
