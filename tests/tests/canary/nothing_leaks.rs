//! The story is told in a process of its own, since what is logged there is written down for the whole process.

use super::apart::{Log, assert_none, tell};
use super::birds::{CARD, EMAIL, FAMILY, found_below, found_in};
use super::portable::Portable;
use super::story::Story;
use super::territory::Territory;
use memchr::memmem;
use navette_node::core::{NodeChange, NodeState, PatronKeys};
use navette_store::disk::RealDisk;
use navette_store::ledger::{Cover, Ledger, Options};
use std::path::Path;
use std::sync::Arc;

#[test]
fn nothing_personal_is_logged_or_leaves_the_home_library_or_outlives_the_patron() {
    tell("canary::nothing_leaks::a_story_that_is_written_down");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "told by nothing_personal_is_logged_or_leaves_the_home_library_or_outlives_the_patron"]
async fn a_story_that_is_written_down() {
    let log = Log::begin();
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
    backed_up(&territory).await;
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
    let log = log.taken();
    let text = String::from_utf8_lossy(&log);
    assert!(text.contains("TRACE") && text.contains("the node answers"));
    assert_none("logged", &found_in(&log));
    nothing_can_be_read(&folder.path().join("aire"));
}

/// Whoever has the file of a backup alone reads nothing in it, however it is unpacked; with the keys beside it they do.
async fn backed_up(territory: &Territory) {
    let backup = Portable::of(&territory.aire).await.unwrap();
    assert_none("in the file of a backup", &found_in(&backup.file));
    let unpacked = backup.unpacked().unwrap();
    assert!(
        memmem::find(&unpacked, b"Candide").is_some(),
        "it is not unpacked"
    );
    assert_none("in a backup without its keys", &found_in(&unpacked));
    let read = found_in(&backup.opened().unwrap()).join("; ");
    for piece in [CARD, FAMILY] {
        assert!(read.contains(piece), "the keys do not open it: {read}");
    }
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

#[test]
fn the_search_would_find_a_name_and_a_card() {
    let bytes = format!("… {FAMILY} … {CARD} …");
    assert_eq!(found_in(bytes.as_bytes()).len(), 2);
}
