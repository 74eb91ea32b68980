//! A node, its clients, and books to put into it.

use navette_indexer::marc::{self, Field, MarcRecord, Subfield};
use navette_node::{NodeConfig, RunningNode, start};
use navette_proto::wire::catalogue::catalogue_service_client::CatalogueServiceClient;
use navette_proto::wire::catalogue::import_request::Step;
use navette_proto::wire::catalogue::import_response::Step as Answer;
use navette_proto::wire::catalogue::member_service_client::MemberServiceClient;
use navette_proto::wire::catalogue::{
    ImportBatch, ImportFinish, ImportReady, ImportRequest, ImportResponse, ImportStart,
    ImportSummary, RawRecord, Reject, SearchRequest, SearchResponse,
};
use std::path::Path;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::transport::Channel;
use tonic::{Status, Streaming};

pub(crate) const PROFILE: &str = "name = \"test\"\nextends = \"koha-unimarc\"\n";
pub(crate) const TABLE: &str = "name = \"test\"\nextends = \"csv\"\n";

/// A node and its folder.
pub(crate) struct Library {
    pub(crate) node: RunningNode,
    pub(crate) config: NodeConfig,
    pub(crate) client: CatalogueServiceClient<Channel>,
    pub(crate) member: MemberServiceClient<Channel>,
    pub(crate) channel: Channel,
    pub(crate) folder: tempfile::TempDir,
}

pub(crate) fn config(folder: &Path) -> NodeConfig {
    let data_dir = folder.join("data");
    let text = format!(
        "library = \"aire\"\nname = \"Médiathèque d'Aire\"\nlisten = \"127.0.0.1:0\"\ndata_dir = {data_dir:?}\n\
         latitude = 50.6\nlongitude = 2.4\n[index]\nmemory_mib = 16\nthreads = 1\n[access]\ntrust_this_machine = true\n"
    );
    NodeConfig::from_toml(&text).unwrap()
}

impl Library {
    pub(crate) async fn empty() -> Self {
        Self::over(tempfile::tempdir().unwrap()).await
    }

    /// Starts a node over a folder that may hold a catalogue already.
    pub(crate) async fn over(folder: tempfile::TempDir) -> Self {
        let config = config(folder.path());
        Self::settled(config, folder).await
    }

    /// Starts a node with settings of one's own.
    pub(crate) async fn settled(config: NodeConfig, folder: tempfile::TempDir) -> Self {
        let node = start(config.clone()).await.unwrap();
        let channel = Channel::from_shared(format!("http://{}", node.address())).unwrap();
        let channel = channel.connect().await.unwrap();
        Self {
            node,
            config,
            client: CatalogueServiceClient::new(channel.clone()),
            member: MemberServiceClient::new(channel.clone()),
            channel,
            folder,
        }
    }

    pub(crate) async fn with(books: &[RawRecord]) -> Self {
        let library = Self::empty().await;
        library.import("first", books).await;
        library
    }

    /// Stops the node and starts it again over the same folder.
    pub(crate) async fn restarted(self) -> Self {
        drop((self.client, self.member, self.channel));
        self.node.stop().await.unwrap();
        Self::over(self.folder).await
    }

    /// Imports all records under a key.
    pub(crate) async fn import(&self, key: &str, records: &[RawRecord]) -> ImportSummary {
        let mut import = self.begin(a_start(key)).await.unwrap();
        import.send(records).await;
        import.finish().await.unwrap()
    }

    /// Begins an import.
    pub(crate) async fn begin(&self, start: ImportStart) -> Result<Importing, Status> {
        let (requests, outgoing) = mpsc::channel(64);
        let first = ImportRequest {
            step: Some(Step::Start(start)),
        };
        requests.send(first).await.unwrap();
        let mut client = self.client.clone();
        let answers = client.import(ReceiverStream::new(outgoing)).await?;
        let mut importing = Importing {
            requests,
            answers: answers.into_inner(),
            ready: ImportReady::default(),
            rejects: Vec::new(),
            durable: 0,
        };
        match importing.next().await? {
            Answer::Ready(ready) => importing.ready = ready,
            other => panic!("ready expected, not {other:?}"),
        }
        Ok(importing)
    }

    pub(crate) async fn search(&self, text: &str) -> SearchResponse {
        let request = SearchRequest {
            text: text.into(),
            ..SearchRequest::default()
        };
        let mut client = self.client.clone();
        client.search(request).await.unwrap().into_inner()
    }

    pub(crate) async fn titles(&self, text: &str) -> Vec<String> {
        let works = self.search(text).await.works;
        works.into_iter().map(|work| work.title).collect()
    }
}

/// An import under way.
pub(crate) struct Importing {
    requests: mpsc::Sender<ImportRequest>,
    answers: Streaming<ImportResponse>,
    pub(crate) ready: ImportReady,
    pub(crate) rejects: Vec<Reject>,
    pub(crate) durable: u64,
}

impl Importing {
    pub(crate) async fn step(&self, step: Step) {
        // The node may have ended the import; it says why in its answer.
        let _ = self.requests.send(ImportRequest { step: Some(step) }).await;
    }

    pub(crate) async fn send(&self, records: &[RawRecord]) {
        let records = records.to_vec();
        self.step(Step::Batch(ImportBatch { records })).await;
    }

    pub(crate) async fn next(&mut self) -> Result<Answer, Status> {
        let answer = self.answers.message().await?;
        Ok(answer.and_then(|answer| answer.step).unwrap())
    }

    /// Waits until everything up to a record is durable.
    pub(crate) async fn until_durable(&mut self, number: u64) {
        while self.durable < number {
            match self.next().await.unwrap() {
                Answer::Progress(progress) => {
                    self.durable = progress.durable;
                    self.rejects.extend(progress.rejects);
                }
                other => panic!("progress expected, not {other:?}"),
            }
        }
    }

    pub(crate) async fn finish(&mut self) -> Result<ImportSummary, Status> {
        self.step(Step::Finish(ImportFinish {})).await;
        loop {
            match self.next().await? {
                Answer::Progress(progress) => {
                    self.durable = progress.durable;
                    self.rejects.extend(progress.rejects);
                }
                Answer::Summary(summary) => return Ok(summary),
                Answer::Ready(_) => panic!("ready again"),
            }
        }
    }
}

pub(crate) fn a_start(key: &str) -> ImportStart {
    ImportStart {
        import_key: key.into(),
        profile_toml: PROFILE.into(),
        ..ImportStart::default()
    }
}

fn data(tag: &str, subfields: &[(char, &str)]) -> Field {
    Field::Data {
        tag: tag.into(),
        indicators: ['1', ' '],
        subfields: subfields
            .iter()
            .map(|(code, value)| Subfield {
                code: *code,
                value: (*value).to_owned(),
            })
            .collect(),
    }
}

/// A book as UNIMARC bytes: one copy, on the shelf.
pub(crate) fn a_book(number: u64, title: &str, author: &str) -> RawRecord {
    a_numbered_book(number, &number.to_string(), title, author)
}

/// A book whose own number is not that of its place in the file.
pub(crate) fn a_numbered_book(number: u64, id: &str, title: &str, author: &str) -> RawRecord {
    let coded = "20240101d1990    m  y0frey50      ba";
    let record = MarcRecord {
        leader: "00000nam0 2200000   450 ".into(),
        fields: vec![
            Field::Control {
                tag: "001".into(),
                value: id.into(),
            },
            data("100", &[('a', coded)]),
            data("101", &[('a', "fre")]),
            data("200", &[('a', title)]),
            data("210", &[('c', "Gallimard"), ('d', "1990")]),
            data("700", &[('a', author), ('b', "X")]),
            data(
                "995",
                &[('b', "AIRE"), ('f', &format!("B{id}")), ('k', "R ABC")],
            ),
        ],
    };
    RawRecord {
        number,
        offset: number * 1_000,
        format: "iso2709".into(),
        header: Vec::new(),
        raw: marc::write(&record).unwrap(),
    }
}

/// A word of four letters for a number, too short to be taken for another.
pub(crate) fn word(number: u64) -> String {
    let letter = |place: u32| char::from(b'a' + (number / 26_u64.pow(place) % 26) as u8);
    format!("x{}{}{}", letter(2), letter(1), letter(0))
}

/// Many different books, numbered from 1.
pub(crate) fn books(count: u64) -> Vec<RawRecord> {
    (1..=count)
        .map(|number| {
            let title = format!("Histoire {} du nord", word(number));
            a_book(number, &title, "Durand")
        })
        .collect()
}
