//! From an ISO 2709 record to fields: indicators, subfields, text. Small faults give warnings, the rest is read.

use super::{
    decoded::{DecodeRefusal, Decoded, Hints},
    directory::{Parts, RawField, take_apart},
    flavour::{Flavour, Outline},
    text::{TextReader, Warnings, plain_text},
};
use crate::marc::{
    Field, MarcRecord, Subfield,
    charset::{Charset, Chosen, Declared, choose},
};

const DELIMITER: u8 = 0x1F;

/// Reads one record.
pub(super) fn decode(raw: &[u8], hints: Hints) -> Result<Decoded, DecodeRefusal> {
    let mut warnings = Warnings::default();
    let parts = take_apart(raw, &mut warnings)?;
    let outline = outline(&parts);
    let flavour = hints.flavour.unwrap_or_else(|| outline.flavour());
    let declared = declared(&outline, flavour);
    let chosen = match hints.charset {
        Some(charset) => Chosen {
            charset,
            warning: None,
        },
        None => choose(parts.data, declared)?,
    };
    if let Some(warning) = chosen.warning {
        warnings.add(|| warning);
    }
    let mut reader = TextReader::new(chosen.charset, parts.data);
    let mut fields = Vec::with_capacity(parts.fields.len());
    for raw in &parts.fields {
        fields.push(read_field(raw, &mut reader, &mut warnings));
    }
    reader.report(&mut warnings);
    let leader = printable_text(parts.label);
    let record = MarcRecord { leader, fields };
    let kind = outline.kind(flavour);
    Ok(Decoded {
        record,
        charset: chosen.charset,
        flavour,
        kind,
        warnings: warnings.into_list(),
    })
}

fn outline<'a>(parts: &Parts<'a>) -> Outline<'a> {
    let mut outline = Outline::new(parts.label, None);
    for field in &parts.fields {
        let value = field.value;
        outline.see(&field.tag, || {
            let mut subfields = value.split(|byte| *byte == DELIMITER).skip(1);
            subfields.find_map(|subfield| subfield.strip_prefix(b"a"))
        });
    }
    outline
}

fn declared(outline: &Outline<'_>, flavour: Flavour) -> Declared {
    if flavour == Flavour::Marc21 {
        let unicode = outline.label.get(9) == Some(&b'a');
        return Declared::As(if unicode {
            Charset::Utf8
        } else {
            Charset::Marc8
        });
    }
    match outline.unimarc_charset_codes() {
        Some([b'5', b'0', ..]) => Declared::As(Charset::Utf8),
        Some([b'0', b'1', b' ' | b'|', _]) => Declared::As(Charset::Ascii),
        Some([b'0', b'1' | b'3', b'0', b'3'] | [b'0', b'3', ..]) => Declared::As(Charset::Iso5426),
        Some([first, second, b' ' | b'|', _] | [b'0', b'1', first, second])
            if first.is_ascii_digit() =>
        {
            Declared::Unread([first, second])
        }
        Some([first, second, ..]) if first.is_ascii_digit() => Declared::Unread([first, second]),
        _ => Declared::Nothing,
    }
}

fn printable_text(bytes: &[u8]) -> String {
    plain_text(bytes).unwrap_or_else(|| bytes.iter().map(|byte| printable(*byte)).collect())
}

fn printable(byte: u8) -> char {
    if byte.is_ascii_graphic() {
        char::from(byte)
    } else {
        ' '
    }
}

fn read_field(raw: &RawField<'_>, reader: &mut TextReader, warnings: &mut Warnings) -> Field {
    let tag = printable_text(&raw.tag);
    if !raw.tag.iter().all(u8::is_ascii_alphanumeric) {
        warnings.add(|| format!("odd tag \"{tag}\""));
    }
    let first = memchr::memchr(DELIMITER, raw.value);
    // Some systems give even 001 indicators and subfields; elsewhere in 00X a delimiter is damage.
    let is_control = match first {
        Some(at) => raw.tag.starts_with(b"00") && at != 2,
        None => raw.tag.starts_with(b"00") || !raw.tag.iter().all(u8::is_ascii_digit),
    };
    if is_control {
        return Field::Control {
            value: reader.read(raw.value),
            tag,
        };
    }
    let (before, after) = match first.and_then(|at| raw.value.split_at_checked(at)) {
        Some((before, after)) => (before, after.get(1..).unwrap_or_default()),
        None => {
            warnings.add(|| format!("field {tag} has no subfields; its text is read as $a"));
            let subfields = vec![Subfield {
                code: 'a',
                value: reader.read(raw.value),
            }];
            return Field::Data {
                tag,
                indicators: [' '; 2],
                subfields,
            };
        }
    };
    let indicators = read_indicators(before, &tag, warnings);
    let subfields = read_subfields(after, &tag, reader, warnings);
    Field::Data {
        tag,
        indicators,
        subfields,
    }
}

fn read_subfields(
    bytes: &[u8],
    tag: &str,
    reader: &mut TextReader,
    warnings: &mut Warnings,
) -> Vec<Subfield> {
    let mut subfields = Vec::with_capacity(1 + memchr::memchr_iter(DELIMITER, bytes).count());
    for subfield in bytes.split(|byte| *byte == DELIMITER) {
        match read_subfield(subfield, reader) {
            Some(subfield) => {
                if !subfield.code.is_ascii_graphic() {
                    warnings.add(|| {
                        format!(
                            "field {tag} has the odd subfield code \"{}\"",
                            subfield.code
                        )
                    });
                }
                subfields.push(subfield);
            }
            None => warnings.add(|| format!("field {tag} has a subfield without code, left out")),
        }
    }
    subfields
}

fn read_indicators(before: &[u8], tag: &str, warnings: &mut Warnings) -> [char; 2] {
    let mut indicators = [' '; 2];
    for (place, byte) in indicators.iter_mut().zip(before) {
        *place = printable(*byte);
    }
    if before.len() != 2 || !before.iter().all(|byte| matches!(byte, b' '..=b'~')) {
        warnings.add(|| {
            format!(
                "field {tag} has the odd indicators \"{}\"",
                before.escape_ascii()
            )
        });
    }
    indicators
}

fn read_subfield(bytes: &[u8], reader: &mut TextReader) -> Option<Subfield> {
    let (code, value) = bytes.split_first()?;
    if code.is_ascii_graphic() {
        return Some(Subfield {
            code: char::from(*code),
            value: reader.read(value),
        });
    }
    let text = reader.read(bytes);
    let mut characters = text.chars();
    let code = characters.next()?;
    Some(Subfield {
        code,
        value: characters.as_str().to_owned(),
    })
}
