//! `navette demo`: a whole territory in one process, to try everything.

use crate::failure::Failure;
use crate::terminal::Terminal;
use clap::Args;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Run nine libraries, a federator and a van on this machine, with real works and invented patrons, to try everything.
#[derive(Clone, Debug, Args)]
#[command(after_help = "\
Examples:
  navette demo
  navette demo --fast-forward                     a week in a minute: see books travel
  navette demo --listen 127.0.0.1:7800 --data-dir ./territory --records 200000

Weeks of lending are played before it is ready, so that requests stand in every state.
Ctrl-C ends it. Without --data-dir nothing is left behind.")]
pub(crate) struct Arguments {
    /// Where the federator answers; the nodes take the ports after it
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:7700")]
    pub(crate) listen: SocketAddr,
    /// Where the catalogues are kept [default: a temporary directory, removed at the end]
    #[arg(long, value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,
    /// Adds generated records until there are this many in all
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=2_000_000))]
    pub(crate) records: Option<u32>,
    /// Let pages from here call the nodes by gRPC-Web; may be given several times
    #[arg(long, value_name = "ORIGIN")]
    pub(crate) web_origin: Vec<String>,
    /// Let a week pass in a minute, told line by line, with volunteers at every desk; then end
    #[arg(long)]
    pub(crate) fast_forward: bool,
    /// How many times faster than that
    #[arg(long, value_name = "TIMES", default_value_t = 1, hide = true, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    pub(crate) speed: u32,
    /// How many days ahead of the machine's clock the demo's present is: other weekdays, public holidays
    #[arg(long, value_name = "DAYS", default_value_t = 0, hide = true, value_parser = clap::value_parser!(u16).range(0..=366))]
    pub(crate) days_ahead: u16,
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    crate::demo::run(arguments, terminal).await
}
