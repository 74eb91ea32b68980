//! How fast is tantivy alone on the same records: no store, no keys, no facets, no network?

use crate::corpus::CatalogueEntry;
use crate::measure::Latencies;
use anyhow::Result;
use std::path::Path;
use std::time::{Duration, Instant};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, DisjunctionMaxQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{AsciiFoldingFilter, LowerCaser, SimpleTokenizer, TextAnalyzer};
use tantivy::{Index, IndexWriter, Searcher, TantivyDocument, Term};

const WRITER_THREADS: usize = 2;
const WRITER_BYTES: usize = 100_000_000;
const ANALYSIS: &str = "folded";
const TOP: usize = 20;

/// An index of title, author, subject and text, and nothing else.
pub struct BareIndex {
    fields: [Field; 4],
    searcher: Searcher,
    analyzer: TextAnalyzer,
    /// What indexing took, commit included, once the texts were there.
    pub indexing: Duration,
}

impl BareIndex {
    /// Indexes the entries with two writer threads. Making the entries is not in the time.
    pub fn build(entries: impl Iterator<Item = CatalogueEntry>, directory: &Path) -> Result<Self> {
        let texts: Vec<[String; 4]> = entries.map(texts_of).collect();
        let (schema, fields) = make_schema();
        let index = Index::create_in_dir(directory, schema)?;
        let analyzer = TextAnalyzer::builder(SimpleTokenizer::default())
            .filter(LowerCaser)
            .filter(AsciiFoldingFilter)
            .build();
        index.tokenizers().register(ANALYSIS, analyzer.clone());
        let started = Instant::now();
        let mut writer: IndexWriter =
            index.writer_with_num_threads(WRITER_THREADS, WRITER_BYTES)?;
        for text in &texts {
            let mut document = TantivyDocument::default();
            for (field, value) in fields.iter().zip(text) {
                document.add_text(*field, value);
            }
            writer.add_document(document)?;
        }
        writer.commit()?;
        let indexing = started.elapsed();
        writer.wait_merging_threads()?;
        let searcher = index.reader()?.searcher();
        Ok(Self {
            fields,
            searcher,
            analyzer,
            indexing,
        })
    }

    /// Measures the best twenty and the exact count of each query, in process.
    pub fn measure_searches(&self, queries: &[String]) -> Result<Latencies> {
        let mut analyzer = self.analyzer.clone();
        let mut times = Vec::with_capacity(queries.len());
        for text in queries {
            let started = Instant::now();
            let query = self.query(text, &mut analyzer);
            self.searcher
                .search(&query, &(TopDocs::with_limit(TOP).order_by_score(), Count))?;
            times.push(started.elapsed());
        }
        Ok(Latencies::new(times))
    }

    fn query(&self, text: &str, analyzer: &mut TextAnalyzer) -> BooleanQuery {
        let mut words: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        analyzer.token_stream(text).process(&mut |token| {
            let anywhere = self
                .fields
                .iter()
                .map(|field| Term::from_field_text(*field, &token.text))
                .map(|term| {
                    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<dyn Query>
                })
                .collect();
            words.push((
                Occur::Must,
                Box::new(DisjunctionMaxQuery::with_tie_breaker(anywhere, 0.125)),
            ));
        });
        BooleanQuery::new(words)
    }
}

fn make_schema() -> (Schema, [Field; 4]) {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(ANALYSIS)
        .set_index_option(IndexRecordOption::WithFreqs);
    let options = TextOptions::default().set_indexing_options(indexing);
    let fields = ["title", "author", "subject", "text"]
        .map(|name| schema.add_text_field(name, options.clone()));
    (schema.build(), fields)
}

fn texts_of(entry: CatalogueEntry) -> [String; 4] {
    let work = entry.work;
    let authors: Vec<String> = work
        .authors
        .iter()
        .map(|author| format!("{} {}", author.surname, author.first_name))
        .collect();
    [
        format!("{} {}", work.title, work.subtitle),
        authors.join(" "),
        work.subjects.join(" "),
        work.summary,
    ]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::corpus::{Territory, TerritoryPlan};

    #[test]
    fn every_query_of_the_corpus_finds_something() {
        let territory = Territory::new(TerritoryPlan::new(1, 300, 1));
        let directory = tempfile::tempdir().unwrap();
        let index = BareIndex::build(territory.entries(0), directory.path()).unwrap();
        let mut analyzer = index.analyzer.clone();
        for text in territory.queries(50) {
            let query = index.query(&text, &mut analyzer);
            assert!(index.searcher.search(&query, &Count).unwrap() > 0, "{text}");
        }
    }
}
