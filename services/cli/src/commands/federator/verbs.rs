//! `navette federator`: run it, found its territory, and say who belongs to it.

use super::{init, invite, members, revoke, serve};
use crate::failure::Failure;
use crate::terminal::Terminal;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Run the federator, or say who belongs to its territory.
#[derive(Debug, Args)]
#[command(
    subcommand_negates_reqs = true,
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  navette federator init --config /etc/navette/federator.toml    (once, before it runs)
  navette federator --config /etc/navette/federator.toml
  navette federator invite --library aire
  navette federator members
  navette federator revoke aire

NAVETTE_LOG says how much is logged to standard error: warn, info, debug, navette_federator=trace."
)]
pub(crate) struct Arguments {
    /// The federator's settings, with its members (TOML)
    #[arg(long, value_name = "FILE", required = true)]
    config: Option<PathBuf>,
    #[command(flatten)]
    how: serve::HowArguments,
    #[command(subcommand)]
    act: Option<Act>,
}

/// What else can be done.
#[derive(Debug, Subcommand)]
enum Act {
    Init(init::Arguments),
    Invite(invite::Arguments),
    Revoke(revoke::Arguments),
    Members(members::Arguments),
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    match (arguments.act, arguments.config) {
        (Some(Act::Init(arguments)), _) => init::run(&arguments, terminal),
        (Some(Act::Invite(arguments)), _) => invite::run(arguments, terminal).await,
        (Some(Act::Revoke(arguments)), _) => revoke::run(arguments, terminal).await,
        (Some(Act::Members(arguments)), _) => members::run(arguments, terminal).await,
        (None, Some(config)) => serve::run(&config, arguments.how, terminal).await,
        (None, None) => Err(Failure::usage("--config is missing")),
    }
}
