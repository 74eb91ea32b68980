//! Are journals and snapshots what was written? Read only, beside a process that runs as well.
//!
//! The state beside them is a cache that checks and mends itself when it is opened; nobody but its process can look into it.

use super::examined::Examined;
use super::finding::Finding;
use navette_store::journal::{JournalError, check_journal};
use navette_store::ledger::check_snapshots;
use std::io::ErrorKind;
use std::path::Path;

const CHECK: &str = "store";

/// Reads every store through.
pub(super) fn look(examined: &Examined) -> Vec<Finding> {
    let mut found = left_by_a_restore(&examined.data_dir);
    for name in examined.stores {
        let dir = examined.data_dir.join(name);
        match dir.exists() {
            true => found.extend(one(name, &dir)),
            false => found.push(Finding::skipped(CHECK, format!("no {name} yet"))),
        }
    }
    found
}

/// Finds stores that a restore has set aside: they name people, and nobody forgets in them.
fn left_by_a_restore(data_dir: &Path) -> Vec<Finding> {
    let names = names(data_dir).into_iter();
    let aside = names.filter(|name| name.starts_with("before-restore-"));
    let found = aside.map(|name| {
        let said = format!(
            "{} holds what was there before a restore",
            data_dir.join(name).display()
        );
        Finding::warning(
            CHECK,
            said,
            "once all is well: navette restore --forget-before; what must be forgotten is still in it",
        )
    });
    found.collect()
}

fn names(dir: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort();
    names
}

fn one(name: &str, dir: &Path) -> Vec<Finding> {
    let mut found = vec![journal(name, dir)];
    if dir.join("snapshots").exists() {
        found.extend(snapshots(name, dir));
    }
    let mut names = names(dir).into_iter();
    let aside = names.find(|name| name.starts_with("state.damaged-"));
    if let Some(aside) = aside {
        let said = format!("{name}: a damaged state was set aside as {aside}, and made anew");
        let remedy = "nothing is lost; look at the disk (smartctl), then remove the folder";
        found.push(Finding::warning(CHECK, said, remedy));
    }
    found
}

fn journal(name: &str, dir: &Path) -> Finding {
    match check_journal(&dir.join("journal")) {
        Ok(checked) => Finding::good(
            CHECK,
            format!(
                "{name}: {} records in {} segments are whole",
                checked.records, checked.segments
            ),
        ),
        // A segment that goes while it is read: the process has written a snapshot.
        Err(JournalError::Io { source, .. }) if source.kind() == ErrorKind::NotFound => {
            Finding::skipped(CHECK, format!("{name}: it is being tidied up; look again"))
        }
        Err(error) => damaged(name, &error.to_string()),
    }
}

fn snapshots(name: &str, dir: &Path) -> Option<Finding> {
    match check_snapshots(&dir.join("snapshots")) {
        Ok(_) => None,
        Err(error) => Some(damaged(name, &error.to_string())),
    }
}

fn damaged(name: &str, reason: &str) -> Finding {
    Finding::bad(
        CHECK,
        format!("{name}: {reason}"),
        "stop the process, look at the disk, and restore the newest backup (docs/operating.md)",
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::commands::doctor::State;
    use navette_store::catalogue::{CatalogueStore, Options, SledCatalogue};

    #[test]
    fn a_journal_is_read_beside_its_process_and_damage_is_named_with_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("catalogue");
        let (store, _) = SledCatalogue::open(&dir, Options::new(1)).unwrap();
        for key in ["first", "second"] {
            let run = store.begin_import(key, "a profile").unwrap().run;
            store.finish_import(run, false).unwrap();
        }
        let examined = Examined {
            data_dir: folder.path().to_owned(),
            stores: &["catalogue", "ledger"],
            ..Examined::default()
        };
        let found = look(&examined);
        assert_eq!(
            (found[0].state, found[1].state),
            (State::Good, State::Skipped)
        );
        assert_eq!(
            found[0].said,
            "catalogue: 5 records in 1 segments are whole"
        );
        for left in ["before-restore-1", "catalogue/state.damaged-1"] {
            let left = folder.path().join(left);
            std::fs::create_dir(&left).unwrap();
            let warned = look(&examined)
                .into_iter()
                .any(|found| found.state == State::Warning);
            assert!(warned, "{}", left.display());
            std::fs::remove_dir(&left).unwrap();
        }
        drop(store);
        let segment = dir.join("journal/00000001.journal");
        let mut bytes = std::fs::read(&segment).unwrap();
        bytes[30] ^= 1;
        std::fs::write(&segment, bytes).unwrap();
        let found = look(&examined);
        assert_eq!(found[0].state, State::Bad);
        assert!(found[0].said.contains("at byte 16"), "{}", found[0].said);
    }
}
