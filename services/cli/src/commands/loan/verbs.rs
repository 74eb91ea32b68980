//! `navette loan`: what happens at a counter? Each act stands in its file.

use super::{bring_back, lend, list, renew};
use crate::failure::Failure;
use crate::terminal::Terminal;
use clap::{Args, Subcommand};

/// Lend, take back and renew at a library's counter.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette loan out 000001 --for 62765
  navette loan out 000001 --for 62765 --override loan-limit --reason \"holidays\" --staff 4
  navette loan in 000001
  navette loan list --overdue

It works while the federator is out of reach.")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    act: Act,
}

/// What happens at a counter.
#[derive(Debug, Subcommand)]
enum Act {
    Out(lend::Arguments),
    In(bring_back::Arguments),
    Renew(renew::Arguments),
    List(list::Arguments),
    InHouse(bring_back::InHouseArguments),
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    match arguments.act {
        Act::Out(arguments) => lend::run(arguments, terminal).await,
        Act::In(arguments) => bring_back::run(arguments, terminal).await,
        Act::Renew(arguments) => renew::run(arguments, terminal).await,
        Act::List(arguments) => list::run(arguments, terminal).await,
        Act::InHouse(arguments) => bring_back::in_house(arguments, terminal).await,
    }
}
