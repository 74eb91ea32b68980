//! The text of one record: one character set for all its subfields, and a list of what was odd.

use crate::marc::charset::{Charset, clean, is_doubly_encoded, is_plain, undo_double_encoding};

/// A record that is damaged throughout says so this often, no more.
const MAX_WARNINGS: usize = 16;

#[derive(Default)]
pub(super) struct Warnings(Vec<String>);

impl Warnings {
    pub(super) fn add(&mut self, warning: impl FnOnce() -> String) {
        if self.0.len() < MAX_WARNINGS {
            self.0.push(warning());
        }
    }

    pub(super) fn into_list(self) -> Vec<String> {
        self.0
    }
}

/// Turns the subfields of one record into text.
pub(super) struct TextReader {
    charset: Charset,
    twice: bool,
    unknown: usize,
}

impl TextReader {
    /// `data` is what the doubt about double encoding is judged on: the whole record.
    pub(super) fn new(charset: Charset, data: &[u8]) -> Self {
        let twice =
            charset == Charset::Utf8 && std::str::from_utf8(data).is_ok_and(is_doubly_encoded);
        Self {
            charset,
            twice,
            unknown: 0,
        }
    }

    pub(super) fn read(&mut self, bytes: &[u8]) -> String {
        if let Some(plain) = plain_text(bytes) {
            return plain;
        }
        if !matches!(self.charset, Charset::Ascii | Charset::Utf8) {
            let (text, unknown) = self.charset.decode(bytes);
            self.unknown += unknown;
            return clean(&text);
        }
        self.read_text(&String::from_utf8_lossy(bytes))
    }

    pub(super) fn read_text(&self, text: &str) -> String {
        if self.twice
            && !text.is_ascii()
            && let Some(once) = undo_double_encoding(text)
        {
            return clean(&once);
        }
        clean(text)
    }

    pub(super) fn report(&self, warnings: &mut Warnings) {
        if self.twice {
            warnings.add(|| "UTF-8 encoded twice; undone".to_owned());
        }
        if self.unknown > 0 {
            warnings.add(|| {
                format!(
                    "{} codes mean nothing in {}, replaced by U+FFFD",
                    self.unknown, self.charset
                )
            });
        }
    }
}

/// Gives printable ASCII as it is: most of what a catalogue holds, and the same in every character set.
pub(super) fn plain_text(bytes: &[u8]) -> Option<String> {
    if is_plain(bytes) {
        String::from_utf8(bytes.to_vec()).ok()
    } else {
        None
    }
}
