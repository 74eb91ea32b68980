//! How many living records of one segment have which word? Read from its term dictionaries.

use super::schema::Columns;
use super::vocabulary::{FieldWords, Vocabulary};
use navette_domain::catalogue::Field;
use tantivy::schema::IndexRecordOption;
use tantivy::{SegmentReader, TantivyError};

/// Counts a segment. Deleted records do not count: where there are any, postings are walked.
pub(super) fn segment_sums(
    segment: &SegmentReader,
    columns: &Columns,
) -> Result<Vocabulary, TantivyError> {
    let mut fields: [FieldWords; Field::COUNT] = Default::default();
    let mut tokens = [0_u64; Field::COUNT];
    for (place, column) in columns.text.iter().enumerate() {
        fields[place] = field_words(segment, *column)?;
        let lengths = segment.get_fieldnorms_reader(*column)?;
        tokens[place] = segment
            .doc_ids_alive()
            .map(|doc| u64::from(lengths.fieldnorm(doc)))
            .sum();
    }
    Ok(Vocabulary::new(
        fields,
        tokens,
        u64::from(segment.num_docs()),
    ))
}

fn field_words(
    segment: &SegmentReader,
    column: tantivy::schema::Field,
) -> Result<FieldWords, TantivyError> {
    let inverted = segment.inverted_index(column)?;
    let mut words = FieldWords::default();
    let mut stream = inverted.terms().stream()?;
    while stream.advance() {
        let Ok(word) = std::str::from_utf8(stream.key()) else {
            continue;
        };
        let info = stream.value();
        let count = match segment.alive_bitset() {
            None => info.doc_freq,
            Some(alive) => inverted
                .read_postings_from_terminfo(info, IndexRecordOption::Basic)?
                .doc_freq_given_deletes(alive),
        };
        if count > 0 {
            words.push(word, count);
        }
    }
    Ok(words)
}
