//! Which verbs are there? Each verb's own arguments stand in its file.

use crate::commands::{
    completions, demo, federator, import, inspect, libraries, node, search, show,
};
use clap::{Parser, Subcommand};

/// One search over every library's real catalogue.
#[derive(Debug, Parser)]
#[command(
    name = "navette",
    version,
    propagate_version = true,
    after_help = "\
Examples:
  navette demo                                    nine libraries on this machine, to try everything
  navette search \"petit prince\"                   ask every library at once
  navette inspect export.mrc                      see what Navette makes of a file
  navette import --node 127.0.0.1:7701 export.mrc take a file into a library's catalogue

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 records were rejected (with --strict), 4 nothing answers at the address."
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    Search(search::Arguments),
    Show(show::Arguments),
    Libraries(libraries::Arguments),
    Import(import::Arguments),
    Inspect(inspect::Arguments),
    Node(node::Arguments),
    Federator(federator::Arguments),
    Demo(demo::Arguments),
    Completions(completions::Arguments),
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
