//! Which words, authors, subjects and publishers does the made-up world have, and how often is each used?

use super::words::{FUNCTION_WORDS, begins_with_vowel, capitalized, make_word};
use super::zipf::Zipf;
use crate::seeded::Seeded;
use std::collections::HashSet;

const VOCABULARY: usize = 60_000;
const SURNAMES: usize = 30_000;
const RARE_WORDS: usize = 20_000;
const AUTHORS: usize = 40_000;
const SUBJECTS: usize = 8_000;
const PUBLISHERS: usize = 600;

const FIRST_NAMES: &[&str] = &[
    "Agnès",
    "Aïcha",
    "Alain",
    "André",
    "Anne",
    "Benoît",
    "Bernard",
    "Catherine",
    "Cécile",
    "Chloé",
    "Christian",
    "Claude",
    "Daniel",
    "Étienne",
    "François",
    "Françoise",
    "Frédéric",
    "Gaëlle",
    "Georges",
    "Hélène",
    "Henri",
    "Irène",
    "Jacques",
    "Jean",
    "Jérôme",
    "Joël",
    "Louis",
    "Marcel",
    "Marie",
    "Mélanie",
    "Michel",
    "Nicolas",
    "Noël",
    "Paul",
    "Philippe",
    "Pierre",
    "René",
    "Robert",
    "Roger",
    "Sylvie",
    "Thérèse",
    "Véronique",
    "Zoé",
];

/// An author's heading in two parts, because UNIMARC writes them apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonName {
    /// Family name.
    pub surname: String,
    /// First name.
    pub first_name: String,
}

/// The made-up world's vocabulary with its frequencies.
#[derive(Clone, Debug)]
pub struct Lexicon {
    words: Vec<String>,
    by_frequency: Zipf,
    authors: Vec<PersonName>,
    authors_by_frequency: Zipf,
    subjects: Vec<String>,
    subjects_by_frequency: Zipf,
    publishers: Vec<String>,
    publishers_by_frequency: Zipf,
}

impl Lexicon {
    /// Makes the vocabulary of this seed.
    pub fn new(seed: u64) -> Self {
        let mut seeded = Seeded::new(seed);
        let mut words = different_words(VOCABULARY + SURNAMES + RARE_WORDS, &mut seeded);
        let rare = words.split_off(VOCABULARY + SURNAMES);
        let surnames = words.split_off(VOCABULARY);
        let mut lexicon = Self {
            words,
            by_frequency: Zipf::new(VOCABULARY, 1.0, 2.7),
            authors: make_authors(&surnames, &mut seeded),
            authors_by_frequency: Zipf::new(AUTHORS, 0.8, 5.0),
            subjects: Vec::new(),
            subjects_by_frequency: Zipf::new(SUBJECTS, 0.9, 3.0),
            publishers: Vec::new(),
            publishers_by_frequency: Zipf::new(PUBLISHERS, 1.0, 2.0),
        };
        lexicon.subjects = (0..SUBJECTS)
            .map(|_| lexicon.make_subject(&rare, &mut seeded))
            .collect();
        lexicon.publishers = (0..PUBLISHERS)
            .map(|_| {
                format!(
                    "Éditions {}",
                    capitalized(&lexicon.words[seeded.below(5_000)])
                )
            })
            .collect();
        lexicon
    }

    /// Draws a word by its frequency.
    pub fn word(&self, seeded: &mut Seeded) -> &str {
        &self.words[self.by_frequency.draw(seeded)]
    }

    /// Draws an author by frequency.
    pub fn author(&self, seeded: &mut Seeded) -> &PersonName {
        &self.authors[self.authors_by_frequency.draw(seeded)]
    }

    /// Draws a subject heading by frequency.
    pub fn subject(&self, seeded: &mut Seeded) -> &str {
        &self.subjects[self.subjects_by_frequency.draw(seeded)]
    }

    /// Draws a publisher by frequency.
    pub fn publisher(&self, seeded: &mut Seeded) -> &str {
        &self.publishers[self.publishers_by_frequency.draw(seeded)]
    }

    /// Writes a phrase of this many full words, with little words and elisions between them.
    pub fn phrase(&self, words: usize, seeded: &mut Seeded) -> String {
        let mut phrase = String::new();
        for place in 0..words {
            let word = self.word(seeded);
            if place > 0 {
                phrase.push(' ');
                if seeded.chance(0.38) {
                    push_little_word(&mut phrase, word, seeded);
                }
            }
            phrase.push_str(word);
        }
        phrase
    }

    fn make_subject(&self, rare: &[String], seeded: &mut Seeded) -> String {
        let words = 1 + usize::from(seeded.chance(0.45)) + usize::from(seeded.chance(0.15));
        let heading: Vec<&str> = (0..words)
            .map(|_| {
                if seeded.chance(0.3) {
                    rare[seeded.below(rare.len())].as_str()
                } else {
                    self.word(seeded)
                }
            })
            .collect();
        capitalized(&heading.join(" "))
    }
}

fn push_little_word(phrase: &mut String, next: &str, seeded: &mut Seeded) {
    if begins_with_vowel(next) {
        phrase.push_str(seeded.one_of(&["l'", "d'", "l'", "qu'", "et d'", "jusqu'"]));
    } else {
        phrase.push_str(seeded.one_of(FUNCTION_WORDS));
        phrase.push(' ');
    }
}

fn different_words(count: usize, seeded: &mut Seeded) -> Vec<String> {
    let mut seen = HashSet::with_capacity(count);
    let mut words = Vec::with_capacity(count);
    while words.len() < count {
        let word = make_word(seeded);
        if seen.insert(word.clone()) {
            words.push(word);
        }
    }
    words
}

fn make_authors(surnames: &[String], seeded: &mut Seeded) -> Vec<PersonName> {
    surnames
        .iter()
        .cycle()
        .take(AUTHORS)
        .map(|surname| PersonName {
            surname: capitalized(surname),
            first_name: seeded.one_of(FIRST_NAMES).to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_have_accents_and_elisions() {
        let lexicon = Lexicon::new(1);
        let text = lexicon.phrase(500, &mut Seeded::new(2));
        assert!(text.contains("l'") && text.contains('é'));
        assert!(text.split(' ').any(|word| word == "de"));
    }

    #[test]
    fn the_same_seed_makes_the_same_world() {
        let (one, two) = (Lexicon::new(5), Lexicon::new(5));
        assert_eq!(
            one.phrase(50, &mut Seeded::new(1)),
            two.phrase(50, &mut Seeded::new(1))
        );
        assert_ne!(
            one.phrase(50, &mut Seeded::new(1)),
            Lexicon::new(6).phrase(50, &mut Seeded::new(1))
        );
    }
}
