//! Which words must match, and as what? The typed text against the words that exist anywhere.

use super::nearby::edits_between;
use super::searchable::{Dictionary, Stems, WordNumber, is_stemmed};
use navette_domain::catalogue::{Field, Isbn};
use navette_indexer::search::{edits_tolerated, field_weight, is_stop_word, rarity, words};
use std::collections::{BTreeMap, HashMap};

/// Most near words asked instead of a mistyped one.
const NEAR_MAX: usize = 8;

/// Something that a word may match as.
#[derive(Clone, Copy, Debug)]
pub(super) struct Term {
    pub(super) field: Field,
    pub(super) word: WordNumber,
    pub(super) weight: f32,
}

/// How many records have which word in which field, over all libraries.
#[derive(Debug, Default)]
pub(super) struct Sums {
    pub(super) records: u64,
    pub(super) records_with: HashMap<(Field, WordNumber), u64>,
}

impl Sums {
    fn term(&self, field: Field, word: WordNumber, share: f32) -> Option<Term> {
        let with = *self.records_with.get(&(field, word))?;
        let weight = share * field_weight(field) * rarity(with, self.records);
        Some(Term {
            field,
            word,
            weight,
        })
    }
}

/// Gives for each word that must match the terms it may match as.
pub(super) fn terms_by_word(
    text: &str,
    dictionary: &Dictionary,
    sums: &Sums,
    stems: &Stems,
) -> Vec<Vec<Term>> {
    let mut required = Vec::new();
    for word in words_that_count(text) {
        let exact = exact_terms(&word, dictionary, sums, stems);
        required.push(if exact.is_empty() {
            near_terms(&word, dictionary, sums)
        } else {
            exact
        });
    }
    required
}

/// Splits the text; little words count only where there is nothing else, repeated ones once, and ISBN-10 as ISBN-13.
fn words_that_count(text: &str) -> Vec<String> {
    let only_number = |c: char| c.is_ascii_digit() || "-xX ".contains(c);
    if let Ok(isbn) = Isbn::parse(text)
        && text.chars().all(only_number)
    {
        return vec![isbn.to_string()];
    }
    let all = words(text);
    let only_little = all.iter().all(|word| is_stop_word(word));
    let mut counting: Vec<String> = Vec::new();
    for word in all {
        let kept = only_little || !is_stop_word(&word);
        if kept && !counting.contains(&word) {
            counting.push(word);
        }
    }
    counting
        .into_iter()
        .map(|word| match Isbn::parse(&word) {
            Ok(isbn) if word.len() == 10 => isbn.to_string(),
            _ => word,
        })
        .collect()
}

fn exact_terms(word: &str, dictionary: &Dictionary, sums: &Sums, stems: &Stems) -> Vec<Term> {
    let stem = stems.stem(word);
    let mut terms = Vec::new();
    for field in Field::ALL {
        let asked = if is_stemmed(*field) {
            stem.as_str()
        } else {
            word
        };
        terms.extend(
            dictionary
                .find(asked)
                .and_then(|number| sums.term(*field, number, 1.0)),
        );
    }
    terms
}

/// Takes the words a few edits away instead: nearest first, then those that most records have, then by the alphabet.
fn near_terms(word: &str, dictionary: &Dictionary, sums: &Sums) -> Vec<Term> {
    let tolerated = edits_tolerated(word.chars().count());
    if tolerated == 0 {
        return Vec::new();
    }
    let whole: Vec<Field> = Field::ALL
        .iter()
        .copied()
        .filter(|field| !is_stemmed(*field))
        .collect();
    let mut near = BTreeMap::new();
    for (number, known) in dictionary.all() {
        let with: u64 = whole
            .iter()
            .filter_map(|field| sums.records_with.get(&(*field, number)))
            .sum();
        let edits = edits_between(word, known);
        if with > 0 && edits <= tolerated {
            near.insert((edits, std::cmp::Reverse(with), known), number);
        }
    }
    let mut terms = Vec::new();
    for ((edits, _, _), number) in near.into_iter().take(NEAR_MAX) {
        let share = if edits <= 1 { 0.5 } else { 0.25 };
        terms.extend(
            whole
                .iter()
                .filter_map(|field| sums.term(*field, number, share)),
        );
    }
    terms
}
