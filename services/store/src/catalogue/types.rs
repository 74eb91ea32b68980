//! What goes into a catalogue store and what comes out?

use navette_domain::catalogue::RecordId;
use std::sync::Arc;

/// One pass of a source through the importer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunId(pub u32);

/// How the raw bytes of a record are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// ISO 2709.
    Iso2709,
    /// MARCXML or MarcXchange.
    MarcXml,
    /// One line of a CSV file; its header goes with it.
    Csv,
}

impl Format {
    /// Gives the number that is stored.
    pub fn number(self) -> u8 {
        match self {
            Self::Iso2709 => 1,
            Self::MarcXml => 2,
            Self::Csv => 3,
        }
    }

    /// Reads the stored number.
    pub fn from_number(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::Iso2709),
            2 => Some(Self::MarcXml),
            3 => Some(Self::Csv),
            _ => None,
        }
    }
}

/// The raw bytes of a record and what is needed to read them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// As the source gave it.
    pub raw: Vec<u8>,
    /// How to read it.
    pub format: Format,
    /// The header line of a CSV file.
    pub header: Option<Arc<[u8]>>,
}

/// One record of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncomingRecord {
    /// Names the record in its library.
    pub id: RecordId,
    /// Differs wherever anything differs that matters: raw bytes, format, header and mapping profile.
    pub digest: u128,
    /// What is kept.
    pub content: Content,
}

/// Records that are accepted together: all of them or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportGroup {
    /// The open run they belong to.
    pub run: RunId,
    /// Number of the last record of the source that this group covers, rejects included.
    pub through: u64,
    /// Given back when the run is resumed; the store does not read it.
    pub counts: Vec<u8>,
    /// At most 10,000 records and 32 MiB.
    pub records: Vec<IncomingRecord>,
}

/// What became, or would become, of one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Not known before.
    New {
        /// Names this version.
        seq: u64,
    },
    /// Known with another digest, or withdrawn before.
    Changed {
        /// Names this version.
        seq: u64,
        /// Names the version it replaces.
        previous: u64,
    },
    /// Known, live and the same.
    Unchanged {
        /// Names the version there is.
        seq: u64,
    },
}

/// A begun or resumed import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Names it.
    pub run: RunId,
    /// Records of the source up to this number are done.
    pub resume_after: u64,
    /// The counts of the last group that was accepted; empty for a new run.
    pub saved_counts: Vec<u8>,
}

/// How much of the catalogue a run has not seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Absence {
    /// Live records the run has not seen.
    pub absent: u64,
    /// All live records.
    pub live: u64,
}

/// One record that is no longer offered. It is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// Names the record.
    pub id: RecordId,
    /// The version that was live.
    pub previous: u64,
    /// Names the withdrawal.
    pub seq: u64,
}

/// Is a record offered to readers?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoredState {
    /// It is.
    Live,
    /// No longer; the content is that of its last live version.
    Withdrawn,
}

/// A record as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Names the version.
    pub seq: u64,
    /// Is it offered?
    pub state: StoredState,
    /// What the source gave.
    pub content: Content,
    /// The mapping profile (TOML) it was imported with.
    pub profile: Arc<str>,
}

/// One step of the change stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Names the version; larger than that of every change before.
    pub seq: u64,
    /// Names the record.
    pub id: RecordId,
    /// What it is now.
    pub kind: ChangeKind,
}

/// What a record has become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// Offered, with this content.
    Live {
        /// What the source gave.
        content: Content,
        /// The mapping profile (TOML) it was imported with.
        profile: Arc<str>,
    },
    /// No longer offered.
    Withdrawn,
}
