//! What is in a MARC record, whatever wrapping it came in. It must not know what a field means.

/// A record as fields of NFC text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MarcRecord {
    /// The 24 characters of the label (leader); shorter or blank in fragments.
    pub leader: String,
    /// In the order of the file.
    pub fields: Vec<Field>,
}

/// One field of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// A field without indicators or subfields (00X).
    Control {
        /// Three characters.
        tag: String,
        /// NFC text.
        value: String,
    },
    /// A field of subfields.
    Data {
        /// Three characters.
        tag: String,
        /// Two characters.
        indicators: [char; 2],
        /// In the order of the file, empty ones included.
        subfields: Vec<Subfield>,
    },
}

/// One subfield: `$a`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subfield {
    /// The character after the delimiter.
    pub code: char,
    /// NFC text.
    pub value: String,
}

impl Field {
    /// Gives the tag, of either kind.
    pub fn tag(&self) -> &str {
        match self {
            Self::Control { tag, .. } | Self::Data { tag, .. } => tag,
        }
    }
}
