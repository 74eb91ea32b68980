//! Is everything acknowledged still there when the process is killed, also in a snapshot? A real child, sled, kill -9.
//!
//! The number of kills is NAVETTE_KILLS, 10 where it is not set.
#![allow(clippy::unwrap_used)]

mod loans;

use loans::{Loans, give, options, picture};
use navette_store::ledger::{Ledger, Options};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

const CHILD: &str = "NAVETTE_KILL_LEDGER_CHILD";
const TEST: &str = "a_killed_ledger_has_all_it_acknowledged_and_no_half_command";
/// Commands between two snapshots.
const SNAPSHOT_EVERY: u32 = 300;

fn open(dir: &Path) -> Ledger<Loans> {
    let options = Options {
        segment_bytes: 1 << 16,
        checkpoint_bytes: 1 << 14,
        ..options()
    };
    Ledger::open(dir, options).unwrap().0
}

/// Copy 0 names the last command, and each command has a copy of its own.
fn next_command(loans: &Loans) -> u32 {
    let next = loans
        .0
        .get(&0)
        .map_or(1, |last| last.parse::<u32>().unwrap() + 1);
    let whole = (1..next).all(|number| loans.0.get(&number) == Some(&number.to_string()));
    assert!(whole && loans.0.len() as u32 == if next == 1 { 0 } else { next });
    next
}

fn write_for_ever(dir: &Path) {
    let store = open(dir);
    let mut out = std::io::stdout();
    for number in next_command(&picture(&store)).. {
        give(&store, &[0, number], &number.to_string()).unwrap();
        writeln!(out, "acknowledged {number}").unwrap();
        out.flush().unwrap();
        if number % SNAPSHOT_EVERY == 0 {
            store.snapshot().unwrap();
        }
    }
}

/// Lets a child write for a while and kills it; gives the last command it said was safe.
fn kill_a_child(dir: &Path, after: Duration) -> u32 {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([TEST, "--exact", "--nocapture"])
        .env(CHILD, dir)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let (started, has_started) = channel();
    let reader = std::thread::spawn(move || {
        let mut last = 0;
        for line in lines.map_while(Result::ok) {
            if let Some((_, number)) = line.split_once("acknowledged ") {
                last = number.trim().parse().unwrap_or(last);
                let _ = started.send(());
            }
        }
        last
    });
    let _ = has_started.recv_timeout(Duration::from_secs(60));
    std::thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
    reader.join().unwrap()
}

#[test]
fn a_killed_ledger_has_all_it_acknowledged_and_no_half_command() {
    if let Some(dir) = std::env::var_os(CHILD) {
        return write_for_ever(Path::new(&dir));
    }
    let kills: u64 = std::env::var("NAVETTE_KILLS").map_or(10, |kills| kills.parse().unwrap());
    let dir = tempfile::tempdir().unwrap();
    for kill in 0..kills {
        let acknowledged = kill_a_child(dir.path(), Duration::from_micros(kill * 7919 % 150_000));
        assert!(acknowledged > 0, "the child wrote nothing");
        let next = next_command(&picture(&open(dir.path())));
        assert!(acknowledged < next, "{acknowledged} of {next}");
    }
}
