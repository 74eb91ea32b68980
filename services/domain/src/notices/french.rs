//! How is it written in French? Spaces before marks, dates, sums, and prepositions before the name of a place.

use crate::fees::Money;
use crate::time::{Day, Weekday};

/// Sets the spaces that French wants before ; ! ? (narrow) and : and inside « » (full), so that no line breaks there.
///
/// Sentences are written with ordinary spaces in the sources, where the others could not be told apart.
pub fn spaced(text: &str) -> String {
    text.replace(" ;", "\u{202f};")
        .replace(" !", "\u{202f}!")
        .replace(" ?", "\u{202f}?")
        .replace(" :", "\u{a0}:")
        .replace("« ", "«\u{a0}")
        .replace(" »", "\u{a0}»")
}

/// Writes a day in words: "mardi 1er décembre 2026".
pub fn day_in_words(day: Day) -> String {
    let (year, month, day_of_month) = day.civil();
    let weekday = match day.weekday() {
        Weekday::Monday => "lundi",
        Weekday::Tuesday => "mardi",
        Weekday::Wednesday => "mercredi",
        Weekday::Thursday => "jeudi",
        Weekday::Friday => "vendredi",
        Weekday::Saturday => "samedi",
        Weekday::Sunday => "dimanche",
    };
    let month = match month {
        1 => "janvier",
        2 => "février",
        3 => "mars",
        4 => "avril",
        5 => "mai",
        6 => "juin",
        7 => "juillet",
        8 => "août",
        9 => "septembre",
        10 => "octobre",
        11 => "novembre",
        _ => "décembre",
    };
    let ordinal = if day_of_month == 1 { "er" } else { "" };
    format!("{weekday} {day_of_month}{ordinal} {month} {year}")
}

/// Writes a sum: "12,50 €", with a space that does not break.
pub fn sum(money: Money) -> String {
    let sign = if money.cents() < 0 { "-" } else { "" };
    let cents = money.cents().unsigned_abs();
    format!("{sign}{},{:02}\u{a0}€", cents / 100, cents % 100)
}

/// Puts "de" before the name of a place: d'Aire, d'Heuringhem, de Lumbres, du Maisnil, des Attaques.
pub fn of_place(name: &str) -> String {
    if let Some(rest) = name.strip_prefix("Le ") {
        return format!("du {rest}");
    }
    if let Some(rest) = name.strip_prefix("Les ") {
        return format!("des {rest}");
    }
    let begins_with_a_vowel = name
        .chars()
        .next()
        .is_some_and(|c| "aeiouyhàâéèêëîïôùûüœ".contains(c.to_lowercase().next().unwrap_or(c)));
    if begins_with_a_vowel {
        format!("d'{name}")
    } else {
        format!("de {name}")
    }
}

/// Puts "à" before the name of a place: à Aire, au Maisnil, aux Attaques.
pub fn at_place(name: &str) -> String {
    if let Some(rest) = name.strip_prefix("Le ") {
        return format!("au {rest}");
    }
    match name.strip_prefix("Les ") {
        Some(rest) => format!("aux {rest}"),
        None => format!("à {name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_as_one_says_it() {
        for (day, words) in [
            (Day(20_788), "mardi 1er décembre 2026"),
            (Day(20_789), "mercredi 2 décembre 2026"),
            (Day(0), "jeudi 1er janvier 1970"),
        ] {
            assert_eq!(day_in_words(day), words);
        }
    }

    #[test]
    fn marks_keep_their_spaces_and_lines_do_not_break_there() {
        assert_eq!(
            spaced("Lieu : « Arques » ; prêt ? Oui !"),
            "Lieu\u{a0}: «\u{a0}Arques\u{a0}»\u{202f}; prêt\u{202f}? Oui\u{202f}!"
        );
        assert_eq!(sum(Money::from_balance(-1_205)), "-12,05\u{a0}€");
    }

    #[test]
    fn places_take_their_preposition() {
        for (name, of, at) in [
            ("Aire", "d'Aire", "à Aire"),
            ("Éperlecques", "d'Éperlecques", "à Éperlecques"),
            ("Heuringhem", "d'Heuringhem", "à Heuringhem"),
            ("Lumbres", "de Lumbres", "à Lumbres"),
            ("Le Maisnil", "du Maisnil", "au Maisnil"),
            ("Les Attaques", "des Attaques", "aux Attaques"),
        ] {
            assert_eq!((of_place(name).as_str(), at_place(name).as_str()), (of, at));
        }
    }
}
