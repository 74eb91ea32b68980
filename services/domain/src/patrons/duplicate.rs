//! Might this person be registered already? The same name, however it is written, and the same day of birth.

use crate::privacy::Personal;
use crate::time::Day;

/// What two registrations of one person have in common. It is personal: it is not displayed.
///
/// Only a suspicion: twins with one name do not exist, but cousins do. A librarian decides.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DuplicateKey(Personal<String>);

impl DuplicateKey {
    /// Makes the key: small letters without accents, the words in order of the alphabet, so that a given name typed
    /// into the field of the family name is found as well.
    pub fn of(given_name: &str, family_name: &str, birth: Option<Day>) -> Self {
        let mut words: Vec<String> = given_name
            .split(is_between_words)
            .chain(family_name.split(is_between_words))
            .map(|word| {
                word.chars()
                    .flat_map(char::to_lowercase)
                    .collect::<String>()
            })
            .map(|word| word.chars().fold(String::new(), push_folded))
            .filter(|word| !word.is_empty())
            .collect();
        words.sort_unstable();
        let day = birth.map_or_else(|| "-".to_owned(), |day| day.to_string());
        Self(format!("{}|{day}", words.join(" ")).into())
    }

    /// Gives the key, for the home library's store alone.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

fn is_between_words(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '_' | ',' | ';')
}

/// Adds a small letter without its accent; what is neither letter nor digit (apostrophes, combining accents) is
/// dropped.
fn push_folded(mut folded: String, c: char) -> String {
    let plain = match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'đ' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
        'ğ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => "i",
        'ł' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => "o",
        'ř' => "r",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'ť' | 'ț' | 'ţ' => "t",
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        'æ' => "ae",
        'œ' => "oe",
        'ß' => "ss",
        other => {
            if other.is_alphanumeric() {
                folded.push(other);
            }
            return folded;
        }
    };
    folded.push_str(plain);
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    const BIRTH: Option<Day> = Some(Day(0));

    #[test]
    fn one_name_has_one_key_however_it_is_written() {
        let key = DuplicateKey::of("Jean-François", "D'Hœuf", BIRTH);
        assert_eq!(key.expose(), "dhoeuf francois jean|1970-01-01");
        for (given, family) in [
            ("JEAN FRANÇOIS", "d’hoeuf"),
            ("D'Hœuf", "Jean-François"),
            ("  Jean  Franc\u{327}ois ", "DHOEUF"),
        ] {
            assert_eq!(
                DuplicateKey::of(given, family, BIRTH),
                key,
                "{given} {family}"
            );
        }
    }

    #[test]
    fn another_day_of_birth_is_another_person() {
        let key = DuplicateKey::of("Marie", "Leroy", BIRTH);
        assert_ne!(DuplicateKey::of("Marie", "Leroy", Some(Day(1))), key);
        assert_ne!(DuplicateKey::of("Marie", "Leroy", None), key);
        assert_eq!(format!("{key:?}"), "DuplicateKey((personal))");
    }
}
