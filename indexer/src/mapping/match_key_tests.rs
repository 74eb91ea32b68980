//! Pairs from real catalogues that must meet, and pairs that must not.

#![allow(clippy::unwrap_used)]
use super::*;
use crate::mapping::fixtures::{Describe, a_record};
use crate::mapping::{Profile, map_marc};
use crate::marc::MarcRecord;

fn unimarc(title: &str, author: &str) -> MarcRecord {
    let record = a_record("am")
        .with("101", "0 $afre")
        .with("200", &format!("1 $a{title}"));
    if author.is_empty() {
        return record;
    }
    let (family, given) = author.split_once(", ").unwrap_or((author, ""));
    record.with("700", &format!(" 1$a{family}$b{given}"))
}

fn marc21(title: &str, author: &str) -> MarcRecord {
    let record = a_record("am")
        .with("041", "  $afre")
        .with("245", &format!("10$a{title} /"));
    if author.is_empty() {
        record
    } else {
        record.with("100", &format!("1 $a{author},$d1900-"))
    }
}

fn published(marc: MarcRecord, publisher: &str, year: &str) -> MarcRecord {
    marc.with("210", &format!("  $c{publisher}$d{year}"))
}

fn mapped(marc: &MarcRecord) -> Record {
    let profile = Profile::by_name(Profile::guess(marc)).unwrap();
    map_marc(&profile, marc, format!("{marc:?}").as_bytes())
        .unwrap()
        .record
}

fn assert_one_work(one: &MarcRecord, other: &MarcRecord) {
    let (one, other) = (mapped(one), mapped(other));
    assert_eq!(one.work_descriptor, other.work_descriptor);
    assert_eq!(one.work, other.work);
}

fn assert_two_works(one: &MarcRecord, other: &MarcRecord) {
    let (one, other) = (mapped(one), mapped(other));
    assert_ne!(one.work_descriptor, other.work_descriptor);
    assert_ne!(one.work, other.work);
}

/// One work as two catalogues write it: title and author, twice.
const TWO_WAYS: [(&str, &str, &str, &str); 16] = [
    (
        "\u{98}L'\u{9c}étranger",
        "Camus, Albert",
        "L'étranger",
        "Camus, Albert",
    ),
    (
        "\u{88}Le \u{89}petit prince",
        "Saint-Exupéry, Antoine de",
        "Le Petit Prince",
        "SAINT-EXUPERY, Antoine de",
    ),
    (
        "Les misérables",
        "Hugo, Victor",
        "LES MISERABLES",
        "Hugo, V.",
    ),
    (
        "\u{98}La \u{9c}peste",
        "Camus, Albert",
        "La peste /",
        "Camus, Albert, 1913-1960",
    ),
    (
        "À la recherche du temps perdu",
        "Proust, Marcel",
        "A la recherche du temps perdu",
        "Proust, Marcel",
    ),
    (
        "Le Rouge et le Noir",
        "Stendhal",
        "Le rouge & le noir",
        "Stendhal",
    ),
    (
        "Fables choisies",
        "La Fontaine, Jean de",
        "Fables choisies",
        "de La Fontaine, Jean",
    ),
    (
        "Mémoires de guerre",
        "Gaulle, Charles de",
        "Mémoires de guerre",
        "De Gaulle, Charles",
    ),
    (
        "Vingt mille lieues sous les mers",
        "Verne, Jules",
        "Vingt-mille lieues sous les mers",
        "Verne, Jules",
    ),
    (
        "Cœur de pierre",
        "Péju, Pierre",
        "Coeur de pierre",
        "Péju, Pierre",
    ),
    (
        "L’élégance du hérisson",
        "Barbery, Muriel",
        "L'Elégance du hérisson",
        "Barbery, Muriel",
    ),
    (
        "99 francs",
        "Beigbeder, Frédéric",
        "99 francs",
        "BEIGBEDER, Frédéric",
    ),
    (
        "Bel-Ami",
        "Maupassant, Guy de",
        "Bel ami",
        "Maupassant, Guy de",
    ),
    (
        "Petit prince (Le)",
        "Saint-Exupéry, Antoine de",
        "Le petit prince",
        "Saint-Exupéry, Antoine de",
    ),
    (
        "Des souris et des hommes",
        "Steinbeck, John",
        "\u{98}Des \u{9c}souris et des hommes",
        "Steinbeck, John",
    ),
    (
        "L'une et l'autre",
        "Perrin, Anne",
        "\u{98}L'\u{9c}une et l'autre",
        "Perrin, Anne",
    ),
];

#[test]
fn one_title_in_two_catalogues_is_one_work() {
    for (one, one_author, other, other_author) in TWO_WAYS {
        assert_one_work(&unimarc(one, one_author), &unimarc(other, other_author));
        assert_one_work(
            &unimarc(one, one_author),
            &marc21(other.trim_end_matches(" /"), other_author),
        );
    }
}

#[test]
fn different_books_are_different_works() {
    for (one, one_author, other, other_author) in [
        ("La peste", "Camus, Albert", "L'étranger", "Camus, Albert"),
        ("Antigone", "Anouilh, Jean", "Antigone", "Sophocle"),
        ("Le mur", "Sartre, Jean-Paul", "Le mur", "Hacker, Katharina"),
        ("Paris", "Zola, Émile", "Paris", "Hugo, Victor"),
        (
            "Les fleurs du mal",
            "Baudelaire, Charles",
            "Fleurs du mal et autres",
            "Baudelaire, Charles",
        ),
        ("1984", "Orwell, George", "1985", "Burgess, Anthony"),
    ] {
        assert_two_works(&unimarc(one, one_author), &unimarc(other, other_author));
    }
}

#[test]
fn works_never_meet_across_media() {
    let on = |kind: &str| {
        a_record(kind)
            .with("200", "1 $aGerminal")
            .with("700", " 1$aZola$bÉmile")
    };
    assert_two_works(&on("am"), &on("im"));
    assert_two_works(&on("am"), &on("gm"));
    assert_two_works(&on("am"), &on("am").with("225", "2 $aGros caractères"));
    assert_one_work(&on("am"), &on("am"));
}

#[test]
fn volumes_of_a_series_are_works_of_their_own() {
    let volume = |part: &str| {
        a_record("am")
            .with("200", &format!("1 $aAstérix{part}"))
            .with("700", " 1$aGoscinny$bRené")
    };
    assert_two_works(
        &volume("$h3$iAstérix et les Goths"),
        &volume("$h4$iAstérix gladiateur"),
    );
    assert_two_works(&volume("$h3"), &volume(""));
    assert_one_work(&volume("$h3$iAstérix et les Goths"), &volume("$hTome III"));
    assert_one_work(&volume("$ht. 3"), &volume("$h3$iAstérix chez les Goths"));
    assert_two_works(&volume("$iHors-série"), &volume("$iLe domaine des dieux"));
}

#[test]
fn copies_of_several_volumes_in_one_record_share_the_work() {
    let record = |items: &[&str]| {
        let mut marc = unimarc("Naruto", "Kishimoto, Masashi");
        for item in items {
            marc = marc.with("995", item);
        }
        marc
    };
    let one = record(&["  $f1$kBD$lt. 1", "  $f2$kBD$lt. 2"]);
    assert_one_work(&one, &record(&["  $f9$kBD$lt. 7"]));
    let labels: Vec<_> = mapped(&one)
        .items
        .iter()
        .map(|item| item.part.clone().unwrap().sort)
        .collect();
    assert_eq!(labels, [1, 2]);
}

#[test]
fn a_generic_title_needs_publisher_and_year() {
    let works = |title: &str, publisher: &str, year: &str| {
        published(unimarc(title, "Rimbaud, Arthur"), publisher, year)
    };
    assert_two_works(
        &works("Œuvres complètes", "Gallimard", "1972"),
        &works("Œuvres complètes", "Flammarion", "1989"),
    );
    assert_one_work(
        &works("Œuvres complètes", "Gallimard", "1972"),
        &works("Oeuvres completes", "Ed. Gallimard", "1972"),
    );
    assert_two_works(
        &works("Poésies", "Gallimard", "1972"),
        &works("Poésies", "Gallimard", "1999"),
    );
    assert_one_work(
        &works("Une saison en enfer", "Gallimard", "1972"),
        &works("Une saison en enfer", "Mille et une nuits", "1997"),
    );
}

#[test]
fn an_album_named_after_its_artist_needs_publisher_and_year() {
    let album = |year: &str| {
        let marc = a_record("jm").with("200", "1 $aBill Evans");
        published(marc.with("700", " 1$aEvans$bBill"), "Verve", year)
    };
    assert_two_works(&album("1977"), &album("1983"));
    assert_one_work(&album("1977"), &album("1977"));
}

#[test]
fn collectif_is_nobody() {
    let atlas = |publisher: &str| {
        published(
            unimarc("Le monde en cartes", "Collectif"),
            publisher,
            "2001",
        )
    };
    assert_two_works(&atlas("Autrement"), &atlas("Nathan"));
    assert_one_work(
        &atlas("Nathan"),
        &published(unimarc("Le monde en cartes", ""), "Nathan", "2001"),
    );
}

#[test]
fn a_title_alone_never_makes_a_work() {
    let atlas = |publisher: &str, year: &str| {
        published(unimarc("Atlas routier de la France", ""), publisher, year)
    };
    assert_two_works(&atlas("Michelin", "2001"), &atlas("IGN", "2001"));
    assert_two_works(&atlas("Michelin", "2001"), &atlas("Michelin", "2005"));
    assert_one_work(
        &atlas("Michelin", "2001"),
        &atlas("Éditions Michelin", "2001"),
    );
    let bare = |id: &str| {
        a_record("am")
            .control("001", id)
            .with("200", "1 $aDépliant")
    };
    assert_two_works(&bare("1"), &bare("2"));
}

#[test]
fn a_uniform_title_joins_translations_and_a_generic_one_does_not() {
    let uniform = |title: &str, uniform: &str| {
        a_record("am")
            .with("100", "1 $aCamus, Albert")
            .with("240", &format!("10$a{uniform}"))
            .with("245", &format!("14$a{title}"))
    };
    assert_one_work(
        &uniform("The outsider", "Étranger"),
        &unimarc("L'étranger", "Camus, Albert"),
    );
    assert_two_works(
        &uniform("The plague", "Works"),
        &uniform("The fall", "Works"),
    );
}

#[test]
fn an_original_title_that_only_one_library_gives_does_not_part_a_translation() {
    let bilbo = unimarc("Bilbo le Hobbit", "Tolkien, John Ronald Reuel");
    assert_one_work(&bilbo, &bilbo.clone().with("454", " 1$tThe Hobbit"));
}

#[test]
fn non_filing_characters_count_in_marc21() {
    let the = |ind: &str| {
        a_record("am")
            .with("041", "  $aeng")
            .with("100", "1 $aKing, Stephen")
            .with("245", &format!("1{ind}$aThe stand"))
    };
    assert_one_work(&the("4"), &the("0"));
    assert_eq!(
        mapped(&the("4")).work_descriptor.0,
        "1|work|stand|king|book"
    );
}

#[test]
fn a_periodical_is_its_issn() {
    let lire = |issn: &str, publisher: &str| {
        published(
            a_record("as").with("011", issn).with("200", "1 $aLire"),
            publisher,
            "1975-",
        )
    };
    assert_one_work(
        &lire("  $a0338-5019", "L'Express"),
        &lire("  $a0338-5019", "Lire Magazine"),
    );
    assert_two_works(
        &lire("  $a0338-5019", "L'Express"),
        &lire("  $a0295-7191", "L'Express"),
    );
    assert_two_works(
        &lire("  $a0338-5018", "L'Express"),
        &lire("  $a0338-5018", "Autre"),
    );
}

#[test]
fn an_edition_is_its_only_isbn_else_title_author_year() {
    let book = |isbns: &[&str]| {
        let mut marc = published(unimarc("L'étranger", "Camus, Albert"), "Gallimard", "1971");
        for isbn in isbns {
            marc = marc.with("010", &format!("  $a{isbn}"));
        }
        mapped(&marc).edition_descriptor.0
    };
    assert_eq!(book(&["2-07-036002-4"]), "1|edition|isbn|9782070360024");
    assert_eq!(
        book(&["2-07-036002-4", "9782070360024"]),
        book(&["9782070360024"])
    );
    let fallback = "1|edition|etranger|camus|1971|book";
    assert_eq!(book(&[]), fallback);
    assert_eq!(book(&["2-07-036002-4", "2-211-03401-2"]), fallback);
    assert_eq!(book(&["2-07-036002-5"]), fallback);
}

#[test]
fn volumes_that_share_the_isbn_of_their_set_are_editions_apart() {
    let volume = |part: &str| {
        let marc = a_record("am")
            .with("010", "  $a9782070360024")
            .with("200", &format!("1 $aHistoire$h{part}"));
        mapped(&marc).edition_descriptor.0
    };
    assert_eq!(volume("Tome 2"), "1|edition|isbn|9782070360024|2");
    assert_ne!(volume("1"), volume("2"));
}

#[test]
fn a_title_of_signs_is_its_signs() {
    let record = mapped(&unimarc("?!", "Cornichon, Jo"));
    assert_eq!(record.work_descriptor.0, "1|work|?!|cornichon|book");
}
