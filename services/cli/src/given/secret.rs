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
        asked("PIN: ", PIN)
    }

    /// Gets a new PIN; on the terminal it is asked twice, because nobody sees what they type.
    pub(crate) fn read_new(self) -> Result<String, Failure> {
        let pin = self.read()?;
        if !self.pin_stdin && asked("The same again: ", PIN)? != pin {
            return Err(Failure::other(
                "the two are not the same; nothing was changed",
            ));
        }
        Ok(pin)
    }
}

#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct PasswordArguments {
    /// Read the password from standard input, one line; otherwise it is asked on the terminal
    #[arg(long)]
    password_stdin: bool,
}

impl PasswordArguments {
    /// Gets a password that exists already.
    pub(crate) fn read(self, question: &str) -> Result<String, Failure> {
        if self.password_stdin {
            return line_of_input("the password");
        }
        asked(question, PASSWORD)
    }

    /// Gets a new password; on the terminal it is asked twice, because nobody sees what they type.
    pub(crate) fn read_new(self) -> Result<String, Failure> {
        let password = self.read("New password: ")?;
        if !self.password_stdin && asked("The same again: ", PASSWORD)? != password {
            return Err(Failure::other(
                "the two are not the same; nothing was changed",
            ));
        }
        Ok(password)
    }
}

/// What is asked on a terminal, and the option that reads it from standard input.
type Wanted = (&'static str, &'static str);

const PIN: Wanted = ("the PIN", "--pin-stdin");
const PASSWORD: Wanted = ("the password", "--password-stdin");

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
fn asked(question: &str, (what, option): Wanted) -> Result<String, Failure> {
    if !io::stdin().is_terminal() {
        return Err(
            Failure::usage(format!("there is no terminal to ask for {what}")).hint(format!(
                "in a script, write it to standard input and say {option}"
            )),
        );
    }
    let cannot = |error| Failure::other(format!("cannot ask on the terminal: {error}"));
    let terminal = console::Term::stderr();
    terminal.write_str(question).map_err(cannot)?;
    terminal.read_secure_line().map_err(cannot)
}
