//! What does a row of a table say, in Navette's terms? One row is one copy with its record. It must not know files.
//!
//! A record is named by its `id` column. Without one it is named by a digest of ISBN, title, author, part and year, so that the rows
//! of a library's several copies of one book give **the same name**: whoever imports joins them (same name, next row: add
//! its item to the record). That is not done here, because rows come one by one.

use super::audience::audience_in_words;
use super::book_number::Numbers;
use super::day::read_day;
use super::fold::fold;
use super::language::language_code;
use super::map_marc::{MapRefusal, Mapped};
use super::match_key::{SortingTitles, assign_keys};
use super::medium::{closer_look, medium_in_words};
use super::person_name::heading;
use super::profile::Profile;
use super::table::{Column, TableMap};
use super::text::{shown, sorted, trim_isbd};
use super::year::year_in;
use crate::marc::{Field, MarcRecord};
use navette_domain::catalogue::{Audience, Item, ItemStatus, Part, Record, RecordId};
use std::borrow::Cow;

/// How many columns of a table are looked at.
const MAX_COLUMNS: usize = 500;

/// The header of a table, understood; made once per file.
#[derive(Clone, Debug)]
pub struct CsvColumns {
    delimiter: u8,
    places: [Option<usize>; Column::COUNT],
    unknown: Vec<String>,
}

impl CsvColumns {
    /// Understands a header line. Refused where no column is a title.
    pub fn read(profile: &Profile, header: &[u8]) -> Result<Self, MapRefusal> {
        let table = &profile.table;
        let text = decode(header);
        let text = text.trim_start_matches('\u{feff}');
        let delimiter = table.delimiter.unwrap_or_else(|| guess_delimiter(text));
        let mut places = [None; Column::COUNT];
        let mut unknown = Vec::new();
        for (place, title) in cells(text, delimiter)?.iter().enumerate() {
            let known = table.headers.get(&fold(title));
            let slot = known.and_then(|column| places.get_mut(*column as usize));
            match slot {
                Some(slot) if slot.is_none() => *slot = Some(place),
                _ => unknown.push(title.to_owned()),
            }
        }
        if places
            .get(Column::Title as usize)
            .is_none_or(Option::is_none)
        {
            let shown: String = text.chars().take(200).collect();
            return Err(MapRefusal::Row(format!(
                "no column of \"{}\" is a title",
                shown.trim()
            )));
        }
        Ok(Self {
            delimiter,
            places,
            unknown,
        })
    }

    /// Gives the character between columns.
    pub fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// Gives the headers that the profile does not know; their columns are passed over.
    pub fn unknown(&self) -> &[String] {
        &self.unknown
    }

    /// Maps one row: UTF-8, or else Windows-1252.
    pub fn map_row(&self, profile: &Profile, row: &[u8]) -> Result<Mapped, MapRefusal> {
        let text = decode(row);
        let cells = cells(&text, self.delimiter)?;
        let mut row = Row::new(&profile.table);
        for (slot, place) in row.cells.iter_mut().zip(self.places) {
            *slot = place
                .and_then(|place| cells.get(place))
                .unwrap_or_default()
                .trim();
        }
        row.map(profile)
    }
}

/// Maps one row of a table, understanding the header anew: for a few rows. Files use [`CsvColumns`].
pub fn map_csv(profile: &Profile, header: &[u8], row: &[u8]) -> Result<Mapped, MapRefusal> {
    CsvColumns::read(profile, header)?.map_row(profile, row)
}

/// Maps a row that the decoder has taken apart: control fields tagged with the column's header.
pub(super) fn map_row_fields(profile: &Profile, marc: &MarcRecord) -> Result<Mapped, MapRefusal> {
    let mut row = Row::new(&profile.table);
    for field in &marc.fields {
        if let Field::Control { tag, value } = field
            && let Some(column) = profile.table.headers.get(&fold(tag))
            && let Some(slot) = row.cells.get_mut(*column as usize)
            && slot.is_empty()
        {
            *slot = value.trim();
        }
    }
    row.map(profile)
}

struct Row<'a> {
    table: &'a TableMap,
    cells: [&'a str; Column::COUNT],
}

impl<'a> Row<'a> {
    fn new(table: &'a TableMap) -> Self {
        Self {
            table,
            cells: [""; Column::COUNT],
        }
    }

    fn cell(&self, column: Column) -> &'a str {
        self.cells.get(column as usize).copied().unwrap_or_default()
    }

    fn text(&self, column: Column) -> String {
        shown(trim_isbd(self.cell(column))).trim().to_owned()
    }

    fn list(&self, column: Column) -> Vec<String> {
        let cell = self.cell(column);
        let separator = self.table.several.trim();
        let separator = if separator.is_empty() {
            self.table.several.as_str()
        } else {
            separator
        };
        let mut values: Vec<String> = Vec::new();
        let parts: Box<dyn Iterator<Item = &str>> = if separator.is_empty() {
            Box::new(std::iter::once(cell))
        } else {
            Box::new(cell.split(separator))
        };
        for value in parts {
            let value = shown(trim_isbd(value)).trim().to_owned();
            if !value.is_empty() && !values.contains(&value) {
                values.push(value);
            }
        }
        values
    }

    fn map(&self, profile: &Profile) -> Result<Mapped, MapRefusal> {
        let mut warnings = Vec::new();
        let items = self.item(&mut warnings).into_iter().collect();
        let mut record = self.record(items, &mut warnings);
        record.id = self.identity(&record);
        if record.title.is_empty() {
            return Err(MapRefusal::NoTitle(record.id.0));
        }
        let medium = self.cell(Column::Medium);
        let coded = profile.medium_codes.get(&medium.to_lowercase()).copied();
        record.medium = coded
            .or_else(|| medium_in_words(medium))
            .unwrap_or_default();
        record.medium = closer_look(&record);
        record.audience = self.audience(profile);
        let written = self.cell(Column::Title).to_owned();
        let proper = sorted(&written, 0);
        assign_keys(
            &mut record,
            SortingTitles {
                proper: proper.title,
                proper_marked: proper.marked,
                ..SortingTitles::default()
            },
        );
        Ok(Mapped { record, warnings })
    }

    fn record(&self, items: Vec<Item>, warnings: &mut Vec<String>) -> Record {
        let Numbers { isbns, others } = Numbers::sort(self.list(Column::Isbns), warnings);
        let mut numbers = self.list(Column::Numbers);
        numbers.extend(others);
        Record {
            title: self.text(Column::Title),
            subtitle: self.text(Column::Subtitle),
            part: Part::from_label(&self.text(Column::Part)),
            authors: self
                .list(Column::Authors)
                .iter()
                .map(|name| heading(name))
                .collect(),
            isbns,
            numbers,
            edition: self.text(Column::Edition),
            publisher: self.text(Column::Publisher),
            year: year_in(self.cell(Column::Year)),
            extent: self.text(Column::Extent),
            series: self.list(Column::Series),
            subjects: self.list(Column::Subjects),
            summary: self.text(Column::Summary),
            notes: Some(self.text(Column::Notes))
                .filter(|note| !note.is_empty())
                .into_iter()
                .collect(),
            language: language_code(self.cell(Column::Language)),
            items,
            ..Record::default()
        }
    }

    /// The audience column, else what the columns of type and place say: "Bande dessinée jeunesse", "Secteur adulte".
    fn audience(&self, profile: &Profile) -> Audience {
        for column in [Column::Audience, Column::Medium, Column::Location] {
            let cell = self.cell(column);
            let coded = profile.audience_codes.get(&cell.to_lowercase()).copied();
            let audience = coded.unwrap_or_else(|| audience_in_words(cell));
            if audience != Audience::Unknown {
                return audience;
            }
        }
        Audience::Unknown
    }

    fn item(&self, warnings: &mut Vec<String>) -> Option<Item> {
        let item = Item {
            barcode: self.cell(Column::Barcode).to_owned(),
            shelfmark: self.text(Column::Shelfmark),
            location: self.text(Column::Location),
            part: Part::from_label(&self.text(Column::CopyPart)),
            status: self.status(warnings),
            due: None,
        };
        let due = self.cell(Column::Due);
        let day = read_day(due, &self.table.due_formats);
        if day.is_none() && !due.is_empty() {
            warnings.push(format!(
                "copy \"{}\" is due \"{due}\", which is no date of the profile's form",
                item.barcode
            ));
        }
        let empty =
            item.barcode.is_empty() && item.shelfmark.is_empty() && item.location.is_empty();
        (!empty).then_some(Item { due: day, ..item })
    }

    fn status(&self, warnings: &mut Vec<String>) -> ItemStatus {
        let written = self.cell(Column::Status);
        if written.is_empty() {
            return self.table.default_status;
        }
        self.table
            .status
            .get(&fold(written))
            .copied()
            .unwrap_or_else(|| {
                warnings.push(format!(
                    "status \"{written}\" is not explained in the profile"
                ));
                self.table.default_status
            })
    }

    fn identity(&self, record: &Record) -> RecordId {
        let id = self.cell(Column::Id);
        if !id.is_empty() {
            return RecordId(id.to_owned());
        }
        let mut named = String::new();
        for isbn in &record.isbns {
            named.push_str(&isbn.to_string());
        }
        let part = record.part.as_ref().map_or("", |part| part.label.as_str());
        let author = record.authors.first().map_or("", String::as_str);
        let year = self.cell(Column::Year);
        for text in [&record.title, &record.subtitle, author, part, year] {
            named.push('|');
            named.push_str(&fold(text));
        }
        RecordId(format!(
            "digest:{:016x}",
            xxhash_rust::xxh3::xxh3_64(named.as_bytes())
        ))
    }
}

fn cells(text: &str, delimiter: u8) -> Result<csv::StringRecord, MapRefusal> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .buffer_capacity(text.len().clamp(64, 1 << 16))
        .from_reader(text.as_bytes());
    let mut cells = csv::StringRecord::new();
    reader
        .read_record(&mut cells)
        .map_err(|error| MapRefusal::Row(error.to_string()))?;
    cells.truncate(MAX_COLUMNS);
    Ok(cells)
}

fn guess_delimiter(header: &str) -> u8 {
    let count = |delimiter: u8| header.bytes().filter(|byte| *byte == delimiter).count();
    let most = [b';', b',', b'\t', b'|']
        .into_iter()
        .rev()
        .max_by_key(|delimiter| count(*delimiter));
    most.unwrap_or(b';')
}

/// Reads UTF-8, or else Windows-1252, as spreadsheets on Windows write it.
fn decode(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(bytes.iter().map(|byte| windows_1252(*byte)).collect()),
    }
}

/// Windows-1252 is Latin-1 but for 0x80 to 0x9F.
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH.get(usize::from(byte - 0x80)).copied().unwrap_or(' '),
        _ => char::from(byte),
    }
}

#[cfg(test)]
#[path = "csv_row_tests.rs"]
mod tests;
