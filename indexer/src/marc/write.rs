//! From fields back to ISO 2709, in UTF-8: for exports, for made-up catalogues and for tests of reading.

use thiserror::Error;

use super::record::{Field, MarcRecord};

const LABEL: usize = 24;
const MAX_RECORD: usize = 99_999;
const MAX_FIELD: usize = 9_999;

/// ISO 2709 has five digits for a record's length and four for a field's.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{what} of {length} bytes does not fit into ISO 2709 (at most {most})")]
pub struct TooLong {
    what: String,
    length: usize,
    most: usize,
}

/// Writes one record. Length, address of data and the constant parts of the label are filled in.
///
/// # Errors
/// The record, or a field of it, is longer than ISO 2709 can say.
pub fn write(record: &MarcRecord) -> Result<Vec<u8>, TooLong> {
    let mut directory = String::new();
    let mut data = Vec::new();
    for field in &record.fields {
        let start = data.len();
        write_field(field, &mut data);
        let length = data.len() - start;
        let tag = field.tag();
        if length > MAX_FIELD || start > MAX_RECORD || tag.len() != 3 {
            return Err(TooLong {
                what: format!("field {tag}"),
                length,
                most: MAX_FIELD,
            });
        }
        directory.push_str(&format!("{tag}{length:04}{start:05}"));
    }
    let base = LABEL + directory.len() + 1;
    let length = base + data.len() + 1;
    if length > MAX_RECORD {
        return Err(TooLong {
            what: "a record".to_owned(),
            length,
            most: MAX_RECORD,
        });
    }
    let mut bytes = label(&record.leader, length, base).into_bytes();
    bytes.extend(directory.bytes());
    bytes.push(0x1E);
    bytes.extend(data);
    bytes.push(0x1D);
    Ok(bytes)
}

fn label(leader: &str, length: usize, base: usize) -> String {
    let mut label: Vec<char> = leader
        .chars()
        .map(|c| if c.is_ascii_graphic() { c } else { ' ' })
        .collect();
    label.resize(LABEL, ' ');
    let codes = |from: usize, to: usize| {
        label
            .get(from..to)
            .unwrap_or_default()
            .iter()
            .collect::<String>()
    };
    format!(
        "{length:05}{}22{base:05}{}45{}",
        codes(5, 10),
        codes(17, 20),
        codes(22, 24)
    )
}

fn write_field(field: &Field, data: &mut Vec<u8>) {
    match field {
        Field::Control { value, .. } => write_text(value, data),
        Field::Data {
            indicators,
            subfields,
            ..
        } => {
            write_text(&indicators.iter().collect::<String>(), data);
            for subfield in subfields {
                data.push(0x1F);
                write_text(&subfield.code.to_string(), data);
                write_text(&subfield.value, data);
            }
        }
    }
    data.push(0x1E);
}

/// The three delimiters cannot occur in text.
fn write_text(text: &str, data: &mut Vec<u8>) {
    data.extend(text.bytes().filter(|byte| !matches!(byte, 0x1D..=0x1F)));
}
