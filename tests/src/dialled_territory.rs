//! How is a territory founded, joined and dialled inside the test's own process? Over loopback, with certificates, and a clock that
//! the test sets.

use crate::importing::{an_import, import};
use crate::processes::free_address;
use crate::small_consortium::{PATIENCE, eventually, federator_over};
use anyhow::{Context, Result};
use navette_domain::catalogue::LibraryId;
use navette_domain::membership::{IssuedCertificate, KioskName, Serial, Subject, valid_until};
use navette_domain::time::Timestamp;
use navette_federator::{
    Clock, FederatorConfig, LinesConfig, MemberConfig, RoundConfig, RunningFederator,
};
use navette_node::{
    AccessConfig, DeskConfig, IndexLimits, JoinError, Joined, LineConfig, NodeConfig, RunningNode,
};
use navette_proto::wire::catalogue::catalogue_service_client::CatalogueServiceClient;
use navette_proto::wire::membership::membership_service_client::MembershipServiceClient;
use navette_proto::wire::membership::{InviteRequest, ListMembersRequest, Member, RevokeRequest};
use navette_trust::{
    Authority, Credential, Dialler, Expected, JoinCode, MemberKey, SigningRequest, TimeOfDay,
};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tonic::metadata::{Ascii, MetadataValue};
use tonic::service::Interceptor;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::{Channel, Endpoint};
use tonic::{Request, Status};

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
        Self::found_with(libraries, &[]).await
    }

    /// Does the same, where some libraries have an address at which they are called.
    pub async fn found_with(libraries: &[&str], addresses: &[(&str, SocketAddr)]) -> Result<Self> {
        let (mut territory, code) = Self::founded(libraries, addresses)?;
        territory.start().await?;
        navette_node::join(&code, &territory.administrator_folder()).await?;
        Ok(territory)
    }

    /// Founds a territory whose federator the caller starts elsewhere, with these settings; the administrator joins once it answers.
    pub async fn found_by(
        libraries: &[&str],
        begin: impl FnOnce(&FederatorConfig) -> Result<()>,
    ) -> Result<Self> {
        let (territory, code) = Self::founded(libraries, &[])?;
        begin(&territory.config)?;
        let folder = territory.administrator_folder();
        eventually("the administrator has joined", async || {
            Ok(navette_node::join(&code, &folder).await.is_ok())
        })
        .await?;
        Ok(territory)
    }

    fn founded(libraries: &[&str], addresses: &[(&str, SocketAddr)]) -> Result<(Self, JoinCode)> {
        let folder = tempfile::tempdir()?;
        let mut config = federator_config(libraries, folder.path())?;
        for (library, address) in addresses {
            let mut members = config.members.iter_mut();
            let member = members.find(|member| member.library == *library);
            member.context("no such member")?.address = Some(format!("https://{address}"));
        }
        let administrator = KioskName::parse("zoe")?;
        let founded = navette_federator::found(&config, administrator, None)?;
        let territory = Self {
            clock: Clock::default(),
            federator: None,
            config,
            folder,
        };
        Ok((territory, JoinCode::parse(&founded.code)?))
    }

    /// Gives the folder in which all of them keep what they keep.
    pub fn folder(&self) -> &Path {
        self.folder.path()
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

    /// Names the folder of the administrator's key and certificate.
    pub fn administrator_folder(&self) -> PathBuf {
        self.folder.path().join("administrator")
    }

    /// Calls the federator as its administrator.
    pub fn administrator(&self) -> Result<MembershipServiceClient<Channel>> {
        let channel = self.channel_as(&self.administrator_folder())?;
        Ok(MembershipServiceClient::new(channel))
    }

    /// Calls the federator as whoever may read its folder, on its own machine.
    pub fn operator(
        &self,
    ) -> Result<MembershipServiceClient<InterceptedService<Channel, impl Interceptor + use<>>>>
    {
        let token = std::fs::read_to_string(self.config.data_dir.join("operator.token"))?;
        let bearer: MetadataValue<Ascii> = format!("Bearer {}", token.trim()).parse()?;
        let shown = move |mut request: Request<()>| {
            let beside = request.metadata_mut();
            beside.insert("authorization", bearer.clone());
            Ok::<_, Status>(request)
        };
        Ok(MembershipServiceClient::with_interceptor(
            self.channel()?,
            shown,
        ))
    }

    /// Makes a channel to the federator on a line of whoever holds the credential in a folder.
    pub fn channel_as(&self, folder: &Path) -> Result<Channel> {
        let address = self.line_address()?.to_string();
        self.channel_to(&address, folder, Subject::Federator)
    }

    /// Makes a channel on a line of whoever holds the credential in a folder, to whom must be at the other end.
    pub fn channel_to(&self, address: &str, folder: &Path, whom: Subject) -> Result<Channel> {
        let dialler = self.dialler_as(folder, address, whom)?;
        let endpoint = Endpoint::from_static("http://federator.invalid");
        Ok(endpoint.connect_with_connector_lazy(dialler.connector()))
    }

    /// Makes a credential that the territory's authority has signed, and that the federator knows nothing of: who can write in its
    /// folder can do that.
    pub fn signed(&self, subject: Subject) -> Result<Credential> {
        let folder = self.config.data_dir.join("authority");
        let read = |name: &str| std::fs::read_to_string(folder.join(name));
        let authority = Authority::from_pem(&read("authority.pem")?, &read("authority.key")?)?;
        let key = MemberKey::generate()?;
        let from = machine_time();
        let (number, _) = key
            .digest()
            .0
            .split_first_chunk()
            .map(|(first, rest)| (*first, rest))
            .context("no digest")?;
        let issued = IssuedCertificate {
            serial: Serial(u128::from_be_bytes(number)),
            subject,
            from,
            until: valid_until(from),
            revoked: None,
        };
        let request = SigningRequest::read(&key.signing_request()?)?;
        let certificate = authority.issue(request, &issued)?;
        let authority = authority.certificate().clone();
        Ok(Credential::new(key, certificate, authority)?)
    }

    /// Makes a channel to whom an address belongs, under this credential; without one nobody is shown.
    pub fn channel_with(
        &self,
        credential: Option<&Credential>,
        address: &str,
        whom: Subject,
    ) -> Result<Channel> {
        let authority = self.signed(whom.clone())?.authority().clone();
        let expected = Expected::Signed {
            authority,
            subject: whom,
        };
        let dialler = Dialler::new(address, credential, expected, now())?;
        let endpoint = Endpoint::from_static("http://member.invalid");
        Ok(endpoint.connect_with_connector_lazy(dialler.connector()))
    }

    /// Dials somebody as whoever holds the credential in a folder.
    pub fn dialler_as(&self, folder: &Path, address: &str, whom: Subject) -> Result<Dialler> {
        let text = std::fs::read_to_string(navette_node::credential_file(folder))?;
        let credential = Credential::from_pem(&text)?;
        let expected = Expected::Signed {
            authority: credential.authority().clone(),
            subject: whom,
        };
        Ok(Dialler::new(address, Some(&credential), expected, now())?)
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
        self.start_node(self.node_config(library)?, books).await
    }

    /// The same, where others can dial the library too.
    pub async fn start_with_address(&self, library: &str, books: &[u8]) -> Result<DialledLibrary> {
        let mut config = self.node_config(library)?;
        if let Some(line) = &mut config.line {
            line.listen = Some(free_address()?.parse()?);
        }
        self.start_node(config, books).await
    }

    /// Gives the settings of a library that has joined.
    pub fn node_config(&self, library: &str) -> Result<NodeConfig> {
        let data_dir = self.folder.path().join(library);
        Ok(NodeConfig {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            index: IndexLimits {
                threads: 1,
                memory_mib: 16,
            },
            line: Some(LineConfig {
                federator: self.line_address()?.to_string(),
                folder: self.library_folder(library),
                listen: None,
            }),
            desk: DeskConfig::default(),
            // The desk's calls come from this machine; what comes by the lines shows a certificate.
            access: AccessConfig {
                trust_this_machine: true,
            },
            ..NodeConfig::new(LibraryId::parse(library)?, data_dir)
        })
    }

    /// Starts a node by these settings, and imports its books.
    pub async fn start_node(&self, config: NodeConfig, books: &[u8]) -> Result<DialledLibrary> {
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
    /// Gives the address at which others dial it.
    pub fn line_address(&self) -> Result<String> {
        let listen = self.config.line.as_ref().and_then(|line| line.listen);
        Ok(listen.context("the library has no address")?.to_string())
    }

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
    TimeOfDay::by(machine_time)
}

fn machine_time() -> Timestamp {
    let since = std::time::UNIX_EPOCH.elapsed().unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
