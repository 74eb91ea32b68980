//! How could what is being typed go on? From the copies alone: nobody is asked, so nobody is waited for.

use super::SearchFlow;
use navette_domain::catalogue::{Filters, SortOrder};
use navette_indexer::search::{best_works, evaluate, rewrite};
use navette_proto::Refusal;
use navette_proto::wire::catalogue as wire;

/// Suggestions where the caller does not say how many.
const DEFAULT: usize = 8;
/// Most suggestions.
const MOST: usize = 20;

impl SearchFlow {
    /// Completes the last word, with titles that exist.
    pub(crate) fn suggest(
        &self,
        request: &wire::SuggestRequest,
    ) -> Result<wire::SuggestResponse, Refusal> {
        let limit = match request.limit as usize {
            0 => DEFAULT,
            limit => limit.min(MOST),
        };
        let sums = self.knowledge.sums();
        let rewritten = rewrite(
            &request.text,
            Filters::new(),
            SortOrder::Relevance,
            true,
            &sums,
        )?;
        if request.text.trim().is_empty() || !rewritten.can_match {
            return Ok(wire::SuggestResponse::default());
        }
        let suggestions = self.knowledge.read(|known| {
            let mut best = Vec::new();
            for view in known.views.iter().flatten() {
                match evaluate(view, &known.directory, &rewritten.question) {
                    Ok(matched) => best.extend(best_works(
                        &known.directory,
                        &matched,
                        SortOrder::Relevance,
                        limit,
                    )),
                    Err(error) => tracing::error!(%error, "a copy cannot be searched"),
                }
            }
            best_works(&known.directory, &best, SortOrder::Relevance, limit)
                .into_iter()
                .map(|best| {
                    let brief = known.directory.brief(best.row);
                    wire::Suggestion {
                        text: brief.as_suggestion(),
                        work: brief.work.to_string(),
                    }
                })
                .collect()
        });
        Ok(wire::SuggestResponse { suggestions })
    }
}
