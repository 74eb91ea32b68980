//! What does somebody ask who typed this? Unknown words are taken for typing errors, once it is sure that they are unknown.

use crate::clock;
use crate::knowledge::Knowledge;
use crate::patience::Patience;
use navette_domain::catalogue::{Filters, QueryRefusal, SortOrder};
use navette_indexer::search::{Rewritten, rewrite};
use std::sync::Arc;
use std::time::Duration;

/// How long a question waits at most for the words of catalogues that have just changed.
const NEW_WORDS_WITHIN: Duration = Duration::from_millis(300);

/// Turns what was typed into a question. What looks like a typing error may be a word of a record that came just now: the words
/// of all copies are added up a moment after the copies themselves. A quarter of the patience goes into it at most, since the
/// libraries must still answer.
pub(super) async fn rewritten(
    knowledge: &Knowledge,
    text: &str,
    filters: Filters,
    order: SortOrder,
    patience: Patience,
) -> Result<Rewritten, QueryRefusal> {
    let current = knowledge.sums_are_current();
    let sums = knowledge.sums();
    let rewritten = rewrite(text, filters, order, false, &sums)?;
    if current || (rewritten.can_match && rewritten.corrections.is_empty()) {
        return Ok(rewritten);
    }
    let within = NEW_WORDS_WITHIN.min(patience.left(clock::moment()) / 4);
    knowledge.sums_caught_up(within).await;
    let newer = knowledge.sums();
    if Arc::ptr_eq(&sums, &newer) {
        return Ok(rewritten);
    }
    rewrite(text, rewritten.question.filters, order, false, &newer)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::knowledge::fixture::a_knowledge;

    /// Asks a knowledge of one copy, with "Germinal" in it, whose words are not added up unless `meanwhile` does it.
    async fn asked(text: &str, meanwhile: impl FnOnce(&Knowledge)) -> (Rewritten, Duration) {
        let folder = tempfile::tempdir().unwrap();
        let knowledge = a_knowledge(folder.path());
        let began = clock::moment();
        let hour = Duration::from_secs(3_600);
        let patience = Patience::of(began, began + hour, hour);
        let (filters, order) = (Filters::new(), SortOrder::Relevance);
        let asking = rewritten(&knowledge, text, filters, order, patience);
        let (rewritten, ()) = tokio::join!(asking, async { meanwhile(&knowledge) });
        (rewritten.unwrap(), clock::moment() - began)
    }

    #[tokio::test(start_paused = true)]
    async fn a_word_of_a_record_that_came_just_now_is_no_typing_error() {
        let (rewritten, waited) = asked("germinal", Knowledge::add_up).await;
        assert!(rewritten.can_match);
        assert_eq!(rewritten.corrections.len(), 0);
        assert!(waited < NEW_WORDS_WITHIN);
    }

    #[tokio::test(start_paused = true)]
    async fn where_words_are_not_added_up_in_time_the_question_goes_on_without() {
        let (rewritten, waited) = asked("germinal", |_| {}).await;
        assert!(!rewritten.can_match);
        assert!(NEW_WORDS_WITHIN <= waited && waited < NEW_WORDS_WITHIN * 2);
    }

    #[tokio::test(start_paused = true)]
    async fn who_asks_without_unknown_words_does_not_wait() {
        let (_, waited) = asked("", |_| {}).await;
        assert_eq!(waited, Duration::ZERO);
    }
}
