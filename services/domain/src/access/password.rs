//! Is this a password worth having? It must not know how passwords are kept, and never repeats one.

use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Fewest characters of a password.
pub const PASSWORD_CHARS_MIN: usize = 8;
/// Most characters of a password: hashing a longer one is work without worth.
pub const PASSWORD_CHARS_MAX: usize = 128;

/// The words that everybody takes first, French and English.
static COMMON: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
    let lines = include_str!("common_passwords.txt").lines();
    lines.filter(|line| !line.starts_with('#')).collect()
});

/// Why a password is not taken. The password itself is never part of the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordRefusal {
    /// Too short or too long.
    #[error(
        "the password has {0} characters, allowed are {PASSWORD_CHARS_MIN} to {PASSWORD_CHARS_MAX}"
    )]
    Length(usize),
    /// One of those that everybody tries first.
    #[error("the password is one that everybody tries first")]
    Common,
    /// The library's name, the commune, or the person's own name.
    #[error("the password is made of a name that everybody here knows")]
    KnownName,
    /// Digits alone, as on a card or in a telephone book.
    #[error("the password is digits alone, like the number of a card or a telephone")]
    DigitsOnly,
    /// The same few characters again and again.
    #[error("the password is the same few characters again and again")]
    Repeated,
}

impl PasswordRefusal {
    /// Says what to do.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Length(_) => "three or four words that belong to nobody make a good one",
            Self::Common | Self::KnownName | Self::DigitsOnly | Self::Repeated => {
                "choose something that nobody guesses: three or four words that do not belong together"
            }
        }
    }
}

/// Checks a password: long enough, not among the commonest, not a name known here, whatever digits stand around it.
pub fn check_password(password: &str, names_known: &[&str]) -> Result<(), PasswordRefusal> {
    let length = password.chars().count();
    if !(PASSWORD_CHARS_MIN..=PASSWORD_CHARS_MAX).contains(&length) {
        return Err(PasswordRefusal::Length(length));
    }
    let digits = |c: char| c.is_ascii_digit() || " .-/".contains(c);
    if password.chars().all(digits) {
        return Err(PasswordRefusal::DigitsOnly);
    }
    let kinds: BTreeSet<char> = password.chars().flat_map(char::to_lowercase).collect();
    if kinds.len() < 4 {
        return Err(PasswordRefusal::Repeated);
    }
    let whole = plain(password);
    let bare = plain(password.trim_matches(|c: char| !c.is_alphabetic()));
    if COMMON.contains(whole.as_str()) || COMMON.contains(bare.as_str()) {
        return Err(PasswordRefusal::Common);
    }
    let known = |name: &&str| {
        let words = name.split(|c: char| !c.is_alphanumeric()).map(plain);
        let all = plain(name);
        [all]
            .into_iter()
            .chain(words)
            .any(|word| word.len() > 2 && (word == bare || word == whole))
    };
    if names_known.iter().any(known) {
        return Err(PasswordRefusal::KnownName);
    }
    Ok(())
}

/// Small letters and digits without accents: `Médiathèque d'Aire` is `mediathequedaire`, and `@` an a.
fn plain(text: &str) -> String {
    let folded = text.chars().flat_map(char::to_lowercase).map(|c| match c {
        'à' | 'â' | 'ä' | '@' => 'a',
        'é' | 'è' | 'ê' | 'ë' | '€' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        '$' => 's',
        other => other,
    });
    folded.filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 3] = ["Médiathèque de Lumbres", "Aire-sur-la-Lys", "zoe"];

    #[test]
    fn a_password_that_is_guessed_first_is_refused() {
        for (password, refusal) in [
            ("court", PasswordRefusal::Length(5)),
            ("motdepasse", PasswordRefusal::Common),
            ("MotDePasse123!", PasswordRefusal::Common),
            ("azertyuiop", PasswordRefusal::Common),
            ("P@ssw0rd", PasswordRefusal::Common),
            ("soleil2026", PasswordRefusal::Common),
            ("doudou62!", PasswordRefusal::Common),
            ("0321391234", PasswordRefusal::DigitsOnly),
            ("03.21.39.12", PasswordRefusal::DigitsOnly),
            ("62765-0042", PasswordRefusal::DigitsOnly),
            ("abababab", PasswordRefusal::Repeated),
            ("lumbres62380", PasswordRefusal::KnownName),
            ("Mediatheque2026", PasswordRefusal::Common),
            ("médiathèque de lumbres", PasswordRefusal::KnownName),
            ("aire-sur-la-lys", PasswordRefusal::KnownName),
            ("Zoe12345", PasswordRefusal::KnownName),
        ] {
            assert_eq!(check_password(password, &NAMES), Err(refusal), "{password}");
        }
        let long = "a b c d e ".repeat(20);
        let refused = check_password(&long, &NAMES);
        assert_eq!(refused, Err(PasswordRefusal::Length(200)));
    }

    #[test]
    fn a_password_of_several_words_is_taken() {
        for password in ["péniche carotte lundi", "Tr0mbone-mouillé", "xkzqvwpt"] {
            assert_eq!(check_password(password, &NAMES), Ok(()), "{password}");
        }
    }

    #[test]
    fn the_list_is_written_as_it_is_compared() {
        assert!(COMMON.len() > 200);
        for word in COMMON.iter() {
            assert_eq!(plain(word), **word);
        }
    }
}
