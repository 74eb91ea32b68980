//! By which name is a command sent, so that repeating it changes nothing, and who gives it?

// These groups carry no documentation comments: clap would show them instead of the command's own description.

use super::names::request_id;
use crate::failure::Failure;
use clap::Args;
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use tonic::Status;

#[derive(Clone, Debug, Args)]
pub(crate) struct Call {
    /// Repeat a call by its name: it is done once only, and the first answer comes again
    #[arg(long, value_name = "ID", value_parser = request_id)]
    request_id: Option<String>,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct Staffed {
    /// Number of who works at the desk; 0 is nobody
    #[arg(
        long,
        value_name = "NUMBER",
        default_value_t = 0,
        env = "NAVETTE_STAFF"
    )]
    pub(crate) staff: u64,
    #[command(flatten)]
    call: Call,
}

/// One call that changes something, under its name.
pub(crate) struct Calling {
    /// 32 hexadecimal digits.
    pub(crate) id: String,
}

impl Call {
    /// Takes the name that was given, or draws one.
    pub(crate) fn begin(&self) -> Calling {
        let id = self.request_id.clone().unwrap_or_else(drawn);
        Calling { id }
    }
}

impl Staffed {
    /// The number of who decides something that nobody may decide without a name.
    pub(crate) fn named(&self, what: &str) -> Result<u64, Failure> {
        if self.staff == 0 {
            return Err(
                Failure::usage(format!("{what} needs to say who decides it"))
                    .hint("add --staff NUMBER, or set NAVETTE_STAFF"),
            );
        }
        Ok(self.staff)
    }

    /// Takes the name that was given, or draws one.
    pub(crate) fn begin(&self) -> Calling {
        self.call.begin()
    }
}

impl Calling {
    /// Draws a name for a call that is nobody's command line.
    pub(crate) fn drawn() -> Self {
        Self { id: drawn() }
    }

    /// Turns a status into a failure; where nothing is known of the outcome, says how to repeat the call without harm.
    pub(crate) fn refused(&self, status: &Status, address: impl fmt::Display) -> Failure {
        let failure = Failure::from_status(status, address);
        if failure.is_unreachable() {
            let id = &self.id;
            return failure.hint(format!(
                "it may have been done all the same: repeat it with --request-id {id}, and it is done once only"
            ));
        }
        failure
    }
}

/// Draws 32 hexadecimal digits. Names need only be new; the standard library seeds these hashes from the system.
fn drawn() -> String {
    let half = || RandomState::new().hash_one(0_u8);
    format!("{:016x}{:016x}", half(), half())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_calls_have_two_names() {
        let (first, second) = (drawn(), drawn());
        assert_ne!(first, second);
        assert_eq!(request_id(&first), Ok(first.clone()));
    }
}
