//! `navette federator --config FILE`: runs the process that asks every library at once. What it does is the federator's crate's.

use crate::credentials;
use crate::failure::Failure;
use crate::process::{LogArguments, begin_log, stop_signal};
use crate::terminal::Terminal;
use clap::Args;
use navette_federator::{FederatorConfig, FederatorError};
use std::path::Path;

/// How it is run.
#[derive(Debug, Args)]
pub(super) struct HowArguments {
    /// Print the settings that hold, those left out included, and end
    #[arg(long)]
    print_config: bool,
    #[command(flatten)]
    log: LogArguments,
}

pub(super) async fn run(
    config: &Path,
    how: HowArguments,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let config = settings(config)?;
    if how.print_config {
        let held = config.effective_toml();
        let held = held.map_err(|error| Failure::other(error.to_string()))?;
        return terminal.line(held.trim_end());
    }
    begin_log(how.log);
    let stop = stop_signal()?;
    let failed = |error: FederatorError| Failure::other(error.to_string());
    let running = navette_federator::start(config.clone());
    let running = running.await.map_err(failed)?;
    // Port and folder are its own now: before, they may have been those of another process, whose token is noted.
    if !config.access.trust_this_machine {
        credentials::operator_at(config.listen, &config.data_dir);
    }
    running.serve_until(stop).await.map_err(failed)
}

pub(super) fn settings(path: &Path) -> Result<FederatorConfig, Failure> {
    FederatorConfig::from_file(path).map_err(|error| Failure::other(error.to_string()))
}
