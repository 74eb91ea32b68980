//! `navette node`: runs one library's process, or rebuilds its index. What a node does is the node's crate's.

use crate::credentials;
use crate::failure::Failure;
use crate::process::{LogArguments, begin_log, stop_signal};
use crate::terminal::Terminal;
use clap::{Args, Subcommand};
use indicatif::ProgressBar;
use navette_node::{NodeConfig, NodeError};
use std::path::{Path, PathBuf};

/// Run one library's node, or rebuild its index.
#[derive(Debug, Args)]
#[command(
    subcommand_negates_reqs = true,
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  navette node --config /etc/navette/node.toml
  navette node reindex --config /etc/navette/node.toml    (the node must not be running)

NAVETTE_LOG says how much is logged to standard error: warn, info, debug, navette_node=trace."
)]
pub(crate) struct Arguments {
    /// The node's settings (TOML)
    #[arg(long, value_name = "FILE", required = true)]
    config: Option<PathBuf>,
    /// Print the settings that hold, those left out included and secrets hidden, and end
    #[arg(long)]
    print_config: bool,
    #[command(flatten)]
    log: LogArguments,
    #[command(subcommand)]
    task: Option<Task>,
}

/// What else a node can do.
#[derive(Debug, Subcommand)]
enum Task {
    /// Rebuild the search index from the stored records
    Reindex {
        /// The node's settings (TOML)
        #[arg(long, value_name = "FILE")]
        config: PathBuf,
    },
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    match (arguments.task, arguments.config) {
        (Some(Task::Reindex { config }), _) => reindex(&config, arguments.log, terminal).await,
        (None, Some(config)) if arguments.print_config => print(&config, terminal),
        (None, Some(config)) => serve(&config, arguments.log).await,
        (None, None) => Err(Failure::usage("--config is missing")),
    }
}

fn print(config: &Path, terminal: &mut Terminal) -> Result<(), Failure> {
    let unreadable = |error| Failure::other(format!("settings {}: {error}", config.display()));
    let text = std::fs::read_to_string(config).map_err(unreadable)?;
    let held = navette_node::effective_toml(&text);
    let held = held.map_err(|error| Failure::other(error.to_string()))?;
    terminal.line(held.trim_end())
}

async fn serve(config: &Path, log: LogArguments) -> Result<(), Failure> {
    let config = settings(config)?;
    begin_log(log);
    let stop = stop_signal()?;
    let failed = |error: NodeError| Failure::other(error.to_string());
    let running = navette_node::start(config.clone());
    let running = running.await.map_err(failed)?;
    // Port and folder are its own now: before, they may have been those of another process, whose token is noted.
    if !config.access.trust_this_machine {
        credentials::operator_at(config.listen, &config.data_dir);
    }
    running.serve_until(stop).await.map_err(failed)
}

async fn reindex(config: &Path, log: LogArguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let config = settings(config)?;
    begin_log(log);
    let progress = terminal.err_is_terminal().then(ProgressBar::new_spinner);
    let show = move |done, records| {
        if let Some(bar) = &progress {
            bar.set_message(format!("{done} of {records} records"));
            bar.tick();
        }
    };
    let rebuilt = tokio::task::spawn_blocking(move || navette_node::reindex(&config, show))
        .await
        .map_err(|error| Failure::other(format!("reindexing broke: {error}")))?
        .map_err(|error| Failure::other(error.to_string()))?;
    terminal.line(&format!("{} records indexed", rebuilt.records))?;
    if rebuilt.unreadable > 0 {
        terminal.note(&format!(
            "{} stored records cannot be read by this version: import their files again",
            rebuilt.unreadable
        ));
    }
    Ok(())
}

fn settings(path: &Path) -> Result<NodeConfig, Failure> {
    NodeConfig::from_file(path).map_err(|error| Failure::other(error.to_string()))
}
