//! Which records are the same work, which the same edition? Descriptors in words, and their hashes. It must not know formats.
//!
//! Cutting too fine shows a title twice; cutting too coarse lends the wrong book. Where in doubt, fine.

use super::fold::fold;
use super::part_number::part_key;
use super::publisher_key::publisher_key;
use super::surname::surname;
use super::title_key::{is_generic, title_key};
use navette_domain::catalogue::{EditionKey, Isbn, KeyDescriptor, Medium, Record, WorkKey};
use std::fmt::Write;
use xxhash_rust::xxh3::xxh3_64;

/// The version of these rules; it stands first in every descriptor. A better rule gets the next number.
pub const KEY_VERSION: u32 = 1;

/// The titles that keys are made from, without what the source marks as not sorting.
#[derive(Clone, Copy, Debug, Default)]
pub struct SortingTitles<'a> {
    /// The title proper.
    pub proper: &'a str,
    /// The source itself has marked the article of the title proper.
    pub proper_marked: bool,
    /// The uniform title (UNIMARC 500, MARC 21 130 or 240), or empty. Original titles of translations do not belong here:
    /// one library records them and the next does not, and both hold the same translation.
    pub uniform: &'a str,
    /// The source itself has marked the article of the uniform title.
    pub uniform_marked: bool,
}

/// Gives a record its work key and its edition key.
///
/// - *Work*: `1|work|etranger|camus|book`. Uniform or proper title, the part where the record describes one (`asterix#3`),
///   surname of the first author, medium. Without an author, or with a title that is only a kind of text or the author's name, publisher and
///   year join in. With none of these, the record stands alone.
/// - *Periodical*: its ISSN, where it has exactly one.
/// - *Edition*: `1|edition|isbn|9782070360024` where the record has exactly one ISBN (or, without any, one other EAN), with the part;
///   else title, part, surname, year, medium.
pub fn assign_keys(record: &mut Record, titles: SortingTitles<'_>) {
    let facts = Facts::of(record, titles);
    let work = facts.work(record);
    let edition = facts.edition(record);
    record.work = WorkKey(xxh3_64(work.as_bytes()));
    record.edition_key = EditionKey(xxh3_64(edition.as_bytes()));
    record.work_descriptor = KeyDescriptor(work);
    record.edition_descriptor = KeyDescriptor(edition);
}

/// What descriptors are made of, folded once.
struct Facts {
    proper: String,
    work: String,
    surname: String,
    publisher: String,
    /// Title and author do not suffice.
    weak: bool,
}

impl Facts {
    fn of(record: &Record, titles: SortingTitles<'_>) -> Self {
        let proper = proper_key(record, titles);
        let uniform = title_key(titles.uniform, titles.uniform_marked, &record.language);
        let mut work = if uniform.is_empty() || is_generic(&uniform) {
            proper.clone()
        } else {
            uniform
        };
        let surname = record
            .authors
            .first()
            .map(|author| surname(author))
            .unwrap_or_default();
        let weak =
            surname.is_empty() || is_generic(&work) || is_self_titled(record, &work, &surname);
        let mut proper = proper;
        if let Some(part) = &record.part {
            let part = part_key(&part.label);
            if !part.is_empty() {
                for title in [&mut work, &mut proper] {
                    title.push('#');
                    title.push_str(&part);
                }
            }
        }
        Self {
            proper,
            work,
            publisher: if weak {
                publisher_key(&record.publisher)
            } else {
                String::new()
            },
            surname,
            weak,
        }
    }

    fn work(&self, record: &Record) -> String {
        if let Some(issn) = only_issn(record) {
            return describe("work", &["issn", &issn, record.medium.code()]);
        }
        let medium = record.medium.code();
        if !self.weak {
            return describe("work", &[&self.work, &self.surname, medium]);
        }
        if self.says_nothing(record) {
            return self.alone("work", record);
        }
        describe(
            "work",
            &[
                &self.work,
                &self.surname,
                medium,
                &self.publisher,
                &year(record),
            ],
        )
    }

    fn edition(&self, record: &Record) -> String {
        if let Some(isbn) = only_isbn(record) {
            let number = isbn.to_string();
            return match self.proper.split_once('#') {
                Some((_, part)) => describe("edition", &["isbn", &number, part]),
                None => describe("edition", &["isbn", &number]),
            };
        }
        let (medium, year) = (record.medium.code(), year(record));
        if !self.weak {
            return describe("edition", &[&self.proper, &self.surname, &year, medium]);
        }
        if self.says_nothing(record) {
            return self.alone("edition", record);
        }
        describe(
            "edition",
            &[&self.proper, &self.surname, &year, medium, &self.publisher],
        )
    }

    fn says_nothing(&self, record: &Record) -> bool {
        self.surname.is_empty() && self.publisher.is_empty() && record.year.is_none()
    }

    /// Never on a title alone: all that is known joins in, the number in its library last.
    fn alone(&self, kind: &str, record: &Record) -> String {
        let isbns = record
            .isbns
            .iter()
            .map(Isbn::to_string)
            .collect::<Vec<_>>()
            .join("+");
        let (subtitle, extent, id) = (
            fold(&record.subtitle),
            fold(&record.extent),
            fold(&record.id.0),
        );
        describe(
            kind,
            &[
                "alone",
                &self.proper,
                record.medium.code(),
                &isbns,
                &subtitle,
                &extent,
                &id,
            ],
        )
    }
}

/// "Bill Evans" by Evans, Bill: an artist makes several, and every exhibition of Brassaï is called "Brassaï".
fn is_self_titled(record: &Record, title: &str, surname: &str) -> bool {
    if !title.contains(surname) {
        return false;
    }
    let heading = record.authors.first().map_or("", String::as_str);
    let (family, given) = heading.split_once(',').unwrap_or((heading, ""));
    let (family, given) = (fold(family), fold(given));
    title == surname || title == format!("{given}{family}") || title == format!("{family}{given}")
}

fn proper_key(record: &Record, titles: SortingTitles<'_>) -> String {
    let key = title_key(titles.proper, titles.proper_marked, &record.language);
    if !key.is_empty() {
        return key;
    }
    // A title of signs only ("!!!", "?"): the signs are the title. The separators of descriptors may not be among them.
    record
        .title
        .chars()
        .filter(|c| !matches!(c, '|' | '#') && !c.is_control())
        .take(40)
        .collect()
}

fn year(record: &Record) -> String {
    record.year.map(|year| year.to_string()).unwrap_or_default()
}

/// Numbers of a set and of its volumes stand side by side in 010: only a number without rival names the edition.
fn only_isbn(record: &Record) -> Option<Isbn> {
    let is_book_number =
        |isbn: &&Isbn| (9_780_000_000_000..9_800_000_000_000).contains(&isbn.number());
    let mut books = record.isbns.iter().filter(is_book_number);
    match (books.next(), books.next()) {
        (Some(only), None) => Some(*only),
        (Some(_), Some(_)) => None,
        (None, _) => match record.isbns.as_slice() {
            [only] => Some(*only),
            _ => None,
        },
    }
}

fn only_issn(record: &Record) -> Option<String> {
    if record.medium != Medium::Periodical {
        return None;
    }
    let mut found: Option<String> = None;
    for issn in record.numbers.iter().filter_map(|number| issn(number)) {
        match &found {
            Some(known) if *known != issn => return None,
            _ => found = Some(issn),
        }
    }
    found
}

/// Reads an ISSN and checks it (ISO 3297: weights 8 to 2, modulo 11).
fn issn(written: &str) -> Option<String> {
    let digits: String = written
        .trim()
        .trim_start_matches("ISSN")
        .chars()
        .filter(|c| !matches!(c, '-' | ' '))
        .collect();
    if digits.len() != 8 {
        return None;
    }
    let mut sum = 0;
    for (c, weight) in digits.chars().zip((1..=8).rev()) {
        sum += weight
            * match c {
                'x' | 'X' if weight == 1 => 10,
                _ => c.to_digit(10)?,
            };
    }
    sum.is_multiple_of(11).then(|| digits.to_uppercase())
}

fn describe(kind: &str, parts: &[&str]) -> String {
    let mut descriptor = String::with_capacity(96);
    // Writing to a String cannot fail.
    let _ = write!(descriptor, "{KEY_VERSION}|{kind}");
    for part in parts {
        descriptor.push('|');
        descriptor.push_str(part);
    }
    descriptor
}

#[cfg(test)]
#[path = "match_key_tests.rs"]
mod tests;
