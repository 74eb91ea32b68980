//! What exactly is asked of every library? The same concrete terms and weights, so that all answer alike.

use super::facet::Filters;
use super::vocabulary::closed_list;

closed_list! {
    /// A searchable field. Those with `Stem` hold stemmed words, the others folded whole words.
    Field {
        /// Title, subtitle, part, uniform title.
        #[default]
        Title = "title",
        /// Authors and responsibility.
        Author = "author",
        /// Series.
        Series = "series",
        /// Subjects.
        Subject = "subject",
        /// Summary and notes.
        Text = "text",
        /// ISBN, EAN, ISSN, record id and other numbers.
        Identifier = "identifier",
        /// Stems of the title.
        TitleStem = "title_stem",
        /// Stems of series and subjects.
        SubjectStem = "subject_stem",
        /// Stems of summary and notes.
        TextStem = "text_stem",
    }
}

impl Field {
    /// How many fields there are.
    pub const COUNT: usize = Self::ALL.len();

    /// Gives the place of the field in arrays by field.
    pub fn index(self) -> usize {
        self as usize
    }
}

closed_list! {
    /// In which order works are listed. Ties go by work key.
    SortOrder {
        /// Best match first.
        #[default]
        Relevance = "relevance",
        /// Latest year of publication first.
        Newest = "newest",
        /// Folded title, A to Z.
        Title = "title",
    }
}

/// One indexed term with all that scoring it needs: `weight` includes rarity (BM25 idf over the federation) and field.
#[derive(Clone, Debug, PartialEq)]
pub struct WeightedTerm {
    /// Where to look.
    pub field: Field,
    /// The term as indexed.
    pub text: String,
    /// Finite, above 0, at most 1,000.
    pub weight: f32,
}

/// One word of the query: a record matches it by any of its terms.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// As typed.
    pub typed: String,
    /// What it was rewritten to: itself and its stem per field, or near words where nothing matches exactly.
    pub terms: Vec<WeightedTerm>,
}

/// The rewritten question: every word must match.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Question {
    /// At most 32. None means every record.
    pub words: Vec<Word>,
    /// Average length of each field over the federation, in tokens; finite and above 0.
    pub average_lengths: [f32; Field::COUNT],
    /// What the list is narrowed to.
    pub filters: Filters,
    /// In which order works are wanted.
    pub order: SortOrder,
}
