//! A page in a browser calls by gRPC-Web: from an origin that the settings name, within the same table as everybody.

use crate::fixtures::Node;
use navette_node::WebConfig;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const OURS: &str = "http://127.0.0.1:7950";

/// Calls as a browser does, with an empty message; gives all of the answer.
async fn called(at: SocketAddr, path: &str, origin: &str) -> String {
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {at}\r\nOrigin: {origin}\r\nContent-Type: application/grpc-web+proto\r\n\
         X-Grpc-Web: 1\r\nContent-Length: 5\r\nConnection: close\r\n\r\n"
    );
    let mut stream = TcpStream::connect(at).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    // Where gRPC alone is spoken the connection may be reset, before or after: that is an answer too.
    let _ = stream.write_all(&[0; 5]).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_a_known_origin_is_answered_and_told_so() {
    let origins = vec![OURS.to_owned()];
    let node = Node::open_to(WebConfig { origins }).await;
    let libraries = "/navette.catalogue.v1.CatalogueService/ListLibraries";
    let answer = called(node.address(), libraries, OURS).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(
        answer.contains(&format!("access-control-allow-origin: {OURS}")),
        "{answer}"
    );
    assert!(answer.contains("grpc-status:0"), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_held_to_the_table_like_everybody() {
    let origins = vec![OURS.to_owned()];
    let node = Node::open_to(WebConfig { origins }).await;
    let answer = called(node.address(), "/navette.desk.v1.DeskService/Scan", OURS).await;
    assert!(answer.contains("grpc-status: 16"), "{answer}");
    let stranger = called(
        node.address(),
        "/navette.catalogue.v1.CatalogueService/ListLibraries",
        "https://a.example",
    );
    let stranger = stranger.await;
    assert!(stranger.starts_with("HTTP/1.1 403"), "{stranger}");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_no_origin_is_named_no_browser_is_spoken_to() {
    let node = Node::start().await;
    let libraries = "/navette.catalogue.v1.CatalogueService/ListLibraries";
    let answer = called(node.address(), libraries, OURS).await;
    assert!(!answer.contains("HTTP/1.1 200"), "{answer}");
}
