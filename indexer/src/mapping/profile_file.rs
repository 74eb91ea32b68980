//! How is a profile written? The shape of the TOML, and how one profile stands on another. It must not know records.

use serde::Deserialize;
use std::collections::BTreeMap;

/// One text or a list of texts.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    pub(super) fn as_slice(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }
}

/// A profile as written.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProfileFile {
    pub(super) name: Option<String>,
    pub(super) description: Option<String>,
    pub(super) extends: Option<String>,
    pub(super) flavour: Option<String>,
    pub(super) charset: Option<String>,
    #[serde(default)]
    pub(super) record: BTreeMap<String, OneOrMany>,
    pub(super) medium: Option<CodesFile>,
    pub(super) audience: Option<CodesFile>,
    pub(super) items: Option<Vec<ItemsFile>>,
    pub(super) csv: Option<CsvFile>,
}

/// Where codes stand and what they mean.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CodesFile {
    pub(super) from: Option<OneOrMany>,
    #[serde(default)]
    pub(super) codes: BTreeMap<String, String>,
}

/// One way to find the copies of a record.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ItemsFile {
    pub(super) field: OneOrMany,
    pub(super) join: Option<OneOrMany>,
    pub(super) join_by: Option<String>,
    pub(super) barcode: Option<OneOrMany>,
    pub(super) barcode_prefix: Option<String>,
    pub(super) barcode_suffix: Option<String>,
    pub(super) shelfmark: Option<OneOrMany>,
    pub(super) location: Option<OneOrMany>,
    #[serde(default)]
    pub(super) location_names: BTreeMap<String, String>,
    pub(super) part: Option<OneOrMany>,
    pub(super) due: Option<OneOrMany>,
    pub(super) due_format: Option<OneOrMany>,
    #[serde(default)]
    pub(super) status: Vec<StatusFile>,
    pub(super) default_status: Option<String>,
}

/// One step in finding a copy's status.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StatusFile {
    pub(super) from: OneOrMany,
    #[serde(default)]
    pub(super) codes: BTreeMap<String, String>,
    pub(super) other: Option<String>,
}

/// What the columns of a table are called.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CsvFile {
    pub(super) delimiter: Option<String>,
    pub(super) several: Option<String>,
    #[serde(default)]
    pub(super) columns: BTreeMap<String, OneOrMany>,
    #[serde(default)]
    pub(super) status: BTreeMap<String, String>,
    pub(super) default_status: Option<String>,
    pub(super) due_format: Option<OneOrMany>,
}

impl ProfileFile {
    /// Stands this profile on another: what this one says replaces, line by line; codes are added to; copies are replaced.
    pub(super) fn over(mut self, base: Self) -> Self {
        let mut record = base.record;
        record.append(&mut self.record);
        Self {
            name: self.name,
            description: self.description,
            extends: None,
            flavour: self.flavour.or(base.flavour),
            charset: self.charset.or(base.charset),
            record,
            medium: merge(self.medium, base.medium, CodesFile::over),
            audience: merge(self.audience, base.audience, CodesFile::over),
            items: self.items.or(base.items),
            csv: merge(self.csv, base.csv, CsvFile::over),
        }
    }
}

impl CodesFile {
    fn over(mut self, base: Self) -> Self {
        let mut codes = base.codes;
        codes.append(&mut self.codes);
        Self {
            from: self.from.or(base.from),
            codes,
        }
    }
}

impl CsvFile {
    fn over(mut self, base: Self) -> Self {
        let mut columns = base.columns;
        columns.append(&mut self.columns);
        let mut status = base.status;
        status.append(&mut self.status);
        Self {
            delimiter: self.delimiter.or(base.delimiter),
            several: self.several.or(base.several),
            columns,
            status,
            default_status: self.default_status.or(base.default_status),
            due_format: self.due_format.or(base.due_format),
        }
    }
}

fn merge<T>(own: Option<T>, base: Option<T>, over: impl FnOnce(T, T) -> T) -> Option<T> {
    match (own, base) {
        (Some(own), Some(base)) => Some(over(own, base)),
        (own, base) => own.or(base),
    }
}
