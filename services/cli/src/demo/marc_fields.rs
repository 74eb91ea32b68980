//! How is a MARC record put together from texts? Both flavours use it; it must not know what a tag means.

use navette_indexer::marc::{Field, MarcRecord, Subfield};

/// A record being written.
#[derive(Debug)]
pub(super) struct Draft {
    record: MarcRecord,
}

impl Draft {
    /// Starts with the codes of the label: status, type, level and the two after it.
    pub(super) fn new(type_of_record: char, level: char, codes: &str) -> Self {
        Self {
            record: MarcRecord {
                leader: format!("00000n{type_of_record}{level}{codes}2200000   4500"),
                fields: Vec::new(),
            },
        }
    }

    /// Adds a field without subfields.
    pub(super) fn control(&mut self, tag: &str, value: &str) {
        self.record.fields.push(Field::Control {
            tag: tag.to_owned(),
            value: value.to_owned(),
        });
    }

    /// Adds a field; subfields without text are left out, and a field without subfields too.
    pub(super) fn data(&mut self, tag: &str, indicators: &str, subfields: &[(char, &str)]) {
        let kept: Vec<Subfield> = subfields
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(code, value)| Subfield {
                code: *code,
                value: (*value).to_owned(),
            })
            .collect();
        if kept.is_empty() {
            return;
        }
        let mut both = indicators.chars();
        self.record.fields.push(Field::Data {
            tag: tag.to_owned(),
            indicators: [both.next().unwrap_or(' '), both.next().unwrap_or(' ')],
            subfields: kept,
        });
    }

    /// Gives the record as ISO 2709.
    pub(super) fn bytes(&self) -> Result<Vec<u8>, String> {
        navette_indexer::marc::write(&self.record).map_err(|error| error.to_string())
    }
}

/// Splits "Camus, Albert" into entry element and the rest.
pub(super) fn name_parts(author: &str) -> (&str, &str) {
    match author.split_once(", ") {
        Some((surname, given)) => (surname, given),
        None => (author, ""),
    }
}
