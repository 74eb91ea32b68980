//! What kind of thing do words name? "DVD jeunesse", "Gros caractères", "Bandes dessinées". It must not know fields.

use super::fold::fold;
use navette_domain::catalogue::{Medium, Record};

/// Words of French and English library tables, the more telling first: "livre audio" before "livre".
/// A word is compared with the whole text where it is short, and looked for inside where it is long.
const WORDS: &[(&str, Medium)] = &[
    ("livreaudio", Medium::Audiobook),
    ("livrelu", Medium::Audiobook),
    ("texteenregistre", Medium::Audiobook),
    ("audiobook", Medium::Audiobook),
    ("textelu", Medium::Audiobook),
    ("groscaractere", Medium::LargePrint),
    ("grandscaractere", Medium::LargePrint),
    ("largeprint", Medium::LargePrint),
    ("livrenumerique", Medium::Electronic),
    ("ebook", Medium::Electronic),
    ("cdrom", Medium::Electronic),
    ("dvdrom", Medium::Electronic),
    ("ressourceelectronique", Medium::Electronic),
    ("numerique", Medium::Electronic),
    ("electroni", Medium::Electronic),
    ("jeuvideo", Medium::Game),
    ("jeuxvideo", Medium::Game),
    ("jouet", Medium::Game),
    ("ludotheque", Medium::Game),
    ("puzzle", Medium::Game),
    ("game", Medium::Game),
    ("bandedessinee", Medium::Comic),
    ("bandesdessinee", Medium::Comic),
    ("manga", Medium::Comic),
    ("comic", Medium::Comic),
    ("romangraphique", Medium::Comic),
    ("dvd", Medium::Film),
    ("bluray", Medium::Film),
    ("video", Medium::Film),
    ("film", Medium::Film),
    ("vhs", Medium::Film),
    ("periodique", Medium::Periodical),
    ("revue", Medium::Periodical),
    ("magazine", Medium::Periodical),
    ("journal", Medium::Periodical),
    ("serial", Medium::Periodical),
    ("periodical", Medium::Periodical),
    ("partition", Medium::Score),
    ("score", Medium::Score),
    ("musiqueimprimee", Medium::Score),
    ("disque", Medium::Music),
    ("compactdisc", Medium::Music),
    ("musique", Medium::Music),
    ("music", Medium::Music),
    ("vinyle", Medium::Music),
    ("cartographi", Medium::Map),
    ("affiche", Medium::Image),
    ("estampe", Medium::Image),
    ("photographie", Medium::Image),
    ("kamishibai", Medium::Other),
    ("malle", Medium::Other),
    ("livre", Medium::Book),
    ("book", Medium::Book),
    ("roman", Medium::Book),
    ("documentaire", Medium::Book),
    ("texteimprime", Medium::Book),
];

/// Short words that mean something only when they are the whole text, or its first word ("jeu" is in "jeunesse"). Not "LA",
/// which is "livre audio" in one library and "livre adulte" in the next: a profile must say.
const CODES: &[(&str, Medium)] = &[
    ("bd", Medium::Comic),
    ("cd", Medium::Music),
    ("lp", Medium::Music),
    ("k7", Medium::Music),
    ("liv", Medium::Book),
    ("jeu", Medium::Game),
    ("jeux", Medium::Game),
    ("per", Medium::Periodical),
    ("rev", Medium::Periodical),
    ("carte", Medium::Map),
    ("map", Medium::Map),
    ("plan", Medium::Map),
    ("image", Medium::Image),
    ("electronic", Medium::Electronic),
];

/// Finds the medium that words name.
pub(super) fn medium_in_words(written: &str) -> Option<Medium> {
    let folded = fold(written);
    let long = WORDS.iter().find(|(word, _)| folded.contains(word));
    if let Some((_, medium)) = long {
        return Some(*medium);
    }
    let first = written
        .split(|c: char| !c.is_alphanumeric())
        .find(|word| !word.is_empty());
    let first = first.map(fold).unwrap_or_default();
    let code = CODES
        .iter()
        .find(|(code, _)| *code == folded || *code == first);
    code.map(|(_, medium)| *medium)
}

/// Looks closer at a book: is it a bande dessinée (genre or subject heading by that name alone), or in large print
/// (extent, edition, series or notes say so)? A book *about* comics has subdivisions after the heading and stays a book.
pub(super) fn closer_look(record: &Record) -> Medium {
    if record.medium != Medium::Book {
        return record.medium;
    }
    if record
        .subjects
        .iter()
        .any(|subject| is_comic_heading(subject))
    {
        return Medium::Comic;
    }
    let words = [&record.extent, &record.edition, &record.subtitle].into_iter();
    let mut words = words.chain(&record.series).chain(&record.notes);
    if words.any(|text| says_large_print(text)) {
        Medium::LargePrint
    } else {
        Medium::Book
    }
}

fn is_comic_heading(subject: &str) -> bool {
    const HEADINGS: &[&str] = &[
        "bandesdessinees",
        "bandedessinee",
        "mangas",
        "manga",
        "comicbooksstripsetc",
        "graphicnovels",
        "comicsgraphicworks",
        "romansgraphiques",
        "bandesdessineespourlajeunesse",
        "bandesdessineespourenfants",
    ];
    // Few subjects begin with the letter of a heading and are as short: only these are worth folding.
    let first = subject
        .bytes()
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    (5..=40).contains(&subject.len())
        && b"bmcgr".contains(&first)
        && HEADINGS.contains(&fold(subject).as_str())
}

fn says_large_print(text: &str) -> bool {
    // Most texts hold neither "arac" nor "arge": look for these before folding.
    let hint = |four: &[u8]| matches!(four.to_ascii_lowercase().as_slice(), b"arac" | b"arge");
    let begins = |four: &&[u8]| matches!(four, [b'a' | b'A', b'r' | b'R', ..]);
    if !text.as_bytes().windows(4).filter(begins).any(hint) {
        return false;
    }
    let folded = fold(text);
    [
        "groscaractere",
        "grandscaractere",
        "largeprint",
        "largetype",
    ]
    .iter()
    .any(|words| folded.contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_name_media() {
        for (written, medium) in [
            ("Livre", Some(Medium::Book)),
            ("Livre audio", Some(Medium::Audiobook)),
            ("Bande dessinée jeunesse", Some(Medium::Comic)),
            ("BD ado", Some(Medium::Comic)),
            ("DVD jeunesse", Some(Medium::Film)),
            ("CD", Some(Medium::Music)),
            ("CD-ROM", Some(Medium::Electronic)),
            ("Roman gros caractères", Some(Medium::LargePrint)),
            ("Jeu de société", Some(Medium::Game)),
            ("serial", Some(Medium::Periodical)),
            ("Partitions", Some(Medium::Score)),
            ("LIV", Some(Medium::Book)),
            ("Documents jeunesse", None),
            ("LA", None),
            ("uu", None),
            ("", None),
        ] {
            assert_eq!(medium_in_words(written), medium, "{written}");
        }
    }

    #[test]
    fn a_book_about_comics_is_a_book() {
        let with_subject = |subject: &str| Record {
            subjects: vec![subject.to_owned()],
            ..Record::default()
        };
        assert_eq!(
            closer_look(&with_subject("Bandes dessinées")),
            Medium::Comic
        );
        assert_eq!(
            closer_look(&with_subject("Bandes dessinées -- Histoire et critique")),
            Medium::Book
        );
    }

    #[test]
    fn large_print_is_found_in_notes_and_series() {
        let record = Record {
            notes: vec!["Édition en GROS CARACTÈRES".to_owned()],
            ..Record::default()
        };
        assert_eq!(closer_look(&record), Medium::LargePrint);
    }
}
