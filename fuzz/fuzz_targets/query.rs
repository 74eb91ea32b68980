//! Whatever a patron types, with or without a sound page token, is answered or refused, and nothing may panic or run away.
#![no_main]

use libfuzzer_sys::fuzz_target;
use navette_domain::catalogue::{Filters, LibraryId, Record, SortOrder};
use navette_indexer::search::{
    Directory, LibraryIndex, Page, Position, View, WriterBudget, best_works, evaluate, rewrite,
};
use std::sync::OnceLock;

/// A small catalogue, so that words meet words: made once.
fn catalogue() -> &'static (Directory, View) {
    static MADE: OnceLock<(Directory, View)> = OnceLock::new();
    MADE.get_or_init(|| {
        let folder = std::env::temp_dir().join(format!("navette-fuzz-query-{}", std::process::id()));
        let mut directory = Directory::default();
        let member = directory.member(&LibraryId::parse("aire").expect("an id"));
        let budget = WriterBudget { threads: 1, bytes_per_thread: 15_000_000 };
        let (mut index, _) = LibraryIndex::open(&folder, member, budget, &mut directory).expect("an index");
        for (number, title) in ["L'étranger", "Le petit prince", "戰爭與和平", "Война и мир", "œuvres"].iter().enumerate() {
            let record = Record { title: (*title).to_owned(), ..Record::default() };
            index.put(number as u64 + 1, false, &record).expect("a record");
        }
        index.commit(Position { incarnation: 1, generation: 5 }).expect("a commit");
        let view = index.publish(&mut directory).expect("a view");
        let _ = std::fs::remove_dir_all(&folder);
        (directory, view)
    })
}

fuzz_target!(|typed: (&str, &str, bool)| {
    let (text, token, complete_last) = typed;
    let (directory, view) = catalogue();
    let _ = Page::of_request(text, &Filters::new(), SortOrder::Relevance, 20, token);
    let Ok(rewritten) = rewrite(text, Filters::new(), SortOrder::Relevance, complete_last, view.vocabulary()) else {
        return;
    };
    let matched = evaluate(view, directory, &rewritten.question).expect("a rewritten question is consistent");
    let _ = best_works(directory, &matched, SortOrder::Title, 20);
});
