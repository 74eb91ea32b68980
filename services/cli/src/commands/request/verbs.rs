//! `navette request`: what can be done with requests? Each act stands in its file.

use super::{change, decide, list, place, report, show, stuck, watch, why};
use crate::failure::Failure;
use crate::terminal::Terminal;
use clap::{Args, Subcommand};

/// Ask for a work from any library, and follow the request.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette request place --work 3f2a9c0d11e47b58 --for 62765 --pickup fauquembergues
  navette request list --library aire --role lender --open
  navette request why 0af3c1d2e4b5968778695a4b3c2d1e0f      who was asked, who was not, and why
  navette request stuck                                     what waits past its deadline

Requests of the whole territory are the federator's (--at). Those of a patron are asked of the
home library's node (--for CARD --node ADDR), also while the federator is out of reach.")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    act: Act,
}

/// What is done with requests.
#[derive(Debug, Subcommand)]
enum Act {
    Place(Box<place::Arguments>),
    Show(show::Arguments),
    List(list::Arguments),
    Cancel(change::CancelArguments),
    Suspend(change::SuspendArguments),
    Resume(change::ResumeArguments),
    Watch(watch::Arguments),
    Why(why::Arguments),
    Stuck(stuck::Arguments),
    Report(report::Arguments),
    Settle(decide::SettleArguments),
    Lost(decide::LostArguments),
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    match arguments.act {
        Act::Place(arguments) => place::run(*arguments, terminal).await,
        Act::Show(arguments) => show::run(arguments, terminal).await,
        Act::List(arguments) => list::run(arguments, terminal).await,
        Act::Cancel(arguments) => change::cancel(arguments, terminal).await,
        Act::Suspend(arguments) => change::suspend(arguments, terminal).await,
        Act::Resume(arguments) => change::resume(arguments, terminal).await,
        Act::Watch(arguments) => watch::run(arguments, terminal).await,
        Act::Why(arguments) => why::run(arguments, terminal).await,
        Act::Stuck(arguments) => stuck::run(arguments, terminal).await,
        Act::Report(arguments) => report::run(arguments, terminal).await,
        Act::Settle(arguments) => decide::settle(arguments, terminal).await,
        Act::Lost(arguments) => decide::lost(arguments, terminal).await,
    }
}
