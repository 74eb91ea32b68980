//! Which part of a set is meant, whatever the words? "Tome III", "t. 3", "3" and "3, Titre" are the same.
//! It must not know records.

use super::fold::{fold, fold_into};

/// Words that only say that a number follows.
const MARKERS: &[&str] = &[
    "t",
    "tome",
    "tomes",
    "vol",
    "volume",
    "volumes",
    "v",
    "livre",
    "partie",
    "part",
    "pt",
    "n",
    "no",
    "nr",
    "num",
    "numero",
    "book",
    "band",
    "bd",
    "saison",
    "season",
    "s",
    "episode",
    "ep",
    "e",
    "cycle",
    "coffret",
    "disc",
    "disque",
    "cd",
    "dvd",
    "number",
    "nos",
    "fasc",
    "fascicule",
    "album",
    "and",
    "et",
];

const ORDINALS: &[(&str, u32)] = &[
    ("premier", 1),
    ("premiere", 1),
    ("un", 1),
    ("first", 1),
    ("one", 1),
    ("deuxieme", 2),
    ("second", 2),
    ("seconde", 2),
    ("deux", 2),
    ("two", 2),
    ("troisieme", 3),
    ("trois", 3),
    ("third", 3),
    ("three", 3),
    ("quatrieme", 4),
    ("quatre", 4),
    ("cinquieme", 5),
    ("cinq", 5),
    ("sixieme", 6),
    ("six", 6),
    ("septieme", 7),
    ("sept", 7),
    ("huitieme", 8),
    ("huit", 8),
    ("neuvieme", 9),
    ("neuf", 9),
    ("dixieme", 10),
    ("dix", 10),
];

/// Folds a part's label: its number where it begins with one, the title after it then does not count, since one library gives
/// it and the next does not. Else all its words.
pub(super) fn part_key(label: &str) -> String {
    let number = label.split(',').next().unwrap_or_default();
    numbers_of(number)
        .or_else(|| numbers_of(label))
        .unwrap_or_else(|| fold(label))
}

fn numbers_of(text: &str) -> Option<String> {
    let mut key = String::new();
    let mut word = String::new();
    for part in text.split(|c: char| !c.is_alphanumeric() && c != '°') {
        word.clear();
        fold_into(&mut word, part);
        if word.is_empty() || MARKERS.contains(&word.as_str()) {
            continue;
        }
        let number = number_of(&word)?;
        if !key.is_empty() {
            key.push('.');
        }
        key.push_str(&number);
    }
    (!key.is_empty()).then_some(key)
}

fn number_of(word: &str) -> Option<String> {
    let marked = word.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    // "t3", "n412", "s01" carry their marker; "3e", "1re", "2nd" their ending.
    let digits_end = marked
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(marked.len());
    let (digits, ending) = marked.split_at_checked(digits_end)?;
    let marker = word.get(..word.len() - marked.len())?;
    if !digits.is_empty() && digits.len() <= 9 {
        let known = marker.is_empty() || MARKERS.contains(&marker);
        let ordinal = [
            "", "e", "er", "re", "eme", "ere", "nd", "nde", "rd", "th", "st", "ieme",
        ]
        .contains(&ending);
        let bare = digits.trim_start_matches('0');
        let bare = if bare.is_empty() { "0" } else { bare };
        return (known && ordinal).then(|| bare.to_owned());
    }
    let ordinal = ORDINALS
        .iter()
        .find(|(name, _)| *name == word)
        .map(|(_, number)| *number);
    ordinal
        .or_else(|| roman(word))
        .map(|number| number.to_string())
}

/// Reads a Roman number up to 399; "mi" and "di" are words.
fn roman(word: &str) -> Option<u32> {
    let value = |c: char| match c {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        'l' => Some(50),
        'c' => Some(100),
        _ => None,
    };
    if word.len() > 9 {
        return None;
    }
    let mut total = 0_u32;
    let mut before = 0;
    for c in word.chars().rev() {
        let here = value(c)?;
        if here < before {
            total = total.checked_sub(here)?;
        } else {
            total += here;
            before = here;
        }
    }
    (total > 0).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_one_part_agree() {
        for label in [
            "3",
            "t. 3",
            "T.3",
            "t3",
            "Tome III",
            "tome 03",
            "Volume 3",
            "3, Astérix et les Goths",
            "3e partie",
            "Troisième partie",
            "n° 3",
            "Livre trois",
        ] {
            assert_eq!(part_key(label), "3", "{label}");
        }
        assert_eq!(part_key("2.1"), "2.1");
        assert_eq!(part_key("Saison 1, épisode 4"), "1");
        assert_eq!(part_key("S01E04"), "s01e04");
    }

    #[test]
    fn a_part_without_number_is_its_words() {
        assert_eq!(part_key("La guerre de 1914"), "laguerrede1914");
        assert_eq!(part_key("Série B"), "serieb");
        assert_eq!(
            part_key("Les années terribles, 1940-1945"),
            "lesanneesterribles19401945"
        );
    }
}
