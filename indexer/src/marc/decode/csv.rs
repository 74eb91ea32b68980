//! From a line of a table to fields: each cell that is not empty is a control field tagged with its column's name.

use super::{
    decoded::{DecodeRefusal, Decoded, Hints},
    flavour::{Flavour, Kind},
    text::{TextReader, Warnings},
};
use crate::marc::{Field, MarcRecord, charset::Charset, format};

/// Reads one line under its header.
pub(super) fn decode(header: &[u8], raw: &[u8], hints: Hints) -> Result<Decoded, DecodeRefusal> {
    let header = format::without_mark(header);
    let separator = format::separator_of(header).unwrap_or(b';');
    let names = cells(header, separator)?;
    let cells = cells(raw, separator)?;
    let mut warnings = Warnings::default();
    if cells.len() > names.len() {
        warnings.add(|| {
            format!(
                "{} cells under {} columns; those beyond are left out",
                cells.len(),
                names.len()
            )
        });
    }
    let charset = hints.charset.unwrap_or_else(|| charset_of(raw));
    let mut reader = TextReader::new(charset, raw);
    let mut names_reader = TextReader::new(charset_of(header), header);
    let mut record = MarcRecord::default();
    for (name, cell) in names.iter().zip(&cells) {
        let (name, value) = (names_reader.read(name), reader.read(cell));
        let (name, value) = (name.trim(), value.trim());
        if !name.is_empty() && !value.is_empty() {
            record.fields.push(Field::Control {
                tag: name.to_owned(),
                value: value.to_owned(),
            });
        }
    }
    if record.fields.is_empty() {
        return Err(DecodeRefusal::NoFields);
    }
    reader.report(&mut warnings);
    let flavour = hints.flavour.unwrap_or(Flavour::Table);
    Ok(Decoded {
        record,
        charset,
        flavour,
        kind: Kind::Bibliographic,
        warnings: warnings.into_list(),
    })
}

/// Spreadsheets write UTF-8 or Windows-1252, and say neither.
fn charset_of(bytes: &[u8]) -> Charset {
    match std::str::from_utf8(bytes) {
        Ok(text) if text.is_ascii() => Charset::Ascii,
        Ok(_) => Charset::Utf8,
        Err(_) => Charset::Windows1252,
    }
}

fn cells(line: &[u8], separator: u8) -> Result<Vec<Vec<u8>>, DecodeRefusal> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(line);
    let mut row = csv::ByteRecord::new();
    reader
        .read_byte_record(&mut row)
        .map_err(|error| DecodeRefusal::Table(error.to_string()))?;
    Ok(row.iter().map(<[u8]>::to_vec).collect())
}
