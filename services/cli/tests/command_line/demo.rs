//! Does the demo start, answer, play weeks of lending, and end cleanly?

use crate::session::{Session, exit_code};
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command};

/// A demo that is ready, and what it told until then.
struct Demo {
    session: Session,
    child: Child,
    told: Vec<String>,
}

impl Demo {
    fn ready() -> Self {
        let session = Session::new();
        let mut child = session
            .command(&["demo", "--listen", "127.0.0.1:0", "--data-dir", "territory"])
            .spawn()
            .unwrap();
        let told = BufReader::new(child.stdout.take().unwrap())
            .lines()
            .map(Result::unwrap)
            .take_while(|line| line != "ready")
            .collect();
        Self {
            session,
            child,
            told,
        }
    }

    /// Gives the address on the first line that begins so and names this.
    fn address(&self, begins: &str, names: &str) -> String {
        let mut lines = self.told.iter();
        let line = lines.find(|line| line.starts_with(begins) && line.contains(names));
        line.unwrap().split_whitespace().nth(1).unwrap().to_owned()
    }

    /// Runs a command and reads its line of JSON.
    fn json(&self, arguments: &[&str]) -> Value {
        let arguments = [arguments, &["--output", "json"]].concat();
        let output = self.session.command(&arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// Tells it to stop, and expects that it does so in order.
    fn ends_when_told(self) {
        let process = self.child.id().to_string();
        let told = Command::new("kill").args(["-INT", &process]).status();
        assert!(told.unwrap().success());
        let ended = self.child.wait_with_output().unwrap();
        assert_eq!(ended.status.code(), Some(0));
        assert_eq!(String::from_utf8(ended.stderr).unwrap(), "stopping\n");
    }
}

#[test]
fn the_demo_answers_for_nine_libraries_and_ends_when_told() {
    let demo = Demo::ready();
    let federator = demo.address("federator", "");
    let nodes = demo.told.iter().filter(|line| line.starts_with("node "));
    assert_eq!(nodes.count(), 9);

    let found = demo
        .session
        .run(&["search", "petit prince", "--at", &federator]);
    assert_eq!(exit_code(&found), "0");
    assert!(found.contains("Saint-Exupéry, Antoine de"), "{found}");
    let listed = demo.session.run(&["libraries", "--at", &federator]);
    assert_eq!(listed.matches("answered").count(), 9, "{listed}");
    let other = ["demo", "--listen", &federator, "--data-dir", "other"];
    let taken = demo.session.run(&other);
    assert_eq!(exit_code(&taken), "1", "{taken}");
    demo.ends_when_told();
}

#[test]
fn the_demo_has_requests_in_every_state_and_takes_another() {
    let demo = Demo::ready();
    let federator = demo.address("federator", "");
    let listed = demo.json(&["request", "list", "--at", &federator]);
    let requests = listed["requests"].as_array().unwrap();
    let state = |request: &Value| request["state"].as_str().unwrap().to_owned();
    let states: BTreeSet<String> = requests.iter().map(state).collect();
    for expected in [
        "waiting",
        "suspended",
        "being-supplied",
        "on-hold-shelf",
        "on-loan",
        "claimed-returned",
        "to-settle",
        "settled",
        "completed",
        "cancelled",
        "expired",
    ] {
        assert!(states.contains(expected), "{expected}: {states:?}");
    }

    let command = demo.told.iter().find(|line| line.contains("--work"));
    let words: Vec<&str> = command.unwrap().split_whitespace().skip(1).collect();
    let placed = demo.json(&words);
    assert_eq!(placed["request"].as_str().unwrap().len(), 32, "{placed}");
    assert_eq!(placed["state"], "being-supplied", "{placed}");
    assert_eq!(placed["lender"], "arques", "{placed}");
    assert!(placed["promised"].is_string(), "{placed}");
    demo.ends_when_told();
}

#[test]
fn every_command_that_the_demo_shows_works() {
    let demo = Demo::ready();
    let shown = demo
        .told
        .iter()
        .filter(|line| line.starts_with("  navette "));
    let shown: Vec<&String> = shown.collect();
    assert!(shown.len() > 8, "{:?}", demo.told);
    for line in shown {
        // The only words with spaces in them are quoted.
        let mut words = Vec::new();
        for (place, part) in line.trim().split('"').enumerate() {
            if place % 2 == 1 {
                words.push(part);
            } else {
                words.extend(part.split_whitespace());
            }
        }
        let ran = demo.session.run(&words[1..]);
        assert_eq!(exit_code(&ran), "0", "{line}\n{ran}");
    }
    demo.ends_when_told();
}

#[test]
fn fast_forward_shows_books_that_travel_and_counts_them() {
    let session = Session::new();
    let told = session.run(&[
        "demo",
        "--listen",
        "127.0.0.1:0",
        "--fast-forward",
        "--speed",
        "1000",
    ]);
    assert_eq!(exit_code(&told), "0", "{told}");
    for expected in [
        "asks for \"",
        " pulls \"",
        "the van takes \"",
        "it is kept for its reader",
        " hands over \"",
        "a reader brings \"",
        "it is home again",
        "promised days kept",
    ] {
        assert!(told.contains(expected), "{expected}: {told}");
    }
    assert!(told.ends_with("--- standard error\nstopping\n"), "{told}");
}
