//! A node is backed up while it runs, and what comes back is what was there, but nobody who was erased since.

use crate::fixtures::{Desk, ZOE, a_call, reason};
use crate::library::Library;
use navette_node::{NodeConfig, NodeError, RestoreOrder, RestoredNode, back_up, restore};
use navette_proto::wire::access::access_service_client::AccessServiceClient;
use navette_proto::wire::access::{
    AddStaffRequest, GetSessionRequest, ListStaffRequest, RemoveStaffRequest,
    SetStaffPasswordRequest, SignInStaffRequest,
};
use navette_proto::wire::identity::Card;
use navette_proto::wire::operation::BackupRequest;
use navette_proto::wire::operation::operation_service_client::OperationServiceClient;
use navette_proto::wire::patrons::{EraseRequest, GetRequest};
use navette_store::backup::{Totals, check};
use navette_store::keyring::PortableKeys;
use std::path::Path;
use tempfile::TempDir;

/// Takes both files: the backup, and the keys.
async fn backup_of(desk: &Desk) -> (Vec<u8>, PortableKeys) {
    let mut client = OperationServiceClient::new(desk.library.channel.clone());
    let mut sent = client.backup(BackupRequest {}).await.unwrap().into_inner();
    let (mut bytes, mut keys) = (Vec::new(), Vec::new());
    while let Some(chunk) = sent.message().await.unwrap() {
        bytes.extend(chunk.chunk);
        keys.extend(chunk.keys);
    }
    (bytes, PortableKeys::decode(&keys).unwrap())
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
async fn try_to_put_back(
    config: &NodeConfig,
    bytes: &[u8],
    order: RestoreOrder,
) -> Result<RestoredNode, NodeError> {
    let (config, bytes) = (config.clone(), bytes.to_vec());
    let restoring = move || restore(&config, bytes.as_slice(), order);
    tokio::task::spawn_blocking(restoring).await.unwrap()
}

async fn put_back(
    config: &NodeConfig,
    (bytes, keys): (Vec<u8>, PortableKeys),
    replace: bool,
) -> RestoredNode {
    let keys = Some(keys);
    let order = RestoreOrder { replace, keys };
    try_to_put_back(config, &bytes, order).await.unwrap()
}

/// Gives the key of a patron as it stands in a file of keys: owner and key, 40 bytes each, behind a head of 16.
fn key_of(patron: u64, keys: &PortableKeys) -> Vec<u8> {
    let entries = keys.copy.expose()[16..].chunks_exact(40);
    let mut its = entries.filter(|entry| entry[..8] == patron.to_le_bytes());
    its.next().unwrap()[8..].to_vec()
}

/// Looks for bytes in every file below a folder.
fn is_below(folder: &Path, wanted: &[u8]) -> bool {
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().path()).any(|path| {
        if path.is_dir() {
            return is_below(&path, wanted);
        }
        let bytes = std::fs::read(&path).unwrap();
        bytes.windows(wanted.len()).any(|seen| seen == wanted)
    })
}

async fn assert_unknown(desk: &mut Desk, card: Card) {
    let gone = desk.patrons.get(GetRequest { card: Some(card) }).await;
    assert_eq!(reason(&gone.unwrap_err()), "UNKNOWN_CARD");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_erased_after_the_backup_does_not_come_back_with_it() {
    let mut desk = Desk::alone().await;
    let leroy = desk.register("Leroy").await;
    let dubois = desk.register("Dubois").await;
    desk.lend("B1", &leroy).await.unwrap();
    desk.lend("B2", &dubois).await.unwrap();
    let backup = backup_of(&desk).await;
    let (of_leroy, of_dubois) = (key_of(1, &backup.1), key_of(2, &backup.1));
    let expected = check(backup.0.as_slice()).unwrap().1;
    desk.take_back("B1").await.unwrap();
    erase(&mut desk, &leroy).await;
    desk.register("Lefebvre").await;
    let (config, folder) = stopped(desk).await;
    let restored = put_back(&config, backup, true).await;
    assert_eq!(restored.totals, expected);
    assert_eq!(
        (restored.erased_again, restored.ledger_unreadable),
        (1, None)
    );
    assert!(restored.set_aside.is_some());
    assert!(
        !is_below(&config.data_dir, &of_leroy),
        "nor in what was set aside"
    );
    assert!(is_below(&config.data_dir.join("keys"), &of_dubois));
    let mut desk = Desk::over(Library::settled(config, folder).await);
    assert_unknown(&mut desk, leroy).await;
    assert!(desk.take_back("B2").await.unwrap().loan.is_some());
    desk.lend("B1", &dubois).await.unwrap();
    let next = desk.register("Vasseur").await;
    assert_eq!(
        next.number, "L000004",
        "nobody gets a number that somebody has had"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_ledger_is_lost_the_list_beside_the_keys_says_who_was_erased() {
    let mut desk = Desk::alone().await;
    let leroy = desk.register("Leroy").await;
    let backup = backup_of(&desk).await;
    let of_leroy = key_of(1, &backup.1);
    erase(&mut desk, &leroy).await;
    let (config, folder) = stopped(desk).await;
    for store in ["ledger", "catalogue", "index"] {
        std::fs::remove_dir_all(config.data_dir.join(store)).unwrap();
    }
    let restored = put_back(&config, backup, false).await;
    assert_eq!(restored.erased_again, 1);
    assert!(!is_below(&config.data_dir, &of_leroy));
    let mut desk = Desk::over(Library::settled(config, folder).await);
    assert_unknown(&mut desk, leroy).await;
    desk.scan("B3").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn on_another_machine_the_newest_keys_open_an_older_backup_and_say_who_was_erased() {
    let mut desk = Desk::alone().await;
    let leroy = desk.register("Leroy").await;
    let dubois = desk.register("Dubois").await;
    let (bytes, _) = backup_of(&desk).await;
    erase(&mut desk, &leroy).await;
    let (_, newest) = backup_of(&desk).await;
    let (mut config, folder) = stopped(desk).await;
    config.data_dir = folder.path().join("another machine");
    let restored = put_back(&config, (bytes, newest), false).await;
    assert_eq!((restored.erased_again, restored.set_aside), (1, None));
    let mut desk = Desk::over(Library::settled(config, folder).await);
    assert_unknown(&mut desk, leroy).await;
    desk.lend("B1", &dubois).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn without_keys_that_open_it_a_backup_is_refused_before_anything_is_changed() {
    let mut desk = Desk::alone().await;
    let (_, none_yet) = backup_of(&desk).await;
    desk.register("Leroy").await;
    let (bytes, keys) = backup_of(&desk).await;
    let (config, folder) = stopped(desk).await;
    let mut elsewhere = config.clone();
    elsewhere.data_dir = folder.path().join("another machine");
    let foreign = PortableKeys {
        library: "lumbres".to_owned(),
        ..keys
    };
    for (keys, told) in [
        (None, "the keys of the backup are missing: none were given"),
        (Some(foreign), "the keys are of library \"lumbres\""),
        (Some(none_yet), "key 1 is missing, and nobody was erased"),
    ] {
        let replace = false;
        let order = RestoreOrder { replace, keys };
        let refused = try_to_put_back(&elsewhere, &bytes, order).await;
        let refused = refused.unwrap_err().to_string();
        assert!(refused.contains(told), "{refused}");
        for made in ["ledger", "keys", "restoring"] {
            assert!(!elsewhere.data_dir.join(made).exists(), "{made}");
        }
    }
    // Where the folder has keys that open the rows, these do.
    std::fs::remove_dir_all(config.data_dir.join("ledger")).unwrap();
    let order = RestoreOrder {
        replace: true,
        keys: None,
    };
    let restored = try_to_put_back(&config, &bytes, order).await.unwrap();
    assert_eq!(restored.erased_again, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_the_same_whether_the_node_runs_or_not_and_after_it_was_put_back() {
    let mut desk = Desk::alone().await;
    desk.register("Leroy").await;
    let backup = backup_of(&desk).await;
    let (head, online) = check(backup.0.as_slice()).unwrap();
    assert_eq!((head.library.as_str(), online.records), ("aire", 3));
    let config = desk.library.config.clone();
    let refused = back_up(&config, std::io::sink()).unwrap_err().to_string();
    assert!(
        refused.contains("stop the other process first"),
        "{refused}"
    );
    let (config, _folder) = stopped(desk).await;
    assert_eq!(offline(&config).await, online);
    put_back(&config, backup, true).await;
    assert_eq!(offline(&config).await, online);
}

async fn offline(config: &NodeConfig) -> Totals {
    let config = config.clone();
    let written = tokio::task::spawn_blocking(move || back_up(&config, std::io::sink()));
    written.await.unwrap().unwrap().0
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

/// Who may still sign in, by the number of the account.
async fn accounts(desk: &Desk) -> Vec<u64> {
    let mut client = AccessServiceClient::new(desk.library.channel.clone());
    let listed = client.list_staff(ListStaffRequest::default()).await;
    let listed = listed.unwrap().into_inner().accounts;
    listed.into_iter().map(|account| account.staff).collect()
}

async fn signs_in(desk: &Desk, password: &str) -> Result<String, tonic::Status> {
    let mut client = AccessServiceClient::new(desk.library.channel.clone());
    let asked = SignInStaffRequest {
        name: "zoe".into(),
        password: password.into(),
        code: String::new(),
    };
    let answer = client.sign_in_staff(asked).await?;
    Ok(answer.into_inner().session.unwrap().token)
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_locked_out_after_the_backup_does_not_come_back_with_it() {
    let (old, new) = ("péniche carotte lundi", "tracteur neige mardi");
    let desk = Desk::alone().await;
    let mut client = AccessServiceClient::new(desk.library.channel.clone());
    for name in ["zoe", "paul"] {
        let asked = AddStaffRequest {
            name: name.into(),
            password: old.into(),
            administrator: false,
        };
        client.add_staff(asked).await.unwrap();
    }
    let token = signs_in(&desk, old).await.unwrap();
    let backup = backup_of(&desk).await;
    client
        .remove_staff(RemoveStaffRequest { staff: 2 })
        .await
        .unwrap();
    let asked = SetStaffPasswordRequest {
        staff: 1,
        old_password: String::new(),
        password: new.into(),
    };
    client.set_staff_password(asked).await.unwrap();
    drop(client);
    let (config, folder) = stopped(desk).await;
    let bytes = backup.0.clone();
    let restored = put_back(&config, backup, true).await;
    assert!(!restored.access_of_backup);
    let desk = Desk::over(Library::settled(config, folder).await);
    assert_eq!(accounts(&desk).await, [1]);
    assert_eq!(
        reason(&signs_in(&desk, old).await.unwrap_err()),
        "WRONG_SIGN_IN"
    );
    assert!(signs_in(&desk, new).await.is_ok());
    let mut request = tonic::Request::new(GetSessionRequest {});
    let bearer = format!("Bearer {token}").parse().unwrap();
    request.metadata_mut().insert("authorization", bearer);
    let mut client = AccessServiceClient::new(desk.library.channel.clone());
    // A machine that is trusted as a whole takes a token that is over for none; it names nobody.
    let held = client.get_session(request).await.unwrap().into_inner();
    assert_eq!(
        (held.role.as_str(), held.staff),
        ("", 0),
        "the backup had the session"
    );
    drop(client);

    // Where the ledger is lost nobody can know: it is said.
    let (config, folder) = stopped(desk).await;
    for store in ["ledger", "catalogue", "index"] {
        std::fs::remove_dir_all(config.data_dir.join(store)).unwrap();
    }
    let order = RestoreOrder {
        replace: true,
        keys: None,
    };
    let restored = try_to_put_back(&config, &bytes, order).await.unwrap();
    assert!(restored.access_of_backup);
    let desk = Desk::over(Library::settled(config, folder).await);
    assert_eq!(accounts(&desk).await, [1, 2]);
    assert!(signs_in(&desk, old).await.is_ok());
}
