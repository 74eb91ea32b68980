//! What does a backup say of itself: of which process it is, and how much is in it?

use crate::codec::{Source, put_bytes, put_number};

/// Longest name of a library or version that is read.
const NAME_BYTES_MAX: usize = 256;

/// Of which process a backup is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProcessKind {
    /// A library's node.
    Node,
    /// The federator of a territory.
    Federator,
}

impl ProcessKind {
    /// Gives the word for people and programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Node => "node",
            Self::Federator => "federator",
        }
    }

    fn number(self) -> u8 {
        match self {
            Self::Node => 1,
            Self::Federator => 2,
        }
    }

    fn from_number(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::Node),
            2 => Some(Self::Federator),
            _ => None,
        }
    }
}

/// What stands at the beginning of a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupHead {
    /// Of which process.
    pub kind: ProcessKind,
    /// Of which library; empty for a federator, which is of none.
    pub library: String,
    /// Version of the program that made it.
    pub program: String,
    /// When it was begun, by the clock of that process: milliseconds since 1970.
    pub made_at_ms: i64,
    /// Which history of the ledger it is from.
    pub incarnation: u64,
    /// How many rows of the ledger follow.
    pub rows: u64,
    /// What was there of the catalogue when it was begun; nothing where there is none.
    pub catalogue: Option<CatalogueHead>,
}

/// What was there of a catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CatalogueHead {
    /// Which history of the store it is from.
    pub incarnation: u64,
    /// How many records were offered; an import that goes on meanwhile changes it.
    pub live: u64,
}

/// What was in a backup, once all of it has been written or read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Rows of the ledger.
    pub rows: u64,
    /// Records of the catalogue, withdrawn ones included.
    pub records: u64,
    /// Digest of the content: the same for the same rows and records, in whichever order and file they stand.
    pub content: u128,
}

impl BackupHead {
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut out = vec![self.kind.number()];
        put_bytes(&mut out, self.library.as_bytes());
        put_bytes(&mut out, self.program.as_bytes());
        out.extend_from_slice(&self.made_at_ms.to_le_bytes());
        out.extend_from_slice(&self.incarnation.to_le_bytes());
        put_number(&mut out, self.rows);
        out.push(u8::from(self.catalogue.is_some()));
        if let Some(catalogue) = self.catalogue {
            out.extend_from_slice(&catalogue.incarnation.to_le_bytes());
            put_number(&mut out, catalogue.live);
        }
        out
    }

    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let mut source = Source::new(bytes);
        let kind = ProcessKind::from_number(source.byte()?)?;
        let library = name(&mut source)?;
        let program = name(&mut source)?;
        let made_at_ms = i64::from_le_bytes(source.array()?);
        let incarnation = u64::from_le_bytes(source.array()?);
        let rows = source.number()?;
        let catalogue = match source.byte()? {
            0 => None,
            1 => Some(CatalogueHead {
                incarnation: u64::from_le_bytes(source.array()?),
                live: source.number()?,
            }),
            _ => return None,
        };
        source.is_at_end().then_some(Self {
            kind,
            library,
            program,
            made_at_ms,
            incarnation,
            rows,
            catalogue,
        })
    }
}

fn name(source: &mut Source<'_>) -> Option<String> {
    let text = source.text()?;
    (text.len() <= NAME_BYTES_MAX).then(|| text.to_owned())
}
