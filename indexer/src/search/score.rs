//! What is one occurrence worth? BM25 (Robertson and Zaragoza, 2009) in integers.
//!
//! A contribution is computed in f32 from numbers that the question carries, using only operations that IEEE 754 fixes,
//! and is cut to 1/65,536ths. Sums of integers do not depend on their order, so a record's score is the same number in
//! every segment, on every node and in one index over all records.

use navette_domain::catalogue::Field;
use tantivy::fieldnorm::FieldNormReader;

/// Scores are counted in this many parts of one.
pub const SCORE_UNIT: f32 = 65_536.0;
/// BM25 k1: how soon repetition stops counting.
const K1: f32 = 1.2;
/// BM25 b: how much length counts.
const B: f32 = 0.75;
/// Highest contribution of one term, so that no sum overflows.
const CONTRIBUTION_MAX: f32 = 16_777_216.0;

/// Says how much a match in a field is worth. A whole word weighs more than its stem.
pub fn field_weight(field: Field) -> f32 {
    match field {
        Field::Title => 4.0,
        Field::Author => 4.0,
        Field::Series => 2.0,
        Field::Subject => 1.5,
        Field::Text => 0.6,
        Field::Identifier => 8.0,
        Field::TitleStem => 3.0,
        Field::SubjectStem => 1.2,
        Field::TextStem => 0.5,
    }
}

/// Computes how rare a term is: BM25 idf, always above 0.
pub fn rarity(records_with: u64, records: u64) -> f32 {
    let with = records_with.min(records) as f64;
    (1.0 + (records as f64 - with + 0.5) / (with + 0.5)).ln() as f32
}

/// What length does to a contribution in one field, by tantivy's one-byte length code.
pub(super) struct LengthTable([f32; 256]);

impl LengthTable {
    /// Prepares the table for an average length above 0.
    pub(super) fn new(average_length: f32) -> Self {
        Self(std::array::from_fn(|code| {
            let length = FieldNormReader::id_to_fieldnorm(code as u8) as f32;
            K1 * (1.0 - B + B * length / average_length)
        }))
    }

    /// Computes what `frequency` occurrences in a field of this length are worth, in parts of `SCORE_UNIT`.
    pub(super) fn contribution(&self, weight: f32, frequency: u32, length_code: u8) -> u32 {
        let frequency = frequency as f32;
        let saturated = frequency * (K1 + 1.0) / (frequency + self.0[usize::from(length_code)]);
        (weight * saturated * SCORE_UNIT).min(CONTRIBUTION_MAX) as u32
    }

    /// Computes the same for one occurrence at every length: most occurrences are single.
    pub(super) fn single_contributions(&self, weight: f32) -> [u32; 256] {
        std::array::from_fn(|code| self.contribution(weight, 1, code as u8))
    }
}

/// Joins what the terms of one word are worth: the best, and an eighth of the others.
pub fn word_score(best: u32, sum: u32) -> u32 {
    best.saturating_add(sum.saturating_sub(best) / 8)
}
