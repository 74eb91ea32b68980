//! Why can a query, or a page of it, not be asked? Free text is always valid; only its size is not.

/// Longest text of a query, in characters.
pub const QUERY_CHARS_MAX: usize = 500;
/// Most words of a query.
pub const QUERY_WORDS_MAX: usize = 32;
/// Deepest work that can be paged to.
pub const PAGE_DEPTH_MAX: usize = 1_000;

/// Why a query cannot be asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueryRefusal {
    /// Too many characters.
    #[error("the query has {0} characters, the limit is {QUERY_CHARS_MAX}")]
    TooLong(usize),
    /// Too many words.
    #[error("the query has {0} words, the limit is {QUERY_WORDS_MAX}")]
    TooManyWords(usize),
    /// Not a page token of this service.
    #[error("page token \"{0}\" is not one this service made")]
    MalformedToken(String),
    /// Made for another text, filters or order.
    #[error("page token \"{0}\" belongs to another query: ask for its first page again")]
    TokenOfOtherQuery(String),
    /// Beyond the deepest page.
    #[error("lists go no deeper than {PAGE_DEPTH_MAX} works: narrow the query")]
    TooDeep,
}
