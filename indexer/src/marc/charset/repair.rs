//! UTF-8 that was taken for Latin-1 and encoded once more ("Ã©" for "é"): is it that, and what was it before?

use super::windows1252::byte_of;

/// Tells whether all that is not ASCII in a text is UTF-8 encoded twice. One honest "é" is enough to say no.
pub(crate) fn is_doubly_encoded(text: &str) -> bool {
    let Some(beyond) = text.bytes().position(|byte| byte >= 0x80) else {
        return false;
    };
    let text = text.get(beyond..).unwrap_or_default();
    let mut found = false;
    let mut expected = 0_u32;
    for character in text
        .chars()
        .filter(|character| !matches!(character, '\u{1E}' | '\u{1F}'))
    {
        if character.is_ascii() {
            if expected > 0 {
                return false;
            }
            continue;
        }
        let Some(byte) = byte_of(character) else {
            return false;
        };
        expected = match (byte, expected) {
            (0x80..=0xBF, 1..) => expected - 1,
            // Two bytes up to U+01FF (Latin), U+0300-U+052F (marks, Greek, Cyrillic); three for punctuation and more.
            (0xC2..=0xC7 | 0xCC..=0xD4, 0) => 1,
            (0xE2, 0) => 2,
            _ => return false,
        };
        found = true;
    }
    found && expected == 0
}

/// Undoes the second encoding where that gives text.
pub(crate) fn undo_double_encoding(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    for character in text.chars() {
        bytes.push(byte_of(character)?);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_encoded_twice_is_told_from_text() {
        for (text, twice) in [
            ("prÃ©nom", true),
            ("lâ€™Ã©tÃ©", true),
            ("ColecÅ£ii tipÄ\u{83}rite", true),
            ("été", false),
            ("«CAFÉ»", false),
            ("Ã©té", false),
            ("plain", false),
            ("Ã", false),
        ] {
            assert_eq!(is_doubly_encoded(text), twice, "{text}");
        }
        assert_eq!(undo_double_encoding("lâ€™Ã©tÃ©").as_deref(), Some("l’été"));
    }
}
