//! What is said of files that cannot be read, and what does `inspect` make of those that can?

use crate::session::{Session, exit_code};
use std::io::{BufRead, BufReader};

const TABLE: &str = "\
Notice;Titre;Auteur;Année;ISBN;Support;Langue;Code-barres;Cote;Statut;Date de retour
1;L'Étranger;Camus, Albert;1972;9782070360024;Livre;fre;0001;R CAM;Disponible;
2;Germinal;Zola, Émile;1885;;Livre;fre;0002;R ZOL;En prêt;2026-12-01
3;;Personne;;;;;0003;R PER;Disponible;
";

#[test]
fn what_holds_no_records_is_named_with_the_file() {
    let session = Session::new()
        .file("empty.mrc", "")
        .file("poster.mrc", "%PDF-1.7\n...")
        .file("page.xml", "<!DOCTYPE html><html></html>")
        .file("noise.bin", [1, 2, 3, 4]);
    std::fs::create_dir(session.path("exports")).unwrap();
    for (name, file) in [
        ("missing", "no-such.mrc"),
        ("empty", "empty.mrc"),
        ("pdf", "poster.mrc"),
        ("web_page", "page.xml"),
        ("noise", "noise.bin"),
        ("directory", "exports"),
    ] {
        let inspected = session.run(&["inspect", file]);
        assert_eq!(exit_code(&inspected), "1", "{name}");
        insta::assert_snapshot!(format!("file_{name}"), inspected);
        // Nothing listens there: the file is refused before anybody is asked.
        let imported = session.run(&["import", "--node", "127.0.0.1:1", file]);
        assert_eq!(inspected, imported, "{name}");
    }
    insta::assert_snapshot!("file_empty_input", session.run(&["inspect", "-"]));
}

#[test]
fn a_profile_that_cannot_be_used_is_named() {
    let session = Session::new()
        .file("table.csv", TABLE)
        .file("odd.toml", "extends = \"csv\"\ncolour = \"red\"\n")
        .file("broken.toml", "extends = \n");
    for (name, profile, code) in [
        ("unknown", "koha", "2"),
        ("missing_file", "mine.toml", "1"),
        ("unknown_field", "odd.toml", "1"),
        ("not_toml", "broken.toml", "1"),
    ] {
        let shown = session.run(&["inspect", "--profile", profile, "table.csv"]);
        assert_eq!(exit_code(&shown), code, "{name}");
        insta::assert_snapshot!(format!("profile_{name}"), shown);
    }
}

#[test]
fn inspect_gives_one_line_of_json_for_each_record() {
    let session = Session::new().file("table.csv", TABLE);
    insta::assert_snapshot!("inspect_json", session.run(&["inspect", "table.csv"]));
    insta::assert_snapshot!(
        "inspect_table",
        session.run(&[
            "inspect",
            "--output",
            "table",
            "--profile",
            "csv",
            "table.csv"
        ])
    );
    insta::assert_snapshot!(
        "inspect_wrong_profile",
        session.run(&["inspect", "--profile", "koha-unimarc", "table.csv"])
    );
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let rows: String = (0..20_000)
        .map(|row| format!("{row};A long title of a book\n"))
        .collect();
    let session = Session::new().file("long.csv", format!("Notice;Titre\n{rows}"));
    let mut child = session
        .command(&["inspect", "--profile", "csv", "long.csv"])
        .spawn()
        .unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut first = String::new();
    output.read_line(&mut first).unwrap();
    drop(output);
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(0));
    assert_eq!(String::from_utf8(ended.stderr).unwrap(), "");
}
