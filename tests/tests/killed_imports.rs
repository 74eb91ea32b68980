//! What is left of an import whose node is killed, again and again? Everything that was acknowledged, and no half record.
//!
//! Real processes: `navette import` sends, `navette node` is killed as by a power cut. NAVETTE_KILLS says how often.

use anyhow::{Context, Result, ensure};
use navette_proto::wire::catalogue::catalogue_service_client::CatalogueServiceClient;
use navette_proto::wire::catalogue::import_request::Step;
use navette_proto::wire::catalogue::import_response::Step as Answer;
use navette_proto::wire::catalogue::member_service_client::MemberServiceClient;
use navette_proto::wire::catalogue::{
    ChangesRequest, ImportBatch, ImportRequest, ImportResponse, RawRecord,
};
use navette_tests::consortium::write_file;
use navette_tests::corpus::{Flavour, Territory, TerritoryPlan};
use navette_tests::held_records::{PROFILE, read_held_records};
use navette_tests::importing::{an_import, raw_records};
use navette_tests::navette::{LibraryPlace, Navette, RunningNode, directory_bytes};
use navette_tests::patron::Patron;
use navette_tests::processes::{Process, connect};
use navette_tests::seeded::Seeded;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::Streaming;

const RECORDS: usize = 4_000;
const KILLS_USUALLY: usize = 6;
/// Records of one batch of this story's own importer.
const BATCH: usize = 50;
/// Records that may be unacknowledged before more are sent.
const UNDER_WAY: u64 = 200;
const LOOK_AGAIN: Duration = Duration::from_millis(2);

/// One library whose node is started and killed.
struct Story {
    navette: Navette,
    folder: tempfile::TempDir,
    file: PathBuf,
    content: Vec<u8>,
    seeded: Seeded,
}

impl Story {
    fn begin() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let territory = Territory::new(TerritoryPlan::new(1, RECORDS, 29));
        let file = write_file(&territory, 0, folder.path())?;
        let mut content = Vec::new();
        territory.write(0, Flavour::Unimarc, &mut content)?;
        Ok(Self {
            navette: Navette::built_like_this()?,
            folder,
            file,
            content,
            seeded: Seeded::new(29),
        })
    }

    async fn start_node(&self) -> Result<RunningNode> {
        let own = self.folder.path().join("lib00");
        self.navette
            .start_node(&LibraryPlace::numbered(0), &own)
            .await
    }

    /// Imports with the command, and kills the node once its store has grown by some bytes; tells what the command wrote.
    async fn kill_during_command(&mut self, node: RunningNode) -> Result<String> {
        // The ledger beside it grows by itself.
        let catalogue = node.data.join("catalogue");
        let until =
            directory_bytes(&catalogue)? + self.seeded.below(self.content.len() / 16) as u64;
        let file = self
            .file
            .to_str()
            .context("the folder's name is not text")?;
        let arguments = [
            "import",
            "--node",
            &node.address,
            "--profile",
            PROFILE,
            file,
        ];
        let log = self.folder.path().join("import.txt");
        let mut import = Process::start("import", self.navette.program(), &arguments, &log)?;
        // Files come and go while they are counted.
        while directory_bytes(&catalogue).unwrap_or(0) < until && !import.has_ended()? {
            tokio::time::sleep(LOOK_AGAIN).await;
        }
        node.process.kill()?;
        while !import.has_ended()? {
            tokio::time::sleep(LOOK_AGAIN).await;
        }
        Ok(import.written())
    }

    /// Imports by the story's own hand, and kills the node once it has acknowledged some more records; gives how many in all.
    async fn kill_during_story(&mut self, node: RunningNode, before: u64) -> Result<u64> {
        let mut import = Importing::begin(&node).await?;
        let resumed = import.acknowledged;
        ensure!(
            resumed >= before,
            "{before} records were acknowledged, {resumed} are known"
        );
        let enough = resumed + self.seeded.below(RECORDS / 4) as u64;
        let mut left = raw_records(&self.content)?;
        left.retain(|record| record.number > resumed);
        for batch in left.chunks(BATCH) {
            let last = batch.last().map_or(0, |record| record.number);
            import.send(batch).await?;
            while import.acknowledged + UNDER_WAY < last && import.hear().await? {}
            if import.acknowledged >= enough {
                break;
            }
        }
        node.process.kill()?;
        // What was on its way is acknowledged too.
        while import.hear().await.unwrap_or(false) {}
        Ok(import.acknowledged)
    }

    /// Imports the whole file with the command; gives its summary.
    fn import(&self, node: &RunningNode) -> Result<Value> {
        let output = Command::new(self.navette.program())
            .args(["import", "--node", &node.address, "--profile", PROFILE])
            .args(["--output", "json"])
            .arg(&self.file)
            .output()?;
        let told = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "the import failed:\n{told}");
        Ok(serde_json::from_slice(&output.stdout)?)
    }
}

/// An import that knows what was acknowledged.
struct Importing {
    requests: mpsc::Sender<ImportRequest>,
    answers: Streaming<ImportResponse>,
    acknowledged: u64,
}

impl Importing {
    async fn begin(node: &RunningNode) -> Result<Self> {
        let mut client = CatalogueServiceClient::new(connect(&node.address).await?);
        let (requests, outgoing) = mpsc::channel(4);
        let step = Some(Step::Start(an_import("story")));
        requests.send(ImportRequest { step }).await?;
        let answers = client.import(ReceiverStream::new(outgoing)).await?;
        let mut importing = Self {
            requests,
            answers: answers.into_inner(),
            acknowledged: 0,
        };
        importing.hear().await?;
        Ok(importing)
    }

    async fn send(&mut self, records: &[RawRecord]) -> Result<()> {
        let records = records.to_vec();
        let step = Some(Step::Batch(ImportBatch { records }));
        Ok(self.requests.send(ImportRequest { step }).await?)
    }

    /// Takes one answer; false where there are no more.
    async fn hear(&mut self) -> Result<bool> {
        let answer = self.answers.message().await?;
        match answer.and_then(|answer| answer.step) {
            Some(Answer::Ready(ready)) => self.acknowledged = ready.resume_after,
            Some(Answer::Progress(progress)) => self.acknowledged = progress.durable,
            Some(Answer::Summary(_)) | None => return Ok(false),
        }
        Ok(true)
    }
}

/// Reads every record from the node's change stream, as a federator does: title and copies by id.
async fn everything_in(node: &RunningNode) -> Result<BTreeMap<String, (String, usize)>> {
    let channel = connect(&node.address).await?;
    let mut member = MemberServiceClient::new(channel).max_decoding_message_size(16 << 20);
    let request = ChangesRequest::default();
    let mut stream = member.changes(request).await?.into_inner();
    let mut found = BTreeMap::new();
    while let Some(message) = stream.message().await? {
        for change in message.changes {
            let record = change.record.context("a record was withdrawn")?;
            found.insert(change.record_id, (record.title, record.items.len()));
        }
        if message.caught_up {
            break;
        }
    }
    Ok(found)
}

fn everything_expected(content: &[u8]) -> Result<BTreeMap<String, (String, usize)>> {
    let held = read_held_records("lib00", content)?;
    let records = held.into_iter().map(|held| held.record);
    Ok(records
        .map(|record| (record.id.0, (record.title, record.items.len())))
        .collect())
}

/// Reads where an import went on; nothing where it was killed before it heard.
fn continued_after(told: &str) -> Option<u64> {
    let number = told.split("continued after record ").nth(1)?;
    number.split_whitespace().next()?.parse().ok()
}

/// Says whether the command was faster than the kill: where nothing changes, the store hardly grows.
fn has_come_to_its_end(told: &str) -> bool {
    told.contains(" unchanged, ")
}

fn kills() -> usize {
    let said = std::env::var("NAVETTE_KILLS").ok();
    said.and_then(|said| said.parse().ok())
        .unwrap_or(KILLS_USUALLY)
}

/// Fails where fewer titles are found than were acknowledged.
async fn expect_titles(node: &RunningNode, acknowledged: u64) -> Result<()> {
    let found = Patron::connect(&node.address)
        .await?
        .search("")
        .await?
        .total;
    ensure!(
        found >= acknowledged,
        "{found} titles are found, {acknowledged} were acknowledged"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_whose_node_is_killed_again_and_again_loses_nothing_acknowledged() {
    let mut story = Story::begin().unwrap();
    let (mut by_command, mut by_story, mut stored) = (0, 0, 0);
    for kill in 0..kills() {
        let node = story.start_node().await.unwrap();
        expect_titles(&node, stored).await.unwrap();
        if kill % 2 == 0 {
            let told = story.kill_during_command(node).await.unwrap();
            if let Some(continued) = continued_after(&told) {
                assert!(continued >= by_command, "after {by_command}: {told}");
                by_command = continued;
            }
            stored = stored.max(by_command);
            // The next one begins with the first record again; of one that was killed at its very end the node alone knows.
            if has_come_to_its_end(&told) || by_command == RECORDS as u64 {
                by_command = 0;
            }
        } else {
            by_story = story.kill_during_story(node, by_story).await.unwrap();
            stored = stored.max(by_story);
        }
    }
    println!(
        "killed {} times; {by_story} records were acknowledged on the way",
        kills()
    );
    let node = story.start_node().await.unwrap();
    expect_titles(&node, stored).await.unwrap();
    let summary = story.import(&node).unwrap();
    let count = |name: &str| summary[name].as_u64().unwrap();
    assert_eq!((count("read"), count("rejected")), (RECORDS as u64, 0));
    // What the story stored was read with another profile, and so counts as changed.
    let kept = count("new") + count("changed") + count("unchanged");
    assert_eq!(kept, RECORDS as u64);
    let expected = everything_expected(&story.content).unwrap();
    assert!(everything_in(&node).await.unwrap() == expected);
    // The command went on where it had ended: what the story stored before that place is read with the command's profile now.
    story.import(&node).unwrap();
    let again = story.import(&node).unwrap();
    assert_eq!(again["unchanged"].as_u64(), Some(RECORDS as u64), "{again}");
}
