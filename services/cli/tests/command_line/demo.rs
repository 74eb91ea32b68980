//! Does the demo start, answer, and end cleanly?

use crate::session::{Session, exit_code};
use std::io::{BufRead, BufReader};
use std::process::Command;

#[test]
fn the_demo_answers_for_nine_libraries_and_ends_when_told() {
    let session = Session::new();
    let mut child = session
        .command(&["demo", "--listen", "127.0.0.1:0", "--data-dir", "territory"])
        .spawn()
        .unwrap();
    let told: Vec<String> = BufReader::new(child.stdout.take().unwrap())
        .lines()
        .map(Result::unwrap)
        .take_while(|line| line != "ready")
        .collect();
    let address = |line: &String| line.split_whitespace().nth(1).unwrap().to_owned();
    let federator = address(&told[0]);
    assert_eq!(
        told.iter().filter(|line| line.starts_with("node ")).count(),
        9
    );

    let found = session.run(&["search", "petit prince", "--at", &federator]);
    assert_eq!(exit_code(&found), "0");
    assert!(found.contains("Saint-Exupéry, Antoine de"), "{found}");
    let listed = session.run(&["libraries", "--at", &federator]);
    assert_eq!(listed.matches("answered").count(), 9, "{listed}");
    let taken = session.run(&["demo", "--listen", &federator, "--data-dir", "other"]);
    assert_eq!(exit_code(&taken), "1", "{taken}");

    let process = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-INT", &process])
            .status()
            .unwrap()
            .success()
    );
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(0));
    assert_eq!(String::from_utf8(ended.stderr).unwrap(), "stopping\n");
}
