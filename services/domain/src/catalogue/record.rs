//! What a library's catalogue says of one title, whatever format it was exported in.

use super::{Audience, EditionKey, Isbn, Item, KeyDescriptor, Medium, Part, WorkKey};
use std::fmt;

/// Names a record within one library: field 001, else the first barcode (`barcode:…`), else a digest (`digest:…`).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId(pub String);

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One bibliographic record with its copies, in Navette's own terms.
///
/// Text is NFC, without non-sorting marks and without ISBD punctuation at its ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Its name in its library.
    pub id: RecordId,
    /// Title proper.
    pub title: String,
    /// The rest of the title.
    pub subtitle: String,
    /// Number and title of the part the record describes (UNIMARC 200$h $i), where it describes one.
    pub part: Option<Part>,
    /// Uniform or original title, empty where none is given.
    pub uniform_title: String,
    /// Headings of persons and bodies, main entry first: "Camus, Albert".
    pub authors: Vec<String>,
    /// The title page's words on responsibility: "Albert Camus ; préface de …".
    pub responsibility: String,
    /// ISBN and EAN, checked and without repetition.
    pub isbns: Vec<Isbn>,
    /// Other numbers worth finding: ISSN, publisher's numbers, as written.
    pub numbers: Vec<String>,
    /// Edition statement: "2e éd.".
    pub edition: String,
    /// Publisher's name.
    pub publisher: String,
    /// Year of publication.
    pub year: Option<i16>,
    /// How large: "123 p.", "1 DVD".
    pub extent: String,
    /// Series titles.
    pub series: Vec<String>,
    /// Subject headings, in words.
    pub subjects: Vec<String>,
    /// Summary.
    pub summary: String,
    /// Notes worth searching.
    pub notes: Vec<String>,
    /// ISO 639-2/B code of the text, empty where unknown.
    pub language: String,
    /// What kind of thing it is.
    pub medium: Medium,
    /// For whom it is meant.
    pub audience: Audience,
    /// The copies.
    pub items: Vec<Item>,
    /// Which work it is.
    pub work: WorkKey,
    /// What the work key was made from.
    pub work_descriptor: KeyDescriptor,
    /// Which edition it is.
    pub edition_key: EditionKey,
    /// What the edition key was made from.
    pub edition_descriptor: KeyDescriptor,
}
