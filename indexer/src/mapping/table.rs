//! What are the columns of a table called? The `[csv]` table of a profile. It must not read rows.

use super::day::DayFormat;
use super::fold::fold;
use super::items::status;
use super::profile::{ProfileRefusal, wrong};
use super::profile_file::{CsvFile, OneOrMany};
use navette_domain::catalogue::ItemStatus;
use rustc_hash::FxHashMap;

/// One column of a table, as named in profiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Id,
    Title,
    Subtitle,
    Part,
    Authors,
    Isbns,
    Numbers,
    Edition,
    Publisher,
    Year,
    Extent,
    Series,
    Subjects,
    Summary,
    Notes,
    Language,
    Medium,
    Audience,
    Barcode,
    Shelfmark,
    Location,
    CopyPart,
    Status,
    Due,
}

impl Column {
    /// How many there are.
    pub(super) const COUNT: usize = Self::ALL.len();

    /// Every column with its name in profiles.
    pub(super) const ALL: [(Self, &'static str); 24] = [
        (Self::Id, "id"),
        (Self::Title, "title"),
        (Self::Subtitle, "subtitle"),
        (Self::Part, "part"),
        (Self::Authors, "authors"),
        (Self::Isbns, "isbns"),
        (Self::Numbers, "numbers"),
        (Self::Edition, "edition"),
        (Self::Publisher, "publisher"),
        (Self::Year, "year"),
        (Self::Extent, "extent"),
        (Self::Series, "series"),
        (Self::Subjects, "subjects"),
        (Self::Summary, "summary"),
        (Self::Notes, "notes"),
        (Self::Language, "language"),
        (Self::Medium, "medium"),
        (Self::Audience, "audience"),
        (Self::Barcode, "barcode"),
        (Self::Shelfmark, "shelfmark"),
        (Self::Location, "location"),
        (Self::CopyPart, "copy_part"),
        (Self::Status, "status"),
        (Self::Due, "due"),
    ];

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, known)| *known == name)
            .map(|(column, _)| *column)
    }
}

/// The `[csv]` table, ready for use.
#[derive(Clone, Debug, Default)]
pub(super) struct TableMap {
    pub(super) delimiter: Option<u8>,
    /// What stands between several values in one cell.
    pub(super) several: String,
    /// Columns by folded header.
    pub(super) headers: FxHashMap<String, Column>,
    pub(super) status: FxHashMap<String, ItemStatus>,
    pub(super) default_status: ItemStatus,
    pub(super) due_formats: Vec<DayFormat>,
}

impl TableMap {
    /// Checks the `[csv]` table.
    pub(super) fn compile(file: Option<&CsvFile>) -> Result<Self, ProfileRefusal> {
        let Some(file) = file else {
            return Ok(Self::default());
        };
        let mut headers = FxHashMap::default();
        for (name, titles) in &file.columns {
            let column = Column::from_name(name).ok_or_else(|| unknown_column(name, titles))?;
            for title in titles.as_slice() {
                headers.insert(fold(title), column);
            }
        }
        let mut table = FxHashMap::default();
        for (word, code) in &file.status {
            table.insert(fold(word), status(&format!("csv.status.{word}"), code)?);
        }
        Ok(Self {
            delimiter: delimiter(file.delimiter.as_deref())?,
            several: file.several.clone().unwrap_or_else(|| " ; ".to_owned()),
            headers,
            status: table,
            default_status: match &file.default_status {
                Some(code) => status("csv.default_status", code)?,
                None => ItemStatus::Available,
            },
            due_formats: DayFormat::list("csv.due_format", file.due_format.as_ref())?,
        })
    }
}

fn unknown_column(name: &str, titles: &OneOrMany) -> ProfileRefusal {
    ProfileRefusal::UnknownLine {
        table: "csv.columns".to_owned(),
        line: name.to_owned(),
        value: titles.as_slice().join(", "),
        known: Column::ALL.map(|(_, name)| name).join(", "),
    }
}

fn delimiter(written: Option<&str>) -> Result<Option<u8>, ProfileRefusal> {
    match written {
        None | Some("auto") => Ok(None),
        Some(";") => Ok(Some(b';')),
        Some(",") => Ok(Some(b',')),
        Some("\t") => Ok(Some(b'\t')),
        Some("|") => Ok(Some(b'|')),
        Some(other) => Err(wrong(
            "csv.delimiter",
            other,
            "one of auto, \";\", \",\", \"\\t\", \"|\"",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_stand_in_the_order_of_the_columns() {
        for (place, (column, name)) in Column::ALL.iter().enumerate() {
            assert_eq!(*column as usize, place);
            assert_eq!(Column::from_name(name), Some(*column));
        }
    }
}
