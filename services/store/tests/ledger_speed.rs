//! How many commands a second does a ledger take? Printed, not asserted: it depends on the disk. Run with
//! `cargo test --release -p navette-store --test ledger_speed -- --ignored --nocapture`; NAVETTE_DIR chooses the disk.
#![allow(clippy::unwrap_used)]

mod loans;

use loans::{Loans, lend, picture};
use navette_store::ledger::{Ledger, Options};
use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

const CALLERS: u32 = 64;
const COMMANDS: u32 = 1000;

#[test]
#[ignore = "a measurement"]
fn many_callers_share_a_sync() {
    let dir = tempfile::tempdir_in(
        std::env::var_os("NAVETTE_DIR").map_or_else(std::env::temp_dir, PathBuf::from),
    )
    .unwrap();
    let options = Options {
        reserve_bytes: 0,
        ..Options::new(1)
    };
    let (store, _) = Ledger::<Loans>::open(dir.path(), options).unwrap();
    let mut out = std::io::stderr();
    let mut say = |what: &str, count: u32, since: Instant| {
        let seconds = since.elapsed().as_secs_f64();
        let rate = f64::from(count) / seconds;
        writeln!(out, "{what}: {count} in {seconds:.2} s, {rate:.0} a second").unwrap();
    };
    let since = Instant::now();
    std::thread::scope(|scope| {
        for caller in 0..CALLERS {
            let store = &store;
            scope.spawn(move || {
                for number in 0..COMMANDS {
                    lend(store, caller * COMMANDS + number, "Jeanne Delattre").unwrap();
                }
            });
        }
    });
    say("commands", CALLERS * COMMANDS, since);
    let since = Instant::now();
    store.snapshot().unwrap();
    say("rows in a snapshot", CALLERS * COMMANDS, since);
    drop(store);
    let since = Instant::now();
    let (store, report) = Ledger::<Loans>::open(dir.path(), options).unwrap();
    say("rows loaded", CALLERS * COMMANDS, since);
    assert_eq!(report.rebuilt, None);
    assert_eq!(picture(&store).0.len() as u32, CALLERS * COMMANDS);
}
