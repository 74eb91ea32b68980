//! How does a command end when it does not succeed? The exit code, one message, and a hint where one helps.

use crate::hints::hint_for;
use std::fmt;
use std::io::{self, Write};
use std::process::ExitCode;
use tonic::{Code, Status};

/// The exit codes, as docs/cli.md lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// The reader of our output went away, which is no failure.
    Done = 0,
    /// Anything that has no code of its own.
    Other = 1,
    /// The command was not understood.
    Usage = 2,
    /// Records were rejected, and `--strict` was asked.
    Rejected = 3,
    /// Nothing answers at the address.
    Unreachable = 4,
}

/// A command that ended early: one message, apart from it a hint on what to do.
#[derive(Debug)]
pub(crate) struct Failure {
    exit: Exit,
    message: String,
    hint: Option<String>,
}

impl Failure {
    fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self {
            exit,
            message: message.into(),
            hint: None,
        }
    }

    /// Something failed that has no exit code of its own.
    pub(crate) fn other(message: impl Into<String>) -> Self {
        Self::new(Exit::Other, message)
    }

    /// The command was given something it cannot take.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, message)
    }

    /// Records were rejected, and `--strict` was asked.
    pub(crate) fn rejected(message: impl Into<String>) -> Self {
        Self::new(Exit::Rejected, message)
    }

    /// Nothing answers at the address.
    pub(crate) fn unreachable(message: impl Into<String>) -> Self {
        Self::new(Exit::Unreachable, message)
    }

    /// Says what the reader can do about it.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Gives what happened.
    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    /// Tells whether nothing is known of what became of a call.
    pub(crate) fn is_unreachable(&self) -> bool {
        self.exit == Exit::Unreachable
    }

    /// Turns a service's answer into a failure: unreachable and late ones exit with 4, the others with 1.
    pub(crate) fn from_status(status: &Status, address: impl fmt::Display) -> Self {
        let failure = match status.code() {
            Code::Unavailable | Code::DeadlineExceeded => {
                Self::unreachable(format!("{address} does not answer: {}", status.message()))
            }
            Code::Unimplemented => Self::other(format!(
                "{address} does not offer this: {}",
                status.message()
            )),
            _ if status.message().is_empty() => Self::other(format!("{address}: {status}")),
            _ => Self::other(status.message()),
        };
        match hint_for(status) {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }

    /// Writes message and hint to standard error and gives the exit code.
    pub(crate) fn report(self) -> ExitCode {
        if self.exit != Exit::Done {
            let mut told = format!("error: {}\n", self.message);
            if let Some(hint) = self.hint {
                told.push_str(&format!("hint: {hint}\n"));
            }
            // Nothing can be said any more where standard error is gone too.
            let _ = io::stderr().write_all(told.as_bytes());
        }
        ExitCode::from(self.exit as u8)
    }
}

impl From<io::Error> for Failure {
    /// A failed write to standard output. A closed pipe (`| head -1`) ends the command quietly.
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::new(Exit::Done, "");
        }
        Self::other(format!("cannot write to standard output: {error}"))
    }
}
