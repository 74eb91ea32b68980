//! Is a territory on poor lines still searched at once, and is what is shown of it made live soon after? What does the line carry?

use navette_federator::{FederatorConfig, RunningFederator};
use navette_proto::wire::catalogue::catalogue_service_client::CatalogueServiceClient;
use navette_proto::wire::catalogue::{SearchRequest, SearchResponse, SearchStreamRequest};
use navette_tests::corpus::{Flavour, Territory, TerritoryPlan};
use navette_tests::poor_line::{LineQuality, PoorLine};
use navette_tests::small_consortium::{
    SmallConsortium, eventually, federator_over, member, work_keys,
};
use tonic::transport::Channel;

/// Libraries of the scene, and records of each.
const LIBRARIES: usize = 9;
const RECORDS: usize = 150;

struct Scene {
    nodes: SmallConsortium,
    lines: Vec<PoorLine>,
    federator: RunningFederator,
    client: CatalogueServiceClient<Channel>,
    queries: Vec<String>,
    _folder: tempfile::TempDir,
}

/// Nine libraries that share many works, each behind a line of its own; the federator knows them all.
async fn scene() -> Scene {
    let territory = Territory::new(TerritoryPlan {
        unique: 0.30,
        ..TerritoryPlan::new(LIBRARIES, RECORDS, 56)
    });
    let files: Vec<Vec<u8>> = (0..LIBRARIES)
        .map(|library| a_file(&territory, library))
        .collect();
    let nodes = SmallConsortium::without_federator(&files).await.unwrap();
    let mut lines = Vec::new();
    for (seed, library) in nodes.libraries.iter().enumerate() {
        let line = PoorLine::before(library.address().unwrap(), seed as u64);
        lines.push(line.await.unwrap());
    }
    let folder = tempfile::tempdir().unwrap();
    let members = lines.iter().enumerate().map(|(number, line)| {
        let library = format!("lib{number:02}");
        member(&library, &library, format!("http://{}", line.address()))
    });
    let config = FederatorConfig {
        deadline_ms: 1_000,
        ..federator_over(members.collect(), folder.path().join("federator"))
    };
    let federator = navette_federator::start(config).await.unwrap();
    eventually("all are copied", async || {
        Ok(federator.copies_complete() == LIBRARIES && federator.words_are_known())
    })
    .await
    .unwrap();
    let address = format!("http://{}", federator.address());
    Scene {
        nodes,
        lines,
        federator,
        client: CatalogueServiceClient::connect(address).await.unwrap(),
        queries: territory.queries(4),
        _folder: folder,
    }
}

fn a_file(territory: &Territory, library: usize) -> Vec<u8> {
    let mut file = Vec::new();
    territory
        .write(library, Flavour::Unimarc, &mut file)
        .unwrap();
    file
}

impl Scene {
    /// Asks for the first page, and for every better one.
    async fn pages(&mut self, text: &str) -> Vec<SearchResponse> {
        let search = SearchRequest {
            text: text.into(),
            ..SearchRequest::default()
        };
        let asked = SearchStreamRequest {
            search: Some(search),
        };
        let mut stream = self.client.search_stream(asked).await.unwrap().into_inner();
        let mut pages = Vec::new();
        while let Some(page) = stream.message().await.unwrap() {
            pages.push(page.search.unwrap());
        }
        pages
    }

    /// Makes every line this poor, for connections that are open and for new ones.
    fn set_lines(&self, quality: LineQuality) {
        for line in &self.lines {
            line.set(quality);
        }
    }
}

/// Counts the holdings of a page, and those whose status is live.
fn live(page: &SearchResponse) -> (usize, usize) {
    let holdings = page.works.iter().flat_map(|work| &work.holdings);
    let live = holdings.clone().filter(|held| held.as_of_ms == 0).count();
    (holdings.count(), live)
}

#[tokio::test(flavor = "multi_thread")]
async fn on_poor_lines_the_first_page_is_whole_and_live_status_follows() {
    let mut scene = scene().await;
    let queries = scene.queries.clone();
    let mut expected = Vec::new();
    for text in &queries {
        expected.push(scene.pages(text).await.pop().unwrap());
    }
    scene.set_lines(LineQuality::POOR);
    let (mut all, mut dated, mut made_live) = (0, 0, 0);
    for _ in 0..2 {
        for (text, expected) in queries.iter().zip(&expected) {
            let pages = scene.pages(text).await;
            let first = pages.first().unwrap();
            assert_eq!(work_keys(first), work_keys(expected), "{text}");
            assert_eq!(first.total, expected.total, "{text}");
            assert_eq!(first.libraries.len(), LIBRARIES);
            let (holdings, live_at_first) = live(first);
            let (_, live_at_last) = live(pages.last().unwrap());
            all += holdings;
            dated += holdings - live_at_first;
            made_live += live_at_last.saturating_sub(live_at_first);
        }
    }
    assert!(dated * 2 > all, "{dated} of {all} dated at first");
    assert!(
        made_live * 10 >= dated * 9,
        "{made_live} of {dated} made live"
    );
    scene.set_lines(LineQuality::GOOD);
    scene.federator.stop().await;
    drop(scene.nodes);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_was_cut_is_found_again_and_answers_live() {
    let mut scene = scene().await;
    let text = scene.queries[0].clone();
    let expected = scene.pages(&text).await.pop().unwrap();
    for quality in [
        LineQuality::CUT,
        LineQuality {
            one_way: true,
            ..LineQuality::GOOD
        },
    ] {
        scene.set_lines(quality);
        let without = scene.pages(&text).await.pop().unwrap();
        assert_eq!(work_keys(&without), work_keys(&expected));
        assert_eq!(live(&without).1, 0, "nobody can be asked");
        scene.set_lines(LineQuality::GOOD);
        // What was lost on the way never comes: the connections are made anew.
        for line in &scene.lines {
            line.drop_connections();
        }
        let client = scene.client.clone();
        eventually("all is live again", async || {
            let search = SearchRequest {
                text: text.clone(),
                ..SearchRequest::default()
            };
            let page = client.clone().search(search).await?.into_inner();
            let (holdings, live) = live(&page);
            Ok(holdings > 0 && holdings == live)
        })
        .await
        .unwrap();
    }
    scene.federator.stop().await;
    drop(scene.nodes);
}
