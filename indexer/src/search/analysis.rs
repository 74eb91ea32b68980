//! Which words is a text made of? The same on every node; versioned, because versions are never mixed in one query.
//!
//! It must not know of fields, indexes or queries.

use frostem::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Changes whenever the same text could give other words; a node and a federator must agree on it.
pub const ANALYSIS_VERSION: u32 = 1;

/// Longest word kept, in bytes; the rest of a longer one is cut.
const WORD_BYTES_MAX: usize = 64;

/// What may stand before an apostrophe and is then not a word of its own (French elision).
const ELIDED: [&str; 15] = [
    "l", "d", "j", "m", "n", "s", "t", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu",
    "entr",
];

/// Words that a query may leave out: they neither select nor rank. Folded; French first, then English.
const STOP_WORDS: [&str; 46] = [
    "a", "au", "aux", "avec", "ce", "ces", "dans", "de", "des", "du", "en", "est", "et", "la",
    "le", "les", "leur", "mon", "ne", "ou", "par", "pas", "pour", "que", "qui", "sa", "se", "ses",
    "son", "sur", "un", "une", "the", "an", "and", "of", "in", "on", "to", "for", "by", "is", "at",
    "or", "with", "from",
];

/// Says whether a folded word may be left out of a query that has others.
pub fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.contains(&word)
}

/// Walks the folded words of a text: lower case, without accents, elisions resolved, ligatures opened ("œ" is "oe").
///
/// Chinese, Japanese and Korean ideographs are words one by one, for they are written without spaces.
pub(super) fn for_each_word(text: &str, mut visit: impl FnMut(&str)) {
    let mut word = String::with_capacity(WORD_BYTES_MAX);
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            word.push(c.to_ascii_lowercase());
        } else if c.is_ascii() || is_apostrophe(c) {
            let elided = (c == '\'' || is_apostrophe(c)) && ELIDED.contains(&word.as_str());
            if !elided {
                emit(&word, &mut visit);
            }
            word.clear();
        } else {
            fold_char(c, &mut word, &mut visit);
        }
    }
    emit(&word, &mut visit);
}

/// Collects the folded words of a text.
pub fn words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for_each_word(text, |word| found.push(word.to_owned()));
    found
}

/// Folds a whole text to its words joined by single spaces: what titles are ordered by.
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for_each_word(text, |word| {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    });
    out
}

/// Reduces folded words to their French stems (Snowball), keeping its buffers.
pub(super) struct FrenchStems(Stemmer);

impl Default for FrenchStems {
    fn default() -> Self {
        Self(Stemmer::new(Algorithm::French))
    }
}

impl FrenchStems {
    /// Gives the stem of a folded word. Numbers and short words are their own stem.
    pub(super) fn stem<'a>(&'a mut self, word: &'a str) -> std::borrow::Cow<'a, str> {
        if word.len() < 4 || !word.is_ascii() || word.as_bytes()[0].is_ascii_digit() {
            return std::borrow::Cow::Borrowed(word);
        }
        self.0.stem(word)
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{b4}' | '\u{2bb}'
    )
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

fn emit(word: &str, visit: &mut impl FnMut(&str)) {
    if word.is_empty() {
        return;
    }
    let mut end = word.len().min(WORD_BYTES_MAX);
    while !word.is_char_boundary(end) {
        end -= 1;
    }
    visit(&word[..end]);
}

/// Adds one non-ASCII character to the word being read, or ends the word.
fn fold_char(c: char, word: &mut String, visit: &mut impl FnMut(&str)) {
    if is_combining_mark(c) || c == '\u{ad}' || c == '\u{200d}' || c == '\u{200c}' {
        return;
    }
    if is_ideograph(c) {
        emit(word, visit);
        word.clear();
        let mut buffer = [0_u8; 4];
        emit(c.nfc().next().unwrap_or(c).encode_utf8(&mut buffer), visit);
        return;
    }
    if let Some(letters) = opened(c) {
        word.push_str(letters);
        return;
    }
    let mut kept = false;
    for lower in c.to_lowercase() {
        decompose_compatible(lower, |part| {
            if !is_combining_mark(part) && part.is_alphanumeric() {
                word.extend(part.to_lowercase());
                kept = true;
            }
        });
    }
    if !kept {
        emit(word, visit);
        word.clear();
    }
}

/// Gives the plain letters of those that no decomposition opens.
fn opened(c: char) -> Option<&'static str> {
    Some(match c {
        'œ' | 'Œ' => "oe",
        'æ' | 'Æ' => "ae",
        'ß' | 'ẞ' => "ss",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'þ' | 'Þ' => "th",
        'ı' => "i",
        'ħ' | 'Ħ' => "h",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_elision_and_ligatures_do_not_matter() {
        for (text, expected) in [
            ("L'Étranger", "etranger"),
            ("ŒUVRES complètes", "oeuvres completes"),
            ("Jusqu\u{2019}à l\u{2019}été", "a ete"),
            ("Aujourd'hui O'Brien", "aujourd hui o brien"),
            ("e\u{301}te\u{301}", "ete"),
            ("Straße, 978-2", "strasse 978 2"),
            ("C++ & l'l'", "c"),
            ("戰爭 war", "戰 爭 war"),
            ("Война и мир", "воина и мир"),
        ] {
            assert_eq!(words(text).join(" "), expected, "{text}");
        }
    }

    #[test]
    fn an_endless_word_is_cut_on_a_character() {
        let long = "жжжжж".repeat(100);
        assert!(words(&long).iter().all(|word| word.len() <= WORD_BYTES_MAX));
    }

    #[test]
    fn a_stem_is_the_same_with_and_without_accents() {
        let mut stems = FrenchStems::default();
        let with = words("musées rivières")
            .iter()
            .map(|w| stems.stem(w).into_owned())
            .collect::<Vec<_>>();
        let without = words("musees rivieres")
            .iter()
            .map(|w| stems.stem(w).into_owned())
            .collect::<Vec<_>>();
        assert_eq!(with, without);
        assert_eq!(with[0], stems.stem("musee"));
    }
}
