//! What reading one record gives, and why it may not. It must not know what a field means to a library.

use thiserror::Error;

use super::{
    csv,
    flavour::{Flavour, Kind},
    iso2709, xml,
};
use crate::marc::{
    Format, MarcRecord,
    charset::{Charset, Unrecognised},
    frames::Frame,
};

/// One record, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// Its fields, as NFC text without control characters; non-sorting marks are U+0098 and U+009C.
    pub record: MarcRecord,
    /// How its bytes were read.
    pub charset: Charset,
    /// Whose tags these are.
    pub flavour: Flavour,
    /// What it describes: only bibliographic records are titles.
    pub kind: Kind,
    /// What was wrong with it and read nevertheless, for a librarian to read.
    pub warnings: Vec<String>,
}

/// What the profile of the source knows better than the record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// The tags are these, whatever they look like.
    pub flavour: Option<Flavour>,
    /// The bytes are read so, whatever is declared.
    pub charset: Option<Charset>,
}

/// Why a record cannot be read. It goes to the rejects; the others are read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DecodeRefusal {
    /// Too short for a label and a directory.
    #[error("{0} bytes are too few for a label and a directory")]
    TooShort(usize),
    /// No field terminator where the directory should end.
    #[error("no directory: neither the label's address nor a terminator says where it ends")]
    NoDirectory,
    /// Addresses are wrong and terminators do not help.
    #[error("the directory is wrong: it names {entries} fields, the data has {fields}")]
    DirectoryDisagrees {
        /// Entries of the directory.
        entries: usize,
        /// Stretches between terminators.
        fields: usize,
    },
    /// No character set gives text.
    #[error(transparent)]
    Charset(#[from] Unrecognised),
    /// Not well-formed, or using what is refused.
    #[error("XML: {0}")]
    Xml(String),
    /// Well-formed, but nothing to read.
    #[error("no fields")]
    NoFields,
    /// A table line whose header is missing.
    #[error("the table has no header line")]
    NoHeader,
    /// A table line that does not split into cells.
    #[error("table: {0}")]
    Table(String),
}

/// Reads one record. `header` is the header line where the format is a table.
///
/// # Errors
/// Why the record is to be rejected. It never panics, whatever the bytes.
pub fn decode(
    format: Format,
    header: Option<&[u8]>,
    raw: &[u8],
    hints: Hints,
) -> Result<Decoded, DecodeRefusal> {
    match format {
        Format::Iso2709 => iso2709::decode(raw, hints),
        Format::MarcXml => xml::decode(raw, hints),
        Format::Csv => csv::decode(header.ok_or(DecodeRefusal::NoHeader)?, raw, hints),
    }
}

impl Frame {
    /// Reads the record of this frame; see [`decode`].
    ///
    /// # Errors
    /// Why the record is to be rejected.
    pub fn decode(&self, hints: Hints) -> Result<Decoded, DecodeRefusal> {
        decode(self.format, self.header.as_deref(), &self.raw, hints)
    }
}
