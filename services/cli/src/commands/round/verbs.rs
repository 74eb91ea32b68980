//! `navette round`: what can be asked of the van's timetable? Each act stands in its file.

use super::{change, list, manifest, plan, preview};
use crate::failure::Failure;
use crate::terminal::Terminal;
use clap::{Args, Subcommand};

/// The van's rounds: stops and times, manifests, moving and cancelling a run.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette round list
  navette round plan aire fauquembergues                        on which day can it be collected?
  navette round manifest audomarois-1 2026-11-24 --library aire
  navette round preview audomarois-1 2026-11-24 --to 2026-11-25 whose dates would change?
  navette round move audomarois-1 2026-11-24 --to 2026-11-25")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    act: Act,
}

/// What is asked of the timetable.
#[derive(Debug, Subcommand)]
enum Act {
    List(list::Arguments),
    Show(list::ShowArguments),
    Plan(plan::Arguments),
    Manifest(manifest::Arguments),
    Preview(preview::Arguments),
    Move(change::MoveArguments),
    Cancel(change::CancelArguments),
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    match arguments.act {
        Act::List(arguments) => list::run(arguments, terminal).await,
        Act::Show(arguments) => list::one(arguments, terminal).await,
        Act::Plan(arguments) => plan::run(arguments, terminal).await,
        Act::Manifest(arguments) => manifest::run(arguments, terminal).await,
        Act::Preview(arguments) => preview::run(arguments, terminal).await,
        Act::Move(arguments) => change::move_run(arguments, terminal).await,
        Act::Cancel(arguments) => change::cancel(arguments, terminal).await,
    }
}
