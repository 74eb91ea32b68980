//! What does a typed text ask for, in concrete terms? Done once, against the sums of all, so that every node answers alike.

use super::analysis::{FrenchStems, is_stop_word, words};
use super::nearby::{edits_tolerated, near_words, words_beginning};
use super::score::{field_weight, rarity};
use super::vocabulary::Vocabulary;
use navette_domain::catalogue::{
    Field, Filters, Isbn, QUERY_CHARS_MAX, QUERY_WORDS_MAX, QueryRefusal, Question, SortOrder,
    WeightedTerm, Word,
};

/// Most near words asked instead of a mistyped one.
const NEAR_MAX: usize = 8;
/// Most completions asked for a prefix.
const COMPLETIONS_MAX: usize = 24;

/// The fields that hold whole words, in which typos are looked for.
const WHOLE: [Field; 6] = [
    Field::Title,
    Field::Author,
    Field::Series,
    Field::Subject,
    Field::Text,
    Field::Identifier,
];
/// The fields that hold stems.
const STEMMED: [Field; 3] = [Field::TitleStem, Field::SubjectStem, Field::TextStem];

/// A typed word that matches nothing anywhere, and what was asked instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// As typed, folded.
    pub typed: String,
    /// Near words that exist, nearest first; none where nothing is near.
    pub used: Vec<String>,
}

/// A rewritten question and what was changed on the way.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rewritten {
    /// What is asked.
    pub question: Question,
    /// What was taken for a typo.
    pub corrections: Vec<Correction>,
    /// False where some word matches nothing and nothing is near: no record can match.
    pub can_match: bool,
}

/// Rewrites a text against the sums. `complete_last` takes the last word as a beginning, for suggestions.
pub fn rewrite(
    text: &str,
    filters: Filters,
    order: SortOrder,
    complete_last: bool,
    sums: &Vocabulary,
) -> Result<Rewritten, QueryRefusal> {
    let typed = query_words(text)?;
    let mut rewritten = Rewritten {
        can_match: true,
        ..Rewritten::default()
    };
    rewritten.question.average_lengths = sums.average_lengths();
    rewritten.question.filters = filters;
    rewritten.question.order = order;
    let mut stems = FrenchStems::default();
    let last = typed.len().saturating_sub(1);
    for (place, word) in typed.into_iter().enumerate() {
        let mut terms = exact_terms(&word, &mut stems, sums);
        if complete_last && place == last {
            complete(&word, sums, &mut terms);
        }
        if terms.is_empty() {
            let used = near_terms(&word, sums, &mut terms);
            rewritten.can_match &= !terms.is_empty();
            rewritten.corrections.push(Correction {
                typed: word.clone(),
                used,
            });
        }
        rewritten.question.words.push(Word { typed: word, terms });
    }
    Ok(rewritten)
}

/// Splits a text into the words that must match. Stop words count only where there is nothing else.
fn query_words(text: &str) -> Result<Vec<String>, QueryRefusal> {
    let length = text.chars().count();
    if length > QUERY_CHARS_MAX {
        return Err(QueryRefusal::TooLong(length));
    }
    if let Ok(isbn) = Isbn::parse(text)
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '-' | ' ' | 'x' | 'X'))
    {
        return Ok(vec![isbn.to_string()]);
    }
    let mut found = words(text);
    if found.iter().any(|word| !is_stop_word(word)) {
        found.retain(|word| !is_stop_word(word));
    }
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|word| seen.insert(word.clone()));
    if found.len() > QUERY_WORDS_MAX {
        return Err(QueryRefusal::TooManyWords(found.len()));
    }
    for word in &mut found {
        if word.len() == 10
            && let Ok(isbn) = Isbn::parse(word)
        {
            *word = isbn.to_string();
        }
    }
    Ok(found)
}

fn exact_terms(word: &str, stems: &mut FrenchStems, sums: &Vocabulary) -> Vec<WeightedTerm> {
    let mut terms = Vec::new();
    for field in WHOLE {
        push_term(&mut terms, field, word, 1.0, sums);
    }
    let stem = stems.stem(word).into_owned();
    for field in STEMMED {
        push_term(&mut terms, field, &stem, 1.0, sums);
    }
    terms
}

/// Adds the words that begin like this one. They weigh half of the word itself.
fn complete(word: &str, sums: &Vocabulary, terms: &mut Vec<WeightedTerm>) {
    for field in [Field::Title, Field::Author, Field::Series] {
        for (longer, _) in words_beginning(sums.field(field), word, COMPLETIONS_MAX) {
            if longer != word {
                push_term(terms, field, longer, 0.5, sums);
            }
        }
    }
}

/// Adds the nearest words that exist, if any, and names them. An edit halves the weight.
fn near_terms(word: &str, sums: &Vocabulary, terms: &mut Vec<WeightedTerm>) -> Vec<String> {
    let edits = edits_tolerated(word.chars().count());
    if edits == 0 {
        return Vec::new();
    }
    let mut near: std::collections::BTreeMap<&str, (usize, u32)> =
        std::collections::BTreeMap::new();
    for field in WHOLE {
        for (distance, found, count) in near_words(sums.field(field), word, edits) {
            let kept = near.entry(found).or_insert((distance, 0));
            kept.1 = kept.1.saturating_add(count);
        }
    }
    let mut ranked: Vec<(usize, u32, &str)> = near
        .into_iter()
        .map(|(found, (distance, count))| (distance, count, found))
        .collect();
    ranked.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)).then(a.2.cmp(b.2)));
    ranked.truncate(NEAR_MAX);
    for (distance, _, found) in &ranked {
        let share = if *distance <= 1 { 0.5 } else { 0.25 };
        for field in WHOLE {
            push_term(terms, field, found, share, sums);
        }
    }
    ranked
        .into_iter()
        .map(|(_, _, found)| found.to_owned())
        .collect()
}

fn push_term(
    terms: &mut Vec<WeightedTerm>,
    field: Field,
    text: &str,
    share: f32,
    sums: &Vocabulary,
) {
    let count = sums.field(field).count(text);
    if count > 0 {
        let weight = share * field_weight(field) * rarity(u64::from(count), sums.records());
        terms.push(WeightedTerm {
            field,
            text: text.to_owned(),
            weight,
        });
    }
}
