//! What does each library of the made-up territory hold, as records, as a file, and as the truth to compare with?

use super::holdings::draw_holdings;
use super::iso2709::RecordWriter;
use super::lexicon::Lexicon;
use super::marc21::write_marc21;
use super::model::{CatalogueEntry, UniversalWork};
use super::queries::draw_queries;
use super::unimarc::write_unimarc;
use super::variant::catalogue;
use std::io::{self, Write};

/// Bytes collected before they are handed on.
const CHUNK: usize = 256 * 1024;

/// How large a territory is wanted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TerritoryPlan {
    /// Libraries, numbered from 0.
    pub libraries: usize,
    /// Records of each library.
    pub records: usize,
    /// Share of the held works that one library only holds, where there are several.
    pub unique: f64,
    /// The same plan always makes the same territory.
    pub seed: u64,
}

impl TerritoryPlan {
    /// Plans a territory in which three works in five are held by one library only.
    pub fn new(libraries: usize, records: usize, seed: u64) -> Self {
        Self {
            libraries,
            records,
            unique: 0.60,
            seed,
        }
    }
}

/// In which MARC a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flavour {
    /// UNIMARC in UTF-8, copies in 995.
    Unimarc,
    /// MARC 21 in UTF-8, copies in 952.
    Marc21,
}

/// A made-up territory. Entries are made when asked for: it takes the memory of its vocabulary, not of its records.
#[derive(Clone, Debug)]
pub struct Territory {
    plan: TerritoryPlan,
    lexicon: Lexicon,
    holdings: Vec<Vec<u32>>,
}

impl Territory {
    /// Draws who holds what.
    pub fn new(plan: TerritoryPlan) -> Self {
        Self {
            plan,
            lexicon: Lexicon::new(plan.seed),
            holdings: draw_holdings(plan.libraries, plan.records, plan.unique, plan.seed),
        }
    }

    /// Gives the truth: the number of the work behind each record of the library, in the order of its file.
    pub fn works_held_by(&self, library: usize) -> &[u32] {
        self.holdings.get(library).map_or(&[], Vec::as_slice)
    }

    /// Lists the numbers of all works that are held, ascending.
    pub fn held_works(&self) -> Vec<u32> {
        let mut works: Vec<u32> = self.holdings.iter().flatten().copied().collect();
        works.sort_unstable();
        works.dedup();
        works
    }

    /// Describes a work without any library's own differences.
    pub fn work(&self, number: u32) -> UniversalWork {
        UniversalWork::make(self.plan.seed, number, &self.lexicon)
    }

    /// Makes the library's records one by one, in the order of its file.
    pub fn entries(&self, library: usize) -> impl Iterator<Item = CatalogueEntry> + '_ {
        self.works_held_by(library)
            .iter()
            .enumerate()
            .map(move |(number, work)| catalogue(self.work(*work), self.plan.seed, library, number))
    }

    /// Writes the library's file; returns its size in bytes.
    pub fn write(&self, library: usize, flavour: Flavour, out: &mut impl Write) -> io::Result<u64> {
        let mut written = 0;
        let mut chunk = Vec::with_capacity(CHUNK + CHUNK / 8);
        let mut writer = RecordWriter::default();
        for entry in self.entries(library) {
            match flavour {
                Flavour::Unimarc => write_unimarc(&entry, &mut writer, &mut chunk),
                Flavour::Marc21 => write_marc21(&entry, &mut writer, &mut chunk),
            }
            if chunk.len() >= CHUNK {
                out.write_all(&chunk)?;
                written += chunk.len() as u64;
                chunk.clear();
            }
        }
        out.write_all(&chunk)?;
        Ok(written + chunk.len() as u64)
    }

    /// Draws query texts, each of which finds at least one held work.
    pub fn queries(&self, count: usize) -> Vec<String> {
        draw_queries(self, count, self.plan.seed)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn small() -> Territory {
        Territory::new(TerritoryPlan::new(3, 200, 1))
    }

    #[test]
    fn a_file_holds_as_many_records_as_planned() {
        for flavour in [Flavour::Unimarc, Flavour::Marc21] {
            let mut file = Vec::new();
            let size = small().write(1, flavour, &mut file).unwrap();
            assert_eq!(size, file.len() as u64);
            assert_eq!(file.iter().filter(|byte| **byte == 0x1d).count(), 200);
        }
    }

    #[test]
    fn the_same_plan_makes_the_same_file() {
        let mut files = [Vec::new(), Vec::new()];
        for file in &mut files {
            small().write(2, Flavour::Unimarc, file).unwrap();
        }
        assert_eq!(files[0], files[1]);
    }

    #[test]
    fn about_one_record_in_seven_differs_from_the_other_libraries() {
        let territory = Territory::new(TerritoryPlan::new(1, 5_000, 1));
        let numbers = territory.works_held_by(0);
        let different = territory
            .entries(0)
            .zip(numbers)
            .filter(|(entry, number)| entry.work != territory.work(**number))
            .count();
        assert!((400..800).contains(&different), "{different} of 5,000");
    }

    #[test]
    fn every_query_is_taken_from_a_held_work() {
        let territory = small();
        let queries = territory.queries(300);
        assert_eq!(queries.len(), 300);
        let everything: String = territory
            .held_works()
            .into_iter()
            .map(|number| territory.work(number))
            .map(|work| format!("{} {} ", work.title, work.authors[0].surname).to_lowercase())
            .collect();
        for query in queries {
            assert!(
                query.split(' ').all(|word| everything.contains(word)),
                "{query}"
            );
        }
    }
}
