//! How is a small consortium brought up inside the test's own process? Nodes and a federator over loopback, in folders that go with it.
//!
//! They speak gRPC as separate processes would; `consortium` starts real ones.

use crate::importing::{a_replacement, an_import, import};
use crate::navette::LibraryPlace;
use anyhow::{Context, Result, bail};
use navette_domain::catalogue::LibraryId;
use navette_federator::{FederatorConfig, MemberConfig, RunningFederator};
use navette_node::{IndexLimits, NodeConfig, RunningNode};
use navette_proto::wire::catalogue::catalogue_service_client::CatalogueServiceClient;
use navette_proto::wire::catalogue::{
    ImportSummary, LibraryState, LibraryStatus, SearchRequest, SearchResponse,
};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tonic::transport::{Channel, Endpoint};

/// How long a condition may take to come true: far longer than it should, for machines that are busy.
pub const PATIENCE: Duration = Duration::from_secs(15);
/// Between two looks at a condition.
const LOOK_AGAIN: Duration = Duration::from_millis(20);
/// Longest answer of the federator, in milliseconds. Generous: a story is not a measurement.
const DEADLINE_MS: u64 = 3_000;
/// Largest answer taken, in bytes.
const LARGEST_ANSWER: usize = 16 * 1024 * 1024;

/// Nodes, and a federator over them; all end with this value.
pub struct SmallConsortium {
    /// In the order of the federator's members.
    pub libraries: Vec<SmallLibrary>,
    federator: Option<RunningFederator>,
    strangers: Vec<MemberConfig>,
    folder: TempDir,
}

/// One library: its node, which may be stopped, and what is needed to start it again.
pub struct SmallLibrary {
    /// Its id and name: `lib00`, `Médiathèque 0`.
    pub place: LibraryPlace,
    node: Option<RunningNode>,
    config: NodeConfig,
    imports: u32,
}

impl SmallConsortium {
    /// Starts a node for each file, imports it, starts the federator, and waits until it has copied everything.
    pub async fn of(files: &[Vec<u8>]) -> Result<Self> {
        let mut consortium = Self::without_federator(files).await?;
        consortium.start_federator().await?;
        consortium.wait_until_copied().await?;
        Ok(consortium)
    }

    /// Starts and fills the nodes only.
    pub async fn without_federator(files: &[Vec<u8>]) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let mut libraries = Vec::new();
        for (number, file) in files.iter().enumerate() {
            let mut library = SmallLibrary::start(number, folder.path()).await?;
            library.import(file).await?;
            libraries.push(library);
        }
        Ok(Self {
            libraries,
            federator: None,
            strangers: Vec::new(),
            folder,
        })
    }

    /// Makes a library a member that no node answers for, from the next start of the federator on.
    pub fn with_stranger(mut self, library: &str) -> Self {
        // Port 1 is nobody's: the connection is refused at once.
        self.strangers
            .push(member(library, library, "http://127.0.0.1:1".into()));
        self
    }

    /// Starts the federator over its folder, which may hold copies from before.
    pub async fn start_federator(&mut self) -> Result<()> {
        let known = self.libraries.iter().map(|library| {
            let address = format!("http://{}", library.config.listen);
            member(&library.place.id, &library.place.name, address)
        });
        let members = known.chain(self.strangers.iter().cloned()).collect();
        let config = federator_over(members, self.folder.path().join("federator"));
        self.federator = Some(navette_federator::start(config).await?);
        Ok(())
    }

    /// Stops the federator; its folder stays.
    pub async fn stop_federator(&mut self) {
        if let Some(federator) = self.federator.take() {
            federator.stop().await;
        }
    }

    /// Stops the federator and starts it over the same folder, at another port.
    pub async fn restart_federator(&mut self) -> Result<()> {
        self.stop_federator().await;
        self.start_federator().await
    }

    /// Says where the federator serves.
    pub fn address(&self) -> Result<SocketAddr> {
        let federator = self.federator.as_ref();
        Ok(federator.context("the federator is stopped")?.address())
    }

    /// Makes a client of the federator.
    pub fn client(&self) -> Result<CatalogueServiceClient<Channel>> {
        client_of(self.address()?)
    }

    /// Waits until the federator has a whole copy of every library whose node runs.
    pub async fn wait_until_copied(&self) -> Result<()> {
        let federator = self
            .federator
            .as_ref()
            .context("the federator is stopped")?;
        let running = self.libraries.iter().filter(|one| one.node.is_some());
        let wanted = running.count();
        eventually(&format!("{wanted} copies are complete"), async || {
            Ok(federator.copies_complete() >= wanted && federator.words_are_known())
        })
        .await
    }

    /// Waits until each of these words finds something.
    ///
    /// A copy is complete a moment before its words count; scores are stable once a word of each library's own is found.
    pub async fn wait_until_found(&self, words: &[&str]) -> Result<()> {
        for word in words {
            self.find_until(word, "found", |answer| answer.total > 0)
                .await?;
        }
        Ok(())
    }

    /// Asks the federator.
    pub async fn search(&self, request: SearchRequest) -> Result<SearchResponse> {
        Ok(self.client()?.search(request).await?.into_inner())
    }

    /// Asks the federator for a text, in the usual order.
    pub async fn find(&self, text: &str) -> Result<SearchResponse> {
        self.search(SearchRequest {
            text: text.into(),
            ..SearchRequest::default()
        })
        .await
    }

    /// Asks the federator for a text again and again until the answer is as described.
    pub async fn find_until(
        &self,
        text: &str,
        described: &str,
        holds: impl Fn(&SearchResponse) -> bool,
    ) -> Result<SearchResponse> {
        let started = Instant::now();
        loop {
            let answer = self.find(text).await?;
            if holds(&answer) {
                return Ok(answer);
            }
            if started.elapsed() > PATIENCE {
                bail!("\"{text}\": not {described} after {PATIENCE:?}: {answer:#?}");
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }
}

impl SmallLibrary {
    async fn start(number: usize, folder: &Path) -> Result<Self> {
        let place = LibraryPlace::numbered(number);
        let config = NodeConfig {
            name: place.name.clone(),
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            index: IndexLimits {
                threads: 1,
                memory_mib: 16,
            },
            access: navette_node::AccessConfig {
                trust_this_machine: true,
            },
            ..NodeConfig::new(LibraryId::parse(&place.id)?, folder.join(&place.id))
        };
        let mut library = Self {
            place,
            node: None,
            config,
            imports: 0,
        };
        library.start_node().await?;
        // Started again it must be found where it was.
        library.config.listen = library.address()?;
        Ok(library)
    }

    /// Starts the node over its folder, at the address it had before.
    pub async fn start_node(&mut self) -> Result<()> {
        self.node = Some(navette_node::start(self.config.clone()).await?);
        Ok(())
    }

    /// Stops the node; its folder stays.
    pub async fn stop_node(&mut self) -> Result<()> {
        match self.node.take() {
            Some(node) => Ok(node.stop().await?),
            None => Ok(()),
        }
    }

    /// Stops the node and takes everything from it; started again it begins a new life.
    pub async fn lose_everything(&mut self) -> Result<()> {
        self.stop_node().await?;
        Ok(std::fs::remove_dir_all(&self.config.data_dir)?)
    }

    /// Says where the node serves.
    pub fn address(&self) -> Result<SocketAddr> {
        let node = self.node.as_ref();
        Ok(node.context("the node is stopped")?.address())
    }

    /// Says where the node keeps its catalogue.
    pub fn data_dir(&self) -> &PathBuf {
        &self.config.data_dir
    }

    /// Makes a client of the node.
    pub fn client(&self) -> Result<CatalogueServiceClient<Channel>> {
        client_of(self.address()?)
    }

    /// Imports a file into the node; what is absent from it stays.
    pub async fn import(&mut self, file: &[u8]) -> Result<ImportSummary> {
        let key = self.next_key();
        import(&mut self.client()?, an_import(&key), file).await
    }

    /// Imports a file into the node; what is absent from it is withdrawn.
    pub async fn replace(&mut self, file: &[u8]) -> Result<ImportSummary> {
        let key = self.next_key();
        import(&mut self.client()?, a_replacement(&key), file).await
    }

    fn next_key(&mut self) -> String {
        self.imports += 1;
        format!("import-{}", self.imports)
    }
}

/// Waits until something is true, and fails with what it was where it does not come true.
pub async fn eventually(what: &str, is_true: impl AsyncFnMut() -> Result<bool>) -> Result<()> {
    eventually_within(PATIENCE, what, is_true).await
}

/// Does the same with more patience, for what takes its time.
pub async fn eventually_within(
    patience: Duration,
    what: &str,
    mut is_true: impl AsyncFnMut() -> Result<bool>,
) -> Result<()> {
    let started = Instant::now();
    while !is_true().await? {
        if started.elapsed() > patience {
            bail!("not after {patience:?}: {what}");
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
    Ok(())
}

/// Finds how a library took part in an answer.
pub fn status_of<'a>(answer: &'a SearchResponse, library: &str) -> Result<&'a LibraryStatus> {
    let mut libraries = answer.libraries.iter();
    libraries
        .find(|status| status.library == library)
        .with_context(|| format!("{library} is not in the answer"))
}

/// Says in which state a library took part in an answer; unspecified where it is not named.
pub fn state_of(answer: &SearchResponse, library: &str) -> LibraryState {
    status_of(answer, library).map_or(LibraryState::Unspecified, LibraryStatus::state)
}

/// Lists the keys of the works of an answer, in its order.
pub fn work_keys(answer: &SearchResponse) -> Vec<&str> {
    answer.works.iter().map(|work| work.work.as_str()).collect()
}

/// Lists the titles of the works of an answer, in its order.
pub fn titles(answer: &SearchResponse) -> Vec<&str> {
    answer
        .works
        .iter()
        .map(|work| work.title.as_str())
        .collect()
}

/// Makes the settings of a federator over these members; nobody on this machine has to prove anything.
pub fn federator_over(members: Vec<MemberConfig>, data_dir: PathBuf) -> FederatorConfig {
    FederatorConfig {
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        lines: None,
        observe: Default::default(),
        data_dir,
        deadline_ms: DEADLINE_MS,
        match_limit: 20_000,
        keep_days: 122,
        time_zone: "Europe/Paris".to_owned(),
        rounds: Vec::new(),
        agreements: Vec::new(),
        access: navette_federator::AccessConfig {
            trust_this_machine: true,
        },
        members,
    }
}

/// Describes a library that is reached at an address.
pub fn member(library: &str, name: &str, address: String) -> MemberConfig {
    MemberConfig {
        library: library.into(),
        name: name.into(),
        address: Some(address),
        commune: String::new(),
        latitude: 0.0,
        longitude: 0.0,
        hours: Vec::new(),
        closures: Vec::new(),
    }
}

fn client_of(address: SocketAddr) -> Result<CatalogueServiceClient<Channel>> {
    let channel = Endpoint::from_shared(format!("http://{address}"))?.connect_lazy();
    Ok(CatalogueServiceClient::new(channel).max_decoding_message_size(LARGEST_ANSWER))
}
