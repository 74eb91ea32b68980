//! Which processes make up the demo, in which order do they start, and how do they know of each other?

use super::calendar::hours;
use super::export::Stock;
use super::filling::fill;
use super::moved_clock::{MovedClock, ZONE};
use crate::commands::demo::Arguments;
use crate::failure::Failure;
use crate::terminal::Terminal;
use navette_federator::{FederatorConfig, MemberConfig, RoundConfig, RunningFederator};
use navette_node::{DeskConfig, NodeConfig, RunningNode};
use navette_portal::kiosk::{self, KioskConfig, RunningKiosk};
use navette_portal::{LibraryConfig, PortalConfig, RunningPortal};
use navette_trust::OPERATOR_TOKEN_FILE;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::net::TcpListener;

/// How often it is asked whether the federator has all copies.
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// How long the federator may take for its first copies; a large territory takes its time.
const COPIES_WITHIN: Duration = Duration::from_secs(600);

/// How many ports after the federator's the screens are.
const SCREENS_AFTER: u16 = 100;
/// And the kiosk.
const KIOSK_AFTER: u16 = 200;
/// Where the kiosk stands.
pub(super) const KIOSK_AT: &str = "saint-omer";

/// Everything that runs.
pub(super) struct Territory {
    /// The libraries' processes, in the order of the table.
    pub(super) nodes: Vec<RunningNode>,
    /// The one that asks them all.
    pub(super) federator: RunningFederator,
    /// What the federator's coordinator signs in with, until it stops.
    pub(super) operator_key: String,
    /// The screens, of all libraries.
    pub(super) portal: RunningPortal,
    /// The screen that stands in one of them.
    pub(super) kiosk: RunningKiosk,
}

/// What every process of the demo is started with.
pub(super) struct Plan<'a> {
    /// What was typed.
    pub(super) arguments: &'a Arguments,
    /// Where the data lies.
    pub(super) folder: &'a Path,
    /// The libraries and their works.
    pub(super) stock: &'a Stock,
    /// The rounds of the van.
    pub(super) rounds: &'a [RoundConfig],
    /// What time it is.
    pub(super) clock: &'a MovedClock,
}

/// Starts all processes and fills the catalogues; the federator has copied them when this returns.
pub(super) async fn start(plan: &Plan<'_>, terminal: &Terminal) -> Result<Territory, Failure> {
    // The federator listens first, so that the nodes know its address. It answers once it has started.
    let wanted = plan.arguments.listen;
    if !wanted.ip().is_loopback() {
        let message =
            format!("the demo asks nobody who they are: --listen {wanted} lets other machines in");
        return Err(Failure::usage(message).hint("leave it out, or name a port of 127.0.0.1"));
    }
    let listening =
        |error: std::io::Error| Failure::other(format!("cannot listen at {wanted}: {error}"));
    let listener = TcpListener::bind(wanted).await.map_err(listening)?;
    let address = listener.local_addr().map_err(listening)?;
    let screens = listen_for_screens(address, SCREENS_AFTER).await?;
    let glass = listen_for_screens(address, KIOSK_AFTER).await?;
    let mut nodes = Vec::new();
    for place in 0..plan.stock.libraries.len() {
        nodes.extend(start_node(plan, place, address).await?);
    }
    for (place, node) in nodes.iter().enumerate() {
        fill(node.address(), place, plan.stock, plan.folder, terminal).await?;
    }
    let clock = plan.clock.of_federator();
    let config = federator_config(plan, &nodes);
    let started = navette_federator::start_on(listener, clock, config).await;
    let federator = started.map_err(broken)?;
    let operator_key = operator_key(plan)?;
    let copied = tokio::time::timeout(COPIES_WITHIN, async {
        while federator.copies_complete() < nodes.len() || !federator.words_are_known() {
            tokio::time::sleep(LOOK_EVERY).await;
        }
    });
    if copied.await.is_err() {
        terminal.note("some libraries have not been copied yet; searches name them");
    }
    let portal = start_portal(plan, screens, address, &nodes)?;
    let kiosk = start_kiosk(plan, glass, &nodes)?;
    Ok(Territory {
        nodes,
        federator,
        operator_key,
        portal,
        kiosk,
    })
}

/// Reads what the federator wrote when it started.
fn operator_key(plan: &Plan<'_>) -> Result<String, Failure> {
    let path = federator_folder(plan).join(OPERATOR_TOKEN_FILE);
    let key = std::fs::read_to_string(&path);
    let key = key.map_err(|error| broken(format!("{}: {error}", path.display())))?;
    Ok(key.trim().to_owned())
}

fn federator_folder(plan: &Plan<'_>) -> PathBuf {
    plan.folder.join("federator")
}

/// Screens take the port so many after the federator's, or any free one where that is taken or the federator's was any.
async fn listen_for_screens(federator: SocketAddr, after: u16) -> Result<TcpListener, Failure> {
    let any = SocketAddr::new(federator.ip(), 0);
    let port = federator.port().checked_add(after).unwrap_or(0);
    let wanted = SocketAddr::new(federator.ip(), port);
    let listener = match TcpListener::bind(wanted).await {
        Ok(listener) => Ok(listener),
        Err(_) => TcpListener::bind(any).await,
    };
    listener.map_err(|error| Failure::other(format!("cannot listen for the screens: {error}")))
}

fn start_portal(
    plan: &Plan<'_>,
    listener: TcpListener,
    federator: SocketAddr,
    nodes: &[RunningNode],
) -> Result<RunningPortal, Failure> {
    let libraries = plan.stock.libraries.iter().zip(nodes);
    let config = PortalConfig {
        territory: "Pays de Saint-Omer".to_owned(),
        federator: Some(format!("http://{federator}")),
        time_zone: ZONE.to_owned(),
        libraries: libraries
            .map(|(library, node)| LibraryConfig {
                library: library.id.clone(),
                node: format!("http://{}", node.address()),
            })
            .collect(),
        ..PortalConfig::new()
    };
    navette_portal::start_on(listener, config).map_err(broken)
}

async fn start_node(
    plan: &Plan<'_>,
    place: usize,
    federator: SocketAddr,
) -> Result<Option<RunningNode>, Failure> {
    let Some(library) = plan.stock.libraries.get(place) else {
        return Ok(None);
    };
    let folder = plan.folder.join(library.id.as_str());
    let config = NodeConfig {
        name: library.name.clone(),
        commune: library.commune.clone(),
        place: Some(library.coordinates),
        listen: node_address(plan.arguments.listen, place)?,
        federator: Some(format!("http://{federator}")),
        time_zone: ZONE.to_owned(),
        desk: DeskConfig {
            opening: hours(library)?,
            ..DeskConfig::default()
        },
        // Whoever tries it out need not sign in; the demo listens to this machine alone.
        access: navette_node::AccessConfig {
            trust_this_machine: true,
        },
        web: navette_node::WebConfig {
            origins: plan.arguments.web_origin.clone(),
        },
        ..NodeConfig::new(library.id.clone(), folder)
    };
    let started = navette_node::start_by(plan.clock.of_nodes(), config).await;
    started.map(Some).map_err(broken)
}

/// The kiosk stands beside one of the nodes, which trusts this machine.
fn start_kiosk(
    plan: &Plan<'_>,
    listener: TcpListener,
    nodes: &[RunningNode],
) -> Result<RunningKiosk, Failure> {
    let mut libraries = plan.stock.libraries.iter().zip(nodes);
    let there = libraries.find(|(library, _)| library.id.as_str() == KIOSK_AT);
    let (_, node) = there.ok_or_else(|| broken(format!("no library {KIOSK_AT}")))?;
    let config = KioskConfig::beside(&format!("http://{}", node.address())).map_err(broken)?;
    kiosk::start_on(listener, config).map_err(broken)
}

impl Territory {
    /// Stops all processes, the screens first.
    pub(super) async fn stop(self) -> Result<(), Failure> {
        self.kiosk.stop().await;
        self.portal.stop().await;
        self.federator.stop().await;
        for node in self.nodes {
            node.stop().await.map_err(broken)?;
        }
        Ok(())
    }
}

fn federator_config(plan: &Plan<'_>, nodes: &[RunningNode]) -> FederatorConfig {
    let members = plan.stock.libraries.iter().zip(nodes);
    let members = members
        .map(|(library, node)| MemberConfig {
            library: library.id.to_string(),
            name: library.name.clone(),
            address: Some(format!("http://{}", node.address())),
            commune: library.commune.clone(),
            latitude: library.coordinates.latitude,
            longitude: library.coordinates.longitude,
            hours: library.hours.clone(),
            closures: Vec::new(),
        })
        .collect();
    FederatorConfig {
        observe: Default::default(),
        listen: plan.arguments.listen,
        lines: None,
        data_dir: federator_folder(plan),
        deadline_ms: 1_000,
        match_limit: 20_000,
        keep_days: 122,
        time_zone: ZONE.to_owned(),
        rounds: plan.rounds.to_vec(),
        agreements: Vec::new(),
        access: navette_federator::AccessConfig {
            trust_this_machine: true,
        },
        members,
    }
}

/// The nodes take the ports after the federator's; where that is any free one, so do they.
fn node_address(federator: SocketAddr, place: usize) -> Result<SocketAddr, Failure> {
    let mut address = federator;
    if federator.port() != 0 {
        let port = u16::try_from(place + 1)
            .ok()
            .and_then(|step| federator.port().checked_add(step));
        let Some(port) = port else {
            let message = format!("--listen {federator} leaves no ports for the nodes");
            return Err(Failure::usage(message));
        };
        address.set_port(port);
    }
    Ok(address)
}

fn broken(error: impl std::fmt::Display) -> Failure {
    Failure::other(error.to_string())
}
