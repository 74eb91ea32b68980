//! Is whatever a patron types answered, or refused by the name of a limit? With any page token beside it.

#![allow(clippy::unwrap_used)]

use navette_domain::catalogue::{Filters, LibraryId, Record, RecordId, SortOrder};
use navette_indexer::search::{
    Directory, LibraryIndex, Page, Position, View, WriterBudget, best_works, evaluate, rewrite,
};
use proptest::prelude::*;
use std::sync::LazyLock;

/// So that what is typed meets something: elision, accents, a prefix, other scripts.
const TITLES: [&str; 5] = [
    "L'étranger",
    "Le petit prince",
    "œuvres complètes",
    "Война и мир",
    "戰爭與和平",
];

static CATALOGUE: LazyLock<(Directory, View)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let mut directory = Directory::default();
    let member = directory.member(&LibraryId::parse("aire").unwrap());
    let budget = WriterBudget {
        threads: 1,
        bytes_per_thread: 15_000_000,
    };
    let (mut index, _) = LibraryIndex::open(folder.path(), member, budget, &mut directory).unwrap();
    for (seq, title) in (1..).zip(TITLES) {
        let record = Record {
            id: RecordId(seq.to_string()),
            title: title.to_owned(),
            ..Record::default()
        };
        index.put(seq, false, &record).unwrap();
    }
    let position = Position {
        incarnation: 1,
        generation: TITLES.len() as u64,
    };
    index.commit(position).unwrap();
    let view = index.publish(&mut directory).unwrap();
    (directory, view)
});

/// Characters of any kind, and pieces that mean something to us or to a query parser.
fn anything_typed() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        ".{0,12}".prop_map(String::from),
        Just("l'etrangr ".to_owned()),
        Just("jusqu'".to_owned()),
        Just("petit pri".to_owned()),
        Just("978-2-07-061275-8 ".to_owned()),
        Just("title:(\"a AND [b TO *] ~2^9".to_owned()),
        Just("œ\u{301}\u{200D}\u{98}".to_owned()),
    ];
    proptest::collection::vec(pieces, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn whatever_is_typed_is_answered_within_the_limits(
        text in anything_typed(), token in "[0-9a-f]{0,24}|.{0,24}", complete_last: bool,
    ) {
        let (directory, view) = &*CATALOGUE;
        for order in [SortOrder::Relevance, SortOrder::Newest, SortOrder::Title] {
            let _ = Page::of_request(&text, &Filters::new(), order, 20, &token);
            let Ok(rewritten) = rewrite(&text, Filters::new(), order, complete_last, view.vocabulary()) else {
                // Only a limit refuses, and no limit is this short.
                prop_assert!(text.chars().count() > 60, "refused: {text:?}");
                continue;
            };
            let matched = evaluate(view, directory, &rewritten.question).unwrap();
            prop_assert!(best_works(directory, &matched, order, 20).len() <= TITLES.len());
        }
    }
}
