//! What could the word being typed become? Titles that exist.

use super::asking::matching;
use crate::catalogue::Catalogue;
use navette_domain::catalogue::{Filters, SortOrder, WorkKey};
use navette_indexer::search::{best_works, rewrite};
use navette_proto::Refusal;

/// Suggestions given where the caller does not say.
const SUGGESTIONS_DEFAULT: usize = 8;
/// Most suggestions given.
const SUGGESTIONS_MAX: usize = 20;

/// A title to complete a query with.
pub(crate) struct Suggestion {
    /// "title — first author".
    pub(crate) text: String,
    pub(crate) work: WorkKey,
}

/// Completes a text; one without a word completes to nothing.
pub(crate) fn suggest(
    catalogue: &Catalogue,
    text: &str,
    limit: u32,
) -> Result<Vec<Suggestion>, Refusal> {
    let limit = match limit as usize {
        0 => SUGGESTIONS_DEFAULT,
        limit => limit.min(SUGGESTIONS_MAX),
    };
    let searchable = catalogue.searchable.read();
    let order = SortOrder::Relevance;
    let vocabulary = searchable.view.vocabulary();
    let question = rewrite(text, Filters::new(), order, true, vocabulary)?.question;
    if question.words.is_empty() {
        return Ok(Vec::new());
    }
    let matched = matching(&searchable, &question)?;
    let directory = &searchable.directory;
    let best = best_works(directory, &matched, order, limit);
    Ok(best
        .into_iter()
        .map(|best| {
            let brief = directory.brief(best.row);
            let text = match brief.authors.first() {
                Some(author) => format!("{} — {author}", brief.title),
                None => brief.title,
            };
            Suggestion {
                text,
                work: directory.work_key(directory.work_of(best.row)),
            }
        })
        .collect())
}
