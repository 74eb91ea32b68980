//! Is nobody kept waiting by a library whose line is open and silent, and is it asked again once it answers?

use navette_federator::{FederatorConfig, MemberConfig, RunningFederator};
use navette_proto::wire::catalogue::catalogue_service_client::CatalogueServiceClient;
use navette_proto::wire::catalogue::{
    LibraryState, SearchRequest, SearchResponse, SearchStreamRequest,
};
use navette_tests::books::{a_book, file_of};
use navette_tests::relay::Relay;
use navette_tests::small_consortium::{SmallConsortium, eventually, state_of, status_of};
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tonic::transport::Channel;

/// The deadline is one second; a machine may be busy.
const NOT_LONGER_THAN: Duration = Duration::from_secs(5);

struct Scene {
    nodes: SmallConsortium,
    relay: Relay,
    federator: RunningFederator,
    client: CatalogueServiceClient<Channel>,
    _folder: tempfile::TempDir,
}

fn member(library: &str, address: SocketAddr) -> MemberConfig {
    MemberConfig {
        library: library.into(),
        name: library.into(),
        address: format!("http://{address}"),
        commune: String::new(),
        latitude: 0.0,
        longitude: 0.0,
        hours: Vec::new(),
        closures: Vec::new(),
    }
}

/// Two libraries with a book each; the line of `lib01` can be frozen.
async fn scene() -> Scene {
    let files =
        ["La mer du nord", "Le vent du nord"].map(|title| file_of(&[a_book("1", title)]).unwrap());
    let nodes = SmallConsortium::without_federator(&files).await.unwrap();
    let relay = Relay::before(nodes.libraries[1].address().unwrap())
        .await
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let config = FederatorConfig {
        observe: Default::default(),
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        data_dir: folder.path().join("federator"),
        deadline_ms: 1_000,
        match_limit: 20_000,
        keep_days: 122,
        time_zone: "Europe/Paris".to_owned(),
        rounds: Vec::new(),
        agreements: Vec::new(),
        members: vec![
            member("lib00", nodes.libraries[0].address().unwrap()),
            member("lib01", relay.address()),
        ],
    };
    let federator = navette_federator::start(config).await.unwrap();
    eventually("both are copied", async || {
        Ok(federator.copies_complete() == 2)
    })
    .await
    .unwrap();
    let address = format!("http://{}", federator.address());
    let client = CatalogueServiceClient::connect(address).await.unwrap();
    let mut scene = Scene {
        nodes,
        relay,
        federator,
        client,
        _folder: folder,
    };
    scene.wait_for(LibraryState::Answered).await;
    scene
}

fn request() -> SearchRequest {
    SearchRequest {
        text: "nord".into(),
        ..SearchRequest::default()
    }
}

impl Scene {
    async fn find(&mut self) -> SearchResponse {
        self.client.search(request()).await.unwrap().into_inner()
    }

    async fn wait_for(&mut self, state: LibraryState) {
        let client = self.client.clone();
        eventually(state.as_str_name(), async || {
            let answer = client.clone().search(request()).await?.into_inner();
            Ok(answer.total == 2 && state_of(&answer, "lib01") == state)
        })
        .await
        .unwrap();
    }

    async fn end(self) {
        self.relay.thaw();
        self.federator.stop().await;
        drop(self.nodes);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_library_is_answered_for_by_its_copy_until_a_probe_is_answered() {
    let mut scene = scene().await;
    scene.relay.freeze();
    let began = Instant::now();
    let first = scene.find().await;
    assert!(began.elapsed() < NOT_LONGER_THAN);
    assert_eq!(first.total, 2, "{first:#?}");
    assert_eq!(state_of(&first, "lib01"), LibraryState::Late);
    assert_eq!(state_of(&first, "lib00"), LibraryState::Answered);
    assert!(status_of(&first, "lib01").unwrap().as_of_ms > 0);
    let next = scene.find().await;
    let status = status_of(&next, "lib01").unwrap();
    assert_eq!((status.state(), status.elapsed_ms), (LibraryState::Late, 0));
    assert_eq!(next.total, 2);
    scene.relay.thaw();
    scene.wait_for(LibraryState::Answered).await;
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_page_does_not_wait_for_a_silent_library() {
    let mut scene = scene().await;
    scene.relay.freeze();
    let asked = SearchStreamRequest {
        search: Some(request()),
    };
    let mut pages = scene
        .client
        .search_stream(asked)
        .await
        .unwrap()
        .into_inner();
    let mut finals = Vec::new();
    while let Some(page) = pages.message().await.unwrap() {
        assert_eq!(page.search.unwrap().total, 2);
        finals.push(page.r#final);
    }
    assert_eq!(finals, [false, true]);
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hurried_caller_does_not_make_a_library_late_for_others() {
    let mut scene = scene().await;
    for _ in 0..5 {
        let mut hurried = tonic::Request::new(request());
        hurried.set_timeout(Duration::from_micros(200));
        // Whether it is answered in so short a time is nobody's concern here.
        let _ = scene.client.search(hurried).await;
        let answer = scene.find().await;
        assert_eq!(state_of(&answer, "lib01"), LibraryState::Answered);
    }
    scene.end().await;
}
