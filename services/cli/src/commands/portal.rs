//! `navette portal`: runs the web pages for patrons and desks. What a portal does is the portal's crate's.

use crate::failure::Failure;
use crate::process::{LogArguments, begin_log, stop_signal};
use crate::terminal::Terminal;
use clap::Args;
use navette_portal::PortalConfig;
use std::path::PathBuf;

/// Run the web pages: the patrons' portal and the librarians' desk.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette portal --config /etc/navette/portal.toml

NAVETTE_LOG says how much is logged to standard error: warn, info, debug, navette_portal=trace.")]
pub(crate) struct Arguments {
    /// The portal's settings (TOML)
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// Print the settings that hold, those left out included, and end
    #[arg(long)]
    print_config: bool,
    #[command(flatten)]
    log: LogArguments,
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let config = PortalConfig::from_file(&arguments.config);
    let config = config.map_err(|error| Failure::other(error.to_string()))?;
    if arguments.print_config {
        return terminal.line(config.effective_toml().trim_end());
    }
    begin_log(arguments.log);
    let stop = stop_signal()?;
    let portal = navette_portal::start(config).await;
    let portal = portal.map_err(|error| Failure::other(error.to_string()))?;
    terminal.line(&format!("portal  http://{}", portal.address()))?;
    terminal.flush()?;
    portal.serve_until(stop).await;
    Ok(())
}
