//! `navette completions`: what does a shell need to complete our commands?

use crate::failure::Failure;
use crate::terminal::Terminal;
use clap::{Args, CommandFactory};
use clap_complete::Shell;

/// Write a completion script for a shell.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette completions bash > ~/.local/share/bash-completion/completions/navette
  navette completions fish > ~/.config/fish/completions/navette.fish")]
pub(crate) struct Arguments {
    /// Which shell
    shell: Shell,
}

pub(crate) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let mut script = Vec::new();
    let mut command = crate::arguments::Arguments::command();
    clap_complete::generate(arguments.shell, &mut command, "navette", &mut script);
    terminal.line(String::from_utf8_lossy(&script).trim_end())
}
