//! How does a command prove who gives it? Against a real node that believes nobody without proof.

use crate::session::{Session, exit_code};
use std::net::{TcpListener, TcpStream};
use std::process::Child;
use std::time::{Duration, Instant};

/// A password that nobody tries first.
const PASSWORD: &[u8] = "péniche carotte lundi\n".as_bytes();
const PATIENCE: Duration = Duration::from_secs(30);

/// A node with its data beside the session's files; it ends with this value.
struct Node {
    child: Child,
    address: String,
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn a_node() -> (Session, Node) {
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap().to_string();
    drop(free);
    let settings = format!("library = \"aire\"\nlisten = \"{address}\"\ndata_dir = \"data\"\n");
    let session = Session::new().file("node.toml", settings);
    let mut child = session
        .command(&["node", "--config", "node.toml"])
        .spawn()
        .unwrap();
    let begun = Instant::now();
    // Where its owner's commands find the token is noted last.
    while TcpStream::connect(&address).is_err() || note_of_the_operator(&session).is_none() {
        assert!(child.try_wait().unwrap().is_none(), "the node has ended");
        assert!(begun.elapsed() < PATIENCE, "the node does not answer");
        std::thread::sleep(Duration::from_millis(20));
    }
    (session, Node { child, address })
}

/// Reads where the session's owner finds the operator's token of the one process that runs here.
fn note_of_the_operator(session: &Session) -> Option<String> {
    let notes = std::fs::read_dir(session.path("state/navette/operators")).ok()?;
    let mut notes = notes.flatten().map(|note| note.path());
    let written = notes.find(|path| path.extension() != Some("new".as_ref()))?;
    std::fs::read_to_string(written).ok()
}

#[test]
fn whoever_runs_a_node_administers_it_without_a_password_and_others_sign_in() {
    let (session, node) = a_node();
    let at = ["--node", &node.address];
    let run = |arguments: &[&str]| session.run(&[arguments, &at].concat());
    let list = ["desk", "pull"];
    // Its owner's commands find the operator's token by themselves.
    assert_eq!(exit_code(&run(&list)), "0");
    let adding = [&["staff", "add", "zoe", "--password-stdin"][..], &at].concat();
    let added = session.run_with_input(&adding, PASSWORD);
    assert!(added.contains("zoe has number 1"), "{added}");

    let other = Session::new();
    let refused = other.run(&[&list[..], &at].concat());
    assert_eq!(exit_code(&refused), "1");
    assert!(
        refused.contains("hint: `navette sign-in --as NAME`"),
        "{refused}"
    );
    let token = session.path("data/operator.token");
    let token = ["--token-file", token.to_str().unwrap()];
    let given = other.run(&[&list[..], &at, &token].concat());
    assert_eq!(exit_code(&given), "0", "{given}");

    let signing = [&["sign-in", "--as", "zoe", "--password-stdin"][..], &at].concat();
    let wrong = other.run_with_input(&signing, b"something else\n");
    assert!(
        wrong.contains("error: what was given does not belong together"),
        "{wrong}"
    );
    // A token that is over does not stand in the way of a new one.
    let mut stale = other.command(&signing);
    stale.env("NAVETTE_TOKEN", "0123");
    let right = other.run_command(stale, PASSWORD);
    assert!(
        right.contains("zoe (number 1) is signed in until"),
        "{right}"
    );
    assert_eq!(exit_code(&other.run(&[&list[..], &at].concat())), "0");
    let managing = other.run(&[&["staff", "list"][..], &at].concat());
    assert!(
        managing.contains("the role desk may not do this"),
        "{managing}"
    );
    let out = other.run(&[&["sign-out"][..], &at].concat());
    assert_eq!(exit_code(&out), "0", "{out}");
    let nobody = other.run(&[&list[..], &at].concat());
    assert!(
        nobody.contains("this needs somebody who has signed in"),
        "{nobody}"
    );
}

#[test]
fn a_weak_password_is_refused_with_what_makes_a_good_one() {
    let (session, node) = a_node();
    let adding = [
        "staff",
        "add",
        "zoe",
        "--password-stdin",
        "--node",
        &node.address,
    ];
    let refused = session.run_with_input(&adding, b"motdepasse\n");
    assert!(
        refused.contains("everybody tries first\nhint: three or four words"),
        "{refused}"
    );
}

#[test]
fn a_process_that_does_not_start_takes_nobody_elses_place_as_the_one_to_be_believed() {
    let (session, node) = a_node();
    let settings = format!(
        "library = \"aire\"\nlisten = \"{}\"\ndata_dir = \"elsewhere\"\n",
        node.address
    );
    let session = session.file("other.toml", settings);
    let before = note_of_the_operator(&session);
    assert!(before.is_some());
    let refused = session.run(&["node", "--config", "other.toml"]);
    assert_eq!(exit_code(&refused), "1");
    assert_eq!(note_of_the_operator(&session), before);
    let list = ["desk", "pull", "--node", &node.address];
    assert_eq!(exit_code(&session.run(&list)), "0");
}
