//! What do made-up works look like, where the demo is to be larger than its built-in catalogue? The same for each number.

use super::catalogue::DemoWork;
use navette_domain::catalogue::{Audience, Medium};
use xxhash_rust::xxh3::xxh3_64;

const OPENINGS: &[&str] = &[
    "Le secret",
    "La maison",
    "Les enfants",
    "L'histoire",
    "Le jardin",
    "La mémoire",
    "Le chant",
    "Les chemins",
    "La nuit",
    "Le voyage",
    "L'ombre",
    "La lumière",
    "Le dernier été",
    "Les saisons",
    "Le retour",
    "La fille",
    "Le silence",
    "Les oiseaux",
    "Le temps",
    "L'île",
];
const MIDDLES: &[&str] = &[
    "du marais",
    "de la rivière",
    "des Flandres",
    "du moulin",
    "de la côte",
    "du beffroi",
    "des brumes",
    "du canal",
    "de la forêt",
    "des dunes",
    "du vieux port",
    "de l'Artois",
    "du boulanger",
    "des tisserands",
    "de la mine",
    "du printemps",
    "des géants",
    "de l'abbaye",
    "du carnaval",
    "de la grand-place",
];
const ENDINGS: &[&str] = &[
    "oublié",
    "bleu",
    "perdu",
    "d'autrefois",
    "sous la neige",
    "en hiver",
    "retrouvé",
    "sans fin",
    "d'Audomar",
    "de minuit",
    "au loin",
    "rouge",
    "d'argent",
    "immobile",
    "des autres",
    "de Lys",
    "",
    "",
    "",
    "",
];
const SURNAMES: &[&str] = &[
    "Delattre",
    "Vandenbroucke",
    "Lefebvre",
    "Caron",
    "Dubois",
    "Leroy",
    "Hochart",
    "Declercq",
    "Bayart",
    "Wident",
    "Fournier",
    "Roussel",
    "Lemaire",
    "Pruvost",
    "Ducrocq",
    "Delannoy",
    "Cornette",
    "Bouin",
    "Thorel",
    "Macquet",
];
const GIVEN: &[&str] = &[
    "Jeanne", "Paul", "Lucie", "Martin", "Agnès", "Hugo", "Claire", "Louis", "Marie", "Émile",
    "Nadia", "Simon", "Zoé", "Antoine", "Élise", "Karim",
];
const SUBJECTS: &[&str] = &[
    "Famille",
    "Mer",
    "Guerre mondiale (1914-1918)",
    "Jardins",
    "Amitié",
    "Voyages",
    "Histoire locale",
    "Animaux",
    "Cuisine",
    "Enquêtes",
    "Montagne",
    "École",
];
const PUBLISHERS: &[&str] = &[
    "Les Quatre Vents",
    "Éditions du Marais",
    "La Navette",
    "Presses du Beffroi",
    "Lys rouge",
];

/// Makes up the work with this number.
pub(super) fn work(number: u64) -> DemoWork {
    let title = [
        choose(OPENINGS, number, "opening"),
        choose(MIDDLES, number, "middle"),
        choose(ENDINGS, number, "ending"),
    ]
    .join(" ");
    let author = format!(
        "{}, {}",
        choose(SURNAMES, number, "surname"),
        choose(GIVEN, number, "given")
    );
    let audience = match draw(number, "audience") % 10 {
        0..2 => Audience::Children,
        2 => Audience::Teenagers,
        3..9 => Audience::Adults,
        _ => Audience::Unknown,
    };
    DemoWork {
        title: title.trim().to_owned(),
        authors: vec![author],
        year: i16::try_from(1950 + draw(number, "year") % 76).ok(),
        publisher: choose(PUBLISHERS, number, "publisher").to_owned(),
        isbn: isbn(number),
        medium: medium(number),
        language: "fre".to_owned(),
        audience,
        subjects: vec![
            choose(SUBJECTS, number, "first subject").to_owned(),
            choose(SUBJECTS, number, "second subject").to_owned(),
        ],
        ..DemoWork::default()
    }
}

fn medium(number: u64) -> Medium {
    match draw(number, "medium") % 20 {
        0..2 => Medium::Comic,
        2 => Medium::Film,
        3 => Medium::Music,
        4 => Medium::LargePrint,
        5 => Medium::Audiobook,
        _ => Medium::Book,
    }
}

/// An ISBN of the group 979-10, with its check digit.
fn isbn(number: u64) -> String {
    let twelve = format!("97910{:07}", number % 10_000_000);
    let sum: u32 = twelve
        .chars()
        .filter_map(|digit| digit.to_digit(10))
        .zip([1, 3].into_iter().cycle())
        .map(|(digit, weight)| digit * weight)
        .sum();
    format!("{twelve}{}", (10 - sum % 10) % 10)
}

fn choose(words: &'static [&'static str], number: u64, question: &str) -> &'static str {
    let place = draw(number, question) as usize % words.len().max(1);
    words.get(place).copied().unwrap_or_default()
}

fn draw(number: u64, question: &str) -> u64 {
    xxh3_64(format!("{question}\u{1f}{number}").as_bytes()) >> 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use navette_domain::catalogue::Isbn;

    #[test]
    fn a_made_up_work_is_always_the_same_and_its_isbn_is_valid() {
        for number in [0, 1, 777, 1_999_999] {
            let made = work(number);
            assert_eq!(made, work(number));
            assert!(Isbn::parse(&made.isbn).is_ok(), "{}", made.isbn);
            assert!(!made.title.is_empty());
        }
    }
}
