//! How are MARC fields written as one ISO 2709 record? UTF-8 only, no continuation of long records.

use std::io::Write as _;

const SUBFIELD: u8 = 0x1f;
const FIELD_END: u8 = 0x1e;
const RECORD_END: u8 = 0x1d;
const LONGEST: usize = 99_999;

/// Collects the fields of one record; used again for the next, so that writing a large file allocates nothing.
#[derive(Debug, Default)]
pub(super) struct RecordWriter {
    directory: Vec<u8>,
    data: Vec<u8>,
}

impl RecordWriter {
    /// Adds a control field: no indicators, no subfields.
    pub(super) fn control(&mut self, tag: &str, value: &str) {
        let start = self.data.len();
        self.data.extend_from_slice(value.as_bytes());
        self.end_field(tag, start);
    }

    /// Adds a field with subfields; those with an empty value are left out.
    pub(super) fn field(&mut self, tag: &str, indicators: &str, subfields: &[(char, &str)]) {
        let start = self.data.len();
        self.data.extend_from_slice(indicators.as_bytes());
        for (code, value) in subfields.iter().filter(|(_, value)| !value.is_empty()) {
            self.data.push(SUBFIELD);
            self.data
                .extend_from_slice(code.encode_utf8(&mut [0; 4]).as_bytes());
            self.data.extend_from_slice(value.as_bytes());
        }
        self.end_field(tag, start);
    }

    /// Appends the finished record to `out` and starts the next. `kind` is leader 06-07.
    ///
    /// # Panics
    /// If the record is longer than its five-digit length can say: no made-up record is.
    pub(super) fn finish(&mut self, kind: &str, out: &mut Vec<u8>) {
        let base = 24 + self.directory.len() + 1;
        let total = base + self.data.len() + 1;
        assert!(total <= LONGEST, "record of {total} bytes");
        push(out, format_args!("{total:05}c{kind} a22{base:05}   4500"));
        out.append(&mut self.directory);
        out.push(FIELD_END);
        out.append(&mut self.data);
        out.push(RECORD_END);
    }

    fn end_field(&mut self, tag: &str, start: usize) {
        self.data.push(FIELD_END);
        let length = self.data.len() - start;
        push(
            &mut self.directory,
            format_args!("{tag}{length:04}{start:05}"),
        );
    }
}

fn push(out: &mut Vec<u8>, text: std::fmt::Arguments<'_>) {
    // Writing to a vector cannot fail.
    let _ = out.write_fmt(text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_says_its_own_length_and_where_its_data_begins() {
        let mut writer = RecordWriter::default();
        let mut out = Vec::new();
        writer.control("001", "X1");
        writer.field("200", "1 ", &[('a', "Été"), ('e', "")]);
        writer.finish("am", &mut out);
        let expected = "00063cam a2200049   4500001000300000200001000003\u{1e}X1\u{1e}1 \u{1f}aÉté\u{1e}\u{1d}";
        assert_eq!(String::from_utf8_lossy(&out), expected);
        assert_eq!(out.len(), 63);
    }
}
