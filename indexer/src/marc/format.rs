//! What kind of file is this? Judged by its first bytes, never by its name. It must not know how records are read.

use thiserror::Error;

/// The wrapping of the records of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// ISO 2709: label, directory, fields, terminators.
    Iso2709,
    /// MARCXML, MarcXchange, or either within an SRU or OAI-PMH answer.
    MarcXml,
    /// A header line, then one line for each record or item.
    Csv,
}

/// What the person who imports says of the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FormatHint {
    /// Look at the content.
    #[default]
    Detect,
    /// The content is said to be of this format; obvious other files are still refused.
    Exactly(Format),
}

/// A file that is no catalogue export.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotACatalogue {
    /// Nothing but blanks.
    #[error("the file is empty")]
    Empty,
    /// Something we can name.
    #[error("looks like {0}, not a catalogue export")]
    LooksLike(&'static str),
    /// Something we cannot.
    #[error("is neither ISO 2709, nor XML, nor a table with a header line (it begins with {0})")]
    Unknown(String),
}

/// How many bytes [`detect`] wants to see; fewer are enough where the file is shorter.
pub(crate) const BYTES_TO_DETECT: usize = 8 * 1024;

const UTF8_MARK: &[u8] = b"\xEF\xBB\xBF";

const KNOWN_STRANGERS: [(&[u8], &str); 14] = [
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\xD0\xCF\x11\xE0", "an old office document"),
    (b"7z\xBC\xAF", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xFD7zXZ", "an xz archive"),
    (b"\x28\xB5\x2F\xFD", "a Zstandard archive"),
    (b"SQLite format 3", "a database file"),
    (b"\x89PNG", "an image"),
    (b"\xFF\xD8\xFF", "an image"),
    (b"\xFF\xFE", "a UTF-16 text (save it as UTF-8)"),
    (b"\xFE\xFF", "a UTF-16 text (save it as UTF-8)"),
];

/// Names the format of a file by its first bytes.
///
/// # Errors
/// What it looks like instead, where it holds no records.
pub(crate) fn detect(start: &[u8], hint: FormatHint) -> Result<Format, NotACatalogue> {
    for (magic, name) in KNOWN_STRANGERS {
        if start.starts_with(magic) {
            return Err(NotACatalogue::LooksLike(name));
        }
    }
    let text = without_mark(start);
    let Some(first) = text.iter().position(|byte| !is_filler(*byte)) else {
        return Err(NotACatalogue::Empty);
    };
    let text = &text[first..];
    if let FormatHint::Exactly(format) = hint {
        return Ok(format);
    }
    if text.starts_with(b"<") {
        return detect_xml(text);
    }
    if looks_like_a_label(text) {
        return Ok(Format::Iso2709);
    }
    if text
        .iter()
        .any(|byte| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r'))
    {
        return Err(NotACatalogue::Unknown(beginning(text)));
    }
    let header = text
        .split(|byte| matches!(byte, b'\n' | b'\r'))
        .next()
        .unwrap_or_default();
    if separator_of(header).is_some() {
        return Ok(Format::Csv);
    }
    Err(NotACatalogue::Unknown(beginning(text)))
}

/// Cuts a UTF-8 byte order mark off.
pub(crate) fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(UTF8_MARK).unwrap_or(bytes)
}

/// Tells whether a byte may stand between records without meaning anything.
pub(crate) fn is_filler(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r' | b'\t' | b' ' | 0x00 | 0x1A | 0x1D)
}

/// Finds what separates the columns: the one of `;`, tab and `,` that the header has most of, outside quotes.
pub(crate) fn separator_of(header: &[u8]) -> Option<u8> {
    let mut counts = [(b';', 0_u32), (b'\t', 0), (b',', 0)];
    let mut quoted = false;
    for byte in header {
        quoted ^= *byte == b'"';
        for (separator, count) in &mut counts {
            if !quoted && byte == separator {
                *count += 1;
            }
        }
    }
    let mut best: Option<(u8, u32)> = None;
    for (separator, count) in counts {
        if count > best.map_or(0, |(_, most)| most) {
            best = Some((separator, count));
        }
    }
    best.map(|(separator, _)| separator)
}

fn detect_xml(text: &[u8]) -> Result<Format, NotACatalogue> {
    let start = text
        .get(..text.len().min(512))
        .unwrap_or_default()
        .to_ascii_lowercase();
    if start.starts_with(b"<!doctype html") || start.starts_with(b"<html") {
        return Err(NotACatalogue::LooksLike("a web page"));
    }
    Ok(Format::MarcXml)
}

/// A label is 24 bytes: five digits of length, then codes, then an address of five digits. Damaged ones keep most of it.
fn looks_like_a_label(text: &[u8]) -> bool {
    let digits = |from: usize, to: usize| {
        text.get(from..to)
            .is_some_and(|part| part.iter().all(u8::is_ascii_digit))
    };
    let separators = memchr::memchr2(0x1E, 0x1D, text).is_some() || text.contains(&0x1F);
    (digits(0, 5) || digits(12, 17)) && (separators || text.len() < 64)
        || separators
            && text
                .get(24..36)
                .is_some_and(|entry| entry.iter().all(u8::is_ascii_alphanumeric))
}

fn beginning(text: &[u8]) -> String {
    let start = text.get(..text.len().min(12)).unwrap_or_default();
    format!("\"{}\"", start.escape_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_other_kinds_are_named() {
        for (bytes, reason) in [
            (&b""[..], "the file is empty"),
            (b" \r\n", "the file is empty"),
            (b"%PDF-1.7 ...", "looks like a PDF, not a catalogue export"),
            (
                b"PK\x03\x04...",
                "looks like a zip archive or an office document, not a catalogue export",
            ),
            (
                b"<!DOCTYPE html><html>",
                "looks like a web page, not a catalogue export",
            ),
            (
                b"\xFF\xFE<\0?\0",
                "looks like a UTF-16 text (save it as UTF-8), not a catalogue export",
            ),
            (
                b"\x01\x02\x03",
                "is neither ISO 2709, nor XML, nor a table with a header line (it begins with \"\\x01\\x02\\x03\")",
            ),
        ] {
            assert_eq!(
                detect(bytes, FormatHint::Detect).map_err(|e| e.to_string()),
                Err(reason.to_owned())
            );
        }
    }

    #[test]
    fn the_separator_is_the_one_the_header_has_most_of() {
        assert_eq!(separator_of(b"title;author;\"isbn, ean\""), Some(b';'));
        assert_eq!(separator_of(b"title\tauthor"), Some(b'\t'));
        assert_eq!(separator_of(b"title,author"), Some(b','));
        assert_eq!(separator_of(b"title"), None);
    }
}
