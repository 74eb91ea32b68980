//! Text as the rest of the program wants it: NFC, without control characters, non-sorting marks in one spelling.

use unicode_normalization::{UnicodeNormalization, char::compose};

/// What follows is passed over in sorting ("Le " in "Le Horla").
pub const NON_SORTING_START: char = '\u{98}';
/// Sorting begins after this.
pub const NON_SORTING_END: char = '\u{9C}';

/// Makes text clean. Line breaks and tabs become blanks: they separate words.
pub(crate) fn clean(text: &str) -> String {
    if is_plain(text.as_bytes()) {
        return text.to_owned();
    }
    if may_need_care(text.as_bytes()) && text.chars().any(needs_care) {
        let without: String = text.chars().filter_map(without_controls).collect();
        return composed(&without);
    }
    composed(text)
}

/// Tells whether bytes are text that is clean in every character set: printable ASCII.
pub(crate) fn is_plain(bytes: &[u8]) -> bool {
    bytes
        .iter()
        .fold(true, |plain, byte| plain & (0x20..0x7F).contains(byte))
}

/// A quick first look: all controls, and the byte order mark, have one of these bytes.
fn may_need_care(text: &[u8]) -> bool {
    text.iter().fold(false, |may, byte| {
        may | (*byte < 0x20) | matches!(byte, 0x7F | 0xC2 | 0xEF)
    })
}

fn needs_care(character: char) -> bool {
    character.is_control() && character != NON_SORTING_START && character != NON_SORTING_END
        || character == '\u{FEFF}'
}

/// Composes (NFC). An ASCII character never joins what is before it, so that only the stretches beyond ASCII, each with
/// the letter before it, are looked at: this is where importing spent most of its time.
fn composed(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.bytes().position(|byte| byte >= 0x80) {
        let (ascii, beyond) = rest.split_at_checked(start).unwrap_or((rest, ""));
        let end = beyond
            .bytes()
            .position(|byte| byte < 0x80)
            .unwrap_or(beyond.len());
        let (stretch, after) = beyond.split_at_checked(end).unwrap_or((beyond, ""));
        result.push_str(ascii);
        compose_stretch(&mut result, stretch);
        rest = after;
    }
    result.push_str(rest);
    result
}

fn compose_stretch(result: &mut String, stretch: &str) {
    if stretch.chars().all(stands_alone) {
        result.push_str(stretch);
        return;
    }
    let mut characters = stretch.chars();
    let base = result.pop();
    if let (Some(base), Some(mark), None) = (base, characters.next(), characters.next())
        && let Some(letter) = compose(base, mark)
    {
        result.push(letter);
        return;
    }
    result.extend(base.into_iter().chain(stretch.chars()).nfc());
}

/// Latin letters before the first combining mark, dashes and quotation marks join nothing and stay as they are.
fn stands_alone(character: char) -> bool {
    matches!(character, ..'\u{300}' | '\u{2010}'..='\u{2027}')
}

fn without_controls(character: char) -> Option<char> {
    match character {
        '\u{88}' | NON_SORTING_START => Some(NON_SORTING_START),
        '\u{89}' | NON_SORTING_END => Some(NON_SORTING_END),
        '\t' | '\n' | '\r' => Some(' '),
        '\u{FEFF}' => None,
        other => (!other.is_control()).then_some(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_four_non_sorting_marks_become_two() {
        assert_eq!(
            clean("\u{88}Le \u{89}Horla, \u{98}La \u{9C}mer"),
            "\u{98}Le \u{9C}Horla, \u{98}La \u{9C}mer"
        );
    }

    #[test]
    fn text_is_composed_and_free_of_controls() {
        assert_eq!(clean("e\u{301}te\u{301}"), "été");
        assert_eq!(clean("a\u{1}b\tc\u{85}\u{7F}d"), "ab cd");
        assert_eq!(clean("plain"), "plain");
        for text in [
            "\u{301}",
            "a\u{323}\u{302}e",
            "Ầ\u{301}n\u{303}",
            "\u{1100}\u{1161}x\u{212B}",
            "x\u{958}",
        ] {
            assert_eq!(clean(text), text.nfc().collect::<String>());
        }
    }
}
