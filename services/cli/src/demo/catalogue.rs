//! Which works and which libraries does the demo have? Two tables with a header row, columns set apart by tabs.

use crate::failure::Failure;
use navette_domain::catalogue::{Audience, Coordinates, Isbn, LibraryId, Medium};
use std::collections::HashMap;
use std::fmt::Display;

/// One edition that a library can hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct DemoWork {
    /// Title proper.
    pub(crate) title: String,
    /// The rest of the title, or empty.
    pub(crate) subtitle: String,
    /// Volume, or empty: "t. 3".
    pub(crate) part: String,
    /// Headings, main entry first.
    pub(crate) authors: Vec<String>,
    /// Year of publication.
    pub(crate) year: Option<i16>,
    /// Publisher's name, or empty.
    pub(crate) publisher: String,
    /// As printed, or empty.
    pub(crate) isbn: String,
    /// What kind of thing it is.
    pub(crate) medium: Medium,
    /// ISO 639-2 code.
    pub(crate) language: String,
    /// For whom it is.
    pub(crate) audience: Audience,
    /// Series title, or empty.
    pub(crate) series: String,
    /// Subject headings.
    pub(crate) subjects: Vec<String>,
    /// Summary, or empty.
    pub(crate) summary: String,
}

/// One library of the territory.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DemoLibrary {
    /// Its id.
    pub(crate) id: LibraryId,
    /// Its name.
    pub(crate) name: String,
    /// The commune it stands in.
    pub(crate) commune: String,
    /// The commune's INSEE code; barcodes begin with it.
    pub(crate) insee: String,
    /// Where it stands.
    pub(crate) coordinates: Coordinates,
    /// The intercommunalité it belonged to before 2017.
    pub(crate) former_intercommunalite: String,
    /// Which part of all works it holds, 0 to 1.
    pub(crate) share: f64,
    /// When it is open, a line for each weekday.
    pub(crate) hours: Vec<String>,
}

/// Reads the table of works.
pub(crate) fn works(table: &str) -> Result<Vec<DemoWork>, Failure> {
    rows("works.tsv", table, |row| {
        Ok(DemoWork {
            title: row.needed("title")?,
            subtitle: row.text("subtitle")?,
            part: row.text("part")?,
            authors: row.list("author")?,
            year: row.parsed("year", |text| text.parse().ok())?,
            publisher: row.text("publisher")?,
            isbn: row
                .parsed("isbn", |text| {
                    Isbn::parse(text).ok().map(|_| text.to_owned())
                })?
                .unwrap_or_default(),
            medium: row.parsed("medium", Medium::from_code)?.unwrap_or_default(),
            language: row.text("language")?,
            audience: row
                .parsed("audience", Audience::from_code)?
                .unwrap_or_default(),
            series: row.text("series")?,
            subjects: row.list("subjects")?,
            summary: row.text("summary")?,
        })
    })
}

/// Reads the table of libraries.
pub(crate) fn libraries(table: &str) -> Result<Vec<DemoLibrary>, Failure> {
    rows("libraries.tsv", table, |row| {
        let id = row.needed("library")?;
        Ok(DemoLibrary {
            id: LibraryId::parse(&id).map_err(|refusal| row.wrong(&refusal))?,
            name: row.needed("name")?,
            commune: row.needed("commune")?,
            insee: row.needed("insee")?,
            coordinates: Coordinates {
                latitude: row.number("latitude", 90.0)?,
                longitude: row.number("longitude", 180.0)?,
            },
            former_intercommunalite: row.text("former_intercommunalite")?,
            share: row.number("share", 1.0)?,
            hours: row.list("hours")?,
        })
    })
}

pub(super) struct Row<'table> {
    table: &'static str,
    line: usize,
    columns: &'table HashMap<&'table str, usize>,
    cells: Vec<&'table str>,
}

/// Reads a table, each row by its columns' names.
pub(super) fn rows<T>(
    name: &'static str,
    table: &str,
    read: impl Fn(&Row<'_>) -> Result<T, Failure>,
) -> Result<Vec<T>, Failure> {
    let mut lines = table.lines().enumerate();
    let header = lines.next().map_or("", |(_, line)| line);
    let columns: HashMap<&str, usize> = header
        .split('\t')
        .enumerate()
        .map(|(place, column)| (column.trim(), place))
        .collect();
    let mut all = Vec::new();
    for (place, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        all.push(read(&Row {
            table: name,
            line: place + 1,
            columns: &columns,
            cells: line.split('\t').collect(),
        })?);
    }
    Ok(all)
}

impl Row<'_> {
    pub(super) fn text(&self, column: &str) -> Result<String, Failure> {
        let Some(place) = self.columns.get(column) else {
            return Err(self.wrong(&format!("there is no column \"{column}\"")));
        };
        let cell = self.cells.get(*place).copied().unwrap_or_default();
        Ok(cell.trim().to_owned())
    }

    pub(super) fn needed(&self, column: &str) -> Result<String, Failure> {
        let text = self.text(column)?;
        if text.is_empty() {
            return Err(self.wrong(&format!("{column} is empty")));
        }
        Ok(text)
    }

    /// Several values stand in one cell, set apart by semicolons or bars.
    pub(super) fn list(&self, column: &str) -> Result<Vec<String>, Failure> {
        let text = self.text(column)?;
        let values = text.split([';', '|']).map(str::trim);
        Ok(values
            .filter(|value| !value.is_empty())
            .map(str::to_owned)
            .collect())
    }

    pub(super) fn parsed<T>(
        &self,
        column: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Failure> {
        let text = self.text(column)?;
        if text.is_empty() {
            return Ok(None);
        }
        match parse(&text) {
            Some(value) => Ok(Some(value)),
            None => Err(self.wrong(&format!("{column} cannot be \"{text}\""))),
        }
    }

    pub(super) fn number(&self, column: &str, largest: f64) -> Result<f64, Failure> {
        let parse = |text: &str| {
            let number: f64 = text.parse().ok()?;
            (number.abs() <= largest).then_some(number)
        };
        let number = self.parsed(column, parse)?;
        number.ok_or_else(|| self.wrong(&format!("{column} is empty")))
    }

    pub(super) fn wrong(&self, reason: &dyn Display) -> Failure {
        Failure::other(format!("{}, line {}: {reason}", self.table, self.line))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const HEADER: &str = "title\tsubtitle\tpart\tauthor\tyear\tpublisher\tisbn\tmedium\tlanguage\taudience\tseries\tsubjects\tsummary";

    #[test]
    fn a_row_becomes_a_work() {
        let table = format!(
            "{HEADER}\nAstérix le Gaulois\t\tt. 1\tGoscinny, René; Uderzo, Albert\t1961\tDargaud\t\tcomic\tfre\tchildren\tAstérix\tGaule|Humour\t\n"
        );
        let read = works(&table).ok().unwrap();
        assert_eq!(read[0].authors, ["Goscinny, René", "Uderzo, Albert"]);
        assert_eq!(read[0].subjects, ["Gaule", "Humour"]);
        assert_eq!(read[0].year, Some(1961));
    }

    #[test]
    fn a_wrong_cell_is_named_with_its_line() {
        let table = format!("{HEADER}\nT\t\t\t\tlong ago\t\t\tbook\tfre\t\t\t\t\n");
        let refused = format!("{:?}", works(&table).err());
        assert!(
            refused.contains("works.tsv, line 2: year cannot be"),
            "{refused}"
        );
    }
}
