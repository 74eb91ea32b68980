//! Which works match, how well, who holds them, and how many carry each facet value?

use super::answer::{Answer, AnsweredWork, HeldPart};
use super::searchable::{Dictionary, Searchable, Stems};
use super::typed::{Sums, Term, terms_by_word};
use navette_domain::catalogue::{
    Facet, FacetCount, Field, Filters, ItemStatus, LibraryId, Record, SortOrder, WorkKey,
};
use navette_indexer::search::folded;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// BM25's two constants (Robertson and Zaragoza, 2009), as the contract states them.
const K1: f32 = 1.2;
const B: f32 = 0.75;
const SCORE_UNIT: f32 = 65_536.0;
const CONTRIBUTION_MAX: f32 = 16_777_216.0;
/// Most values listed of one facet, libraries apart.
const VALUES_MAX: usize = 20;

/// A record and whose it is.
#[derive(Clone, Debug)]
pub struct HeldRecord {
    /// The library.
    pub library: LibraryId,
    /// Its record, with the status of its copies.
    pub record: Record,
}

/// Everything that all libraries hold, as plain lists.
pub struct BruteForce {
    held: Vec<HeldRecord>,
    searchable: Vec<Searchable>,
    dictionary: Dictionary,
    sums: Sums,
    average_lengths: [f32; Field::COUNT],
    by_work: BTreeMap<WorkKey, Vec<usize>>,
    stems: Stems,
}

/// A record that matches.
#[derive(Clone, Copy)]
struct Match<'a> {
    held: &'a HeldRecord,
    score: u32,
}

impl BruteForce {
    /// Takes everything that all libraries hold.
    pub fn new(held: Vec<HeldRecord>) -> Self {
        let stems = Stems::default();
        let mut dictionary = Dictionary::default();
        let searchable: Vec<Searchable> = held
            .iter()
            .map(|held| Searchable::of(&held.record, &mut dictionary, &stems))
            .collect();
        let mut by_work: BTreeMap<WorkKey, Vec<usize>> = BTreeMap::new();
        for (place, held) in held.iter().enumerate() {
            by_work.entry(held.record.work).or_default().push(place);
        }
        Self {
            sums: sums_of(&searchable),
            average_lengths: average_lengths(&searchable),
            held,
            searchable,
            dictionary,
            by_work,
            stems,
        }
    }

    /// Answers a typed text.
    pub fn answer(
        &self,
        text: &str,
        filters: &Filters,
        order: SortOrder,
        page_size: usize,
    ) -> Answer {
        let words = terms_by_word(text, &self.dictionary, &self.sums, &self.stems);
        let mut works: BTreeMap<WorkKey, Vec<Match<'_>>> = BTreeMap::new();
        for (held, searchable) in self.held.iter().zip(&self.searchable) {
            if let Some(score) = self.score(searchable, &words)
                && passes(held, filters)
            {
                works
                    .entry(held.record.work)
                    .or_default()
                    .push(Match { held, score });
            }
        }
        let mut ranked: Vec<_> = works
            .iter()
            .map(|(work, matches)| (rank(matches, order), *work))
            .collect();
        ranked.sort();
        ranked.truncate(page_size);
        let page = ranked.into_iter().map(|(_, work)| AnsweredWork {
            work,
            score: score_shown(&works[&work], order),
            holdings: self.holdings(work),
        });
        Answer {
            total: works.len() as u64,
            works: page.collect(),
            facets: count_facets(&works),
        }
    }

    /// Adds up what each word is worth; nothing where one does not match.
    fn score(&self, searchable: &Searchable, words: &[Vec<Term>]) -> Option<u32> {
        let mut total = 0_u32;
        for terms in words {
            let worths: Vec<u32> = terms
                .iter()
                .filter_map(|term| self.worth(searchable, *term))
                .collect();
            let best = *worths.iter().max()?;
            let sum = worths
                .iter()
                .fold(0_u32, |sum, worth| sum.saturating_add(*worth));
            total = total.saturating_add(best.saturating_add((sum - best) / 8));
        }
        Some(total)
    }

    fn worth(&self, searchable: &Searchable, term: Term) -> Option<u32> {
        let frequency = searchable.frequency(term.field, term.word) as f32;
        if frequency == 0.0 {
            return None;
        }
        let length = searchable.length(term.field) as f32;
        let average = self.average_lengths[term.field.index()];
        let saturated =
            frequency * (K1 + 1.0) / (frequency + K1 * (1.0 - B + B * length / average));
        Some((term.weight * saturated * SCORE_UNIT).min(CONTRIBUTION_MAX) as u32)
    }

    fn holdings(&self, work: WorkKey) -> Vec<HeldPart> {
        let mut holdings = BTreeMap::new();
        for place in &self.by_work[&work] {
            let held = &self.held[*place];
            let parts: BTreeSet<_> = held
                .record
                .items
                .iter()
                .map(|item| item.part.clone())
                .collect();
            // A record without copies still says that the library has the work.
            let parts = if parts.is_empty() {
                BTreeSet::from([None])
            } else {
                parts
            };
            for part in parts {
                let shown = holdings
                    .entry((held.library.clone(), part.clone()))
                    .or_insert_with(|| HeldPart {
                        library: held.library.clone(),
                        part: part.clone(),
                        copies: 0,
                        available: 0,
                        due: None,
                    });
                for item in held.record.items.iter().filter(|item| item.part == part) {
                    shown.copies += 1;
                    shown.available += u32::from(item.status == ItemStatus::Available);
                    let lent = item.due.filter(|_| item.status == ItemStatus::OnLoan);
                    shown.due = [shown.due, lent].into_iter().flatten().min();
                }
            }
        }
        holdings.into_values().collect()
    }
}

/// What a work is filed under; smaller comes first. Equals go by work key.
fn rank(matches: &[Match<'_>], order: SortOrder) -> (Reverse<i64>, String) {
    let best_score = matches
        .iter()
        .map(|found| i64::from(found.score))
        .max()
        .unwrap_or(0);
    let latest = matches
        .iter()
        .map(|found| i64::from(year_of(found)))
        .max()
        .unwrap_or(0);
    match order {
        SortOrder::Relevance => (Reverse(best_score), String::new()),
        SortOrder::Newest => (Reverse(latest), String::new()),
        SortOrder::Title => (
            Reverse(0),
            matches.iter().map(filed_under).min().unwrap_or_default(),
        ),
    }
}

/// Gives the score of the record that stands for the work: by relevance the best, else that of the record it is filed by.
fn score_shown(matches: &[Match<'_>], order: SortOrder) -> u32 {
    let first = matches.iter().max_by_key(|found| match order {
        SortOrder::Relevance => (Reverse(String::new()), i64::from(found.score), 0),
        SortOrder::Newest => (
            Reverse(String::new()),
            i64::from(year_of(found)),
            i64::from(found.score),
        ),
        SortOrder::Title => (Reverse(filed_under(found)), i64::from(found.score), 0),
    });
    first.map_or(0, |found| found.score)
}

fn year_of(found: &Match<'_>) -> i16 {
    found.held.record.year.unwrap_or(0)
}

fn filed_under(found: &Match<'_>) -> String {
    let record = &found.held.record;
    format!("{}\u{1}{}", folded(&record.title), folded(&record.subtitle))
}

fn passes(held: &HeldRecord, filters: &Filters) -> bool {
    let values = facet_values(held);
    filters.iter().all(|(facet, wanted)| {
        wanted
            .iter()
            .any(|value| values.contains(&(*facet, value.clone())))
    })
}

/// Lists every facet value that a record carries.
fn facet_values(held: &HeldRecord) -> HashSet<(Facet, String)> {
    let record = &held.record;
    let mut values = HashSet::from([
        (Facet::Medium, record.medium.code().to_owned()),
        (Facet::Audience, record.audience.code().to_owned()),
        (Facet::Library, held.library.to_string()),
    ]);
    if !record.language.is_empty() {
        values.insert((Facet::Language, record.language.clone()));
    }
    if let Some(year) = record.year {
        values.insert((Facet::Decade, (year.div_euclid(10) * 10).to_string()));
    }
    values.extend(
        record
            .subjects
            .iter()
            .map(|subject| (Facet::Subject, subject.clone())),
    );
    values.extend(
        record
            .authors
            .iter()
            .map(|author| (Facet::Author, author.clone())),
    );
    if record
        .items
        .iter()
        .any(|item| item.status == ItemStatus::Available)
    {
        values.insert((Facet::Available, "yes".to_owned()));
    }
    values
}

fn count_facets(works: &BTreeMap<WorkKey, Vec<Match<'_>>>) -> Vec<(Facet, Vec<FacetCount>)> {
    let mut counts: BTreeMap<(Facet, String), u64> = BTreeMap::new();
    for matches in works.values() {
        let carried: HashSet<_> = matches
            .iter()
            .flat_map(|found| facet_values(found.held))
            .collect();
        for value in carried {
            *counts.entry(value).or_default() += 1;
        }
    }
    let listed = |facet: Facet| {
        let of_facet = counts.iter().filter(|((of, _), _)| *of == facet);
        let mut values: Vec<FacetCount> = of_facet
            .map(|((_, value), count)| FacetCount {
                value: value.clone(),
                count: *count,
            })
            .collect();
        values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
        // Every library is listed, whoever holds little of what was found.
        if facet != Facet::Library {
            values.truncate(VALUES_MAX);
        }
        values
    };
    Facet::ALL
        .iter()
        .map(|facet| (*facet, listed(*facet)))
        .collect()
}

fn sums_of(searchable: &[Searchable]) -> Sums {
    let mut sums = Sums {
        records: searchable.len() as u64,
        ..Sums::default()
    };
    for record in searchable {
        for field in Field::ALL {
            let different: HashSet<_> = record.field(*field).iter().collect();
            for word in different {
                *sums.records_with.entry((*field, *word)).or_default() += 1;
            }
        }
    }
    sums
}

fn average_lengths(searchable: &[Searchable]) -> [f32; Field::COUNT] {
    let mut averages = [1.0; Field::COUNT];
    for field in Field::ALL {
        let words: u64 = searchable
            .iter()
            .map(|record| u64::from(record.length(*field)))
            .sum();
        if words > 0 {
            averages[field.index()] = (words as f64 / searchable.len() as f64) as f32;
        }
    }
    averages
}
