//! `navette federator`: runs the process that asks every library at once. What it does is the federator's crate's.

use crate::credentials;
use crate::failure::Failure;
use crate::process::{LogArguments, begin_log, stop_signal};
use crate::terminal::Terminal;
use clap::Args;
use navette_federator::FederatorConfig;
use std::path::PathBuf;

/// Run the federator: one search over all its member libraries.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette federator --config /etc/navette/federator.toml

NAVETTE_LOG says how much is logged to standard error: warn, info, debug, navette_federator=trace.")]
pub(crate) struct Arguments {
    /// The federator's settings, with its members (TOML)
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// Print the settings that hold, those left out included, and end
    #[arg(long)]
    print_config: bool,
    #[command(flatten)]
    log: LogArguments,
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let config = FederatorConfig::from_file(&arguments.config)
        .map_err(|error| Failure::other(error.to_string()))?;
    if arguments.print_config {
        let held = config.effective_toml();
        let held = held.map_err(|error| Failure::other(error.to_string()))?;
        return terminal.line(held.trim_end());
    }
    begin_log(arguments.log);
    if !config.access.trust_this_machine {
        credentials::operator_at(config.listen, &config.data_dir);
    }
    let stop = stop_signal()?;
    navette_federator::run(config, stop)
        .await
        .map_err(|error| Failure::other(error.to_string()))
}
