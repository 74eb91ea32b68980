//! Records and groups to write in tests.
#![allow(dead_code, unreachable_pub)]

use navette_domain::catalogue::RecordId;
use navette_store::catalogue::{Content, Format, ImportGroup, IncomingRecord, RunId};
use std::sync::Arc;

/// A record whose content and digest follow from its name and version.
pub fn a_record(name: &str, version: u128) -> IncomingRecord {
    IncomingRecord {
        id: RecordId(name.to_owned()),
        digest: version,
        content: Content {
            raw: format!("00112nam {name} version {version} Le Petit Prince / Saint-Exupéry")
                .into_bytes(),
            format: Format::Iso2709,
            header: None,
        },
    }
}

/// A line of a CSV file.
pub fn a_record_with(name: &str, header: Option<&str>) -> IncomingRecord {
    let mut record = a_record(name, 1);
    record.content.format = Format::Csv;
    record.content.header = header.map(|header| Arc::from(header.as_bytes()));
    record
}

/// A group without counts.
pub fn a_group(run: RunId, through: u64, records: Vec<IncomingRecord>) -> ImportGroup {
    ImportGroup {
        run,
        through,
        counts: Vec::new(),
        records,
    }
}
