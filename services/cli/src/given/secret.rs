//! How does something secret get in, past the list of processes? Asked on the terminal, or read from standard input.

use crate::failure::Failure;
use clap::Args;
use std::io::{self, BufRead, IsTerminal, Read};

/// Nothing that is read by the line is longer.
const LONGEST_LINE: u64 = 1_024;

// This group carries no documentation comment: clap would show it instead of the command's own description.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct PinArguments {
    /// Read the PIN from standard input, one line; otherwise it is asked on the terminal
    #[arg(long)]
    pin_stdin: bool,
}

impl PinArguments {
    /// Gets a PIN that exists already.
    pub(crate) fn read(self) -> Result<String, Failure> {
        if self.pin_stdin {
            return line_of_input("the PIN");
        }
        asked("PIN: ")
    }

    /// Gets a new PIN; on the terminal it is asked twice, because nobody sees what they type.
    pub(crate) fn read_new(self) -> Result<String, Failure> {
        let pin = self.read()?;
        if !self.pin_stdin && asked("The same again: ")? != pin {
            return Err(Failure::other(
                "the two are not the same; nothing was changed",
            ));
        }
        Ok(pin)
    }
}

/// Reads one line of standard input.
pub(super) fn line_of_input(what: &str) -> Result<String, Failure> {
    let mut line = String::new();
    let read = io::stdin().lock().take(LONGEST_LINE).read_line(&mut line);
    read.map_err(|error| Failure::other(format!("cannot read standard input: {error}")))?;
    let line = line.trim();
    if line.is_empty() {
        return Err(Failure::usage(format!(
            "standard input ended before {what}"
        )));
    }
    Ok(line.to_owned())
}

/// Asks on the terminal; what is typed is not shown.
fn asked(question: &str) -> Result<String, Failure> {
    if !io::stdin().is_terminal() {
        return Err(Failure::usage("there is no terminal to ask for the PIN")
            .hint("in a script, write it to standard input and say --pin-stdin"));
    }
    let cannot = |error| Failure::other(format!("cannot ask on the terminal: {error}"));
    let terminal = console::Term::stderr();
    terminal.write_str(question).map_err(cannot)?;
    terminal.read_secure_line().map_err(cannot)
}
