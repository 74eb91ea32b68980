//! Accents that come before their letter: they wait until the letter is there.

use super::tables::Meaning;

/// More accents than this on one letter is damage, not writing.
const MAX_WAITING: usize = 8;

/// Text in the making.
#[derive(Default)]
pub(super) struct Composer {
    text: String,
    waiting: Vec<char>,
    /// Codes that mean nothing in the set; a replacement character stands for each.
    pub(super) unknown: usize,
}

impl Composer {
    pub(super) fn with_capacity(capacity: usize) -> Self {
        Self {
            text: String::with_capacity(capacity),
            ..Self::default()
        }
    }

    pub(super) fn push(&mut self, meaning: Meaning) {
        match meaning {
            Meaning::Spacing(character) => self.spacing(character),
            Meaning::Combining(accent) if self.waiting.len() < MAX_WAITING => {
                self.waiting.push(accent)
            }
            Meaning::Combining(_) | Meaning::Unused => self.unknown(),
        }
    }

    pub(super) fn spacing(&mut self, character: char) {
        self.text.push(character);
        if !self.waiting.is_empty() {
            self.text.extend(self.waiting.drain(..));
        }
    }

    /// Takes the ASCII that bytes begin with and tells how long it is; the same as [`Self::spacing`] for each.
    pub(super) fn ascii(&mut self, bytes: &[u8]) -> usize {
        let length = bytes
            .iter()
            .position(|byte| !byte.is_ascii() || *byte == 0x1B)
            .unwrap_or(bytes.len());
        let ascii = bytes
            .get(..length)
            .and_then(|ascii| std::str::from_utf8(ascii).ok())
            .unwrap_or_default();
        let mut characters = ascii.chars();
        if let Some(first) = characters.next() {
            self.spacing(first);
            self.text.push_str(characters.as_str());
        }
        length
    }

    pub(super) fn unknown(&mut self) {
        self.unknown += 1;
        self.spacing(char::REPLACEMENT_CHARACTER);
    }

    /// Ends the text. An accent without a letter is dropped and counted: it is damage.
    pub(super) fn finish(mut self) -> (String, usize) {
        self.unknown += self.waiting.len();
        (self.text, self.unknown)
    }
}
