//! How is one record of a file shown: as a line of JSON, or to a librarian who checks a profile?

use super::work_json::{Item, item};
use crate::failure::Failure;
use crate::files::format_word;
use crate::terminal::Terminal;
use navette_indexer::marc::{Format, Frame};
use navette_indexer::reading::{Authority, Reading, Title};
use navette_proto::convert;
use serde::Serialize;

/// What became of one record.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum Line {
    /// A title.
    Title(Box<TitleLine>),
    /// An authority record, which is no title.
    Authority(AuthorityLine),
    /// What an import would reject.
    Rejected(RejectedLine),
}

#[derive(Serialize)]
pub(crate) struct TitleLine {
    number: u64,
    offset: u64,
    format: &'static str,
    charset: String,
    id: String,
    title: String,
    subtitle: String,
    authors: Vec<String>,
    isbn: Option<String>,
    year: Option<i16>,
    language: String,
    medium: &'static str,
    items: Vec<Item>,
    warnings: Vec<String>,
}

#[derive(Serialize)]
pub(crate) struct AuthorityLine {
    number: u64,
    offset: u64,
    format: &'static str,
    charset: String,
    id: String,
    authority: bool,
}

#[derive(Serialize)]
pub(crate) struct RejectedLine {
    number: u64,
    offset: u64,
    rejected: String,
}

/// Shapes what could not even be told from its surroundings.
pub(crate) fn rejected(number: u64, offset: u64, reason: String) -> Line {
    Line::Rejected(RejectedLine {
        number,
        offset,
        rejected: reason,
    })
}

/// Shapes what was read of a record.
pub(crate) fn read(frame: &Frame, reading: Reading) -> Line {
    match reading {
        Reading::Title(read) => Line::Title(Box::new(title(frame, *read))),
        Reading::Authority(Authority { id, charset }) => Line::Authority(AuthorityLine {
            number: frame.number,
            offset: frame.offset,
            format: format_word(frame.format),
            charset: charset.to_string(),
            id,
            authority: true,
        }),
        Reading::Rejected(reason) => rejected(frame.number, frame.offset, reason),
    }
}

fn title(frame: &Frame, read: Title) -> TitleLine {
    let record = read.record;
    let charset = match read.charset {
        Some(charset) => charset.to_string(),
        None => table_charset(frame),
    };
    TitleLine {
        number: frame.number,
        offset: frame.offset,
        format: format_word(frame.format),
        charset,
        id: record.id.0,
        title: record.title,
        subtitle: record.subtitle,
        authors: record.authors,
        isbn: record.isbns.first().map(ToString::to_string),
        year: record.year,
        language: record.language,
        medium: record.medium.code(),
        items: record
            .items
            .iter()
            .map(|copy| item(convert::item::to_wire(copy)))
            .collect(),
        warnings: read.warnings,
    }
}

/// Rows are UTF-8 or else Windows-1252, as the mapping reads them.
fn table_charset(frame: &Frame) -> String {
    let utf8 = frame.format != Format::Csv || std::str::from_utf8(&frame.raw).is_ok();
    if utf8 { "UTF-8" } else { "Windows-1252" }.to_owned()
}

impl Line {
    /// Writes it for a person.
    pub(crate) fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        match self {
            Self::Title(line) => line.write(terminal),
            Self::Authority(line) => terminal.fitted_line(&terminal.faint(&format!(
                "{:>6}  authority record {}, not a title",
                line.number, line.id
            ))),
            Self::Rejected(line) => terminal.line(&format!(
                "{:>6}  {} at byte {}: {}",
                line.number,
                terminal.bad("rejected"),
                line.offset,
                line.rejected
            )),
        }
    }
}

impl TitleLine {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        let subtitle = if self.subtitle.is_empty() {
            String::new()
        } else {
            format!(" : {}", self.subtitle)
        };
        let title = terminal.strong(&format!("{}{subtitle}", self.title));
        terminal.fitted_line(&format!("{:>6}  {title}", self.number))?;
        let year = self.year.map(|year| year.to_string()).unwrap_or_default();
        let isbn = self.isbn.clone().unwrap_or_default();
        let authors = self.authors.join("; ");
        let facts = [
            authors.as_str(),
            &year,
            self.medium,
            &self.language,
            &isbn,
            &self.charset,
        ];
        let known: Vec<&str> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
        terminal.fitted_line(&terminal.faint(&format!("        {}", known.join(" · "))))?;
        for item in &self.items {
            terminal.fitted_line(&format!("        {}", item.words()))?;
        }
        for warning in &self.warnings {
            terminal.line(&format!("        {} {warning}", terminal.bad("!")))?;
        }
        Ok(())
    }
}
