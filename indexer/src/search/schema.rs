//! What tantivy keeps of a record: postings by field, its number, its brief. Nothing is read from it by name elsewhere.

use super::analysis::folded;
use super::directory::record_hash;
use super::tokenizer::{STEMS, WHOLE_WORDS};
use navette_domain::catalogue::{Field, Record};
use tantivy::TantivyDocument;
use tantivy::schema::{
    FAST, Field as Column, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing,
    TextOptions,
};

/// The columns of the index, found once.
#[derive(Clone)]
pub(super) struct Columns {
    /// The sequence number that names a record's version.
    pub(super) seq: Column,
    /// The hash of the record's id, by which earlier versions are taken out.
    pub(super) record: Column,
    /// The encoded brief.
    pub(super) brief: Column,
    /// By `Field::index()`.
    pub(super) text: [Column; Field::COUNT],
}

/// Makes the schema. Positions are not kept: no question needs them, and they double the index.
pub(super) fn schema() -> (Schema, Columns) {
    let mut builder = Schema::builder();
    let seq = builder.add_u64_field("seq", FAST);
    let record = builder.add_u64_field("record", INDEXED);
    let brief = builder.add_bytes_field("brief", STORED);
    let mut text = [seq; Field::COUNT];
    for field in Field::ALL {
        let tokenizer = match field {
            Field::TitleStem | Field::SubjectStem | Field::TextStem => STEMS,
            Field::Title
            | Field::Author
            | Field::Series
            | Field::Subject
            | Field::Text
            | Field::Identifier => WHOLE_WORDS,
        };
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_index_option(IndexRecordOption::WithFreqs)
            .set_fieldnorms(true);
        text[field.index()] = builder.add_text_field(
            field.code(),
            TextOptions::default().set_indexing_options(indexing),
        );
    }
    (
        builder.build(),
        Columns {
            seq,
            record,
            brief,
            text,
        },
    )
}

/// Turns a record into what tantivy takes.
pub(super) fn document(
    columns: &Columns,
    seq: u64,
    record: &Record,
    brief: &[u8],
) -> TantivyDocument {
    let mut document = TantivyDocument::new();
    document.add_u64(columns.seq, seq);
    document.add_u64(columns.record, record_hash(&record.id.0));
    document.add_bytes(columns.brief, brief);
    for_each_text(record, |field, text| {
        document.add_text(columns.text[field.index()], text)
    });
    document
}

/// Walks every text of a record with the field it is searched in. The one place that says what is searchable where.
pub(super) fn for_each_text(record: &Record, mut visit: impl FnMut(Field, &str)) {
    let part = record.part.as_ref().map_or("", |part| part.label.as_str());
    for title in [&record.title, &record.subtitle, &record.uniform_title] {
        visit_both(&mut visit, Field::Title, Field::TitleStem, title);
    }
    visit_both(&mut visit, Field::Title, Field::TitleStem, part);
    for author in &record.authors {
        visit_filled(&mut visit, Field::Author, author);
    }
    if record.authors.is_empty() {
        visit_filled(&mut visit, Field::Author, &record.responsibility);
    }
    for series in &record.series {
        visit_both(&mut visit, Field::Series, Field::SubjectStem, series);
    }
    for subject in &record.subjects {
        visit_both(&mut visit, Field::Subject, Field::SubjectStem, subject);
    }
    visit_both(&mut visit, Field::Text, Field::TextStem, &record.summary);
    for note in &record.notes {
        visit_both(&mut visit, Field::Text, Field::TextStem, note);
    }
    for isbn in &record.isbns {
        visit(Field::Identifier, &isbn.to_string());
    }
    for number in &record.numbers {
        let joined: String = folded(number).split(' ').collect();
        visit_filled(&mut visit, Field::Identifier, &joined);
    }
}

fn visit_both(visit: &mut impl FnMut(Field, &str), whole: Field, stem: Field, text: &str) {
    visit_filled(visit, whole, text);
    visit_filled(visit, stem, text);
}

fn visit_filled(visit: &mut impl FnMut(Field, &str), field: Field, text: &str) {
    if !text.is_empty() {
        visit(field, text);
    }
}
