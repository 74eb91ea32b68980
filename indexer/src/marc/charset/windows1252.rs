//! Windows-1252, of which Latin-1 is a part: what spreadsheets and old systems write.

/// The meanings of 80-9F; the five unused codes stand for themselves.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// Decodes; every byte means something.
pub(super) fn decode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 4);
    for byte in bytes {
        let high = byte
            .checked_sub(0x80)
            .and_then(|position| HIGH.get(usize::from(position)));
        text.push(high.copied().unwrap_or(char::from(*byte)));
    }
    text
}

/// The byte a character has here, or has in Latin-1.
pub(super) fn byte_of(character: char) -> Option<u8> {
    if let Ok(byte) = u8::try_from(u32::from(character)) {
        return Some(byte);
    }
    let position = HIGH.iter().position(|high| *high == character)?;
    u8::try_from(position)
        .ok()
        .and_then(|position| position.checked_add(0x80))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_ligatures_of_french_are_read() {
        assert_eq!(
            decode(b"\x8Cuvres d\x92\xC9l\xE9onore \x96 15 \x80"),
            "Œuvres d’Éléonore – 15 €"
        );
        for byte in 0..=255_u8 {
            let text = decode(&[byte]);
            assert_eq!(text.chars().next().and_then(byte_of), Some(byte));
        }
    }
}
