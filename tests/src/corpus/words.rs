//! What does a French-looking word look like? Syllables, accents, and the endings that a stemmer takes off.

use crate::seeded::Seeded;

/// Beginnings of a syllable; those without a consonant make words that take an elision.
const ONSETS: &[&str] = &[
    "", "", "", "b", "bl", "br", "c", "ch", "cl", "cr", "d", "dr", "f", "fl", "fr", "g", "gl",
    "gr", "j", "l", "l", "m", "m", "n", "n", "p", "pl", "pr", "qu", "r", "r", "s", "s", "t", "t",
    "tr", "v", "v", "vr", "z",
];
/// Vowels of a syllable, one in six with an accent.
const NUCLEI: &[&str] = &[
    "a", "a", "a", "e", "e", "e", "i", "i", "i", "o", "o", "u", "u", "é", "é", "è", "ê", "ai",
    "au", "eau", "ou", "oi", "eu", "œu", "an", "en", "in", "on",
];
/// Ends of a syllable.
const CODAS: &[&str] = &[
    "", "", "", "", "", "", "l", "r", "r", "s", "t", "c", "ç", "ff", "nt", "ss", "x",
];
/// Endings of French inflection and derivation; one stem returns under several of them.
const ENDINGS: &[&str] = &[
    "", "", "", "e", "es", "s", "er", "ée", "ées", "ait", "aient", "ement", "ation", "ations",
    "eur", "eurs", "euse", "ique", "iques", "able", "ité", "erons", "issant", "issons",
];
/// Shortest and longest word, in letters.
const LETTERS: std::ops::RangeInclusive<usize> = 3..=14;

/// Little words of titles; one more in five of the places between two words is an elision instead.
pub(super) const FUNCTION_WORDS: &[&str] = &[
    "de", "la", "le", "les", "et", "du", "des", "à", "en", "un", "une", "dans", "pour", "sur",
    "par", "au", "aux", "avec", "sans", "sous",
];

/// Makes a word of this many different stems; the same stem and ending always give the same word.
pub(super) fn make_word(seeded: &mut Seeded) -> String {
    loop {
        let mut word = String::new();
        let syllables = seeded.by_weight(&[(1_u8, 0.12), (2, 0.50), (3, 0.38)]);
        for _ in 0..syllables {
            word.push_str(seeded.one_of(ONSETS));
            word.push_str(seeded.one_of(NUCLEI));
            word.push_str(seeded.one_of(CODAS));
        }
        word.push_str(seeded.one_of(ENDINGS));
        if LETTERS.contains(&word.chars().count()) && !FUNCTION_WORDS.contains(&word.as_str()) {
            return word;
        }
    }
}

/// Says whether the word takes an elision: "l'arbre", not "l'livre".
pub(super) fn begins_with_vowel(word: &str) -> bool {
    word.starts_with(['a', 'e', 'i', 'o', 'u', 'é', 'è', 'ê', 'â', 'î', 'ô', 'œ'])
}

/// Writes the first letter as a capital.
pub(super) fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_as_long_as_french_ones() {
        let mut seeded = Seeded::new(1);
        let words: Vec<_> = (0..20_000).map(|_| make_word(&mut seeded)).collect();
        let letters: usize = words.iter().map(|word| word.chars().count()).sum();
        let mean = letters as f64 / words.len() as f64;
        assert!((9.0..10.5).contains(&mean), "{mean} letters on average");
    }

    #[test]
    fn capitals_keep_their_accents() {
        assert_eq!(capitalized("école"), "École");
        assert_eq!(capitalized(""), "");
    }
}
