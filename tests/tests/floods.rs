//! Does a process stay small and answer others while somebody floods it? Resets, huge messages, connections that say nothing,
//! readers that do not read.

use bytes::Bytes;
use navette_proto::wire::catalogue::SearchRequest;
use navette_proto::wire::catalogue::catalogue_service_client::CatalogueServiceClient;
use navette_tests::books::{a_book, file_of};
use navette_tests::dialled_territory::DialledTerritory;
use navette_tests::flood::{a_call, reset_until_refused};
use navette_tests::navette::{LibraryPlace, Navette, RunningNode};
use navette_tests::small_consortium::eventually;
use tokio::net::{TcpSocket, TcpStream};
use tonic::transport::{Channel, Endpoint};

/// What a flood may cost in memory.
const MORE_MIB: f64 = 50.0;
/// Calls that are opened and taken back at once; `tests/long` has ten times as many.
const RESETS: usize = 10_000;
/// Connections that say nothing; `tests/long` has ten times as many.
const IDLE: usize = 1_000;
/// Of these, so many at a time: a process has only so many open files.
const AT_A_TIME: usize = 400;
/// Of those that dial a federator's lines and say nothing, more than shake hands at once, and from so many addresses.
const SILENT_ON_LINES: usize = 200;
const ADDRESSES: usize = 25;
/// Callers that ask and do not read.
const SLOW_READERS: usize = 50;

struct Scene {
    node: RunningNode,
    client: CatalogueServiceClient<Channel>,
    before: f64,
    _folder: tempfile::TempDir,
}

async fn scene() -> Scene {
    let folder = tempfile::tempdir().unwrap();
    let navette = Navette::built_like_this().unwrap();
    let node = navette
        .start_node(&LibraryPlace::numbered(0), folder.path())
        .await
        .unwrap();
    let books: Vec<_> = (0..400)
        .map(|number| a_book(&number.to_string(), &format!("Livre du nord {number}")))
        .collect();
    let file = folder.path().join("books.mrc");
    std::fs::write(&file, file_of(&books).unwrap()).unwrap();
    navette.import(&node.address, &file).unwrap();
    let mut client = CatalogueServiceClient::new(endpoint(&node).connect().await.unwrap());
    // Warm: what the first searches take is not the flood's.
    for _ in 0..50 {
        client.search(a_search()).await.unwrap();
    }
    let before = node.process.resident_mib().unwrap();
    Scene {
        node,
        client,
        before,
        _folder: folder,
    }
}

/// How many times the usual flood it is.
fn times() -> usize {
    let said = std::env::var("NAVETTE_FLOODS").ok();
    said.and_then(|times| times.parse().ok()).unwrap_or(1)
}

fn endpoint(node: &RunningNode) -> Endpoint {
    Endpoint::from_shared(format!("http://{}", node.address)).unwrap()
}

fn a_search() -> SearchRequest {
    SearchRequest {
        text: "livre nord".into(),
        page_size: 100,
        ..SearchRequest::default()
    }
}

impl Scene {
    fn host(&self) -> &str {
        &self.node.address
    }

    /// Another caller is answered as ever, and the node has not grown.
    async fn assert_unharmed(&mut self) {
        let answer = self.client.search(a_search()).await.unwrap().into_inner();
        assert_eq!(answer.total, 400);
        let now = self.node.process.resident_mib().unwrap();
        let more = now - self.before;
        assert!(more <= MORE_MIB, "{more:.1} MiB more");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_takes_calls_back_without_end_is_shown_the_door() {
    let mut scene = scene().await;
    let (mut resets, wanted) = (0, RESETS * times());
    while resets < wanted {
        // A connection that was closed is made anew, as a flood does.
        resets += reset_until_refused(scene.host(), wanted - resets)
            .await
            .unwrap_or_default()
            .max(1);
    }
    scene.assert_unharmed().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_says_it_is_a_gibibyte_is_refused_before_it_is_read() {
    let mut scene = scene().await;
    let host = scene.host().to_owned();
    let stream = TcpStream::connect(&host).await.unwrap();
    let (sender, connection) = h2::client::handshake(stream).await.unwrap();
    let driving = tokio::spawn(connection);
    let mut sender = sender.ready().await.unwrap();
    let call = a_call(&host).unwrap();
    let (answer, mut body) = sender.send_request(call, false).unwrap();
    // Not compressed, and 2^30 bytes long.
    let header = Bytes::from_static(&[0, 0x40, 0, 0, 0]);
    body.send_data(header, false).unwrap();
    let answer = answer.await.unwrap();
    let status = answer.headers().get("grpc-status").cloned();
    let mut body = answer.into_body();
    let status = match status {
        Some(status) => status,
        None => {
            while body.data().await.is_some() {}
            let trailers = body.trailers().await.unwrap().unwrap();
            trailers.get("grpc-status").unwrap().clone()
        }
    };
    // OUT_OF_RANGE.
    assert_eq!(status, "11");
    driving.abort();
    scene.assert_unharmed().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_that_say_nothing_cost_nothing_and_keep_nobody_out() {
    let mut scene = scene().await;
    for _ in 0..IDLE * times() / AT_A_TIME {
        let mut idle = Vec::new();
        for _ in 0..AT_A_TIME {
            idle.push(TcpStream::connect(scene.host()).await.unwrap());
        }
        scene.assert_unharmed().await;
    }
    // Those that have gone leave their places.
    let endpoint = endpoint(&scene.node);
    eventually("a new caller is let in", async || {
        let Ok(channel) = endpoint.connect().await else {
            return Ok(false);
        };
        let found = CatalogueServiceClient::new(channel)
            .search(a_search())
            .await;
        Ok(found.is_ok())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn those_who_ask_and_do_not_read_do_not_fill_the_memory() {
    let mut scene = scene().await;
    let host = scene.host().to_owned();
    let mut readers = Vec::new();
    for _ in 0..SLOW_READERS {
        let stream = TcpStream::connect(&host).await.unwrap();
        let mut builder = h2::client::Builder::new();
        builder.initial_window_size(0);
        let (mut sender, connection) = builder.handshake::<_, Bytes>(stream).await.unwrap();
        let driving = tokio::spawn(connection);
        let mut answers = Vec::new();
        for _ in 0..20 {
            sender = sender.ready().await.unwrap();
            let call = a_call(&host).unwrap();
            let (answer, mut body) = sender.send_request(call, false).unwrap();
            let message = prost::Message::encode_to_vec(&a_search());
            let mut framed = vec![0];
            framed.extend_from_slice(&(message.len() as u32).to_be_bytes());
            framed.extend_from_slice(&message);
            body.send_data(Bytes::from(framed), true).unwrap();
            answers.push(answer);
        }
        readers.push((sender, driving, answers));
    }
    // They have asked when another is answered after them.
    scene.assert_unharmed().await;
    for (_, driving, _) in readers {
        driving.abort();
    }
    scene.assert_unharmed().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_dials_and_says_nothing_keeps_no_library_out() {
    let territory = DialledTerritory::found(&["aire", "lumbres"]).await.unwrap();
    let lines = territory.line_address().unwrap();
    let mut silent = Vec::new();
    for from in 0..SILENT_ON_LINES {
        // Each address of this machine stands for another one outside.
        let address = [127, 0, 0, u8::try_from(2 + from % ADDRESSES).unwrap()];
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind((address, 0).into()).unwrap();
        silent.push(socket.connect(lines).await.unwrap());
    }
    // Inviting and joining dial once each, and are given up after ten seconds.
    let code = territory.invite("aire").await.unwrap();
    territory.join(&code, "aire").await.unwrap();
    drop(silent);
}
