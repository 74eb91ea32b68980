//! Does a node start, stop and start again, and say clearly why it cannot?

use crate::fixtures::{Library, a_book, books, config};
use navette_node::{NodeError, reindex, start};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_imported_is_there_after_a_restart() {
    let library = Library::with(&books(12)).await;
    library
        .import("more", &[a_book(50, "La Peste", "Camus")])
        .await;
    let library = library.restarted().await;
    assert_eq!(library.search("").await.total, 13);
    assert_eq!(library.titles("peste").await, ["La Peste"]);
    let more = library
        .import("after", &[a_book(51, "Caligula", "Camus")])
        .await;
    assert_eq!(more.records, 14);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_made_anew_answers_as_the_old_one_did() {
    let library = Library::with(&books(30)).await;
    library
        .import("second", &[a_book(3, "La Peste", "Camus")])
        .await;
    let before = library.search("nord").await;
    let config = library.config.clone();
    drop((library.client, library.member, library.channel));
    library.node.stop().await.unwrap();
    let mut told = Vec::new();
    let done = reindex(&config, |done, of| told.push((done, of))).unwrap();
    assert_eq!((done.records, done.unreadable), (30, 0));
    assert_eq!(told.last(), Some(&(30, 30)));
    let library = Library::over(library.folder).await;
    let after = library.search("nord").await;
    assert_eq!(before.works, after.works);
    assert_eq!(before.facets, after.facets);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_index_is_made_anew_by_itself() {
    let library = Library::with(&books(10)).await;
    let index = library.config.data_dir.join("index");
    drop((library.client, library.member, library.channel));
    library.node.stop().await.unwrap();
    std::fs::write(index.join("meta.json"), "{").unwrap();
    let library = Library::over(library.folder).await;
    assert_eq!(library.search("").await.total, 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_on_one_folder_are_refused_by_its_name() {
    let library = Library::empty().await;
    let refused = start(library.config.clone())
        .await
        .err()
        .unwrap()
        .to_string();
    assert!(refused.contains("already open"), "{refused}");
    assert!(refused.contains("data"), "{refused}");
    let refused = reindex(&library.config, |_, _| {})
        .err()
        .unwrap()
        .to_string();
    assert!(refused.contains("already open"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_port_in_use_is_refused_by_its_address() {
    let library = Library::empty().await;
    let other = tempfile::tempdir().unwrap();
    let mut config = config(other.path());
    config.listen = library.node.address();
    let refused = start(config).await.err().unwrap();
    assert!(matches!(refused, NodeError::PortInUse(_)));
    let told = refused.to_string();
    assert!(
        told.starts_with(&library.node.address().to_string()),
        "{told}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_runs_until_it_is_told_to_stop() {
    let folder = tempfile::tempdir().unwrap();
    for _ in 0..2 {
        let node = start(config(folder.path())).await.unwrap();
        node.serve_until(async {}).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn health_is_told_for_each_service() {
    let library = Library::empty().await;
    let mut client = HealthClient::new(library.channel.clone());
    for service in [
        "",
        "navette.catalogue.v1.CatalogueService",
        "navette.catalogue.v1.MemberService",
    ] {
        let service = service.to_owned();
        let answer = client.check(HealthCheckRequest { service }).await.unwrap();
        assert_eq!(answer.into_inner().status, 1);
    }
}
