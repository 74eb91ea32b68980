//! How is a territory founded, joined and dialled inside the test's own process? Over loopback, with certificates, and a clock that
//! the test sets.

use crate::importing::{an_import, import};
use crate::processes::free_address;
use crate::small_consortium::{PATIENCE, eventually, federator_over};
use anyhow::{Context, Result};
use navette_domain::catalogue::LibraryId;
use navette_domain::membership::{KioskName, Subject};
use navette_federator::{
    Clock, FederatorConfig, LinesConfig, MemberConfig, RoundConfig, RunningFederator,
};
use navette_node::{
    AccessConfig, DeskConfig, IndexLimits, JoinError, Joined, LineConfig, NodeConfig, RunningNode,
};
use navette_proto::wire::catalogue::catalogue_service_client::CatalogueServiceClient;
use navette_proto::wire::membership::membership_service_client::MembershipServiceClient;
use navette_proto::wire::membership::{InviteRequest, ListMembersRequest, Member, RevokeRequest};
use navette_trust::{Credential, Dialler, Expected, JoinCode, TimeOfDay};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tonic::transport::{Channel, Endpoint};

const WEEK: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// A federator that waits for lines, its administrator, and the libraries that have dialled in.
pub struct DialledTerritory {
    /// What the federator tells the time by.
    pub clock: Clock,
    federator: Option<RunningFederator>,
    config: FederatorConfig,
    folder: TempDir,
}

/// A library that has joined.
pub struct DialledLibrary {
    /// Its settings.
    pub config: NodeConfig,
    /// Its node, while it runs.
    pub node: Option<RunningNode>,
    /// What its node tells the time by.
    pub clock: navette_node::Clock,
}

impl DialledTerritory {
    /// Founds a territory of these libraries, starts its federator, and lets the administrator join.
    pub async fn found(libraries: &[&str]) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let config = federator_config(libraries, folder.path())?;
        let administrator = KioskName::parse("zoe")?;
        let founded = navette_federator::found(&config, administrator, None)?;
        let mut territory = Self {
            clock: Clock::default(),
            federator: None,
            config,
            folder,
        };
        territory.start().await?;
        let code = JoinCode::parse(&founded.code)?;
        navette_node::join(&code, &territory.administrator_folder()).await?;
        Ok(territory)
    }

    /// Starts the federator over its folder.
    pub async fn start(&mut self) -> Result<()> {
        let listener = TcpListener::bind(self.config.listen).await?;
        let (clock, config) = (self.clock.clone(), self.config.clone());
        self.federator = Some(navette_federator::start_on(listener, clock, config).await?);
        Ok(())
    }

    /// Stops the federator; its folder stays.
    pub async fn stop(&mut self) {
        if let Some(federator) = self.federator.take() {
            federator.stop().await;
        }
    }

    /// Gives the running federator.
    pub fn federator(&self) -> Result<&RunningFederator> {
        self.federator.as_ref().context("the federator is stopped")
    }

    /// Says where lines are dialled.
    pub fn line_address(&self) -> Result<SocketAddr> {
        let lines = self.config.lines.as_ref();
        Ok(lines.context("no lines")?.listen)
    }

    /// Makes a channel to the federator as callers on its own machine have it.
    pub fn channel(&self) -> Result<Channel> {
        let address = self.federator()?.address();
        Ok(Endpoint::from_shared(format!("http://{address}"))?.connect_lazy())
    }

    fn administrator_folder(&self) -> PathBuf {
        self.folder.path().join("administrator")
    }

    /// Calls the federator as its administrator.
    pub fn administrator(&self) -> Result<MembershipServiceClient<Channel>> {
        let channel = self.channel_as(&self.administrator_folder())?;
        Ok(MembershipServiceClient::new(channel))
    }

    /// Makes a channel to the federator on a line of whoever holds the credential in a folder.
    pub fn channel_as(&self, folder: &Path) -> Result<Channel> {
        let address = self.line_address()?.to_string();
        self.channel_to(&address, folder, Subject::Federator)
    }

    /// Makes a channel on a line of whoever holds the credential in a folder, to whom must be at the other end.
    pub fn channel_to(&self, address: &str, folder: &Path, subject: Subject) -> Result<Channel> {
        let text = std::fs::read_to_string(navette_node::credential_file(folder))?;
        let credential = Credential::from_pem(&text)?;
        let expected = Expected::Signed {
            authority: credential.authority().clone(),
            subject,
        };
        let dialler = Dialler::new(address, Some(&credential), expected, now())?;
        let endpoint = Endpoint::from_static("http://federator.invalid");
        Ok(endpoint.connect_with_connector_lazy(dialler.connector()))
    }

    /// Has the administrator invite a library.
    pub async fn invite(&self, library: &str) -> Result<JoinCode> {
        self.invite_as(format!("library:{library}")).await
    }

    /// Has the administrator invite somebody, as contracts name them.
    pub async fn invite_as(&self, subject: String) -> Result<JoinCode> {
        let mut administrator = self.administrator()?;
        let invited = administrator.invite(InviteRequest { subject }).await?;
        Ok(JoinCode::parse(&invited.into_inner().code)?)
    }

    /// Has the administrator put a library out; says how many lines were cut.
    pub async fn revoke(&self, library: &str) -> Result<u32> {
        let subject = format!("library:{library}");
        let mut administrator = self.administrator()?;
        let revoked = administrator.revoke(RevokeRequest { subject }).await?;
        Ok(revoked.into_inner().lines)
    }

    /// Finds what is listed of a library.
    pub async fn member(&self, library: &str) -> Result<Member> {
        let mut administrator = self.administrator()?;
        let listed = administrator
            .list_members(ListMembersRequest::default())
            .await?;
        let subject = format!("library:{library}");
        let mut members = listed.into_inner().members.into_iter();
        let found = members.find(|member| member.subject == subject);
        found.with_context(|| format!("{subject} is not listed"))
    }

    /// Lets somebody join by a code, in the folder of that name.
    pub async fn join(&self, code: &JoinCode, name: &str) -> Result<Joined, JoinError> {
        navette_node::join(code, &self.library_folder(name)).await
    }

    /// Names the folder in which a library's key and certificate are.
    pub fn library_folder(&self, name: &str) -> PathBuf {
        self.folder.path().join(name).join("line")
    }

    /// Starts the node of a library that has joined, and imports its books.
    pub async fn start_library(&self, library: &str, books: &[u8]) -> Result<DialledLibrary> {
        self.start_listening(library, books, None).await
    }

    /// The same, where others can dial the library too.
    pub async fn start_with_address(&self, library: &str, books: &[u8]) -> Result<DialledLibrary> {
        let listen = free_address()?.parse()?;
        self.start_listening(library, books, Some(listen)).await
    }

    async fn start_listening(
        &self,
        library: &str,
        books: &[u8],
        listen: Option<SocketAddr>,
    ) -> Result<DialledLibrary> {
        let data_dir = self.folder.path().join(library);
        let config = NodeConfig {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            index: IndexLimits {
                threads: 1,
                memory_mib: 16,
            },
            line: Some(LineConfig {
                federator: self.line_address()?.to_string(),
                folder: self.library_folder(library),
                listen,
            }),
            desk: DeskConfig::default(),
            // The desk's calls come from this machine; what comes by the lines shows a certificate.
            access: AccessConfig {
                trust_this_machine: true,
            },
            ..NodeConfig::new(LibraryId::parse(library)?, data_dir)
        };
        let clock = navette_node::Clock::default();
        let node = navette_node::start_by(clock.clone(), config.clone()).await?;
        let address = format!("http://{}", node.address());
        let mut client = CatalogueServiceClient::connect(address).await?;
        import(&mut client, an_import("books"), books).await?;
        Ok(DialledLibrary {
            config,
            node: Some(node),
            clock,
        })
    }

    /// Waits until so many libraries' catalogues are copied whole.
    pub async fn wait_until_copied(&self, libraries: usize) -> Result<()> {
        let federator = self.federator()?;
        eventually(
            &format!("{libraries} copies within {PATIENCE:?}"),
            async || Ok(federator.copies_complete() >= libraries && federator.words_are_known()),
        )
        .await
    }
}

impl DialledLibrary {
    /// Makes a channel to the node as its own desk has it.
    pub fn channel(&self) -> Result<Channel> {
        let node = self.node.as_ref().context("the node is stopped")?;
        let address = format!("http://{}", node.address());
        Ok(Endpoint::from_shared(address)?.connect_lazy())
    }
}

fn federator_config(libraries: &[&str], folder: &Path) -> Result<FederatorConfig> {
    let hours: Vec<String> = WEEK
        .iter()
        .map(|day| format!("{day} 00:00-23:59"))
        .collect();
    let members = libraries.iter().map(|library| MemberConfig {
        library: (*library).to_owned(),
        name: format!("Médiathèque {library}"),
        address: None,
        commune: String::new(),
        latitude: 0.0,
        longitude: 0.0,
        hours: hours.clone(),
        closures: Vec::new(),
    });
    let rounds = WEEK.iter().map(|day| RoundConfig {
        id: (*day).to_owned(),
        name: (*day).to_owned(),
        weekday: (*day).to_owned(),
        stops: (0..2 * libraries.len())
            .map(|stop| format!("{} {:02}:00", libraries[stop % libraries.len()], 8 + stop))
            .collect(),
        cut_off_minutes: 30,
        crate_grams: 15_000,
        first_day: None,
        last_day: None,
    });
    let members = members.collect();
    Ok(FederatorConfig {
        // Codes name it, so that it must be known before anything listens there.
        lines: Some(LinesConfig {
            listen: free_address()?.parse()?,
            address: None,
        }),
        rounds: rounds.collect(),
        ..federator_over(members, folder.join("federator"))
    })
}

/// Tells the machine's own time.
fn now() -> TimeOfDay {
    TimeOfDay::by(|| {
        let since = std::time::UNIX_EPOCH.elapsed().unwrap_or_default();
        navette_domain::time::Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    })
}
