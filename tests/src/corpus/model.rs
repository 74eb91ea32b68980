//! What is there to know of a made-up work, and of a library's own record of it?

use super::lexicon::{Lexicon, PersonName};
use super::words::capitalized;
use crate::seeded::Seeded;

/// Kind of thing, with the codes that MARC writes for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// The word for it in tests.
    pub name: &'static str,
    /// Leader 06-07 in MARC 21.
    pub marc21: &'static str,
    /// Leader 06-07 in UNIMARC.
    pub unimarc: &'static str,
}

const fn kind(name: &'static str, marc21: &'static str, unimarc: &'static str) -> Kind {
    Kind {
        name,
        marc21,
        unimarc,
    }
}

const KINDS: &[(Kind, f64)] = &[
    (kind("book", "am", "am"), 0.76),
    (kind("serial", "as", "as"), 0.04),
    (kind("video", "gm", "gm"), 0.07),
    (kind("music", "jm", "jm"), 0.06),
    (kind("map", "em", "em"), 0.02),
    (kind("score", "cm", "cm"), 0.02),
    (kind("electronic", "mm", "lm"), 0.03),
];
const LANGUAGES: &[(&str, f64)] = &[
    ("fre", 0.86),
    ("eng", 0.07),
    ("ger", 0.02),
    ("spa", 0.02),
    ("ara", 0.01),
    ("lat", 0.01),
    ("ita", 0.01),
];
const CITIES: &[&str] = &[
    "Paris",
    "Lyon",
    "Marseille",
    "Genève",
    "Bruxelles",
    "Montréal",
    "Lille",
    "Rennes",
    "Toulouse",
    "Bordeaux",
];
const LATEST_YEAR: u32 = 2026;

/// A work as it would be catalogued without differences between libraries.
#[derive(Clone, Debug, PartialEq)]
pub struct UniversalWork {
    /// Title proper.
    pub title: String,
    /// Other title information; empty for three works in five.
    pub subtitle: String,
    /// One to three persons, the main author first.
    pub authors: Vec<PersonName>,
    /// One to four headings, all different.
    pub subjects: Vec<String>,
    /// ISBN-13 without hyphens, or empty.
    pub isbn: String,
    /// Year of publication.
    pub year: u32,
    /// ISO 639-2/B code.
    pub language: &'static str,
    /// What kind of thing it is.
    pub kind: Kind,
    /// Publisher's name.
    pub publisher: String,
    /// Place of publication.
    pub city: &'static str,
    /// Number of pages.
    pub pages: usize,
    /// Summary; empty for two works in three.
    pub summary: String,
}

/// A copy as its library writes it in 995 or 952.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogueItem {
    /// Unique within the territory here.
    pub barcode: String,
    /// Shelfmark.
    pub shelfmark: String,
    /// Branch.
    pub branch: String,
    /// available, on-loan, reference or unavailable.
    pub status: &'static str,
    /// YYYY-MM-DD where it is lent, else empty.
    pub due: String,
}

/// One library's record of a work, with its copies.
#[derive(Clone, Debug, PartialEq)]
pub struct CatalogueEntry {
    /// Field 001.
    pub id: String,
    /// The library, as it stands in 930 and 995.
    pub library: String,
    /// The description, with this library's own differences.
    pub work: UniversalWork,
    /// One to three copies.
    pub items: Vec<CatalogueItem>,
}

impl UniversalWork {
    /// Makes work number `number` of the world; always the same for the same seed.
    pub fn make(seed: u64, number: u32, lexicon: &Lexicon) -> Self {
        let seeded = &mut Seeded::for_thing(seed, 1, u64::from(number));
        let kind = seeded.by_weight(KINDS);
        let words = 2 + (seeded.exponential(2.5) as usize).min(6);
        let title = capitalized(&lexicon.phrase(words, seeded));
        Self {
            title,
            subtitle: if seeded.chance(0.4) {
                lexicon.phrase(2 + seeded.below(4), seeded)
            } else {
                String::new()
            },
            authors: make_authors(lexicon, seeded),
            subjects: make_subjects(lexicon, seeded),
            isbn: make_isbn(kind, seeded),
            year: LATEST_YEAR - (seeded.exponential(18.0) as u32).min(120),
            language: seeded.by_weight(LANGUAGES),
            kind,
            publisher: lexicon.publisher(seeded).to_owned(),
            city: seeded.one_of(CITIES),
            pages: 60 + seeded.below(840),
            summary: make_summary(lexicon, seeded),
        }
    }
}

fn make_authors(lexicon: &Lexicon, seeded: &mut Seeded) -> Vec<PersonName> {
    let count = if seeded.chance(0.75) {
        1
    } else {
        2 + seeded.below(2)
    };
    (0..count).map(|_| lexicon.author(seeded).clone()).collect()
}

fn make_subjects(lexicon: &Lexicon, seeded: &mut Seeded) -> Vec<String> {
    let mut subjects: Vec<String> = Vec::new();
    for _ in 0..1 + seeded.below(4) {
        let subject = lexicon.subject(seeded);
        if !subjects.iter().any(|known| known == subject) {
            subjects.push(subject.to_owned());
        }
    }
    subjects
}

fn make_summary(lexicon: &Lexicon, seeded: &mut Seeded) -> String {
    if seeded.chance(0.35) {
        capitalized(&lexicon.phrase(15 + seeded.below(35), seeded))
    } else {
        String::new()
    }
}

fn make_isbn(kind: Kind, seeded: &mut Seeded) -> String {
    if !matches!(kind.name, "book" | "score" | "map") || seeded.chance(0.1) {
        return String::new();
    }
    let first_twelve = 978_200_000_000 + seeded.below(100_000_000) as u64;
    let digits = first_twelve.to_string();
    let sum: u32 = digits
        .bytes()
        .enumerate()
        .map(|(place, digit)| u32::from(digit - b'0') * if place % 2 == 0 { 1 } else { 3 })
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_number_on_a_made_up_work_is_valid() {
        let lexicon = Lexicon::new(1);
        for number in 0..500 {
            let work = UniversalWork::make(1, number, &lexicon);
            assert!(
                !work.title.is_empty() && !work.authors.is_empty() && !work.subjects.is_empty()
            );
            assert!((1906..=2026).contains(&work.year));
            if !work.isbn.is_empty() {
                navette_domain::catalogue::Isbn::parse(&work.isbn).unwrap();
            }
        }
    }

    #[test]
    fn a_work_does_not_depend_on_those_made_before() {
        let lexicon = Lexicon::new(1);
        let alone = UniversalWork::make(1, 42, &lexicon);
        UniversalWork::make(1, 41, &lexicon);
        assert_eq!(alone, UniversalWork::make(1, 42, &lexicon));
    }
}
