//! When are two publishers the same? It must not know records.

use super::fold::fold;

/// Folds a publisher's name without the words that say only that it publishes: "Éd. du Seuil" is "seuil".
pub(super) fn publisher_key(name: &str) -> String {
    const WORDS: &[&str] = &[
        "editions",
        "edition",
        "editeur",
        "editeurs",
        "ed",
        "eds",
        "edit",
        "librairie",
        "libr",
        "publishing",
        "publishers",
        "publ",
        "press",
        "verlag",
        "la",
        "le",
        "les",
        "l",
        "du",
        "de",
        "des",
        "d",
        "et",
        "cie",
        "co",
        "ltd",
        "inc",
        "sa",
        "the",
        "and",
    ];
    let mut key = String::with_capacity(name.len());
    for word in name.split(|c: char| !c.is_alphanumeric()) {
        let word = fold(word);
        if !WORDS.contains(&word.as_str()) {
            key.push_str(&word);
        }
    }
    if key.is_empty() { fold(name) } else { key }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn publishers_are_known_by_their_name() {
        for name in ["Éd. du Seuil", "Le Seuil", "Editions du Seuil", "Seuil"] {
            assert_eq!(publisher_key(name), "seuil");
        }
        assert_eq!(publisher_key("Les Éditions"), "leseditions");
    }
}
