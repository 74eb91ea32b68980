//! How tests say what is in a record, as a sentence. Not compiled into the library.

use crate::marc::{Field, MarcRecord, Subfield};

/// Begins a record with its label/6-7: `a_record("am")`.
pub(super) fn a_record(kind: &str) -> MarcRecord {
    MarcRecord {
        leader: format!("00000n{kind} a2200000 i 4500"),
        fields: Vec::new(),
    }
}

/// Adds fields to a record.
pub(super) trait Describe {
    /// Adds a control field.
    fn control(self, tag: &str, value: &str) -> Self;
    /// Adds a data field written as in a manual: `with("200", "1 $aTitre$fAuteur")`, the first two characters being the
    /// indicators.
    fn with(self, tag: &str, written: &str) -> Self;
}

impl Describe for MarcRecord {
    fn control(mut self, tag: &str, value: &str) -> Self {
        self.fields.push(Field::Control {
            tag: tag.to_owned(),
            value: value.to_owned(),
        });
        self
    }

    fn with(mut self, tag: &str, written: &str) -> Self {
        let mut parts = written.split('$');
        let mut indicators = parts.next().unwrap_or_default().chars();
        let subfields = parts.map(|part| Subfield {
            code: part.chars().next().unwrap_or(' '),
            value: part.chars().skip(1).collect(),
        });
        self.fields.push(Field::Data {
            tag: tag.to_owned(),
            indicators: [
                indicators.next().unwrap_or(' '),
                indicators.next().unwrap_or(' '),
            ],
            subfields: subfields.collect(),
        });
        self
    }
}
