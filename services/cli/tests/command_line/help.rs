//! What is a person told who asks for help, or types something wrong?

use crate::session::{Session, exit_code};

#[test]
fn every_verb_explains_itself_with_examples() {
    let session = Session::new();
    insta::assert_snapshot!("help", session.run(&["--help"]));
    for verb in [
        "search",
        "show",
        "libraries",
        "import",
        "inspect",
        "join",
        "node",
        "backup",
        "restore",
        "doctor",
        "demo",
        "completions",
        "sign-in",
        "sign-out",
    ] {
        insta::assert_snapshot!(format!("help_{verb}"), session.run(&[verb, "--help"]));
    }
}

/// The verbs of lending and of membership, each with its acts.
const LENDING: [(&str, &[&str]); 7] = [
    (
        "request",
        &[
            "place", "show", "list", "cancel", "suspend", "resume", "watch", "why", "stuck",
            "report", "settle", "lost",
        ],
    ),
    (
        "desk",
        &[
            "pull",
            "ship",
            "receive",
            "hold",
            "return",
            "late",
            "look-for",
            "tell",
            "conflicts",
            "scan",
            "slip",
            "undo",
            "not-found",
            "refuse",
            "left-behind",
            "hand-over",
            "not-collected",
            "missing",
            "claim",
            "damaged",
            "lost",
            "settle",
            "told",
            "close-conflict",
            "shipped",
            "manifest",
            "crate",
            "report",
        ],
    ),
    ("federator", &["init", "invite", "revoke", "members"]),
    ("loan", &["out", "in", "renew", "list", "in-house"]),
    (
        "patron",
        &[
            "add", "show", "update", "list", "pin", "charges", "charge", "pay", "waive", "erase",
            "notices", "link",
        ],
    ),
    (
        "staff",
        &["add", "list", "password", "totp", "sign-out", "remove"],
    ),
    (
        "round",
        &[
            "list", "show", "plan", "manifest", "preview", "move", "cancel",
        ],
    ),
];

#[test]
fn every_act_of_lending_explains_itself() {
    let session = Session::new();
    for (verb, acts) in LENDING {
        insta::assert_snapshot!(format!("help_{verb}"), session.run(&[verb, "--help"]));
        let told: Vec<String> = acts
            .iter()
            .map(|act| {
                let told = session.run(&[verb, act, "-h"]);
                assert_eq!(exit_code(&told), "0", "{verb} {act}");
                assert!(told.contains("Examples:"), "{verb} {act}");
                format!("==== navette {verb} {act} -h\n{told}")
            })
            .collect();
        insta::assert_snapshot!(format!("help_{verb}_acts"), told.join("\n"));
    }
}

#[test]
fn a_command_that_is_not_understood_exits_with_2() {
    let session = Session::new();
    let wrong: [(&str, &[&str]); 18] = [
        ("no_verb", &[]),
        ("unknown_verb", &["serach", "camus"]),
        ("search_without_words", &["search"]),
        ("unknown_medium", &["search", "camus", "--medium", "cat"]),
        (
            "bad_library_id",
            &["search", "camus", "--library", "Saint Omer"],
        ),
        ("page_too_large", &["search", "camus", "--page-size", "101"]),
        (
            "address_without_port",
            &["search", "camus", "--at", "localhost"],
        ),
        ("not_a_work_key", &["show", "germinal"]),
        ("not_a_request", &["request", "show", "7"]),
        ("unknown_state", &["request", "list", "--state", "shipped"]),
        ("role_of_nobody", &["request", "list", "--role", "home"]),
        ("not_an_item", &["desk", "missing", "000001"]),
        ("handed_to_nobody", &["desk", "hand-over", "aire/000001"]),
        ("a_word_too_many", &["patron", "show", "62", "765"]),
        ("not_an_amount", &["patron", "pay", "62765", "3.505"]),
        (
            "not_a_day",
            &["round", "cancel", "audomarois-1", "24/11/2026"],
        ),
        ("import_without_node", &["import", "a.mrc"]),
        (
            "shrink_without_replace",
            &[
                "import",
                "--node",
                "localhost:1",
                "--accept-shrink",
                "a.mrc",
            ],
        ),
    ];
    for (name, arguments) in wrong {
        let shown = session.run(arguments);
        assert_eq!(exit_code(&shown), "2", "{name}");
        insta::assert_snapshot!(format!("usage_{name}"), shown);
    }
}

#[test]
fn completions_are_written_for_every_shell() {
    let session = Session::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let shown = session.run(&["completions", shell]);
        assert_eq!(exit_code(&shown), "0");
        assert!(shown.contains("libraries"), "{shell}");
        assert!(shown.ends_with("--- standard error\n"), "{shell}");
    }
    insta::assert_snapshot!(session.run(&["completions", "ksh"]));
}

#[test]
fn a_missing_file_of_settings_is_named() {
    let session = Session::new();
    insta::assert_snapshot!(
        "settings_missing_node",
        session.run(&["node", "--config", "no.toml"])
    );
    insta::assert_snapshot!(
        "settings_missing_federator",
        session.run(&["federator", "--config", "no.toml"])
    );
    insta::assert_snapshot!("settings_not_given", session.run(&["node"]));
}
