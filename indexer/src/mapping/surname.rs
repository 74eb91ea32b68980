//! By which name is an author known? One folded word for all the ways catalogues head the same person.
//! It must not know titles.

use super::fold::{fold, fold_into};

/// Small words before a name. Which of them belong to it differs by language, century and catalogue ("La Fontaine, Jean de",
/// "de La Fontaine", "Fontaine, Jean de la"), so that all come off, everywhere. Two persons who differ in nothing else and
/// wrote works of the same title do not exist in practice.
const PARTICLES: &[&str] = &[
    "de", "d", "du", "des", "la", "le", "les", "l", "van", "von", "der", "den", "ter", "ten", "zu",
    "zur", "vom", "dos", "da", "do", "di", "del", "della", "dello", "dalla", "dal", "al", "el",
    "af", "av",
];

/// Headings that say that there is no author worth naming.
const NOBODY: &[&str] = &[
    "collectif",
    "anonyme",
    "anonymous",
    "divers",
    "auteursdivers",
    "diversauteurs",
    "artistesdivers",
    "variousartists",
    "various",
    "inconnu",
    "sansauteur",
    "sn",
    "xxx",
];

/// Folds the surname of a heading: "Camus, Albert" becomes "camus", "La Fontaine, Jean de" becomes "fontaine".
/// Empty for headings that name nobody ("Collectif", "Divers").
/// A heading without comma (a body, "Molière", "ARNAL (Miguel)") counts whole, without what is in parentheses.
pub(super) fn surname(heading: &str) -> String {
    let name = heading.split(',').next().unwrap_or_default();
    let name = name.split('(').next().unwrap_or_default();
    let mut rest = name;
    while let Some(shorter) = without_particle(rest) {
        rest = shorter;
    }
    let mut folded = String::with_capacity(rest.len());
    fold_into(&mut folded, rest);
    if folded.is_empty() {
        folded = fold(heading);
    }
    if NOBODY.contains(&folded.as_str()) {
        folded.clear();
    }
    folded
}

fn without_particle(name: &str) -> Option<&str> {
    let name = name.trim_start();
    let end = name.find([' ', '\'', '’', '-', '\u{a0}'])?;
    let (word, rest) = name.split_at_checked(end)?;
    if word.len() > 5 || !word.is_ascii() {
        return None;
    }
    let particle = PARTICLES
        .iter()
        .any(|particle| particle.eq_ignore_ascii_case(word));
    let rest = rest.trim_start_matches([' ', '\'', '’', '-', '\u{a0}']);
    (particle && rest.chars().any(char::is_alphabetic)).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_has_one_surname_however_headed() {
        for (one, other, folded) in [
            ("La Fontaine, Jean de", "de La Fontaine, Jean", "fontaine"),
            ("La Fontaine, Jean de", "Fontaine, Jean de la", "fontaine"),
            ("Gaulle, Charles de", "De Gaulle, Charles", "gaulle"),
            ("Ormesson, Jean d'", "D'Ormesson, Jean", "ormesson"),
            ("Van Gogh, Vincent", "Gogh, Vincent van", "gogh"),
            (
                "Saint-Exupéry, Antoine de",
                "SAINT-EXUPERY, Antoine de",
                "saintexupery",
            ),
            ("Beauvoir, Simone de", "de Beauvoir, Simone", "beauvoir"),
            ("Al-Aswany, Alaa", "Aswany, Alaa al-", "aswany"),
            ("Arnal (Miguel)", "ARNAL, Miguel", "arnal"),
            ("Molière", "MOLIERE", "moliere"),
            (
                "Le Clézio, J.-M. G.",
                "Le Clezio, Jean-Marie Gustave",
                "clezio",
            ),
        ] {
            assert_eq!(surname(one), folded);
            assert_eq!(surname(other), folded);
        }
    }

    #[test]
    fn a_name_that_is_only_a_particle_stays() {
        assert_eq!(surname("Le, Linda"), "le");
        assert_eq!(surname("Da Silva, Ana"), "silva");
        assert_eq!(surname(""), "");
        assert_eq!(surname("Collectif"), "");
    }
}
