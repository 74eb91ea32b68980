//! How many works were found, and how many carry each value of each facet? Counts are of works, never of records.
//!
//! A work counts once for every value that any of its matching records carries.

use super::directory::{Directory, RowNumber, WorkNumber};
use super::facet_values::{FacetValues, Signature, ValueNumber};
use navette_domain::catalogue::{Facet, FacetCount};
use std::cell::RefCell;

/// Most values listed for one facet.
pub const VALUES_MAX: usize = 20;
/// Most libraries listed: all of a territory.
const LIBRARIES_MAX: usize = 500;

/// A record found, and whether a copy of it can be borrowed now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// Which record.
    pub row: RowNumber,
    /// As its library says.
    pub available: bool,
}

/// What is counted of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Works found; an estimate where `sample_shift` was above 0.
    pub works: u64,
    /// Most works first, then by value.
    pub facets: Vec<(Facet, Vec<FacetCount>)>,
}

/// Counts the works among the records found. With a sample of 1 in 2^`sample_shift` works, the counts are scaled up.
pub fn count_works(
    directory: &Directory,
    found: &[Found],
    sample_shift: u32,
    with_facets: bool,
) -> Counts {
    TALLY.with_borrow_mut(|tally| {
        tally.begin(directory);
        let works = count(directory, found, with_facets, tally);
        let scale = 1_u64 << sample_shift.min(63);
        Counts {
            works: works.saturating_mul(scale),
            facets: if with_facets {
                tally.listed(directory.facet_values(), scale)
            } else {
                Vec::new()
            },
        }
    })
}

fn count(directory: &Directory, found: &[Found], with_facets: bool, tally: &mut Tally) -> u64 {
    let mut works = 0_u64;
    let mut several: Vec<(WorkNumber, Found)> = Vec::new();
    for record in found {
        if !directory.is_sole(record.row) {
            several.push((directory.work_of(record.row), *record));
            continue;
        }
        works += 1;
        if with_facets {
            tally.add_signature(directory.signature_of(record.row));
            tally.add(directory.listed_values_of(record.row));
            tally.available += u64::from(record.available);
        }
    }
    several.sort_unstable_by_key(|(work, _)| *work);
    let mut values: Vec<ValueNumber> = Vec::new();
    for records in several.chunk_by(|a, b| a.0 == b.0) {
        works += 1;
        if with_facets {
            values.clear();
            values.extend(
                records
                    .iter()
                    .flat_map(|(_, record)| directory.values_of(record.row)),
            );
            values.sort_unstable();
            values.dedup();
            tally.add(&values);
            tally.available += u64::from(records.iter().any(|(_, record)| record.available));
        }
    }
    works
}

thread_local! {
    static TALLY: RefCell<Tally> = RefCell::default();
}

/// Works by facet value, one place a value; kept between questions so that nothing needs clearing but what was counted.
#[derive(Default)]
struct Tally {
    counts: Vec<u32>,
    counted: Vec<ValueNumber>,
    signature_counts: Vec<u32>,
    available: u64,
}

impl Tally {
    fn begin(&mut self, directory: &Directory) {
        for value in self.counted.drain(..) {
            self.counts[value as usize] = 0;
        }
        let values = directory.facet_values();
        self.counts.resize(values.len().max(self.counts.len()), 0);
        self.signature_counts.clear();
        self.signature_counts.resize(values.signature_count(), 0);
        self.available = 0;
    }

    fn add_signature(&mut self, signature: Signature) {
        self.signature_counts[signature as usize] += 1;
    }

    fn add(&mut self, values: &[ValueNumber]) {
        for value in values {
            self.add_works(*value, 1);
        }
    }

    fn add_works(&mut self, value: ValueNumber, works: u32) {
        let count = &mut self.counts[value as usize];
        if *count == 0 {
            self.counted.push(value);
        }
        *count += works;
    }

    /// Counts for each value what was counted for the signatures that stand for it.
    fn resolve_signatures(&mut self, values: &FacetValues) {
        for signature in 0..self.signature_counts.len() {
            let works = self.signature_counts[signature];
            if works > 0 {
                for value in values.of_signature(signature as Signature) {
                    self.add_works(*value, works);
                }
            }
        }
    }

    fn listed(&mut self, values: &FacetValues, scale: u64) -> Vec<(Facet, Vec<FacetCount>)> {
        self.resolve_signatures(values);
        let mut by_facet: Vec<Vec<Ranked>> = vec![Vec::new(); Facet::ALL.len()];
        for value in &self.counted {
            let (facet, _) = values.value(*value);
            by_facet[facet as usize].push(Ranked {
                fewer: !self.counts[*value as usize],
                prefix: values.prefix(*value),
                value: *value,
            });
        }
        let mut facets = Vec::with_capacity(Facet::ALL.len());
        for (facet, mut ranked) in Facet::ALL.iter().zip(by_facet) {
            let limit = if *facet == Facet::Library {
                LIBRARIES_MAX
            } else {
                VALUES_MAX
            };
            keep_first(values, &mut ranked, limit);
            let mut listed: Vec<FacetCount> = ranked
                .iter()
                .map(|ranked| FacetCount {
                    value: values.value(ranked.value).1.to_owned(),
                    count: u64::from(!ranked.fewer).saturating_mul(scale),
                })
                .collect();
            if *facet == Facet::Available && self.available > 0 {
                listed.push(FacetCount {
                    value: "yes".into(),
                    count: self.available.saturating_mul(scale),
                });
            }
            facets.push((*facet, listed));
        }
        facets
    }
}

/// A value with what orders it: most works first, then by text.
#[derive(Clone, Copy)]
struct Ranked {
    /// The count's complement, so that more comes first.
    fewer: u32,
    prefix: u64,
    value: ValueNumber,
}

/// Orders the values and keeps the first ones.
fn keep_first(values: &FacetValues, ranked: &mut Vec<Ranked>, limit: usize) {
    let compare = |a: &Ranked, b: &Ranked| {
        (a.fewer, a.prefix)
            .cmp(&(b.fewer, b.prefix))
            .then_with(|| values.value(a.value).1.cmp(values.value(b.value).1))
    };
    if ranked.len() > limit {
        ranked.select_nth_unstable_by(limit - 1, compare);
        ranked.truncate(limit);
    }
    ranked.sort_unstable_by(compare);
}
