//! What a patron is shown of a work: one entry, its editions, and every library that holds it.

use super::{EditionKey, LibraryId, Medium, Part, WorkKey};
use crate::time::{Day, Timestamp};

/// One work as listed: what a page of results is made of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WorkResult {
    /// Its name across libraries.
    pub work: WorkKey,
    /// Title with subtitle of its best record.
    pub title: String,
    /// Authors of its best record.
    pub authors: Vec<String>,
    /// Latest year among its editions.
    pub year: Option<i16>,
    /// What kind of thing it is.
    pub medium: Medium,
    /// ISO 639-2 code of its best record.
    pub language: String,
    /// Score of its best record, in 1/65,536ths.
    pub score: u32,
    /// Its editions, newest first.
    pub editions: Vec<Edition>,
    /// Who holds it, by library then part.
    pub holdings: Vec<Holding>,
}

/// One edition of a work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// Its name across libraries.
    pub key: EditionKey,
    /// ISBN-13, or empty.
    pub isbn: String,
    /// Year of publication.
    pub year: Option<i16>,
    /// Publisher's name.
    pub publisher: String,
}

/// What one library holds of a work (or of one part of it).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// Which library.
    pub library: LibraryId,
    /// Which volume or issue.
    pub part: Option<Part>,
    /// Copies it owns.
    pub copies: u32,
    /// Copies that can be borrowed now.
    pub available: u32,
    /// Earliest day a lent copy is due back.
    pub due: Option<Day>,
    /// Where it stands on the shelf.
    pub shelfmark: String,
    /// When the status was true, where it is not live.
    pub as_of: Option<Timestamp>,
}
