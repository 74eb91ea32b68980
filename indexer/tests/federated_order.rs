//! Is the merged order of several libraries the order of one index over all their records?
//!
//! Random catalogues with replacements, withdrawals, several segments, unequal lengths and typos.
#![allow(clippy::unwrap_used)]

use navette_domain::catalogue::{
    EditionKey, Filters, Isbn, Item, LibraryId, Medium, Record, RecordId, SortOrder, WorkKey,
};
use navette_indexer::search::{
    Directory, Found, LibraryIndex, Matched, Position, View, Vocabulary, WriterBudget, best_works,
    count_works, evaluate, rewrite,
};
use proptest::prelude::*;
use std::collections::BTreeMap;

const BUDGET: WriterBudget = WriterBudget {
    threads: 1,
    bytes_per_thread: 15_000_000,
};
const VOCABULARY: [&str; 12] = [
    "musique",
    "musiques",
    "rivière",
    "l'étranger",
    "peste",
    "nord",
    "château",
    "châteaux",
    "loup",
    "le",
    "chat",
    "enfance",
];

#[derive(Clone, Debug)]
struct Change {
    library: usize,
    number: u8,
    words: Vec<usize>,
    summary: Vec<usize>,
    year: i16,
    withdraw: bool,
    commit: bool,
}

fn a_change() -> impl Strategy<Value = Change> {
    (
        0..3_usize,
        0..12_u8,
        proptest::collection::vec(0..VOCABULARY.len(), 1..5),
        proptest::collection::vec(0..VOCABULARY.len(), 0..30),
        1990..1995_i16,
        proptest::bool::weighted(0.2),
        proptest::bool::weighted(0.2),
    )
        .prop_map(
            |(library, number, words, summary, year, withdraw, commit)| Change {
                library,
                number,
                words,
                summary,
                year,
                withdraw,
                commit,
            },
        )
}

fn text(words: &[usize]) -> String {
    words
        .iter()
        .map(|word| VOCABULARY[*word])
        .collect::<Vec<_>>()
        .join(" ")
}

fn a_record(change: &Change, id: &str) -> Record {
    let title = text(&change.words);
    // Few works, so that libraries share them: the first word of the title makes the key.
    let work = WorkKey((change.words[0] as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    Record {
        id: RecordId(id.to_owned()),
        edition_key: EditionKey(work.0 ^ change.year as u64),
        work,
        title,
        summary: text(&change.summary),
        authors: vec![format!("Auteur, {}", VOCABULARY[change.words[0]])],
        subjects: change
            .summary
            .iter()
            .take(2)
            .map(|word| VOCABULARY[*word].to_owned())
            .collect(),
        isbns: Isbn::from_number(9_782_070_360_024).into_iter().collect(),
        year: Some(change.year),
        language: "fre".into(),
        medium: Medium::Book,
        items: vec![Item {
            barcode: id.to_owned(),
            ..Item::default()
        }],
        ..Record::default()
    }
}

/// Several libraries over one directory, as a federator keeps them.
struct Consortium {
    directory: Directory,
    indexes: Vec<LibraryIndex>,
    views: Vec<View>,
    next_seq: Vec<u64>,
    _folder: tempfile::TempDir,
}

impl Consortium {
    fn of(libraries: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut directory = Directory::default();
        let mut indexes = Vec::new();
        let mut views = Vec::new();
        for number in 0..libraries {
            let member = directory.member(&LibraryId::parse(&format!("library-{number}")).unwrap());
            let path = folder.path().join(number.to_string());
            let (mut index, _) = LibraryIndex::open(&path, member, BUDGET, &mut directory).unwrap();
            index.commit(Position::default()).unwrap();
            views.push(index.publish(&mut directory).unwrap());
            indexes.push(index);
        }
        Self {
            directory,
            indexes,
            views,
            next_seq: vec![1; libraries],
            _folder: folder,
        }
    }

    fn put(&mut self, library: usize, replaces: bool, record: &Record) -> u64 {
        let seq = self.next_seq[library];
        self.next_seq[library] += 1;
        self.indexes[library].put(seq, replaces, record).unwrap();
        seq
    }

    fn commit(&mut self, library: usize) {
        let position = Position {
            incarnation: 7,
            generation: self.next_seq[library],
        };
        self.indexes[library].commit(position).unwrap();
        self.views[library] = self.indexes[library].publish(&mut self.directory).unwrap();
    }

    fn ask(&self, query: &str, order: SortOrder) -> (Vec<(WorkKey, u32)>, Vec<Found>) {
        let sums = Vocabulary::sum(self.views.iter().map(|view| view.vocabulary().as_ref()));
        let question = rewrite(query, Filters::new(), order, false, &sums)
            .unwrap()
            .question;
        let mut best: Vec<Matched> = Vec::new();
        let mut found = Vec::new();
        for view in &self.views {
            let matched = evaluate(view, &self.directory, &question).unwrap();
            found.extend(matched.iter().map(|m| Found {
                row: m.row,
                available: self.directory.is_available(m.row),
            }));
            best.extend(best_works(&self.directory, &matched, order, 5));
        }
        let order = best_works(&self.directory, &best, order, 5);
        let listed = order
            .iter()
            .map(|m| {
                (
                    self.directory.work_key(self.directory.work_of(m.row)),
                    m.score,
                )
            })
            .collect();
        (listed, found)
    }
}

/// Each case writes four indexes to disk, so few are enough for every change; `tests/long` asks for more.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(8)
        .min(200)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn merged_order_is_the_order_of_one_index(
        changes in proptest::collection::vec(a_change(), 1..40),
        queries in proptest::collection::vec(prop_oneof![
            proptest::collection::vec(0..VOCABULARY.len(), 1..4).prop_map(|words| text(&words)),
            Just("musqiue".to_owned()), Just("chateaus nord".to_owned()), Just(String::new()), Just("9782070360024".to_owned()),
        ], 1..6),
    ) {
        let mut several = Consortium::of(3);
        let mut living: BTreeMap<(usize, u8), (u64, Record)> = BTreeMap::new();
        for change in &changes {
            let id = format!("r{}", change.number);
            let known = living.remove(&(change.library, change.number));
            let replaces = known.is_some();
            if change.withdraw {
                if replaces {
                    several.indexes[change.library].remove(&id).unwrap();
                }
            } else {
                let record = a_record(change, &id);
                let seq = several.put(change.library, replaces, &record);
                living.insert((change.library, change.number), (seq, record));
            }
            if change.commit {
                several.commit(change.library);
            }
        }
        (0..3).for_each(|library| several.commit(library));

        let mut one = Consortium::of(1);
        for ((library, _), (_, record)) in &living {
            let id = RecordId(format!("{library}-{}", record.id));
            one.put(
                0,
                false, &Record { id, ..record.clone() });
        }
        one.commit(0);

        for query in &queries {
            for order in SortOrder::ALL {
                let (merged, found) = several.ask(query, *order);
                let (single, all) = one.ask(query, *order);
                prop_assert_eq!(&merged, &single, "query {:?} by {}", query, order.code());
                let (merged, single) = (count_works(&several.directory, &found, 0, true), count_works(&one.directory, &all, 0, true));
                prop_assert_eq!(merged.works, single.works);
                for ((facet, here), (_, there)) in merged.facets.iter().zip(&single.facets) {
                    if facet.code() != "library" {
                        prop_assert_eq!(here, there, "facet {}", facet.code());
                    }
                }
            }
        }
    }
}

#[test]
fn an_index_is_found_again_as_it_was_committed() {
    let folder = tempfile::tempdir().unwrap();
    let library = LibraryId::parse("aire").unwrap();
    let change = Change {
        library: 0,
        number: 1,
        words: vec![3],
        summary: vec![],
        year: 1942,
        withdraw: false,
        commit: true,
    };
    {
        let mut directory = Directory::default();
        let member = directory.member(&library);
        let (mut index, rebuilt) =
            LibraryIndex::open(folder.path(), member, BUDGET, &mut directory).unwrap();
        assert!(
            rebuilt.is_some(),
            "an empty folder that is no index is said to be rebuilt"
        );
        index.put(4, false, &a_record(&change, "a")).unwrap();
        index
            .commit(Position {
                incarnation: 9,
                generation: 4,
            })
            .unwrap();
        index.put(5, false, &a_record(&change, "lost")).unwrap();
    }
    let mut directory = Directory::default();
    let member = directory.member(&library);
    let (mut index, rebuilt) =
        LibraryIndex::open(folder.path(), member, BUDGET, &mut directory).unwrap();
    assert_eq!(
        (rebuilt, index.position()),
        (
            None,
            Position {
                incarnation: 9,
                generation: 4
            }
        )
    );
    assert_eq!(directory.record_count(member), 1);
    let view = index.publish(&mut directory).unwrap();
    let asked = rewrite(
        "etranger",
        Filters::new(),
        SortOrder::Relevance,
        false,
        view.vocabulary(),
    )
    .unwrap();
    let matched = evaluate(&view, &directory, &asked.question).unwrap();
    assert_eq!(matched.len(), 1);
    assert_eq!(directory.brief(matched[0].row).title, "l'étranger");
}
