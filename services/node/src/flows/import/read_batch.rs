//! What is each record of a batch? Read and mapped on a thread of its own, in order.

use super::incoming::RawRecord;
use crate::reading::{NotATitle, SourceReader};
use navette_domain::catalogue::Record;
use navette_store::catalogue::Content;

/// Longest record id, in bytes, as the store takes it.
const ID_BYTES_MAX: usize = 1_024;

/// A title with all that the store wants of it.
pub(crate) struct Title {
    pub(crate) number: u64,
    pub(crate) offset: u64,
    pub(crate) digest: u128,
    pub(crate) content: Content,
    pub(crate) record: Record,
    /// Another of its rows was counted before.
    pub(crate) met_before: bool,
}

/// A record of the file, read.
pub(crate) enum ReadRecord {
    Title(Box<Title>),
    Authority {
        number: u64,
    },
    Refused {
        number: u64,
        offset: u64,
        reason: String,
    },
}

impl ReadRecord {
    pub(crate) fn number(&self) -> u64 {
        match self {
            Self::Title(title) => title.number,
            Self::Authority { number } | Self::Refused { number, .. } => *number,
        }
    }
}

/// Reads a batch. Nothing stops it: what cannot be read says why.
pub(crate) fn read_batch(reader: &SourceReader, batch: Vec<RawRecord>) -> Vec<ReadRecord> {
    batch
        .into_iter()
        .map(|record| read(reader, record))
        .collect()
}

fn read(reader: &SourceReader, incoming: RawRecord) -> ReadRecord {
    let RawRecord {
        number,
        offset,
        format,
        header,
        raw,
    } = incoming;
    let content = Content {
        raw,
        format,
        header,
    };
    let refused = |reason| ReadRecord::Refused {
        number,
        offset,
        reason,
    };
    let record = match reader.read(&content) {
        Ok(record) => record,
        Err(NotATitle::Authority) => return ReadRecord::Authority { number },
        Err(NotATitle::Refused(reason)) => return refused(reason),
    };
    let id_bytes = record.id.0.len();
    if id_bytes == 0 || id_bytes > ID_BYTES_MAX {
        return refused(format!(
            "the record's number has {id_bytes} bytes; 1 to {ID_BYTES_MAX} are taken"
        ));
    }
    ReadRecord::Title(Box::new(Title {
        number,
        offset,
        digest: reader.digest(&content),
        content,
        record,
        met_before: false,
    }))
}
