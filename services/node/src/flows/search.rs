//! Which works of this library answer a query?

use super::asking::{matching, own_library_only, record_count, shown};
use crate::catalogue::Catalogue;
use crate::clock::Stopwatch;
use navette_domain::catalogue::{Facet, FacetCount, Filters, SortOrder, WorkResult};
use navette_indexer::search::{
    Correction, Found, Page, Rewritten, best_works, count_works, rewrite,
};
use navette_proto::Refusal;

/// A query as asked.
pub(crate) struct Asked {
    pub(crate) text: String,
    pub(crate) filters: Filters,
    pub(crate) order: SortOrder,
    pub(crate) page_size: u32,
    pub(crate) page_token: String,
    pub(crate) without_facets: bool,
}

/// One page of an answer.
pub(crate) struct Answer {
    pub(crate) total: u64,
    pub(crate) works: Vec<WorkResult>,
    pub(crate) facets: Vec<(Facet, Vec<FacetCount>)>,
    pub(crate) next_page_token: String,
    pub(crate) corrections: Vec<Correction>,
    pub(crate) records: u64,
    pub(crate) elapsed_ms: u32,
}

/// Answers a query. Short, so that it runs where it is asked; readers never wait for an import's slow half.
pub(crate) fn search(catalogue: &Catalogue, asked: Asked) -> Result<Answer, Refusal> {
    let watch = Stopwatch::start();
    own_library_only(catalogue, &asked.filters)?;
    let page = Page::of_request(
        &asked.text,
        &asked.filters,
        asked.order,
        asked.page_size,
        &asked.page_token,
    )?;
    let searchable = catalogue.searchable.read();
    let Rewritten {
        question,
        corrections,
        ..
    } = rewrite(
        &asked.text,
        asked.filters,
        asked.order,
        false,
        searchable.view.vocabulary(),
    )?;
    let matched = matching(&searchable, &question)?;
    let directory = &searchable.directory;
    let best = best_works(directory, &matched, asked.order, page.depth());
    let found: Vec<Found> = matched
        .iter()
        .map(|matched| Found {
            row: matched.row,
            available: directory.is_available(matched.row),
        })
        .collect();
    let counts = count_works(directory, &found, 0, !asked.without_facets);
    let works = best.iter().skip(page.offset);
    Ok(Answer {
        total: counts.works,
        works: works.map(|best| shown(&searchable, *best)).collect(),
        facets: counts.facets,
        next_page_token: page.next_token(usize::try_from(counts.works).unwrap_or(usize::MAX)),
        corrections,
        records: record_count(&searchable),
        elapsed_ms: watch.elapsed_ms(),
    })
}
