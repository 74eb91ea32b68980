//! `navette kiosk`: shows the pages of a kiosk on its own screen. What a kiosk does is the portal's crate's.

use crate::connection::Address;
use crate::failure::Failure;
use crate::process::{LogArguments, begin_log, stop_signal};
use crate::terminal::Terminal;
use clap::Args;
use navette_domain::membership::Subject;
use navette_node::Clock;
use navette_portal::kiosk::{KioskConfig, KioskError};
use navette_trust::{Credential, Dialler, Expected};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tonic::transport::{Channel, Endpoint};

/// A line that takes longer to come about is given up; the next touch tries again.
const CONNECT_WITHIN: Duration = Duration::from_secs(5);

/// Run a kiosk: search, borrow, return and request on a screen in the library.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette kiosk --node 127.0.0.1:7701                     beside a node that trusts its machine: the demo
  navette kiosk --node node.lan:7711 --credential kiosk.pem
  chromium --kiosk --incognito http://127.0.0.1:7900      the browser on the kiosk's screen

Only the kiosk's own screen reaches the pages. After a minute without a touch everything about the
person in front of it is wiped. NAVETTE_LOG says how much is logged to standard error.")]
pub(crate) struct Arguments {
    /// The library's node: HOST:PORT
    #[arg(long, value_name = "ADDR", value_parser = Address::parse)]
    node: Address,
    /// Where the pages are shown: an address of this machine
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:7900")]
    listen: SocketAddr,
    /// The kiosk's key and certificate; without it the node must be on this machine
    #[arg(long, value_name = "FILE")]
    credential: Option<PathBuf>,
    #[command(flatten)]
    log: LogArguments,
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let node = arguments.node.to_string();
    let mut config = match &arguments.credential {
        Some(file) => KioskConfig::over(line(&node, file)?),
        None => beside(&node)?,
    };
    config.listen = arguments.listen;
    begin_log(arguments.log);
    let stop = stop_signal()?;
    let kiosk = navette_portal::kiosk::start(config).await.map_err(failed)?;
    // Only now is the port its own, and known where any free one was asked for.
    terminal.line(&format!("kiosk  http://{}", kiosk.address()))?;
    terminal.flush()?;
    kiosk.serve_until(stop).await;
    Ok(())
}

fn failed(error: KioskError) -> Failure {
    Failure::other(error.to_string())
}

/// Asks in the open, which is for this machine alone: PINs pass on the way.
fn beside(node: &str) -> Result<KioskConfig, Failure> {
    let here = node
        .replace("localhost", "127.0.0.1")
        .parse::<SocketAddr>()
        .is_ok_and(|address| address.ip().is_loopback());
    if !here {
        return Err(Failure::usage(format!(
            "{node} is not this machine, and PINs would pass in the open"
        ))
        .hint("say --credential FILE: the kiosk's key and certificate"));
    }
    KioskConfig::beside(&format!("http://{node}")).map_err(failed)
}

/// Dials the node with the kiosk's certificate, which names the library that must be at the other end.
fn line(node: &str, file: &Path) -> Result<Channel, Failure> {
    let shown = file.display();
    let text = std::fs::read_to_string(file);
    let text = text.map_err(|error| Failure::other(format!("{shown}: {error}")))?;
    let credential = Credential::from_pem(&text);
    let credential = credential.map_err(|error| Failure::other(format!("{shown}: {error}")))?;
    let library = match &credential.facts().peer.subject {
        Subject::Kiosk(library, _) => library.clone(),
        other @ (Subject::Library(_) | Subject::Administrator(_) | Subject::Federator) => {
            return Err(Failure::other(format!(
                "{shown} is the certificate of {other}, not of a kiosk"
            )));
        }
    };
    let expected = Expected::Signed {
        authority: credential.authority().clone(),
        subject: Subject::Library(library),
    };
    let dialler = Dialler::new(
        node,
        Some(&credential),
        expected,
        Clock::default().time_of_day(),
    );
    let dialler = dialler.map_err(|error| Failure::other(error.to_string()))?;
    Ok(Endpoint::from_static("http://node.invalid")
        .connect_timeout(CONNECT_WITHIN)
        .connect_with_connector_lazy(dialler.connector()))
}
