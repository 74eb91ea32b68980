//! MARC-8, the set of older MARC 21: ANSEL above, other scripts behind escape sequences.
//! Source: MARC 21 Specifications for Record Structure, Character Sets, part 2.

use super::{
    clean::{NON_SORTING_END, NON_SORTING_START},
    composer::Composer,
    tables::{SingleByteSet, TABLES, Tables},
};

const ESCAPE: u8 = 0x1B;

#[derive(Clone, Copy)]
enum Graphic {
    Ascii,
    Single(&'static SingleByteSet),
    EastAsian,
}

struct Sets {
    low: Graphic,
    high: Graphic,
}

/// Decodes one subfield, and counts the codes that mean nothing. Every subfield starts anew, as the standard has it.
pub(super) fn decode(bytes: &[u8]) -> (String, usize) {
    let tables: &'static Tables = &TABLES;
    let mut composer = Composer::with_capacity(bytes.len() + bytes.len() / 4);
    let mut sets = Sets {
        low: Graphic::Ascii,
        high: Graphic::Single(&tables.ansel),
    };
    let mut rest = bytes;
    while let Some((byte, after)) = rest.split_first() {
        let used = match byte {
            &ESCAPE => match escape(&mut sets, after, tables) {
                Some(length) => 1 + length,
                None => unread(&mut composer) + cut_off(after),
            },
            0x00..=0x20 | 0x7F => one(|| composer.spacing(char::from(*byte))),
            0x88 => one(|| composer.spacing(NON_SORTING_START)),
            0x89 => one(|| composer.spacing(NON_SORTING_END)),
            0x8D => one(|| composer.spacing('\u{200D}')),
            0x8E => one(|| composer.spacing('\u{200C}')),
            0x80..=0x9F => unread(&mut composer),
            0x21..=0x7E if matches!(sets.low, Graphic::Ascii) => composer.ascii(rest),
            0x21..=0x7E => graphic(&mut composer, sets.low, rest),
            0xA0..=0xFF => graphic(&mut composer, sets.high, rest),
        };
        rest = rest.get(used..).unwrap_or_default();
    }
    composer.finish()
}

fn one(act: impl FnOnce()) -> usize {
    act();
    1
}

fn unread(composer: &mut Composer) -> usize {
    composer.unknown();
    1
}

/// Reads one character of a set and tells how many bytes it took.
fn graphic(composer: &mut Composer, set: Graphic, rest: &[u8]) -> usize {
    let first = rest.first().copied().unwrap_or_default();
    match set {
        Graphic::Ascii => composer.spacing(char::from(first & 0x7F)),
        Graphic::Single(set) => {
            // The right halves of ligature and double tilde: the left half already spans both letters.
            if !(matches!(first, 0xEC | 0xFB) && std::ptr::eq(set, &TABLES.ansel)) {
                composer.push(set.meaning(first));
            }
        }
        Graphic::EastAsian => {
            if let Some(character) = east_asian(rest) {
                composer.spacing(character);
                return 3;
            }
            composer.unknown();
            return step_to_east_asian(rest);
        }
    }
    1
}

fn east_asian(rest: &[u8]) -> Option<char> {
    rest.first_chunk::<3>()
        .and_then(|code| TABLES.eacc.meaning(*code))
}

/// How far to the next character after one that has no meaning: three bytes, or fewer where a byte was lost.
fn step_to_east_asian(rest: &[u8]) -> usize {
    let ends = |at: usize| rest.get(at).is_none_or(|byte| *byte == ESCAPE);
    let fits = |step: &usize| ends(*step) || rest.get(*step..).and_then(east_asian).is_some();
    [3, 1, 2].into_iter().find(fits).unwrap_or(1)
}

/// Reads what follows an escape and tells how many bytes it took.
fn escape(sets: &mut Sets, after: &[u8], tables: &'static Tables) -> Option<usize> {
    let (low, set, length) = match after {
        [b's', ..] => (true, Graphic::Ascii, 1),
        [b'g', ..] => (true, Graphic::Single(&tables.greek_symbols), 1),
        [b'b', ..] => (true, Graphic::Single(&tables.subscript), 1),
        [b'p', ..] => (true, Graphic::Single(&tables.superscript), 1),
        [b'(' | b',', b'!', b'E', ..] => (true, Graphic::Single(&tables.ansel), 3),
        [b')' | b'-', b'!', b'E', ..] => (false, Graphic::Single(&tables.ansel), 3),
        [b'(' | b',', letter, ..] => (true, designated(*letter, tables)?, 2),
        [b')' | b'-', letter, ..] => (false, designated(*letter, tables)?, 2),
        [b'$', b')' | b'-', b'1', ..] => (false, Graphic::EastAsian, 3),
        [b'$', b'(' | b',', b'1', ..] => (true, Graphic::EastAsian, 3),
        [b'$', b'1', ..] => (true, Graphic::EastAsian, 2),
        _ => return None,
    };
    if low {
        sets.low = set;
    } else {
        sets.high = set;
    }
    Some(length)
}

/// An escape cut off by the end of the subfield: what is left of it is no text.
fn cut_off(after: &[u8]) -> usize {
    let is_rest = after
        .iter()
        .all(|byte| matches!(byte, b'$' | b'(' | b')' | b',' | b'-' | b'!'));
    if is_rest { after.len() } else { 0 }
}

fn designated(letter: u8, tables: &'static Tables) -> Option<Graphic> {
    Some(match letter {
        b'B' => Graphic::Ascii,
        b'E' => Graphic::Single(&tables.ansel),
        b'2' => Graphic::Single(&tables.hebrew),
        b'N' => Graphic::Single(&tables.cyrillic),
        b'Q' => Graphic::Single(&tables.cyrillic_extended),
        b'3' => Graphic::Single(&tables.arabic),
        b'4' => Graphic::Single(&tables.arabic_extended),
        b'S' => Graphic::Single(&tables.greek),
        b'1' => Graphic::EastAsian,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::clean::clean;
    use super::*;

    #[test]
    fn every_script_is_reached_by_its_escape() {
        for (bytes, text) in [
            (&b"fran\xF0cais, \xE2et\xE2e"[..], "français, été"),
            (b"\xEBt\xECs \xFAn\xFBg", "t͡s n͠g"),
            (b"\xA5gir, \xB2re, L\xB1od\xE2z", "Ægir, øre, Lłodź"),
            (b"\x1Bga\x1Bs-rays", "α-rays"),
            (b"H\x1Bb2\x1BsO, m\x1Bp2\x1Bs", "H₂O, m²"),
            (b"\x1B(N\x70\x55\x53\x53\x4B\x49\x4A\x1B(B.", "Пусский."),
            (b"\x1B(2\x79\x6C\x65\x6D\x1B(B", "שלום"),
            (b"\x1B(3\x43\x44\x1B(B", "\u{623}\u{624}"),
            (b"\x1B(Sabd\x1B(B", "αβγ"),
            (b"\x1B$1!0!!0$\x1B(B one", "一三 one"),
            (b"\x88Le \x89mot", "\u{98}Le \u{9C}mot"),
        ] {
            let (decoded, unknown) = decode(bytes);
            assert_eq!((clean(&decoded).as_str(), unknown), (text, 0));
        }
    }

    #[test]
    fn broken_escapes_and_codes_cost_only_themselves() {
        for (bytes, text) in [
            (&b"a\x1B"[..], "a\u{FFFD}"),
            (b"a\x1BZb", "a\u{FFFD}Zb"),
            (b"a\x1B$", "a\u{FFFD}"),
            (b"\x1B$1!0\x1B(Bb", "\u{FFFD}b"),
            (b"\x1B$1!0!0!!0$!0%\x1B(Bb", "一\u{FFFD}三下b"),
            (b"a\xFFb", "a\u{FFFD}b"),
        ] {
            assert_eq!(decode(bytes).0, text);
        }
    }
}
