//! Indexing records and answering questions over one library or many.

mod analysis;
mod assemble;
mod best_works;
mod brief;
mod count_works;
mod directory;
mod evaluate;
mod facet_values;
mod library_index;
mod nearby;
mod paging;
mod rewrite;
mod schema;
mod score;
mod segment_sums;
mod stamps;
mod tokenizer;
mod vocabulary;

pub use analysis::{ANALYSIS_VERSION, folded, is_stop_word, words};
pub use assemble::{Status, assemble};
pub use best_works::best_works;
pub use brief::{Brief, ItemGroup, Live};
pub use count_works::{Counts, Found, VALUES_MAX, count_works};
pub use directory::{Directory, MemberNumber, Row, RowNumber, WorkNumber};
pub use evaluate::{EvaluateError, Matched, evaluate};
pub use facet_values::ValueNumber;
pub use library_index::{IndexError, LibraryIndex, Position, View, WriterBudget};
pub use nearby::edits_tolerated;
pub use paging::{PAGE_SIZE_DEFAULT, PAGE_SIZE_MAX, Page};
pub use rewrite::{Correction, Rewritten, rewrite};
pub use score::{SCORE_UNIT, field_weight, rarity, word_score};
pub use vocabulary::{FieldWords, Vocabulary};
