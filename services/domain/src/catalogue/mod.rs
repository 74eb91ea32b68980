//! What libraries hold: records, items, works, and the question asked of them.

mod facet;
mod isbn;
mod item;
mod keys;
mod library;
mod query_refusal;
mod question;
mod record;
pub(crate) mod vocabulary;
mod work;

pub use facet::{Facet, FacetCount, Filters};
pub use isbn::{Isbn, IsbnRefusal};
pub use item::{Item, ItemStatus, Part};
pub use keys::{EditionKey, KeyDescriptor, WorkKey};
pub use library::{Coordinates, LibraryId, LibraryIdRefusal};
pub use query_refusal::{PAGE_DEPTH_MAX, QUERY_CHARS_MAX, QUERY_WORDS_MAX, QueryRefusal};
pub use question::{Field, Question, SortOrder, WeightedTerm, Word};
pub use record::{Record, RecordId};
pub use vocabulary::{Audience, Medium};
pub use work::{Edition, Holding, WorkResult};
