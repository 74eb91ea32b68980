//! How does an import talk with a node, and what is left behind on this machine?

use crate::fake_service::FakeService;
use crate::session::{Session, exit_code};
use flate2::write::GzEncoder;
use std::io::Write;

const ROWS: &str = "Notice;Titre\n1;Germinal\n2;UNREADABLE\n3;Nana\n";

fn a_session(at: &str) -> Session {
    Session::new().masking(at, "ADDRESS").file("rows.csv", ROWS)
}

#[test]
fn an_import_is_summed_up_for_people_and_programs() {
    let at = FakeService::default().serve().to_string();
    let session = a_session(&at);
    insta::assert_snapshot!(
        "import_text",
        session.run(&["import", "--node", &at, "rows.csv"])
    );
    let rejects = std::fs::read_to_string(session.path("rows.csv.rejects")).unwrap();
    insta::assert_snapshot!("import_rejects", rejects);
    let typed = ["import", "--node", &at, "--output", "json", "rows.csv"];
    insta::assert_snapshot!("import_json", session.run(&typed));
}

#[test]
fn strict_exits_with_3_where_something_was_rejected() {
    let at = FakeService::default().serve().to_string();
    let session = a_session(&at);
    let shown = session.run(&["import", "--strict", "--node", &at, "rows.csv"]);
    assert_eq!(exit_code(&shown), "3");
    insta::assert_snapshot!(shown);
}

#[test]
fn a_profile_that_fits_no_record_is_doubted() {
    let at = FakeService::default().serve().to_string();
    let session = Session::new().file("rows.csv", "Notice;Titre\n1;UNREADABLE\n");
    let doubt = "no record could be taken: without --profile, the one that fits best is chosen";
    let typed = ["import", "--node", &at, "--profile", "csv", "rows.csv"];
    assert!(session.run(&typed).contains(doubt));
    let typed = ["import", "--node", &at, "rows.csv"];
    assert!(!session.run(&typed).contains(doubt));
}

#[test]
fn a_dry_run_leaves_nothing_behind() {
    let service = FakeService::default();
    let starts = service.starts.clone();
    let at = service.serve().to_string();
    let session = a_session(&at);
    insta::assert_snapshot!(session.run(&["import", "--dry-run", "--node", &at, "rows.csv"]));
    assert!(starts.lock().unwrap()[0].dry_run);
    assert!(!session.path("rows.csv.rejects").exists());
}

#[test]
fn replacing_too_much_is_explained_and_can_be_accepted() {
    let at = FakeService::default().serve().to_string();
    let session = a_session(&at);
    let typed = ["import", "--replace", "--node", &at, "rows.csv"];
    insta::assert_snapshot!("import_would_shrink", session.run(&typed));
    let typed = [
        "import",
        "--replace",
        "--accept-shrink",
        "--output",
        "json",
        "--node",
        &at,
        "rows.csv",
    ];
    insta::assert_snapshot!("import_shrink_accepted", session.run(&typed));
}

#[test]
fn an_interrupted_import_goes_on_where_it_ended() {
    let service = FakeService {
        resume_after: 2,
        ..FakeService::default()
    };
    let received = service.received.clone();
    let at = service.serve().to_string();
    insta::assert_snapshot!(a_session(&at).run(&["import", "--node", &at, "rows.csv"]));
    assert_eq!(*received.lock().unwrap(), [3]);
}

#[test]
fn a_node_that_breaks_off_is_reported_with_what_to_do() {
    let service = FakeService {
        break_after: Some(0),
        ..FakeService::default()
    };
    let at = service.serve().to_string();
    let shown = a_session(&at).run(&["import", "--node", &at, "rows.csv"]);
    assert_eq!(exit_code(&shown), "4");
    insta::assert_snapshot!(shown);
}

#[test]
fn many_records_of_several_files_arrive_once_and_in_order() {
    let rows: String = (0..9_000)
        .map(|row| format!("{row};Title {row}\n"))
        .collect();
    let service = FakeService::default();
    let received = service.received.clone();
    let at = service.serve().to_string();
    let mut packed = GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed
        .write_all(format!("Notice;Titre\n{rows}").as_bytes())
        .unwrap();
    let session = a_session(&at).file("more.csv.gz", packed.finish().unwrap());
    let shown = session.run(&["import", "--node", &at, "rows.csv", "more.csv.gz"]);
    assert!(shown.contains("9003 read, 9002 new"), "{shown}");
    let expected: Vec<u64> = (1..=9_003).collect();
    assert_eq!(*received.lock().unwrap(), expected);
}

#[test]
fn standard_input_can_be_imported_and_its_rejects_keep_their_bytes() {
    let at = FakeService::default().serve().to_string();
    let session = a_session(&at);
    let shown = session.run_with_input(&["import", "--node", &at, "-"], ROWS.as_bytes());
    insta::assert_snapshot!("import_standard_input", shown);
    let rejects = std::fs::read_to_string(session.path("standard-input.rejects")).unwrap();
    insta::assert_snapshot!("import_standard_input_rejects", rejects);
    let twice = session.run(&["import", "--node", &at, "-", "-"]);
    insta::assert_snapshot!("import_standard_input_twice", twice);
}

#[test]
fn the_same_files_and_profile_have_the_same_key_and_others_another() {
    let service = FakeService::default();
    let starts = service.starts.clone();
    let at = service.serve().to_string();
    let session = a_session(&at).file("other.csv", "Notice;Titre\n9;Autre\n");
    for arguments in [
        &["rows.csv"][..],
        &["rows.csv"],
        &["other.csv"],
        &["rows.csv", "--profile", "csv"],
        &["rows.csv", "--replace", "--accept-shrink"],
    ] {
        let typed = [&["import", "--node", &at], arguments].concat();
        assert_eq!(exit_code(&session.run(&typed)), "0");
    }
    let starts = starts.lock().unwrap();
    let keys: Vec<&str> = starts
        .iter()
        .map(|start| start.import_key.as_str())
        .collect();
    assert_eq!(keys[0], keys[1]);
    assert_eq!(
        keys[0], keys[3],
        "the guessed profile and the named one are the same"
    );
    assert_ne!(keys[0], keys[2]);
    assert_ne!(keys[0], keys[4]);
    assert!(keys.iter().all(|key| key.len() <= 64));
}
