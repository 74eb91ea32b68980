//! Where does each record of a file begin and end? The indexer's reader knows; here it is given an opened file.

use super::open::{BytesRead, Source};
use navette_indexer::marc::{Format, FormatHint, Frames, Opened, open};
use std::io::{self, Read};

/// The records of one file.
pub(crate) type FileFrames = Frames<Opened<Box<dyn Read + Send>>>;

/// Cuts a file into records, decompressing it on the way.
pub(crate) fn frames(source: Source, counter: &BytesRead) -> io::Result<FileFrames> {
    let reader = open(source.into_reader(counter))?;
    Ok(Frames::new(reader, FormatHint::Detect))
}

/// Gives the word for a format that contracts and JSON use.
pub(crate) fn format_word(format: Format) -> &'static str {
    match format {
        Format::Iso2709 => "iso2709",
        Format::MarcXml => "marcxml",
        Format::Csv => "csv",
    }
}
