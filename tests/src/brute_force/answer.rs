//! What does a right answer consist of?

use navette_domain::catalogue::{Facet, FacetCount, LibraryId, Part, WorkKey};
use navette_domain::time::Day;

/// The first page of an answer, its counts and its facets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// Works that match.
    pub total: u64,
    /// The best of them, best first.
    pub works: Vec<AnsweredWork>,
    /// Each facet's values with most works; at most twenty of each, but every library.
    pub facets: Vec<(Facet, Vec<FacetCount>)>,
}

/// One work of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnsweredWork {
    /// Which.
    pub work: WorkKey,
    /// Of its best record, in 1/65,536ths.
    pub score: u32,
    /// Everybody who holds it, by library then part; also those whose records do not match.
    pub holdings: Vec<HeldPart>,
}

/// What one library holds of a work, or of one part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldPart {
    /// Which library.
    pub library: LibraryId,
    /// Which volume or issue.
    pub part: Option<Part>,
    /// Copies owned.
    pub copies: u32,
    /// Copies on the shelf.
    pub available: u32,
    /// Earliest day a lent copy is due back.
    pub due: Option<Day>,
}
