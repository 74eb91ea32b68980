//! Which processes make up the demo, in which order do they start and stop, and what is a person told?

use super::export::{ExportForm, Stock};
use super::filling::fill;
use crate::commands::demo::Arguments;
use crate::failure::Failure;
use crate::process::{begin_quiet_log, stop_signal};
use crate::terminal::Terminal;
use navette_domain::time::Day;
use navette_federator::{FederatorConfig, MemberConfig, RunningFederator};
use navette_node::{NodeConfig, RunningNode};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

/// How often it is asked whether the federator has all copies.
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// How long the federator may take for its first copies; a large territory takes its time.
const COPIES_WITHIN: Duration = Duration::from_secs(600);

/// Where the catalogues are kept; a temporary folder goes away with this.
struct Folder {
    path: PathBuf,
    _temporary: Option<TempDir>,
}

/// Everything that runs.
struct Territory {
    nodes: Vec<RunningNode>,
    federator: RunningFederator,
}

/// Runs the territory until it is interrupted.
pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    begin_quiet_log();
    let stop = stop_signal()?;
    tokio::pin!(stop);
    let folder = folder(&arguments)?;
    let stock = Stock::built_in(arguments.records, today())?;
    let started = tokio::select! {
        started = start(&arguments, &folder.path, &stock, terminal) => started?,
        () = &mut stop => return Ok(()),
    };
    tell(&started, &stock, terminal)?;
    stop.await;
    terminal.note("stopping");
    started.stop().await
}

async fn start(
    arguments: &Arguments,
    folder: &Path,
    stock: &Stock,
    terminal: &Terminal,
) -> Result<Territory, Failure> {
    let mut nodes = Vec::new();
    for place in 0..stock.libraries.len() {
        nodes.extend(start_node(arguments, folder, stock, place).await?);
    }
    for (place, node) in nodes.iter().enumerate() {
        fill(node.address(), place, stock, folder, terminal).await?;
    }
    let federator = navette_federator::start(federator_config(arguments, folder, stock, &nodes))
        .await
        .map_err(broken)?;
    let copied = tokio::time::timeout(COPIES_WITHIN, async {
        while federator.copies_complete() < nodes.len() || !federator.words_are_known() {
            tokio::time::sleep(LOOK_EVERY).await;
        }
    });
    if copied.await.is_err() {
        terminal.note("some libraries have not been copied yet; searches name them");
    }
    Ok(Territory { nodes, federator })
}

async fn start_node(
    arguments: &Arguments,
    folder: &Path,
    stock: &Stock,
    place: usize,
) -> Result<Option<RunningNode>, Failure> {
    let Some(library) = stock.libraries.get(place) else {
        return Ok(None);
    };
    let config = NodeConfig {
        name: library.name.clone(),
        commune: library.commune.clone(),
        place: Some(library.coordinates),
        listen: node_address(arguments.listen, place)?,
        ..NodeConfig::new(library.id.clone(), folder.join(library.id.as_str()))
    };
    navette_node::start(config).await.map(Some).map_err(broken)
}

impl Territory {
    async fn stop(self) -> Result<(), Failure> {
        self.federator.stop().await;
        for node in self.nodes {
            node.stop().await.map_err(broken)?;
        }
        Ok(())
    }
}

fn federator_config(
    arguments: &Arguments,
    folder: &Path,
    stock: &Stock,
    nodes: &[RunningNode],
) -> FederatorConfig {
    let members = stock
        .libraries
        .iter()
        .zip(nodes)
        .map(|(library, node)| MemberConfig {
            library: library.id.to_string(),
            name: library.name.clone(),
            address: format!("http://{}", node.address()),
            commune: library.commune.clone(),
            latitude: library.coordinates.latitude,
            longitude: library.coordinates.longitude,
            hours: Vec::new(),
            closures: Vec::new(),
        })
        .collect();
    FederatorConfig {
        listen: arguments.listen,
        data_dir: folder.join("federator"),
        deadline_ms: 1_000,
        match_limit: 20_000,
        time_zone: "Europe/Paris".to_owned(),
        rounds: Vec::new(),
        agreements: Vec::new(),
        members,
    }
}

fn tell(territory: &Territory, stock: &Stock, terminal: &mut Terminal) -> Result<(), Failure> {
    let at = territory.federator.address();
    terminal.line(&format!("federator   {at}  all libraries"))?;
    for (place, (library, node)) in stock.libraries.iter().zip(&territory.nodes).enumerate() {
        terminal.line(&format!(
            "node        {}  {} ({}; {})",
            node.address(),
            library.name,
            library.former_intercommunalite,
            ExportForm::of(place).profile(),
        ))?;
    }
    let elsewhere = if at.to_string() == "127.0.0.1:7700" {
        String::new()
    } else {
        format!(" --at {at}")
    };
    terminal.line("\ntry in another terminal:")?;
    terminal.line(&format!("  navette search \"petit prince\"{elsewhere}"))?;
    terminal.line(&format!(
        "  navette search asterix --medium comic --available{elsewhere}"
    ))?;
    terminal.line(&format!("  navette libraries{elsewhere}"))?;
    terminal.line("\nready")?;
    terminal.flush()
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

fn folder(arguments: &Arguments) -> Result<Folder, Failure> {
    let failed = |error| Failure::other(format!("cannot make a folder for the demo: {error}"));
    match &arguments.data_dir {
        Some(path) => {
            std::fs::create_dir_all(path).map_err(failed)?;
            Ok(Folder {
                path: path.clone(),
                _temporary: None,
            })
        }
        None => {
            let temporary = tempfile::Builder::new()
                .prefix("navette-demo-")
                .tempdir()
                .map_err(failed)?;
            Ok(Folder {
                path: temporary.path().to_owned(),
                _temporary: Some(temporary),
            })
        }
    }
}

fn today() -> Day {
    let seconds = jiff::Timestamp::now().as_second();
    Day(i32::try_from(seconds.div_euclid(86_400)).unwrap_or(0))
}

fn broken(error: impl std::fmt::Display) -> Failure {
    Failure::other(error.to_string())
}
