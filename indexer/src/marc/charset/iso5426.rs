//! ISO 5426, the set of UNIMARC exchange: ASCII below, accents before their letters above.

use super::{
    clean::{NON_SORTING_END, NON_SORTING_START},
    composer::Composer,
    tables::TABLES,
};

/// Decodes, and counts the codes that mean nothing.
pub(super) fn decode(bytes: &[u8]) -> (String, usize) {
    let mut composer = Composer::with_capacity(bytes.len() + bytes.len() / 4);
    let set = &TABLES.iso5426;
    let mut rest = bytes;
    loop {
        let ascii = composer.ascii(rest);
        let Some((byte, after)) = rest.get(ascii..).and_then(<[u8]>::split_first) else {
            break;
        };
        match byte {
            0x00..=0x7F => composer.spacing(char::from(*byte)),
            0x88 => composer.spacing(NON_SORTING_START),
            0x89 => composer.spacing(NON_SORTING_END),
            0x80..=0x9F => composer.unknown(),
            0xA0..=0xFF => composer.push(set.meaning(*byte)),
        }
        rest = after;
    }
    composer.finish()
}

#[cfg(test)]
mod tests {
    use super::super::clean::clean;
    use super::*;

    #[test]
    fn accents_stand_before_their_letters() {
        for (bytes, text) in [
            (&b"L'\xC2et\xC2e"[..], "L'été"),
            (b"\x88Le \x89fa\xD0con", "\u{98}Le \u{9C}façon"),
            (b"\xFAuvre, c\xFAur, \xEAuvres", "œuvre, cœur, Œuvres"),
            (b"\xABguillemets\xBB", "«guillemets»"),
            (b"\xC3e\xC8i\xC1u\xD0C", "êïùÇ"),
            (b"\xC4\xC2o", "ṍ"),
            (b"Dvo\xCFr\xC2ak, \xF8\xC2od\xC2z", "Dvořák, łódź"),
            (b"\xC9u and \xC8u", "ü and ü"),
        ] {
            let (decoded, unknown) = decode(bytes);
            assert_eq!((clean(&decoded).as_str(), unknown), (text, 0));
        }
    }

    #[test]
    fn codes_without_meaning_are_counted() {
        assert_eq!(
            decode(b"a\x80b\xFFc\xC2"),
            ("a\u{FFFD}b\u{FFFD}c".to_owned(), 3)
        );
    }
}
