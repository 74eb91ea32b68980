//! How does the node make a catalogue record of a source's bytes? The same way when it arrives and ever after.
//!
//! It must not know where the bytes are kept.

use navette_domain::catalogue::Record;
use navette_indexer::mapping::{KEY_VERSION, Profile, ProfileRefusal};
use navette_indexer::marc;
use navette_indexer::reading::{Reader, Reading};
use navette_store::catalogue::{Content, Format};
use parking_lot::Mutex;
use std::sync::Arc;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed, xxh3_128_with_seed};

/// Compiled profiles kept; a library has few.
const PROFILES_MAX: usize = 16;

/// Why bytes are no title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NotATitle {
    /// A heading: counted, not imported.
    Authority,
    /// The reason, for a librarian to read.
    Refused(String),
}

/// One source's profile, ready to read its records.
pub(crate) struct SourceReader {
    reader: Reader,
    digest_seed: u64,
}

impl SourceReader {
    /// Compiles a profile.
    pub(crate) fn of(profile_toml: &str) -> Result<Self, ProfileRefusal> {
        Ok(Self {
            reader: Reader::new(Profile::from_toml(profile_toml)?),
            digest_seed: xxh3_64_with_seed(profile_toml.as_bytes(), u64::from(KEY_VERSION)),
        })
    }

    /// Reads a record: one of MARC, or the rows of a table that are its copies, of which the first describes it.
    pub(crate) fn read(&self, content: &Content) -> Result<Record, NotATitle> {
        if content.format != Format::Csv {
            return self.read_one(content, &content.raw);
        }
        let mut record: Option<Record> = None;
        for row in rows_of(&content.raw) {
            let read = self.read_one(content, row)?;
            match &mut record {
                Some(record) => record.items.extend(read.items),
                None => record = Some(read),
            }
        }
        record.ok_or_else(|| NotATitle::Refused("an empty row".to_owned()))
    }

    fn read_one(&self, content: &Content, raw: &[u8]) -> Result<Record, NotATitle> {
        let header = content.header.as_deref();
        match self.reader.read(wrapping(content.format), header, raw) {
            Reading::Title(title) => Ok(title.record),
            Reading::Authority(_) => Err(NotATitle::Authority),
            Reading::Rejected(reason) => Err(NotATitle::Refused(reason)),
        }
    }

    /// Says in a number what a record is: it differs wherever bytes, format, header, profile or the rules of keys do.
    pub(crate) fn digest(&self, content: &Content) -> u128 {
        let header = content.header.as_deref().map_or(0, xxh3_64);
        let seed = xxh3_64_with_seed(&header.to_le_bytes(), self.digest_seed);
        xxh3_128_with_seed(
            &content.raw,
            seed.wrapping_add(u64::from(content.format.number())),
        )
    }
}

/// Splits rows where a line ends outside quotes.
pub(crate) fn rows_of(raw: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut quoted = false;
    raw.split_inclusive(move |byte| {
        quoted ^= *byte == b'"';
        *byte == b'\n' && !quoted
    })
    .filter(|row| !row.trim_ascii().is_empty())
}

fn wrapping(format: Format) -> marc::Format {
    match format {
        Format::Iso2709 => marc::Format::Iso2709,
        Format::MarcXml => marc::Format::MarcXml,
        Format::Csv => marc::Format::Csv,
    }
}

/// The compiled profiles of the records in the store.
#[derive(Default)]
pub(crate) struct SourceReaders {
    known: Mutex<Vec<(Arc<str>, Arc<SourceReader>)>>,
}

impl SourceReaders {
    /// Gives the reader of a stored profile.
    pub(crate) fn of(&self, profile: &Arc<str>) -> Result<Arc<SourceReader>, NotATitle> {
        let mut known = self.known.lock();
        let found = known
            .iter()
            .find(|(text, _)| Arc::ptr_eq(text, profile) || text == profile);
        if let Some((_, reader)) = found {
            return Ok(Arc::clone(reader));
        }
        let reader = SourceReader::of(profile)
            .map_err(|refusal| NotATitle::Refused(format!("profile: {refusal}")))?;
        let reader = Arc::new(reader);
        if known.len() >= PROFILES_MAX {
            known.remove(0);
        }
        known.push((Arc::clone(profile), Arc::clone(&reader)));
        Ok(reader)
    }

    /// Reads a stored record by the profile it was imported with.
    pub(crate) fn read(&self, content: &Content, profile: &Arc<str>) -> Result<Record, NotATitle> {
        self.of(profile)?.read(content)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_end_outside_quotes() {
        let rows: Vec<&[u8]> = rows_of(b"a;\"b\nc\"\r\n\r\nd;e").collect();
        assert_eq!(rows, [&b"a;\"b\nc\"\r\n"[..], b"d;e"]);
    }
}
