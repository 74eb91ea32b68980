//! Which verbs are there? Each verb's own arguments stand in its file.

use crate::commands::{
    backup, completions, demo, desk, doctor, federator, import, inspect, join, kiosk, libraries,
    loan, node, patron, portal, request, restore, round, search, show, sign_in, staff,
};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// One search over every library's real catalogue, and any book by the van.
#[derive(Debug, Parser)]
#[command(
    name = "navette",
    version,
    propagate_version = true,
    after_help = "\
Examples:
  navette demo                                    nine libraries on this machine, to try everything
  navette search \"petit prince\"                   ask every library at once
  navette request place --work KEY --for CARD     let the van bring it
  navette desk pull                               what to take from the shelves today
  navette inspect export.mrc                      see what Navette makes of a file
  navette import --node 127.0.0.1:7701 export.mrc take a file into a library's catalogue
  navette join CODE                               let a library into a territory

Who calls is proven by --token-file FILE (or NAVETTE_TOKEN_FILE, NAVETTE_TOKEN), else by the session of
`navette sign-in`, else by the operator's token of a process that you started on this machine.

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 records were rejected (with --strict), 4 nothing answers at the address."
)]
pub(crate) struct Arguments {
    /// File with the token that says who calls; told once, below, and not with each verb
    #[arg(
        long,
        value_name = "FILE",
        global = true,
        hide = true,
        env = "NAVETTE_TOKEN_FILE"
    )]
    pub(crate) token_file: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    Search(search::Arguments),
    Show(show::Arguments),
    Libraries(libraries::Arguments),
    Request(Box<request::Arguments>),
    Desk(Box<desk::Arguments>),
    Loan(loan::Arguments),
    Patron(patron::Arguments),
    Round(round::Arguments),
    Staff(staff::Arguments),
    SignIn(sign_in::SignInArguments),
    SignOut(sign_in::SignOutArguments),
    Import(import::Arguments),
    Inspect(inspect::Arguments),
    Join(join::Arguments),
    Node(node::Arguments),
    Federator(federator::Arguments),
    Portal(portal::Arguments),
    Kiosk(kiosk::Arguments),
    Backup(backup::Arguments),
    Restore(restore::Arguments),
    Doctor(doctor::Arguments),
    Demo(demo::Arguments),
    Completions(completions::Arguments),
}

/// Reads the command line; where it is not understood, says so and ends with 2.
pub(crate) fn read() -> Arguments {
    Arguments::try_parse().unwrap_or_else(|error| without_strays(error).exit())
}

/// A word too many may be half of a card's number: it is not repeated.
fn without_strays(mut error: clap::Error) -> clap::Error {
    let stray = error.get(ContextKind::InvalidArg).is_some_and(
        |context| matches!(context, ContextValue::String(word) if !word.starts_with('-')),
    );
    if error.kind() == ErrorKind::UnknownArgument && stray {
        let hidden = ContextValue::String("…".to_owned());
        error.insert(ContextKind::InvalidArg, hidden);
    }
    error
}

#[cfg(test)]
mod tests {
    use super::Arguments;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_of_all_verbs_are_consistent() {
        Arguments::command().debug_assert();
    }
}
