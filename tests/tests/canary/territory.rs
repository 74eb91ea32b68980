//! Where the story happens: Aire, whose patrons are looked for, Lumbres, which lends, and a federator, all in this process.

use super::relay::Relay;
use anyhow::{Context, Result, ensure};
use navette_federator::{FederatorConfig, RunningFederator};
use navette_node::{NodeConfig, RunningNode};
use navette_proto::wire::catalogue::SearchRequest;
use navette_proto::wire::catalogue::catalogue_service_client::CatalogueServiceClient;
use navette_tests::books::{Book, a_book, file_of};
use navette_tests::importing::{an_import, import};
use navette_tests::navette::TRUSTING;
use navette_tests::processes::{connect, free_address};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tonic::transport::Channel;

const WEEK: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];
/// How long something may take that happens by itself, also where everything is written down.
pub(super) const PATIENCE: Duration = Duration::from_secs(90);
/// Between two looks at it.
pub(super) const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// Everybody who takes part.
pub(super) struct Territory {
    pub(super) aire: Channel,
    pub(super) lumbres: Channel,
    pub(super) federator: Channel,
    pub(super) relay: Relay,
    running: (RunningNode, RunningNode, RunningFederator),
    folder: TempDir,
}

impl Territory {
    pub(super) async fn start() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let relay = Relay::start().await;
        let (centre, aire, lumbres) = (free_address()?, free_address()?, free_address()?);
        let places = [("aire", &aire), ("lumbres", &lumbres)];
        let node = |(id, address): (&str, &String)| {
            let text = node_settings(id, address, &centre, folder.path(), relay.port);
            NodeConfig::from_toml(&format!("{text}\n{TRUSTING}"))
        };
        let (own, other) = (node(places[0])?, node(places[1])?);
        let settings = federator_settings(&centre, folder.path(), &places);
        let settings = FederatorConfig::from_toml(&format!("{settings}\n{TRUSTING}"))?;
        let running = (
            navette_node::start(own).await?,
            navette_node::start(other).await?,
            navette_federator::start(settings).await?,
        );
        let territory = Self {
            aire: connect(&aire).await?,
            lumbres: connect(&lumbres).await?,
            federator: connect(&centre).await?,
            relay,
            running,
            folder,
        };
        fill(&territory.aire, &[a_book("1", "Candide")]).await?;
        let germinal = a_book("2", "Germinal").and_a_copy().and_a_copy();
        fill(&territory.lumbres, &[germinal]).await?;
        Ok(territory)
    }

    /// Finds a work by its title, once the federator knows of it.
    pub(super) async fn work(&self, title: &str) -> Result<String> {
        let began = Instant::now();
        loop {
            let asked = SearchRequest {
                text: title.into(),
                ..SearchRequest::default()
            };
            let mut client = CatalogueServiceClient::new(self.federator.clone());
            let found = client.search(asked).await.map(|found| found.into_inner());
            if let Some(work) = found.ok().and_then(|found| found.works.into_iter().next()) {
                return Ok(work.work);
            }
            ensure!(began.elapsed() < PATIENCE, "{title} is not found");
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Gives the folder of one of them.
    pub(super) fn folder(&self, id: &str) -> PathBuf {
        self.folder.path().join(id)
    }

    /// Ends all processes; their folders stay until what is given back is dropped.
    pub(super) async fn stop(self) -> Result<TempDir> {
        let (aire, lumbres, federator) = self.running;
        federator.stop().await;
        aire.stop().await.context("Aire does not stop")?;
        lumbres.stop().await.context("Lumbres does not stop")?;
        Ok(self.folder)
    }
}

async fn fill(node: &Channel, books: &[Book]) -> Result<()> {
    let mut client = CatalogueServiceClient::new(node.clone());
    import(&mut client, an_import("first"), &file_of(books)?).await?;
    Ok(())
}

fn node_settings(id: &str, address: &str, centre: &str, folder: &Path, relay: u16) -> String {
    format!(
        "library = \"{id}\"\nname = \"{id}\"\nlisten = \"{address}\"\ndata_dir = \"{}\"\n\
         federator = \"http://{centre}\"\nhours = {}\n[index]\nthreads = 1\nmemory_mib = 16\n\
         [email]\nrelay = \"127.0.0.1\"\nport = {relay}\nencryption = \"none\"\n\
         from = \"bibliotheque@exemple.fr\"\n",
        folder.join(id).display(),
        hours()
    )
}

fn federator_settings(centre: &str, folder: &Path, places: &[(&str, &String)]) -> String {
    let data = folder.join("federator");
    let mut text = format!("listen = \"{centre}\"\ndata_dir = \"{}\"\n", data.display());
    for (id, address) in places {
        text += &format!(
            "\n[[members]]\nlibrary = \"{id}\"\nname = \"{id}\"\naddress = \"http://{address}\"\nhours = {}\n",
            hours()
        );
    }
    for day in WEEK {
        text += &format!(
            "\n[[rounds]]\nid = \"{day}\"\nname = \"{day}\"\nweekday = \"{day}\"\n\
             stops = [\"lumbres 09:00\", \"aire 10:00\", \"lumbres 11:00\", \"aire 12:00\"]\n"
        );
    }
    text
}

/// Open every day.
fn hours() -> String {
    let lines = WEEK.map(|day| format!("\"{day} 09:00-18:00\""));
    format!("[{}]", lines.join(", "))
}
