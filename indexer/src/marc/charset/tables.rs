//! What does a code mean? The tables of MARC-8 and ISO 5426, read once from `tables.txt`.

use std::sync::LazyLock;

const FIRST: u8 = 0x20;
const CODES: usize = 96;

/// The meaning of one code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Unused,
    Spacing(char),
    /// Combines with the letter that comes after it.
    Combining(char),
}

/// A set of at most 96 codes, found at 20-7F or at A0-FF.
pub(super) struct SingleByteSet([Meaning; CODES]);

/// The East Asian set, three bytes to a character.
pub(super) struct TripleByteSet(Vec<(u32, char)>);

pub(super) struct Tables {
    pub(super) ansel: SingleByteSet,
    pub(super) greek_symbols: SingleByteSet,
    pub(super) subscript: SingleByteSet,
    pub(super) superscript: SingleByteSet,
    pub(super) hebrew: SingleByteSet,
    pub(super) cyrillic: SingleByteSet,
    pub(super) cyrillic_extended: SingleByteSet,
    pub(super) arabic: SingleByteSet,
    pub(super) arabic_extended: SingleByteSet,
    pub(super) greek: SingleByteSet,
    pub(super) iso5426: SingleByteSet,
    pub(super) eacc: TripleByteSet,
}

/// All tables. A record of plain letters never reads them.
pub(super) static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let text = include_str!("tables.txt");
    Tables {
        ansel: SingleByteSet::read(text, "ansel"),
        greek_symbols: SingleByteSet::read(text, "greek_symbols"),
        subscript: SingleByteSet::read(text, "subscript"),
        superscript: SingleByteSet::read(text, "superscript"),
        hebrew: SingleByteSet::read(text, "hebrew"),
        cyrillic: SingleByteSet::read(text, "cyrillic"),
        cyrillic_extended: SingleByteSet::read(text, "cyrillic_extended"),
        arabic: SingleByteSet::read(text, "arabic"),
        arabic_extended: SingleByteSet::read(text, "arabic_extended"),
        greek: SingleByteSet::read(text, "greek"),
        iso5426: SingleByteSet::read(text, "iso5426"),
        eacc: TripleByteSet::read(text, "eacc"),
    }
});

impl SingleByteSet {
    /// Looks a code up, the eighth bit disregarded.
    pub(super) fn meaning(&self, code: u8) -> Meaning {
        let position = (code & 0x7F).checked_sub(FIRST).map(usize::from);
        position
            .and_then(|position| self.0.get(position))
            .copied()
            .unwrap_or(Meaning::Unused)
    }

    fn read(text: &str, name: &str) -> Self {
        let mut codes = [Meaning::Unused; CODES];
        for (code, meaning) in entries(text, name) {
            let position = code
                .checked_sub(u32::from(FIRST))
                .and_then(|position| usize::try_from(position).ok());
            if let Some(place) = position.and_then(|position| codes.get_mut(position)) {
                *place = meaning;
            }
        }
        Self(codes)
    }
}

impl TripleByteSet {
    pub(super) fn meaning(&self, code: [u8; 3]) -> Option<char> {
        let [first, second, third] = code.map(|byte| byte & 0x7F);
        let code = u32::from_be_bytes([0, first, second, third]);
        let position = self.0.binary_search_by_key(&code, |(code, _)| *code).ok()?;
        self.0.get(position).map(|(_, character)| *character)
    }

    fn read(text: &str, name: &str) -> Self {
        let mut codes = Vec::new();
        for (code, meaning) in entries(text, name) {
            if let Meaning::Spacing(character) | Meaning::Combining(character) = meaning {
                codes.push((code, character));
            }
        }
        codes.sort_unstable();
        Self(codes)
    }
}

/// The lines of one set: a first code, then what it and the codes after it mean.
fn entries<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = (u32, Meaning)> + 'a {
    let lines = text
        .lines()
        .skip_while(move |line| line.strip_prefix("set ") != Some(name))
        .skip(1);
    lines
        .take_while(|line| !line.starts_with("set "))
        .flat_map(|line| {
            let mut words = line.split(' ');
            let first = words
                .next()
                .and_then(|word| u32::from_str_radix(word, 16).ok())
                .unwrap_or(u32::MAX);
            words
                .zip(0..)
                .map(move |(word, step)| (first.saturating_add(step), meaning_of(word)))
        })
}

fn meaning_of(word: &str) -> Meaning {
    let character = |digits| {
        u32::from_str_radix(digits, 16)
            .ok()
            .and_then(char::from_u32)
    };
    match word.strip_prefix('+') {
        Some(digits) => character(digits).map_or(Meaning::Unused, Meaning::Combining),
        None => character(word).map_or(Meaning::Unused, Meaning::Spacing),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_set_has_the_codes_its_standard_gives_it() {
        let used = |set: &SingleByteSet| {
            set.0
                .iter()
                .filter(|meaning| **meaning != Meaning::Unused)
                .count()
        };
        let tables = &*TABLES;
        // The right halves of double marks are not counted: the left half spans both letters.
        assert_eq!((used(&tables.ansel), used(&tables.iso5426)), (63, 74));
        assert_eq!((used(&tables.cyrillic), used(&tables.greek)), (95, 74));
        assert_eq!(tables.eacc.0.len(), 15_739);
    }

    #[test]
    fn well_known_codes_mean_what_the_tables_say() {
        let tables = &*TABLES;
        assert_eq!(tables.ansel.meaning(0xE2), Meaning::Combining('\u{301}'));
        assert_eq!(tables.iso5426.meaning(0xC2), Meaning::Combining('\u{301}'));
        assert_eq!(tables.ansel.meaning(0xB5), Meaning::Spacing('æ'));
        assert_eq!(tables.iso5426.meaning(0xFA), Meaning::Spacing('œ'));
        assert_eq!(tables.eacc.meaning(*b"!0!"), Some('一'));
        assert_eq!(tables.iso5426.meaning(0x1F), Meaning::Unused);
    }
}
