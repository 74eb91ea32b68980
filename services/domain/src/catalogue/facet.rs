//! By what can a list of works be narrowed, and how many works are behind each choice?

use super::vocabulary::closed_list;
use std::collections::BTreeMap;

closed_list! {
    /// One way to narrow a list. Counts are of works.
    Facet {
        /// Kind of thing: book, film...
        #[default]
        Medium = "medium",
        /// ISO 639-2 code of the text.
        Language = "language",
        /// For whom.
        Audience = "audience",
        /// First year of the ten years of publication: "1980".
        Decade = "decade",
        /// Subject heading.
        Subject = "subject",
        /// Author heading.
        Author = "author",
        /// Library that holds it.
        Library = "library",
        /// "yes" where a copy can be borrowed now.
        Available = "available",
    }
}

/// How many works carry one value of a facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetCount {
    /// The value as recorded.
    pub value: String,
    /// Works with it among those found.
    pub count: u64,
}

/// Narrows a list: values of one facet are alternatives, facets add up.
pub type Filters = BTreeMap<Facet, Vec<String>>;
