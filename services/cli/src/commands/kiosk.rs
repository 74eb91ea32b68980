//! `navette kiosk`: shows the pages of a kiosk on its own screen, and keeps its certificate renewed. What a kiosk does is the portal's
//! crate's, how it calls its node the node's.

use crate::connection::Address;
use crate::failure::Failure;
use crate::process::{LogArguments, begin_log, stop_signal};
use crate::terminal::Terminal;
use clap::Args;
use navette_node::{Clock, KioskLine};
use navette_portal::kiosk::{KioskConfig, KioskError};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

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
    let line = arguments.credential.as_deref();
    let line = line.map(|file| KioskLine::open(&node, file, Clock::default()));
    let line = line
        .transpose()
        .map_err(|error| Failure::other(error.to_string()))?;
    let mut config = match &line {
        Some(line) => KioskConfig::over(line.channel()),
        None => beside(&node)?,
    };
    config.listen = arguments.listen;
    begin_log(arguments.log);
    let stop = stop_signal()?;
    let kiosk = navette_portal::kiosk::start(config).await.map_err(failed)?;
    // Only now is the port its own, and known where any free one was asked for.
    terminal.line(&format!("kiosk  http://{}", kiosk.address()))?;
    terminal.flush()?;
    // It ends with the process: whoever stops the kiosk does not wait for it.
    let renewing = line.map(|line| tokio::spawn(Arc::new(line).keep_renewed()));
    kiosk.serve_until(stop).await;
    if let Some(renewing) = renewing {
        renewing.abort();
    }
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
