//! `navette patron`: what can be done for patrons? Each act stands in its file.

use super::{account, add, erase, link, list, pin, show, update};
use crate::failure::Failure;
use crate::terminal::Terminal;
use clap::{Args, Subcommand};

/// Register patrons of a library, and keep their accounts.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette patron add --family Delattre --given Jeanne --category adult --ask
  navette patron show 62765
  navette patron pay 62765 3.50 --staff 4
  printf '%s\\n' \"$PIN\" | navette patron pin 62765 --pin-stdin

What others must not see in this machine's list of processes stays out of the arguments: a PIN is
asked on the terminal or read with --pin-stdin, birth and addresses with --ask or --details, and a
card given as - is read from standard input.")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    act: Act,
}

/// What is done for patrons.
#[derive(Debug, Subcommand)]
enum Act {
    Add(Box<add::Arguments>),
    Show(show::Arguments),
    Update(Box<update::Arguments>),
    List(list::Arguments),
    Pin(pin::Arguments),
    Link(link::Arguments),
    Charges(account::ListArguments),
    Charge(account::ChargeArguments),
    Pay(account::PayArguments),
    Waive(account::WaiveArguments),
    Erase(erase::Arguments),
    Notices(list::NoticesArguments),
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    match arguments.act {
        Act::Add(arguments) => add::run(*arguments, terminal).await,
        Act::Show(arguments) => show::run(arguments, terminal).await,
        Act::Update(arguments) => update::run(*arguments, terminal).await,
        Act::List(arguments) => list::run(arguments, terminal).await,
        Act::Pin(arguments) => pin::run(arguments, terminal).await,
        Act::Link(arguments) => link::run(arguments, terminal).await,
        Act::Charges(arguments) => account::charges(arguments, terminal).await,
        Act::Charge(arguments) => account::charge(arguments, terminal).await,
        Act::Pay(arguments) => account::pay(arguments, terminal).await,
        Act::Waive(arguments) => account::waive(arguments, terminal).await,
        Act::Erase(arguments) => erase::run(arguments, terminal).await,
        Act::Notices(arguments) => list::notices(arguments, terminal).await,
    }
}
