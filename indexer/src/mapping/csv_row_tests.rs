//! What rows of real tables become.

#![allow(clippy::unwrap_used)]
use super::*;
use navette_domain::catalogue::Medium;
use navette_domain::time::Day;

fn the_table() -> Profile {
    Profile::by_name("csv").unwrap()
}

#[test]
fn a_row_is_a_copy_with_its_record() {
    let header =
        "\u{feff}Titre;Auteur;ISBN;Éditeur;Année;Cote;Code-barres;Statut;Type;Date de retour"
            .as_bytes();
    let row = "\"L'étranger\";Albert Camus;978-2-07-036002-4;Gallimard;1971;R CAM;0012;en prêt;Livre;31/01/2026".as_bytes();
    let mapped = map_csv(&the_table(), header, row).unwrap();
    let record = mapped.record;
    assert_eq!(record.title, "L'étranger");
    assert_eq!(record.authors, ["Camus, Albert"]);
    assert_eq!(record.year, Some(1971));
    assert_eq!(record.work_descriptor.0, "1|work|etranger|camus|book");
    let item = &record.items[0];
    assert_eq!(
        (item.barcode.as_str(), item.status),
        ("0012", ItemStatus::OnLoan)
    );
    assert_eq!(item.due, Day::from_civil(2026, 1, 31));
    assert!(mapped.warnings.is_empty(), "{:?}", mapped.warnings);
}

#[test]
fn windows_tables_and_english_headers_are_read() {
    let row = b"Ast\xe9rix et les Goths,GOSCINNY Ren\xe9,Bande dessin\xe9e jeunesse";
    let record = map_csv(&the_table(), b"title,author,type", row)
        .unwrap()
        .record;
    assert_eq!(record.title, "Astérix et les Goths");
    assert_eq!(record.authors, ["Goscinny, René"]);
    assert_eq!(
        (record.medium, record.audience),
        (Medium::Comic, Audience::Children)
    );
}

#[test]
fn copies_of_one_title_share_their_name_and_tomes_do_not() {
    let header = b"titre;auteur;tome;code-barres";
    let name = |row: &str| {
        map_csv(&the_table(), header, row.as_bytes())
            .unwrap()
            .record
            .id
    };
    assert_eq!(
        name("Naruto;Kishimoto, Masashi;1;A1"),
        name("Naruto;Kishimoto, Masashi;1;A2")
    );
    assert_ne!(
        name("Naruto;Kishimoto, Masashi;1;A1"),
        name("Naruto;Kishimoto, Masashi;2;A3")
    );
}

#[test]
fn another_header_can_be_named() {
    let profile =
        Profile::from_toml("extends = \"csv\"\n[csv.columns]\ntitle = \"Désignation\"").unwrap();
    let record = map_csv(
        &profile,
        "DESIGNATION;auteur".as_bytes(),
        b"Bel-Ami;Maupassant, Guy de",
    )
    .unwrap()
    .record;
    assert_eq!(record.title, "Bel-Ami");
    assert!(CsvColumns::read(&profile, b"titre;auteur").is_err());
}

#[test]
fn rows_without_title_and_headers_without_title_column_are_refused() {
    let refusal = map_csv(&the_table(), b"titre;auteur", b";Camus").unwrap_err();
    assert!(matches!(refusal, MapRefusal::NoTitle(_)));
    let refusal = CsvColumns::read(&the_table(), b"colonne;autre").unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "the row cannot be read: no column of \"colonne;autre\" is a title"
    );
}

#[test]
fn unknown_status_and_wrong_isbn_are_told() {
    let mapped = map_csv(
        &the_table(),
        b"titre;isbn;statut;cote",
        b"Titre;9782070360025;bof;R",
    )
    .unwrap();
    assert_eq!(
        mapped.warnings,
        [
            "status \"bof\" is not explained in the profile",
            "ISBN \"9782070360025\" has a wrong check digit",
        ]
    );
    assert_eq!(mapped.record.numbers, ["9782070360025"]);
}

#[test]
fn a_row_that_the_decoder_took_apart_is_the_same_row() {
    use crate::mapping::fixtures::Describe;
    let marc = MarcRecord::default()
        .control("Titre", "Bel-Ami")
        .control("AUTEUR", "Maupassant, Guy de")
        .control("Code-barres", "7");
    assert_eq!(Profile::guess(&marc), "csv");
    let taken_apart = crate::mapping::map_marc(&the_table(), &marc, b"").unwrap();
    let whole = map_csv(
        &the_table(),
        b"titre;auteur;code-barres",
        b"Bel-Ami;Maupassant, Guy de;7",
    );
    assert_eq!(taken_apart, whole.unwrap());
}
