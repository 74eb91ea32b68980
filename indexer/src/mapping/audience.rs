//! For whom is it meant? From coded characters and from words. It must not know fields.

use super::fold::fold;
use super::profile::Flavour;
use navette_domain::catalogue::Audience;

/// Reads the coded characters: UNIMARC 100$a/17-19 (three letters, the most precise counts) or MARC 21 008/22.
///
/// `a` (juvenile, any age) gives way to a letter that names an age. MARC 21 `g` (general) says nothing.
pub(super) fn coded_audience(flavour: Flavour, letters: &str) -> Audience {
    let of = |letter: char| match (flavour, letter) {
        (Flavour::Unimarc, 'b') | (Flavour::Marc21, 'a') => Audience::EarlyChildhood,
        (Flavour::Unimarc, 'c') | (Flavour::Marc21, 'b') => Audience::Children,
        (Flavour::Unimarc, 'd' | 'e') | (Flavour::Marc21, 'c' | 'd') => Audience::Teenagers,
        (Flavour::Unimarc, 'k' | 'm') | (Flavour::Marc21, 'e' | 'f') => Audience::Adults,
        _ => Audience::Unknown,
    };
    let juvenile = if flavour == Flavour::Marc21 { 'j' } else { 'a' };
    let precise = letters
        .chars()
        .map(of)
        .find(|audience| *audience != Audience::Unknown);
    precise.unwrap_or(if letters.contains(juvenile) {
        Audience::Children
    } else {
        Audience::Unknown
    })
}

/// Words and what they say, the more telling first.
const WORDS: &[(&str, Audience)] = &[
    ("toutpetit", Audience::EarlyChildhood),
    ("petiteenfance", Audience::EarlyChildhood),
    ("bebe", Audience::EarlyChildhood),
    ("maternelle", Audience::EarlyChildhood),
    ("ado", Audience::Teenagers),
    ("jeuneadulte", Audience::Teenagers),
    ("youngadult", Audience::Teenagers),
    ("teen", Audience::Teenagers),
    ("jeunesse", Audience::Children),
    ("enfant", Audience::Children),
    ("juvenile", Audience::Children),
    ("children", Audience::Children),
    ("adult", Audience::Adults),
];

/// Reads words: "À partir de 9 ans", "Bande dessinée jeunesse", "Public adulte".
pub(super) fn audience_in_words(written: &str) -> Audience {
    let folded = fold(written);
    if let Some(age) = youngest_age(&folded) {
        return match age {
            0..=4 => Audience::EarlyChildhood,
            5..=8 => Audience::Children,
            9..=17 => Audience::Teenagers,
            _ => Audience::Adults,
        };
    }
    // "adolescent" begins a word, "grandolescent" does not occur; but "ado" inside "avocado" does.
    let begins = |word: &str| match word {
        "ado" => written
            .split(|c: char| !c.is_alphanumeric())
            .any(|part| fold(part).starts_with("ado")),
        _ => folded.contains(word),
    };
    let found = WORDS.iter().find(|(word, _)| begins(word));
    found.map_or(Audience::Unknown, |(_, audience)| *audience)
}

/// Finds the number before "ans" or "years" that begins the age: "desde6ans", "de8a12ans" gives 8.
fn youngest_age(folded: &str) -> Option<u32> {
    let end = folded.find("ans").or_else(|| folded.find("years"))?;
    let before = folded.get(..end)?;
    if !before.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let number = |text: &str| {
        let start = text
            .rfind(|c: char| !c.is_ascii_digit())
            .map_or(0, |at| at + 1);
        text.get(start..)
            .and_then(|digits| digits.parse::<u32>().ok())
    };
    let upper = number(before)?;
    let rest = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let range = rest
        .strip_suffix('a')
        .filter(|rest| rest.ends_with(|c: char| c.is_ascii_digit()));
    let age = range.and_then(number).unwrap_or(upper);
    (age <= 21).then_some(age)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coded_letters_are_read_by_their_format() {
        for (flavour, letters, audience) in [
            (Flavour::Unimarc, "m  ", Audience::Adults),
            (Flavour::Unimarc, "a  ", Audience::Children),
            (Flavour::Unimarc, "ad ", Audience::Teenagers),
            (Flavour::Unimarc, "b  ", Audience::EarlyChildhood),
            (Flavour::Unimarc, "u  ", Audience::Unknown),
            (Flavour::Marc21, "j", Audience::Children),
            (Flavour::Marc21, "e", Audience::Adults),
            (Flavour::Marc21, "g", Audience::Unknown),
            (Flavour::Marc21, " ", Audience::Unknown),
        ] {
            assert_eq!(coded_audience(flavour, letters), audience, "{letters}");
        }
    }

    #[test]
    fn ages_and_words_are_understood() {
        for (written, audience) in [
            ("À partir de 9 ans", Audience::Teenagers),
            ("Dès 3 ans", Audience::EarlyChildhood),
            ("De 6 à 8 ans", Audience::Children),
            ("Bande dessinée jeunesse", Audience::Children),
            ("Adolescents", Audience::Teenagers),
            ("Livre pour adulte", Audience::Adults),
            ("avocado", Audience::Unknown),
            ("99999999999 ans", Audience::Unknown),
            ("", Audience::Unknown),
        ] {
            assert_eq!(audience_in_words(written), audience, "{written}");
        }
    }
}
