//! Which records does a library's file hold, read as a node reads it? For comparing answers with what is really there.

use crate::brute_force::HeldRecord;
use anyhow::{Result, bail};
use navette_domain::catalogue::LibraryId;
use navette_indexer::mapping::Profile;
use navette_indexer::marc::{FormatHint, Frames};
use navette_indexer::reading::{Reader, Reading};

/// The profile that the made-up UNIMARC files are written for.
pub const PROFILE: &str = "koha-unimarc";

/// Reads every record of a file; anything odd is an error, for made-up files have nothing odd.
pub fn read_held_records(library: &str, file: &[u8]) -> Result<Vec<HeldRecord>> {
    let library = LibraryId::parse(library)?;
    let reader = Reader::new(Profile::by_name(PROFILE)?);
    let mut held = Vec::new();
    for frame in Frames::new(file, FormatHint::Detect) {
        let frame = frame?;
        match reader.read(frame.format, frame.header.as_deref(), &frame.raw) {
            Reading::Title(title) if title.warnings.is_empty() => held.push(HeldRecord {
                library: library.clone(),
                record: title.record,
            }),
            odd => bail!("record {} of {library} is read as {odd:?}", frame.number),
        }
    }
    Ok(held)
}
