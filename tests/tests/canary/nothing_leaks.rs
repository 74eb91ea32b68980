//! The story is told in a process of its own, since what is logged there is written down for the whole process.

use super::birds::{CARD, EMAIL, FAMILY, found_below, found_in};
use super::story::Story;
use super::territory::Territory;
use navette_node::core::{NodeChange, NodeState, PatronKeys};
use navette_store::disk::RealDisk;
use navette_store::ledger::{Cover, Ledger, Options};
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use tracing_subscriber::filter::LevelFilter;

/// The story among the tests of this binary.
const STORY: &str = "canary::nothing_leaks::a_story_that_is_written_down";

/// Everything that is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn nothing_personal_is_logged_or_leaves_the_home_library_or_outlives_the_patron() {
    let told = Command::new(std::env::current_exe().unwrap())
        .args([STORY, "--exact", "--ignored", "--nocapture"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&told.stdout);
    let failed = String::from_utf8_lossy(&told.stderr);
    assert!(told.status.success(), "{said}\n{failed}");
    assert!(said.contains("1 passed"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "told by nothing_personal_is_logged_or_leaves_the_home_library_or_outlives_the_patron"]
async fn a_story_that_is_written_down() {
    let log = Log::default();
    let writing = log.clone();
    tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_writer(move || writing.clone())
        .init();
    let territory = Territory::start().await.unwrap();
    let mut story = Story::of(&territory);
    story.register().await.unwrap();
    story.refuse_at_home().await.unwrap();
    story.borrow_at_home().await.unwrap();
    story.borrow_from_lumbres().await.unwrap();
    story.visit_lumbres().await.unwrap();
    // While they are patrons: at home nothing in clear, elsewhere nothing at all.
    for id in ["aire", "lumbres", "federator"] {
        assert_none(
            "while they are patrons",
            &found_below(&territory.folder(id)),
        );
    }
    story.erase().await.unwrap();
    let said_elsewhere = story.said_elsewhere.join("\n");
    assert!(story.said_elsewhere.len() >= 6, "{said_elsewhere}");
    // What must be there is: a search that finds nothing anywhere would say nothing.
    let letters = territory.relay.letters();
    assert!(letters.contains(EMAIL) && !found_in(letters.as_bytes()).is_empty());
    let folder = territory.stop().await.unwrap();
    for id in ["aire", "lumbres", "federator"] {
        assert_none(
            "after they were erased",
            &found_below(&folder.path().join(id)),
        );
    }
    assert_none("said to others", &found_in(said_elsewhere.as_bytes()));
    let log = std::mem::take(&mut *log.0.lock().unwrap());
    let text = String::from_utf8_lossy(&log);
    assert!(text.contains("TRACE") && text.contains("the node answers"));
    assert_none("logged", &found_in(&log));
    nothing_can_be_read(&folder.path().join("aire"));
}

/// Takes the cover off every row with the keys that are left: whoever has the whole folder reads nothing of the erased.
fn nothing_can_be_read(data: &Path) {
    let nobody = Box::new(|_: &mut [u8]| Err(std::io::Error::other("nobody is registered")));
    let keys = PatronKeys::open(Arc::new(RealDisk), &data.join("keys"), nobody).unwrap();
    let keys = Arc::new(keys);
    assert_eq!(keys.keyring().erased(), [1, 2].into());
    assert!(
        !keys
            .keyring()
            .owners()
            .iter()
            .any(|owner| [1, 2].contains(owner))
    );
    let cover = Arc::clone(&keys) as _;
    let options = Options::new(1);
    let opened = Ledger::<NodeState>::open_covered(&data.join("ledger"), options, cover);
    let rows = opened.unwrap().0.export_rows().unwrap();
    assert!(rows.len() > 10);
    let mut clear = Vec::new();
    for (key, stored) in rows {
        if let Some(value) = keys.take_off(&key, &stored).unwrap() {
            clear.extend_from_slice(&value);
        }
        let read = NodeChange::read(&key, None).unwrap();
        let of_a_person = matches!(read, NodeChange::PersonRow(..) | NodeChange::PatronRow(..));
        assert!(!of_a_person, "{read:?}");
    }
    assert_none("with the keys that are left", &found_in(&clear));
}

fn assert_none(when: &str, found: &[String]) {
    assert!(found.is_empty(), "{when}: {found:#?}");
}

#[test]
fn the_search_would_find_a_name_and_a_card() {
    let bytes = format!("… {FAMILY} … {CARD} …");
    assert_eq!(found_in(bytes.as_bytes()).len(), 2);
}
