//! What is one stretch of a file: a title, an authority record, or nothing that can be taken? Decoding and mapping in one step,
//! so that a node takes exactly what `inspect` shows. It must not know of files or of stores.

use crate::mapping::{self, CsvColumns, MapRefusal, Profile};
use crate::marc::{self, Format, Kind, charset::Charset};
use navette_domain::catalogue::Record;
use parking_lot::Mutex;
use std::sync::Arc;

/// What a record of a file turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// A title with its copies.
    Title(Box<Title>),
    /// An authority record: counted, not a title.
    Authority(Authority),
    /// Nothing that can be taken, with the reason.
    Rejected(String),
}

/// A title, and how it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// The record, keys included.
    pub record: Record,
    /// How its bytes were read; nothing for tables, whose cells are judged one by one.
    pub charset: Option<Charset>,
    /// What is odd about it, for a librarian.
    pub warnings: Vec<String>,
}

/// An authority record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority {
    /// Its number, where it has one.
    pub id: String,
    /// How its bytes were read.
    pub charset: Charset,
}

/// Reads the records of one import, all by one profile.
#[derive(Debug)]
pub struct Reader {
    profile: Profile,
    hints: marc::Hints,
    /// The header understood last: a file has one.
    columns: Mutex<Option<(Vec<u8>, Arc<CsvColumns>)>>,
}

impl Reader {
    /// Reads by this profile.
    pub fn new(profile: Profile) -> Self {
        let hints = marc::Hints {
            charset: profile.charset().and_then(forced_charset),
            ..marc::Hints::default()
        };
        Self {
            profile,
            hints,
            columns: Mutex::default(),
        }
    }

    /// Reads one record. `header` is the header line where the format is a table.
    pub fn read(&self, format: Format, header: Option<&[u8]>, raw: &[u8]) -> Reading {
        let table_profile = self.profile.flavour() == mapping::Flavour::Csv;
        match format {
            Format::Csv if !table_profile => self.wrong_profile("a table"),
            Format::Csv => self.read_row(header, raw),
            Format::Iso2709 | Format::MarcXml if table_profile => {
                self.wrong_profile("a MARC record")
            }
            Format::Iso2709 | Format::MarcXml => self.read_marc(format, raw),
        }
    }

    fn read_marc(&self, format: Format, raw: &[u8]) -> Reading {
        let decoded = match marc::decode(format, None, raw, self.hints) {
            Ok(decoded) => decoded,
            Err(refusal) => return Reading::Rejected(refusal.to_string()),
        };
        let charset = decoded.charset;
        match decoded.kind {
            Kind::Bibliographic => {}
            Kind::Authority => {
                let id = control_number(&decoded.record);
                return Reading::Authority(Authority { id, charset });
            }
            Kind::Holdings => {
                let reason = "a record of copies only, without a title".to_owned();
                return Reading::Rejected(reason);
            }
        }
        match mapping::map_marc(&self.profile, &decoded.record, raw) {
            Ok(mapped) => {
                let mut warnings = decoded.warnings;
                warnings.extend(mapped.warnings);
                Reading::Title(Box::new(Title {
                    record: mapped.record,
                    charset: Some(charset),
                    warnings,
                }))
            }
            Err(MapRefusal::Authority(id)) => Reading::Authority(Authority { id, charset }),
            Err(refusal) => Reading::Rejected(refusal.to_string()),
        }
    }

    fn read_row(&self, header: Option<&[u8]>, raw: &[u8]) -> Reading {
        let Some(header) = header else {
            return Reading::Rejected("the table has no header line".to_owned());
        };
        let columns = match self.columns_of(header) {
            Ok(columns) => columns,
            Err(refusal) => return Reading::Rejected(refusal.to_string()),
        };
        let mapped = columns.map_row(&self.profile, raw);
        match mapped {
            Ok(mapped) => Reading::Title(Box::new(Title {
                record: mapped.record,
                charset: None,
                warnings: mapped.warnings,
            })),
            Err(refusal) => Reading::Rejected(refusal.to_string()),
        }
    }

    fn columns_of(&self, header: &[u8]) -> Result<Arc<CsvColumns>, MapRefusal> {
        let mut known = self.columns.lock();
        if let Some((line, columns)) = &*known
            && line == header
        {
            return Ok(Arc::clone(columns));
        }
        let columns = Arc::new(CsvColumns::read(&self.profile, header)?);
        *known = Some((header.to_vec(), Arc::clone(&columns)));
        Ok(columns)
    }

    fn wrong_profile(&self, found: &str) -> Reading {
        let name = self.profile.name();
        Reading::Rejected(format!("profile \"{name}\" does not read {found}"))
    }
}

/// The names that profiles use; the profile has checked them.
fn forced_charset(name: &str) -> Option<Charset> {
    match name {
        "utf-8" => Some(Charset::Utf8),
        "iso5426" => Some(Charset::Iso5426),
        "marc-8" => Some(Charset::Marc8),
        "latin-1" | "cp1252" => Some(Charset::Windows1252),
        _ => None,
    }
}

fn control_number(record: &marc::MarcRecord) -> String {
    let number = record.fields.iter().find_map(|field| match field {
        marc::Field::Control { tag, value } if tag == "001" => Some(value.trim().to_owned()),
        marc::Field::Control { .. } | marc::Field::Data { .. } => None,
    });
    number.unwrap_or_default()
}
