//! In which order is it looked at everything, and what does the exit code say?

use super::examined::Examined;
use super::finding::{Finding, State};
use super::{
    certificates, clocks, configuration, disk, line, modes, peers, ports, relay, stores, versions,
};
use crate::failure::Failure;
use crate::given::ProcessConfig;
use crate::present::{DoctorShown, OutputForm, show};
use crate::terminal::Terminal;
use clap::Args;
use std::time::{SystemTime, UNIX_EPOCH};

/// Look at everything around a node or a federator, and say what is not in order.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette doctor --node-config /etc/navette/node.toml
  navette doctor --federator-config federator.toml --output json | jq '.findings[] | select(.state == \"bad\")'

The process may be running or not. The federator of [line] is dialled as the node does. Nothing is changed, but for a file that
is written and removed again to see whether the disk can be written. Exit codes: 0 all is well or needs a look, 1 something is
wrong.")]
pub(crate) struct Arguments {
    #[command(flatten)]
    config: ProcessConfig,
    /// A table to read, or JSON for programs
    #[arg(long, value_enum, default_value_t = OutputForm::Table)]
    output: OutputForm,
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let Some((path, _)) = arguments.config.file() else {
        return arguments.config.read().map(|_| ());
    };
    let (found, settings) = configuration::look(&arguments.config, path);
    let mut findings = vec![found];
    if let Some((settings, text)) = settings {
        findings.extend(look_around(&Examined::of(&settings, &text)).await);
    }
    let wrong = findings
        .iter()
        .filter(|found| found.state == State::Bad)
        .count();
    show(arguments.output, &DoctorShown { findings }, terminal)?;
    terminal.flush()?;
    match wrong {
        0 => Ok(()),
        1 => Err(Failure::other("1 thing is wrong")),
        more => Err(Failure::other(format!("{more} things are wrong"))),
    }
}

async fn look_around(examined: &Examined) -> Vec<Finding> {
    let asked = peers::ask_all(examined).await;
    let mut found = modes::look(examined);
    found.extend(ports::look(examined).await);
    found.extend(disk::look(examined));
    found.extend(stores::look(examined));
    found.extend(line::look(&asked));
    found.extend(clocks::look(&asked));
    found.extend(versions::look(&asked));
    found.extend(certificates::look(examined, now()));
    found.push(relay::look(examined).await);
    found
}

fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    i64::try_from(since.unwrap_or_default().as_secs()).unwrap_or(i64::MAX)
}
