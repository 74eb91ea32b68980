//! Which words of a record are searched in which field?

use frostem::{Algorithm, Stemmer};
use navette_domain::catalogue::{Field, Record};
use navette_indexer::search::{folded, words};
use std::collections::HashMap;
use tantivy::fieldnorm::FieldNormReader;

/// A word, as its number in the dictionary.
pub(super) type WordNumber = u32;

/// Every word ever seen, numbered.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    numbers: HashMap<String, WordNumber>,
    words: Vec<String>,
}

impl Dictionary {
    /// Finds a word's number, giving it one if it is new.
    pub(super) fn number(&mut self, word: String) -> WordNumber {
        if let Some(known) = self.numbers.get(&word) {
            return *known;
        }
        let number = self.words.len() as WordNumber;
        self.words.push(word.clone());
        self.numbers.insert(word, number);
        number
    }

    /// Finds the number of a word that was seen.
    pub(super) fn find(&self, word: &str) -> Option<WordNumber> {
        self.numbers.get(word).copied()
    }

    /// Lists every word with its number.
    pub(super) fn all(&self) -> impl Iterator<Item = (WordNumber, &str)> {
        self.words
            .iter()
            .enumerate()
            .map(|(number, word)| (number as WordNumber, word.as_str()))
    }
}

/// The words of one record, field by field.
#[derive(Debug, Default)]
pub(super) struct Searchable {
    fields: [Vec<WordNumber>; Field::COUNT],
}

impl Searchable {
    /// Takes a record's words.
    pub(super) fn of(record: &Record, dictionary: &mut Dictionary, stems: &Stems) -> Self {
        let mut searchable = Self::default();
        for (field, text) in texts_of(record) {
            for word in words(&text) {
                let kept = if is_stemmed(field) {
                    stems.stem(&word)
                } else {
                    word
                };
                searchable.fields[field.index()].push(dictionary.number(kept));
            }
        }
        searchable
    }

    /// Gives the words of a field.
    pub(super) fn field(&self, field: Field) -> &[WordNumber] {
        &self.fields[field.index()]
    }

    /// Gives the length of a field as an index keeps it: exact up to 40 words, then in steps.
    pub(super) fn length(&self, field: Field) -> u32 {
        let exact = self.field(field).len() as u32;
        FieldNormReader::id_to_fieldnorm(FieldNormReader::fieldnorm_to_id(exact))
    }

    /// Counts how often a word stands in a field.
    pub(super) fn frequency(&self, field: Field, word: WordNumber) -> u32 {
        self.field(field)
            .iter()
            .filter(|found| **found == word)
            .count() as u32
    }
}

/// French stems of folded words.
pub(super) struct Stems(Stemmer);

impl Default for Stems {
    fn default() -> Self {
        Self(Stemmer::new(Algorithm::French))
    }
}

impl Stems {
    /// Gives the stem; short words, numbers and words of other scripts are their own.
    pub(super) fn stem(&self, word: &str) -> String {
        let own =
            word.len() < 4 || !word.is_ascii() || word.starts_with(|c: char| c.is_ascii_digit());
        if own {
            word.to_owned()
        } else {
            self.0.stem(word).into_owned()
        }
    }
}

/// Says whether a field holds stems.
pub(super) fn is_stemmed(field: Field) -> bool {
    matches!(
        field,
        Field::TitleStem | Field::SubjectStem | Field::TextStem
    )
}

/// Lists every text of a record with the field it is searched in.
fn texts_of(record: &Record) -> Vec<(Field, String)> {
    let mut texts = Vec::new();
    let mut add = |fields: &[Field], text: &str| {
        texts.extend(fields.iter().map(|field| (*field, text.to_owned())))
    };
    let title = [Field::Title, Field::TitleStem];
    add(&title, &record.title);
    add(&title, &record.subtitle);
    add(&title, &record.uniform_title);
    if let Some(part) = &record.part {
        add(&title, &part.label);
    }
    if record.authors.is_empty() {
        add(&[Field::Author], &record.responsibility);
    }
    record
        .authors
        .iter()
        .for_each(|author| add(&[Field::Author], author));
    record
        .series
        .iter()
        .for_each(|series| add(&[Field::Series, Field::SubjectStem], series));
    record
        .subjects
        .iter()
        .for_each(|subject| add(&[Field::Subject, Field::SubjectStem], subject));
    add(&[Field::Text, Field::TextStem], &record.summary);
    record
        .notes
        .iter()
        .for_each(|note| add(&[Field::Text, Field::TextStem], note));
    record
        .isbns
        .iter()
        .for_each(|isbn| add(&[Field::Identifier], &isbn.to_string()));
    record
        .numbers
        .iter()
        .for_each(|number| add(&[Field::Identifier], &folded(number).replace(' ', "")));
    texts
}
