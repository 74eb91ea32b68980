//! What do all questions have in common? A library's own records evaluated, counted and shown.

use crate::catalogue::{Catalogue, MEMBER};
use crate::index_source::Searchable;
use navette_domain::catalogue::{Facet, Filters, Question, WorkResult};
use navette_indexer::search::{EvaluateError, Matched, RowNumber, Status, assemble, evaluate};
use navette_proto::Refusal;

/// Finds what matches, with numbers that cannot be computed with refused and what is broken told to the log.
pub(crate) fn matching(
    searchable: &Searchable,
    question: &Question,
) -> Result<Vec<Matched>, Refusal> {
    evaluate(&searchable.view, &searchable.directory, question).map_err(|error| match error {
        EvaluateError::Inconsistent(reason) => Refusal::field("words", reason),
        broken @ EvaluateError::Engine(_) => internal("the search index cannot be read", &broken),
    })
}

/// Makes the entry of a work, live.
pub(crate) fn shown(searchable: &Searchable, best: Matched) -> WorkResult {
    let directory = &searchable.directory;
    assemble(directory, best, &|row: RowNumber, part: usize| Status {
        live: directory
            .lives_of(row)
            .get(part)
            .copied()
            .unwrap_or_default(),
        as_of: None,
    })
}

/// Refuses filters that name another library than this one.
pub(crate) fn own_library_only(catalogue: &Catalogue, filters: &Filters) -> Result<(), Refusal> {
    let own = catalogue.identity.library.as_str();
    let named = filters.get(&Facet::Library).into_iter().flatten();
    match named.into_iter().find(|library| *library != own) {
        Some(other) => Err(Refusal::UnknownLibrary(other.chars().take(40).collect())),
        None => Ok(()),
    }
}

/// Counts the titles that can be found.
pub(crate) fn record_count(searchable: &Searchable) -> u64 {
    searchable.directory.record_count(MEMBER)
}

/// Tells the log what broke, and the caller that something did.
pub(crate) fn internal(what: &str, error: &dyn std::fmt::Display) -> Refusal {
    tracing::error!(%error, "{what}");
    Refusal::Internal
}
