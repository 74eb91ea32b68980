//! What a node shows on its other port: figures without persons, whether it lives, and which part of it is not ready.

use crate::fixtures::{Desk, until};
use crate::library::config;
use navette_node::NodeConfig;
use navette_operation::{ObserveConfig, TIME_KEY, VERSION_KEY};
use navette_proto::wire::catalogue::ListLibrariesRequest;
use navette_proto::wire::catalogue::catalogue_service_client::CatalogueServiceClient;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

async fn a_desk_that_shows_itself() -> (Desk, SocketAddr) {
    let folder = tempfile::tempdir().unwrap();
    let settings = NodeConfig {
        observe: ObserveConfig {
            listen: Some(SocketAddr::from(([127, 0, 0, 1], 0))),
        },
        ..config(folder.path())
    };
    let desk = Desk::settled(settings, folder).await;
    let shown_at = desk.library.node.shown_at().unwrap();
    (desk, shown_at)
}

/// Asks for a page; gives the status and what stands on it.
async fn page(at: SocketAddr, request: &str) -> (u16, String) {
    let mut line = TcpStream::connect(at).await.unwrap();
    let asked = format!("{request} HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n");
    line.write_all(asked.as_bytes()).await.unwrap();
    let mut answer = String::new();
    line.read_to_string(&mut answer).await.unwrap();
    let (head, text) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, text.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_count_records_calls_and_loans_and_name_nobody() {
    let (mut desk, at) = a_desk_that_shows_itself().await;
    let card = desk.register("Delattre").await;
    desk.lend("B1", &card).await.unwrap();
    let (status, text) = page(at, "GET /metrics").await;
    assert_eq!(status, 200);
    for line in [
        "navette_records 3\n",
        "navette_loans_open 1\n",
        "navette_call_seconds_count{rpc=\"navette.patrons.v1.PatronService/Register\",status=\"OK\"} 1\n",
        "navette_call_seconds_count{rpc=\"navette.circulation.v1.CirculationService/CheckOut\",status=\"OK\"} 1\n",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    // Registering and lending were made safe before they were answered.
    let syncs = "navette_journal_sync_seconds_count{store=\"ledger\"} ";
    let count = text.lines().find_map(|line| line.strip_prefix(syncs));
    assert!(
        count.is_some_and(|count| count.parse::<u64>().unwrap() >= 2),
        "{text}"
    );
    assert!(!text.contains("Delattre") && !text.contains(&card.number));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_is_alive_at_once_and_ready_when_its_barcodes_are_known() {
    let (_desk, at) = a_desk_that_shows_itself().await;
    assert_eq!(page(at, "GET /healthz").await, (200, "alive\n".to_owned()));
    let ready = until("ready", || async move {
        let (status, text) = page(at, "GET /readyz").await;
        (status == 200).then_some(text)
    });
    assert_eq!(
        ready.await,
        "catalogue: ready\nledger: ready\nbarcodes: ready\n"
    );
    assert_eq!(page(at, "GET /").await.0, 404);
    assert_eq!(page(at, "POST /metrics").await.0, 405);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_bears_version_and_time() {
    let desk = Desk::alone().await;
    assert_eq!(desk.library.node.shown_at(), None);
    let mut client = CatalogueServiceClient::new(desk.library.channel.clone());
    let answer = client.list_libraries(ListLibrariesRequest::default()).await;
    let answer = answer.unwrap();
    let told = |key| answer.metadata().get(key).unwrap().to_str().unwrap();
    assert_eq!(told(VERSION_KEY), env!("CARGO_PKG_VERSION"));
    assert!(told(TIME_KEY).parse::<i64>().unwrap() > 1_700_000_000_000);
}
