//! A node is backed up while it runs, and what comes back is what was there, but nobody who was erased since.

use crate::fixtures::{Desk, ZOE, a_call, reason};
use crate::library::Library;
use navette_node::{NodeConfig, NodeError, RestoreOrder, back_up, restore};
use navette_proto::wire::identity::Card;
use navette_proto::wire::operation::BackupRequest;
use navette_proto::wire::operation::operation_service_client::OperationServiceClient;
use navette_proto::wire::patrons::{EraseRequest, GetRequest};
use navette_store::backup::{Totals, check};
use std::path::Path;
use tempfile::TempDir;

async fn backup_of(desk: &Desk) -> Vec<u8> {
    let mut client = OperationServiceClient::new(desk.library.channel.clone());
    let mut sent = client.backup(BackupRequest {}).await.unwrap().into_inner();
    let mut bytes = Vec::new();
    while let Some(chunk) = sent.message().await.unwrap() {
        bytes.extend(chunk.chunk);
    }
    bytes
}

async fn erase(desk: &mut Desk, card: &Card) {
    let call = EraseRequest {
        request_id: a_call(),
        card: Some(card.clone()),
        staff: ZOE,
    };
    desk.patrons.erase(call).await.unwrap();
}

async fn stopped(desk: Desk) -> (NodeConfig, TempDir) {
    let Library {
        node,
        config,
        folder,
        ..
    } = desk.library;
    drop((desk.desk, desk.counter, desk.patrons, desk.lending));
    node.stop().await.unwrap();
    (config, folder)
}

/// Restores as the command line does, beside the runtime's threads.
async fn put_back(
    config: &NodeConfig,
    bytes: Vec<u8>,
    replace: bool,
) -> navette_node::RestoredNode {
    let config = config.clone();
    let order = RestoreOrder { replace };
    let restoring = move || restore(&config, bytes.as_slice(), order).unwrap();
    tokio::task::spawn_blocking(restoring).await.unwrap()
}

/// Looks for a word in every file below a folder.
fn names(folder: &Path, word: &str) -> bool {
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().path()).any(|path| {
        if path.is_dir() {
            return names(&path, word);
        }
        let bytes = std::fs::read(&path).unwrap();
        bytes
            .windows(word.len())
            .any(|seen| seen == word.as_bytes())
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_erased_after_the_backup_does_not_come_back_with_it() {
    let mut desk = Desk::alone().await;
    let leroy = desk.register("Leroy").await;
    let dubois = desk.register("Dubois").await;
    desk.lend("B1", &leroy).await.unwrap();
    desk.lend("B2", &dubois).await.unwrap();
    let bytes = backup_of(&desk).await;
    desk.take_back("B1").await.unwrap();
    erase(&mut desk, &leroy).await;
    desk.register("Lefebvre").await;
    let (config, folder) = stopped(desk).await;
    assert!(names(&config.data_dir.join("ledger"), "Lefebvre"));
    let restored = put_back(&config, bytes, true).await;
    assert_eq!(
        (restored.erased_again, restored.ledger_unreadable),
        (1, None)
    );
    assert!(restored.set_aside.is_some());
    assert!(!names(&config.data_dir.join("ledger"), "Leroy"));
    assert!(names(&config.data_dir.join("ledger"), "Dubois"));
    let mut desk = Desk::over(Library::settled(config, folder).await);
    let gone = desk.patrons.get(GetRequest { card: Some(leroy) }).await;
    assert_eq!(reason(&gone.unwrap_err()), "UNKNOWN_CARD");
    assert!(desk.take_back("B2").await.unwrap().loan.is_some());
    desk.lend("B1", &dubois).await.unwrap();
    let next = desk.register("Vasseur").await;
    assert_eq!(
        next.number, "L000004",
        "nobody gets a number that somebody has had"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_ledger_is_lost_the_list_beside_it_says_who_was_erased() {
    let mut desk = Desk::alone().await;
    let leroy = desk.register("Leroy").await;
    let bytes = backup_of(&desk).await;
    erase(&mut desk, &leroy).await;
    let (config, folder) = stopped(desk).await;
    for store in ["ledger", "catalogue", "index"] {
        std::fs::remove_dir_all(config.data_dir.join(store)).unwrap();
    }
    let restored = put_back(&config, bytes, false).await;
    assert_eq!((restored.erased_again, restored.set_aside), (1, None));
    let mut desk = Desk::over(Library::settled(config, folder).await);
    let gone = desk.patrons.get(GetRequest { card: Some(leroy) }).await;
    assert_eq!(reason(&gone.unwrap_err()), "UNKNOWN_CARD");
    desk.scan("B3").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_the_same_whether_the_node_runs_or_not_and_one_that_runs_holds_its_folder() {
    let mut desk = Desk::alone().await;
    desk.register("Leroy").await;
    let (head, online) = check(backup_of(&desk).await.as_slice()).unwrap();
    assert_eq!((head.library.as_str(), online.records), ("aire", 3));
    let config = desk.library.config.clone();
    let refused = back_up(&config, std::io::sink()).unwrap_err().to_string();
    assert!(
        refused.contains("stop the other process first"),
        "{refused}"
    );
    let (config, _folder) = stopped(desk).await;
    let offline = tokio::task::spawn_blocking(move || back_up(&config, std::io::sink()));
    let offline: Totals = offline.await.unwrap().unwrap();
    assert_eq!(offline, online);
}

#[test]
fn a_folder_without_a_node_is_named_and_stays_empty() {
    let folder = tempfile::tempdir().unwrap();
    let library = navette_domain::catalogue::LibraryId::parse("aire").unwrap();
    let config = NodeConfig::new(library, folder.path().join("data"));
    let refused = back_up(&config, std::io::sink()).unwrap_err();
    assert!(matches!(refused, NodeError::NothingKept(_)), "{refused}");
    assert!(!folder.path().join("data").exists());
}
