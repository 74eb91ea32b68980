//! The operator's care: backups checked and refused, settings shown as they hold, and a doctor who says what is wrong.

use crate::session::{Session, exit_code};
use std::os::unix::fs::PermissionsExt;

const BACKUP: &[u8] = include_bytes!("../../../store/testdata/backup-v1.bin");
const KEYS: &[u8] = include_bytes!("../../../store/testdata/keys-v1.bin");
const NODE: &str = "library = \"aire\"\ndata_dir = \"data\"\nlisten = \"127.0.0.1:0\"\n";

#[test]
fn a_backup_is_read_to_its_end_and_described() {
    let session = Session::new().file("aire.backup", BACKUP);
    let verify = ["backup", "--verify", "aire.backup"];
    insta::assert_snapshot!("backup_verify_table", session.run(&verify));
    let json = [&verify[..], &["--output", "json"]].concat();
    insta::assert_snapshot!("backup_verify_json", session.run(&json));
    let session = session.file("aire.backup.keys", KEYS);
    insta::assert_snapshot!("backup_verify_with_keys", session.run(&verify));
}

#[test]
fn keys_that_are_cut_off_altered_or_none_are_refused_and_nothing_is_changed() {
    let mut altered = KEYS.to_vec();
    altered[60] ^= 1;
    let session = Session::new()
        .file("aire.backup", BACKUP)
        .file("node.toml", NODE)
        .file("cut.keys", &KEYS[..KEYS.len() - 5])
        .file("altered.keys", altered)
        .file("list.csv", "id;titre\n");
    for (name, file) in [
        ("cut_off", "cut.keys"),
        ("altered", "altered.keys"),
        ("none", "list.csv"),
        ("missing", "no.keys"),
    ] {
        let restore = ["restore", "aire.backup", "--node-config", "node.toml"];
        let shown = session.run(&[&restore[..], &["--keys", file]].concat());
        assert_eq!(exit_code(&shown), "1", "{name}");
        insta::assert_snapshot!(format!("restore_with_keys_{name}"), shown);
    }
    let without = ["restore", "aire.backup", "--node-config", "node.toml"];
    insta::assert_snapshot!("restore_without_keys", session.run(&without));
    assert!(!session.path("data").exists());
    let same = ["backup", "--verify", "aire.backup", "--keys", "aire.backup"];
    assert_eq!(exit_code(&session.run(&same)), "2");
}

#[test]
fn a_backup_that_is_cut_off_altered_or_none_is_refused_with_its_place() {
    let mut altered = BACKUP.to_vec();
    altered[120] ^= 1;
    let session = Session::new()
        .file("cut.backup", &BACKUP[..BACKUP.len() - 5])
        .file("altered.backup", altered)
        .file("list.csv", "id;titre\n");
    for (name, file) in [
        ("cut_off", "cut.backup"),
        ("altered", "altered.backup"),
        ("none", "list.csv"),
        ("missing", "no.backup"),
    ] {
        let shown = session.run(&["backup", "--verify", file]);
        assert_eq!(exit_code(&shown), "1", "{name}");
        insta::assert_snapshot!(format!("backup_{name}"), shown);
    }
}

#[test]
fn what_cannot_be_restored_leaves_the_folder_as_it_was() {
    let session = Session::new()
        .file("aire.backup", BACKUP)
        .file("aire.backup.keys", KEYS)
        .file("node.toml", NODE)
        .file("lumbres.toml", NODE.replace("aire", "lumbres"));
    let restore = |config| session.run(&["restore", "aire.backup", "--node-config", config]);
    insta::assert_snapshot!("restore_of_another_library", restore("lumbres.toml"));
    assert!(!session.path("data").exists());
    // The golden backup has rows that no node can read.
    insta::assert_snapshot!("restore_of_unreadable_rows", restore("node.toml"));
    assert!(!session.path("data/ledger").exists());
    assert!(!session.path("data/restoring").exists());
}

#[test]
fn a_backup_of_a_folder_without_a_process_is_refused_and_no_file_is_left() {
    let session = Session::new().file("node.toml", NODE);
    let backup = ["backup", "--node-config", "node.toml", "aire.backup"];
    insta::assert_snapshot!("backup_of_nothing", session.run(&backup));
    insta::assert_snapshot!("backup_of_whom", session.run(&["backup", "aire.backup"]));
    let away = ["backup", "--at", "127.0.0.1:1", "aire.backup"];
    assert_eq!(exit_code(&session.run(&away)), "4");
    for file in ["aire.backup", "aire.backup.part", "aire.backup.keys"] {
        assert!(!session.path(file).exists(), "{file}");
    }
}

#[test]
fn what_a_restore_set_aside_goes_when_that_is_said_and_nothing_else_does() {
    let session = Session::new().file("node.toml", NODE);
    let data = session.path("data");
    for folder in ["before-restore-1/keys", "keys"] {
        std::fs::create_dir_all(data.join(folder)).unwrap();
        std::fs::write(data.join(folder).join("patron-keys"), "secret").unwrap();
    }
    let forget = ["restore", "--forget-before", "--node-config", "node.toml"];
    let shown = session.run(&forget);
    assert_eq!(exit_code(&shown), "0", "{shown}");
    assert!(
        shown.contains("data/before-restore-1 is gone, keys and all"),
        "{shown}"
    );
    assert!(!data.join("before-restore-1").exists() && data.join("keys/patron-keys").exists());
    assert!(session.run(&forget).contains("nothing is set aside"));
    // It takes no backup: who names one wants it put back.
    let both = [&forget[..], &["aire.backup"]].concat();
    assert_eq!(exit_code(&session.run(&both)), "2");
}

#[test]
fn settings_are_printed_as_they_hold() {
    let federator = "listen = \"127.0.0.1:0\"\ndata_dir = \"data\"\n";
    let session = Session::new()
        .file("node.toml", NODE)
        .file("federator.toml", federator);
    for verb in ["node", "federator"] {
        let file = format!("{verb}.toml");
        let shown = session.run(&[verb, "--config", &file, "--print-config"]);
        insta::assert_snapshot!(format!("print_config_{verb}"), shown);
    }
}

#[test]
fn the_doctor_names_what_is_wrong_and_exits_with_1() {
    let session = Session::new()
        .file(
            "node.toml",
            format!("{NODE}federator = \"http://127.0.0.1:1\"\n"),
        )
        .file(
            "odd.toml",
            "library = \"aire\"\ndata_dir = \"data\"\ncolour = \"red\"\n",
        );
    let data = session.path("data");
    std::fs::create_dir(&data).unwrap();
    std::fs::set_permissions(&data, std::fs::Permissions::from_mode(0o755)).unwrap();
    let look = |file| session.run(&["doctor", "--node-config", file, "--output", "json"]);
    let shown = look("node.toml");
    assert_eq!(exit_code(&shown), "1");
    for told in [
        "\"check\":\"settings\",\"state\":\"good\"",
        "has mode 755: others may read it",
        "\"check\":\"disk\",\"state\":\"good\"",
        "federator at http://127.0.0.1:1: nothing answers",
        "\"check\":\"certificate\",\"state\":\"skipped\"",
        "error: 2 things are wrong",
    ] {
        assert!(shown.contains(told), "{told} is not in\n{shown}");
    }
    insta::assert_snapshot!(
        "doctor_unknown_key",
        session.run(&["doctor", "--node-config", "odd.toml"])
    );
    insta::assert_snapshot!("doctor_of_whom", session.run(&["doctor"]));
}
