//! Does the engine, asked as a federator asks it, answer what reading every record would?
//!
//! Over the made-up territory, with typos, filters and every order.

use navette_domain::catalogue::{
    EditionKey, Facet, Filters, Isbn, Item, ItemStatus, LibraryId, Record, RecordId, SortOrder,
    WorkKey,
};
use navette_domain::time::Day;
use navette_indexer::search::{
    Directory, Found, LibraryIndex, Matched, Position, View, Vocabulary, WriterBudget, best_works,
    count_works, evaluate, rewrite,
};
use navette_tests::brute_force::{Answer, BruteForce, HeldRecord};
use navette_tests::corpus::{CatalogueEntry, CatalogueItem, Territory, TerritoryPlan};
use navette_tests::questions::mistyped;

const PAGE: usize = 20;
const BUDGET: WriterBudget = WriterBudget {
    threads: 1,
    bytes_per_thread: 15_000_000,
};

/// What is compared of an answer: total, works with scores, facets.
type Compared = (u64, Vec<(WorkKey, u32)>, Vec<(Facet, Vec<(String, u64)>)>);

fn record_of(entry: &CatalogueEntry, work: u32) -> Record {
    let key = u64::from(work).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    Record {
        id: RecordId(entry.id.clone()),
        title: entry.work.title.clone(),
        subtitle: entry.work.subtitle.clone(),
        authors: entry
            .work
            .authors
            .iter()
            .map(|author| format!("{}, {}", author.surname, author.first_name))
            .collect(),
        isbns: Isbn::parse(&entry.work.isbn).into_iter().collect(),
        publisher: entry.work.publisher.clone(),
        year: i16::try_from(entry.work.year).ok(),
        subjects: entry.work.subjects.clone(),
        summary: entry.work.summary.clone(),
        language: entry.work.language.to_owned(),
        items: entry.items.iter().map(item_of).collect(),
        work: WorkKey(key),
        edition_key: EditionKey(key),
        ..Record::default()
    }
}

fn item_of(item: &CatalogueItem) -> Item {
    Item {
        barcode: item.barcode.clone(),
        shelfmark: item.shelfmark.clone(),
        status: ItemStatus::from_code(item.status).unwrap(),
        due: (!item.due.is_empty()).then_some(Day(20_800)),
        ..Item::default()
    }
}

/// Libraries over one directory, as a federator keeps them.
struct Engine {
    directory: Directory,
    views: Vec<View>,
    _folder: tempfile::TempDir,
}

impl Engine {
    fn of(held: &[HeldRecord], libraries: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut directory = Directory::default();
        let mut views = Vec::new();
        for number in 0..libraries {
            let library = library(number);
            let member = directory.member(&library);
            let path = folder.path().join(number.to_string());
            let (mut index, _) = LibraryIndex::open(&path, member, BUDGET, &mut directory).unwrap();
            let own = held.iter().filter(|held| held.library == library);
            for (seq, held) in (1..).zip(own) {
                index.put(seq, false, &held.record).unwrap();
                // Two segments, so that merging is part of what is compared.
                if seq == 100 {
                    index
                        .commit(Position {
                            incarnation: 1,
                            generation: seq,
                        })
                        .unwrap();
                }
            }
            index
                .commit(Position {
                    incarnation: 1,
                    generation: u64::MAX,
                })
                .unwrap();
            views.push(index.publish(&mut directory).unwrap());
        }
        Self {
            directory,
            views,
            _folder: folder,
        }
    }

    fn answer(&self, text: &str, filters: &Filters, order: SortOrder) -> Compared {
        let sums = Vocabulary::sum(self.views.iter().map(|view| view.vocabulary().as_ref()));
        let rewritten = rewrite(text, filters.clone(), order, false, &sums).unwrap();
        let mut best: Vec<Matched> = Vec::new();
        let mut found: Vec<Found> = Vec::new();
        for view in self.views.iter().filter(|_| rewritten.can_match) {
            let matched = evaluate(view, &self.directory, &rewritten.question).unwrap();
            found.extend(matched.iter().map(|m| Found {
                row: m.row,
                available: self.directory.is_available(m.row),
            }));
            best.extend(best_works(&self.directory, &matched, order, PAGE));
        }
        let counts = count_works(&self.directory, &found, 0, true);
        let page = best_works(&self.directory, &best, order, PAGE);
        let works = page
            .iter()
            .map(|m| {
                (
                    self.directory.work_key(self.directory.work_of(m.row)),
                    m.score,
                )
            })
            .collect();
        let listed = counts.facets.into_iter().map(|(facet, values)| {
            (
                facet,
                values
                    .into_iter()
                    .map(|value| (value.value, value.count))
                    .collect(),
            )
        });
        (counts.works, works, listed.collect())
    }
}

fn library(number: usize) -> LibraryId {
    LibraryId::parse(&format!("lib{number:02}")).unwrap()
}

fn compared(right: Answer) -> Compared {
    let works = right
        .works
        .iter()
        .map(|work| (work.work, work.score))
        .collect();
    let facets = right.facets.into_iter().map(|(facet, values)| {
        (
            facet,
            values
                .into_iter()
                .map(|value| (value.value, value.count))
                .collect(),
        )
    });
    (right.total, works, facets.collect())
}

fn everything_held(territory: &Territory, libraries: usize) -> Vec<HeldRecord> {
    let mut held = Vec::new();
    for number in 0..libraries {
        for (entry, work) in territory
            .entries(number)
            .zip(territory.works_held_by(number))
        {
            held.push(HeldRecord {
                library: library(number),
                record: record_of(&entry, *work),
            });
        }
    }
    held
}

#[test]
fn the_engine_answers_what_reading_every_record_would() {
    let libraries = 3;
    let territory = Territory::new(TerritoryPlan::new(libraries, 150, 11));
    let held = everything_held(&territory, libraries);
    let engine = Engine::of(&held, libraries);
    let right = BruteForce::new(held);
    let mut queries = territory.queries(40);
    let typos: Vec<String> = queries
        .iter()
        .take(8)
        .map(|query| mistyped(query))
        .collect();
    queries.extend(typos);
    queries.extend(["", "de la", "l'", "9782044002738", "zzzzzzzzzz"].map(str::to_owned));
    let narrowed = Filters::from([
        (Facet::Library, vec!["lib01".to_owned(), "lib02".to_owned()]),
        (Facet::Available, vec!["yes".to_owned()]),
    ]);
    for query in &queries {
        for order in SortOrder::ALL {
            for filters in [Filters::new(), narrowed.clone()] {
                let given = engine.answer(query, &filters, *order);
                let expected = compared(right.answer(query, &filters, *order, PAGE));
                assert_eq!(
                    given,
                    expected,
                    "\"{query}\" by {} with {filters:?}",
                    order.code()
                );
            }
        }
    }
}
