//! Is everything acknowledged still there when the process is killed? A real child, a real disk, kill -9.
//!
//! The number of kills is NAVETTE_KILLS, 15 where it is not set.
#![allow(clippy::unwrap_used)]

mod support;

use navette_domain::catalogue::RecordId;
use navette_store::catalogue::{CatalogueStore, Options, SledCatalogue};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;
use support::{a_group, a_record};

const CHILD: &str = "NAVETTE_KILL_CHILD";
const TEST: &str = "a_killed_store_has_all_it_acknowledged_and_no_half_group";
/// New records in a group; as many are changed from the group before, and none is met unchanged.
const NEW: u64 = 50;
/// A store of so many records takes long to look through; the next child begins anew.
const LARGE: u64 = 30_000;

fn options() -> Options {
    Options {
        segment_bytes: 1 << 20,
        checkpoint_bytes: 1 << 19,
        reserve_bytes: 0,
        ..Options::new(5)
    }
}

fn name(group: u64, number: u64) -> String {
    format!("{group:06}-{number:02}")
}

/// Group g makes its own records in version 1 and those of group g - 1 in version 2.
fn write_for_ever(dir: &Path) {
    let (store, _) = SledCatalogue::open(dir, options()).unwrap();
    let mut group = next_group(&store);
    let mut out = std::io::stdout();
    loop {
        let mut records: Vec<_> = (0..NEW).map(|n| a_record(&name(group, n), 1)).collect();
        if group > 0 {
            records.extend((0..NEW).map(|n| a_record(&name(group - 1, n), 2)));
        }
        let run = store.begin_import("for ever", "").unwrap().run;
        store.import(a_group(run, group + 1, records)).unwrap();
        writeln!(out, "acknowledged {group}").unwrap();
        out.flush().unwrap();
        group += 1;
    }
}

fn next_group(store: &dyn CatalogueStore) -> u64 {
    assert_eq!(store.live_count() % NEW, 0, "a half group");
    store.live_count() / NEW
}

/// Lets a child write for a while and kills it; gives the last group it said was safe.
fn kill_a_child(dir: &Path, after: Duration) -> Option<u64> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([TEST, "--exact", "--nocapture"])
        .env(CHILD, dir)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let (started, has_started) = channel();
    let reader = std::thread::spawn(move || {
        let mut last = None;
        for line in lines.map_while(Result::ok) {
            if let Some((_, group)) = line.split_once("acknowledged ") {
                // The line may have been cut by the kill, but not in its number and its end.
                last = group.trim().parse().ok().or(last);
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

fn assert_whole(store: &dyn CatalogueStore, acknowledged: Option<u64>) {
    let groups = next_group(store);
    assert!(
        acknowledged.is_none_or(|last| last < groups),
        "{acknowledged:?} of {groups} groups"
    );
    assert_eq!(store.last_seq(), NEW * (2 * groups - 1));
    for group in groups.saturating_sub(40)..groups {
        for number in 0..NEW {
            let id = RecordId(name(group, number));
            let stored = store.get(&id).unwrap().unwrap();
            let version = if group + 1 == groups { 1 } else { 2 };
            assert_eq!(stored.content, a_record(&id.0, version).content);
        }
    }
    assert_eq!(
        store.scan(0).filter(Result::is_ok).count() as u64,
        groups * NEW
    );
}

#[test]
fn a_killed_store_has_all_it_acknowledged_and_no_half_group() {
    if let Some(dir) = std::env::var_os(CHILD) {
        return write_for_ever(Path::new(&dir));
    }
    let kills: u64 = std::env::var("NAVETTE_KILLS").map_or(15, |kills| kills.parse().unwrap());
    let mut dir = tempfile::tempdir().unwrap();
    let (mut rebuilt, mut torn) = (0, 0);
    for kill in 0..kills {
        let after = Duration::from_micros(kill * 7919 % 150_000);
        let acknowledged = kill_a_child(dir.path(), after);
        assert!(acknowledged.is_some(), "the child wrote nothing");
        let (store, report) = SledCatalogue::open(dir.path(), options()).unwrap();
        rebuilt += u64::from(report.rebuilt.is_some());
        torn += u64::from(report.torn_bytes > 0);
        assert_whole(&store, acknowledged);
        if store.live_count() > LARGE {
            drop(store);
            dir = tempfile::tempdir().unwrap();
        }
    }
    let _ = writeln!(
        std::io::stderr(),
        "{kills} kills, {rebuilt} states made anew, {torn} torn tails cut"
    );
}
