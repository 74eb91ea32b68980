//! Which bytes are which field of an ISO 2709 record? The directory says; where it is wrong, terminators may.

use memchr::memchr;

use super::{decoded::DecodeRefusal, text::Warnings};

const LABEL: usize = 24;
const ENTRY: usize = 12;
const FIELD_TERMINATOR: u8 = 0x1E;
const RECORD_TERMINATOR: u8 = 0x1D;

/// A tag and the bytes between the field terminators.
pub(super) struct RawField<'a> {
    pub(super) tag: [u8; 3],
    pub(super) value: &'a [u8],
}

/// A record taken apart.
pub(super) struct Parts<'a> {
    pub(super) label: &'a [u8],
    pub(super) data: &'a [u8],
    pub(super) fields: Vec<RawField<'a>>,
}

#[derive(Clone, Copy)]
struct Entry {
    tag: [u8; 3],
    length: Option<usize>,
    start: Option<usize>,
}

/// Takes a record apart.
pub(super) fn take_apart<'a>(
    raw: &'a [u8],
    warnings: &mut Warnings,
) -> Result<Parts<'a>, DecodeRefusal> {
    let (label, directory, data) = cut(raw, warnings)?;
    let entries: Vec<Entry> = directory
        .chunks_exact(ENTRY)
        .filter_map(read_entry)
        .collect();
    if directory.len() % ENTRY != 0 {
        warnings.add(|| {
            format!(
                "the directory has {} bytes, not a multiple of 12",
                directory.len()
            )
        });
    }
    let fields = match by_addresses(&entries, data) {
        Some(fields) => fields,
        None => {
            let fields = by_terminators(entries, data)?;
            warnings.add(|| "the directory's addresses are wrong; fields are told apart by their terminators".to_owned());
            fields
        }
    };
    if fields.is_empty() {
        return Err(DecodeRefusal::NoFields);
    }
    Ok(Parts {
        label,
        data,
        fields,
    })
}

/// Label, directory without terminator, data without record terminator.
type Cut<'a> = (&'a [u8], &'a [u8], &'a [u8]);

fn cut<'a>(raw: &'a [u8], warnings: &mut Warnings) -> Result<Cut<'a>, DecodeRefusal> {
    let (label, rest) = raw
        .split_at_checked(LABEL)
        .ok_or(DecodeRefusal::TooShort(raw.len()))?;
    let said = number(label.get(12..17).unwrap_or_default());
    if number(label.get(..5).unwrap_or_default()) != Some(raw.len()) {
        warnings.add(|| {
            format!(
                "the label says {}, the record has {} bytes",
                label_length(label),
                raw.len()
            )
        });
    }
    let end = directory_length(
        rest,
        said.and_then(|base| base.checked_sub(LABEL + 1)),
        warnings,
    )?;
    let (directory, data) = rest
        .split_at_checked(end)
        .ok_or(DecodeRefusal::NoDirectory)?;
    let data = data.get(1..).unwrap_or_default();
    Ok((
        label,
        directory,
        data.strip_suffix(&[RECORD_TERMINATOR]).unwrap_or(data),
    ))
}

/// `said` is the length by the label's address of data.
fn directory_length(
    rest: &[u8],
    said: Option<usize>,
    warnings: &mut Warnings,
) -> Result<usize, DecodeRefusal> {
    let first = memchr(FIELD_TERMINATOR, rest);
    Ok(match (first, said) {
        (Some(first), Some(said)) if first == said => first,
        (_, Some(said)) if is_directory(rest.get(..said)) => {
            warnings.add(|| "the directory has no terminator".to_owned());
            said
        }
        (Some(first), _) => {
            warnings.add(|| {
                format!(
                    "the data begins at byte {}, not where the label says",
                    LABEL + first + 1
                )
            });
            first
        }
        (None, _) => return Err(DecodeRefusal::NoDirectory),
    })
}

fn label_length(label: &[u8]) -> String {
    label
        .get(..5)
        .unwrap_or_default()
        .escape_ascii()
        .to_string()
}

fn is_directory(bytes: Option<&[u8]>) -> bool {
    bytes.is_some_and(|bytes| {
        !bytes.is_empty() && bytes.len() % ENTRY == 0 && bytes.iter().all(u8::is_ascii_alphanumeric)
    })
}

fn read_entry(entry: &[u8]) -> Option<Entry> {
    let tag = *entry.first_chunk::<3>()?;
    Some(Entry {
        tag,
        length: number(entry.get(3..7)?),
        start: number(entry.get(7..12)?),
    })
}

fn number(digits: &[u8]) -> Option<usize> {
    let mut value = 0_usize;
    for digit in digits {
        value = value * 10 + usize::from(digit.checked_sub(b'0').filter(|digit| *digit < 10)?);
    }
    (!digits.is_empty()).then_some(value)
}

/// Every address must end at a terminator and begin after one; else none is believed. The very last may be missing.
fn by_addresses<'a>(entries: &[Entry], data: &'a [u8]) -> Option<Vec<RawField<'a>>> {
    let mut fields = Vec::with_capacity(entries.len());
    for entry in entries {
        let start = entry.start?;
        let end = start.checked_add(entry.length?.checked_sub(1)?)?;
        let ends = data
            .get(end)
            .map_or(end == data.len(), |byte| *byte == FIELD_TERMINATOR);
        let begins = start == 0 || data.get(start - 1) == Some(&FIELD_TERMINATOR);
        if !(ends && begins) {
            return None;
        }
        fields.push(RawField {
            tag: entry.tag,
            value: data.get(start..end)?,
        });
    }
    Some(fields)
}

/// As many stretches as entries: the order is plain even where lengths were counted in characters.
fn by_terminators(
    mut entries: Vec<Entry>,
    data: &[u8],
) -> Result<Vec<RawField<'_>>, DecodeRefusal> {
    let data = data.strip_suffix(&[FIELD_TERMINATOR]).unwrap_or(data);
    let stretches = data.split(|byte| *byte == FIELD_TERMINATOR);
    let count = stretches.clone().count();
    if count != entries.len() {
        return Err(DecodeRefusal::DirectoryDisagrees {
            entries: entries.len(),
            fields: count,
        });
    }
    if entries.iter().all(|entry| entry.start.is_some()) {
        entries.sort_by_key(|entry| entry.start);
    }
    Ok(entries
        .iter()
        .zip(stretches)
        .map(|(entry, value)| RawField {
            tag: entry.tag,
            value,
        })
        .collect())
}
