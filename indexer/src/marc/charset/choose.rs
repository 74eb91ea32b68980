//! Which character set is a record in? Neither the label nor 100$a is trusted alone: a declaration that fits is followed,
//! else strict UTF-8, else ISO 5426, MARC-8 or Windows-1252, whichever gives text, else nobody knows.

use std::fmt;

use thiserror::Error;

use super::{clean::clean, iso5426, marc8, windows1252};

/// How the bytes of a record stand for characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Charset {
    /// Seven bits; the same in all the others.
    Ascii,
    /// Unicode.
    Utf8,
    /// ISO 5426:1983, UNIMARC code 03.
    Iso5426,
    /// MARC-8 with ANSEL and its escape sequences.
    Marc8,
    /// Windows-1252, and so Latin-1.
    Windows1252,
}

/// What the record says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Declared {
    Nothing,
    As(Charset),
    /// A code of UNIMARC 100$a for a set that is not read here, such as 02 (Cyrillic).
    Unread([u8; 2]),
}

#[derive(Debug)]
pub(crate) struct Chosen {
    pub(crate) charset: Charset,
    pub(crate) warning: Option<String>,
}

/// No character set makes text of a record.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "the character set is not recognised (declared: {declared}; best guess {guess} does not give text)"
)]
pub struct Unrecognised {
    declared: String,
    guess: Charset,
}

/// Chooses for the data of one record, delimiters included.
pub(crate) fn choose(data: &[u8], declared: Declared) -> Result<Chosen, Unrecognised> {
    if data.is_ascii() {
        let escapes =
            memchr::memchr(0x1B, data).is_some() && declared != Declared::As(Charset::Utf8);
        let charset = if escapes {
            Charset::Marc8
        } else {
            Charset::Ascii
        };
        return Ok(Chosen {
            charset,
            warning: None,
        });
    }
    if std::str::from_utf8(data).is_ok() {
        return Ok(found(Charset::Utf8, declared));
    }
    let (characters, broken) = count_utf8(data);
    if characters > broken * 4 {
        return Ok(broken_utf8(broken));
    }
    if has_marc8_escape(data) {
        return Ok(found(Charset::Marc8, declared));
    }
    let (charset, points) = most_plausible(data, declared);
    if declared == Declared::As(Charset::Utf8) && points < PLAINLY_TEXT * POINT {
        return Ok(broken_utf8(broken));
    }
    let least = if declared == Declared::As(charset) {
        -PLAINLY_TEXT * POINT
    } else {
        0
    };
    if points < least {
        return Err(Unrecognised {
            declared: declared.to_string(),
            guess: charset,
        });
    }
    Ok(found(charset, declared))
}

fn broken_utf8(broken: usize) -> Chosen {
    let warning = Some(format!(
        "UTF-8 with {broken} broken sequences, replaced by U+FFFD"
    ));
    Chosen {
        charset: Charset::Utf8,
        warning,
    }
}

/// No other set of libraries changes sets by escapes like these.
fn has_marc8_escape(data: &[u8]) -> bool {
    let mut after = memchr::memchr_iter(0x1B, data).filter_map(|at| data.get(at + 1));
    after.any(|byte| b"(),-$gbps".contains(byte))
}

fn found(charset: Charset, declared: Declared) -> Chosen {
    let warning = match declared {
        Declared::As(said) if said != charset => {
            Some(format!("declared {said}, but the text is {charset}"))
        }
        Declared::Unread(code) => Some(format!(
            "declared code {}, but the text is {charset}",
            code.escape_ascii()
        )),
        Declared::As(_) | Declared::Nothing => None,
    };
    Chosen { charset, warning }
}

fn count_utf8(data: &[u8]) -> (usize, usize) {
    let (mut characters, mut broken, mut after_text) = (0, 0, true);
    for chunk in data.utf8_chunks() {
        let valid = chunk.valid().bytes();
        characters += valid.filter(|byte| *byte >= 0xC0).count();
        after_text |= !chunk.valid().is_empty();
        // Broken bytes in a row are one broken sequence.
        if after_text && !chunk.invalid().is_empty() {
            broken += 1;
            after_text = false;
        }
    }
    (characters, broken)
}

/// Points per character that is not ASCII: what is plainly text is taken at once.
const PLAINLY_TEXT: i64 = 2;
/// In hundredths of a point: what a declaration is worth against a better looking reading.
const TRUST: i64 = 150;

fn most_plausible(data: &[u8], declared: Declared) -> (Charset, i64) {
    let order = match declared {
        Declared::As(Charset::Marc8) => [Charset::Marc8, Charset::Windows1252, Charset::Iso5426],
        Declared::As(Charset::Windows1252) => {
            [Charset::Windows1252, Charset::Iso5426, Charset::Marc8]
        }
        Declared::As(Charset::Ascii | Charset::Utf8 | Charset::Iso5426)
        | Declared::Nothing
        | Declared::Unread(_) => [Charset::Iso5426, Charset::Windows1252, Charset::Marc8],
    };
    let mut best = (Charset::Windows1252, i64::MIN);
    for charset in order {
        let mut points = plausibility(data, charset);
        if declared == Declared::As(charset) {
            if points >= PLAINLY_TEXT * POINT {
                return (charset, points);
            }
            points += TRUST;
        }
        if points > best.1 {
            best = (charset, points);
        }
    }
    best
}

/// Averages are compared in hundredths.
const POINT: i64 = 100;
/// So many subfields tell enough; long records need not be decoded three times.
const SUBFIELDS_LOOKED_AT: usize = 16;

/// Points per character that is not ASCII, as text of this set.
fn plausibility(data: &[u8], charset: Charset) -> i64 {
    let (mut points, mut characters) = (0, 0);
    let subfields = data
        .split(|byte| matches!(byte, 0x1D..=0x1F))
        .filter(|subfield| !subfield.is_ascii());
    for subfield in subfields.take(SUBFIELDS_LOOKED_AT) {
        // The first byte is the code of the subfield, not part of a word.
        let (decoded, unknown) = charset.decode(subfield.get(1..).unwrap_or_default());
        let (gained, seen) = judge(&clean(&decoded));
        points += gained - 8 * i64::try_from(unknown).unwrap_or(i64::MAX / 16);
        characters += seen;
    }
    points * POINT / characters.max(1)
}

/// Gives points for what writing has, and takes them for what it has not: capitals within words, long runs of
/// accented letters, marks on nothing, signs within words.
fn judge(text: &str) -> (i64, i64) {
    let (mut points, mut seen, mut run) = (0, 0, 0);
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    while let Some(character) = letters.next() {
        let next = letters.peek().copied().unwrap_or(' ');
        if !character.is_ascii() {
            seen += 1;
            run += 1;
            points += judge_one(before, character, next, run);
        } else {
            run = 0;
        }
        before = character;
    }
    (points, seen)
}

fn judge_one(before: char, character: char, next: char, run: u32) -> i64 {
    match character {
        char::REPLACEMENT_CHARACTER => 0,
        '\u{300}'..='\u{36F}' => {
            if before.is_alphabetic() {
                0
            } else {
                -4
            }
        }
        '\u{98}' | '\u{9C}' | '«' | '»' | '’' | '‘' | '“' | '”' => 2,
        'ʹ' | 'ʺ' | 'ʻ' | 'ʼ' | '·' | '°' => 1,
        letter if letter.is_alphabetic() => {
            if before.is_ascii_digit() || next.is_ascii_digit() {
                return -4;
            }
            let latin = u32::from(letter) < 0x250;
            if latin && (run > 2 || before.is_lowercase() && letter.is_uppercase()) {
                -6
            } else if is_left_over_accent(letter, next) {
                -3
            } else if matches!(letter, 'À'..='ÿ' | 'œ' | 'Œ') {
                3
            } else {
                1
            }
        }
        _ if before.is_alphabetic() && next.is_alphabetic() => -4,
        _ => 0,
    }
}

/// Accents before their letters, read as Windows-1252, are letters of their own before a vowel ("prâenom").
fn is_left_over_accent(letter: char, next: char) -> bool {
    matches!(letter, 'ð' | 'Ð')
        || matches!(letter, 'á' | 'â' | 'ã' | 'è' | 'Á' | 'Â' | 'Ã' | 'È')
            && "aeiouyAEIOUY".contains(next)
}

impl Charset {
    /// Decodes one subfield; also tells how many codes mean nothing. Not yet composed nor cleaned.
    pub(crate) fn decode(self, bytes: &[u8]) -> (String, usize) {
        match self {
            Self::Ascii | Self::Utf8 => {
                let text = String::from_utf8_lossy(bytes).into_owned();
                (text, 0)
            }
            Self::Iso5426 => iso5426::decode(bytes),
            Self::Marc8 => marc8::decode(bytes),
            Self::Windows1252 => (windows1252::decode(bytes), 0),
        }
    }
}

impl fmt::Display for Charset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ascii => "ASCII",
            Self::Utf8 => "UTF-8",
            Self::Iso5426 => "ISO 5426",
            Self::Marc8 => "MARC-8",
            Self::Windows1252 => "Windows-1252",
        })
    }
}

impl fmt::Display for Declared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("nothing"),
            Self::As(charset) => charset.fmt(f),
            Self::Unread(code) => write!(f, "code {}", code.escape_ascii()),
        }
    }
}
