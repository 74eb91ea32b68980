//! What does a librarian decide against refusals that were shown, and which of them can be overruled?

use crate::failure::Failure;
use crate::given::{Calling, Staffed};
use crate::words::{Listed, listed};
use clap::Args;
use navette_proto::wire::circulation::{Overridable, Override};
use navette_proto::{Explanation, explain};
use std::fmt;
use tonic::Status;

// This group carries no documentation comment: clap would show it instead of the command's own description.
#[derive(Debug, Args)]
pub(super) struct OverrideArguments {
    /// Overrule this refusal (may be repeated); needs --reason and --staff
    #[arg(long = "override", value_name = "WHAT", value_parser = listed::<Overridable>(), requires = "reason")]
    overruled: Vec<Overridable>,
    /// Why it is overruled
    #[arg(long, value_name = "TEXT", requires = "overruled")]
    reason: Option<String>,
}

impl OverrideArguments {
    /// The decisions, in the name of who works at the desk.
    pub(super) fn decided(&self, staffed: &Staffed) -> Result<Vec<Override>, Failure> {
        if self.overruled.is_empty() {
            return Ok(Vec::new());
        }
        let staff = staffed.named("an override")?;
        let reason = self.reason.clone().unwrap_or_default();
        let decision = |what: &Overridable| Override {
            what: *what as i32,
            staff,
            reason: reason.clone(),
        };
        Ok(self.overruled.iter().map(decision).collect())
    }
}

/// Turns a status into a failure; where a librarian may overrule it, says how.
pub(super) fn refused(call: &Calling, status: &Status, address: impl fmt::Display) -> Failure {
    let failure = call.refused(status, address);
    match explain(status).as_ref().and_then(way_out) {
        Some(hint) => failure.hint(hint),
        None => failure,
    }
}

fn way_out(told: &Explanation) -> Option<String> {
    if told.objections.is_empty() {
        return None;
    }
    let mut flags = Vec::new();
    for objection in &told.objections {
        match objection.lifted_by.as_deref().and_then(overridable) {
            Some(word) => flags.push(format!("--override {word}")),
            None => return Some(format!("nobody may overrule it: {}", objection.message)),
        }
    }
    Some(format!(
        "a librarian may overrule it: add {} --reason TEXT --staff NUMBER",
        flags.join(" ")
    ))
}

/// Finds the word for what lifts an objection, which is said by the name of the contract's value.
fn overridable(name: &str) -> Option<&'static str> {
    Overridable::ALL
        .iter()
        .find(|value| value.as_str_name() == name || value.word() == Some(name))
        .and_then(|value| value.word())
}

#[cfg(test)]
mod tests {
    use super::*;
    use navette_proto::{Objection, Refusal};

    fn told(lifted_by: &[Option<&str>]) -> Option<String> {
        let objection = |lifted_by: &Option<&str>| Objection {
            reason: "X".into(),
            message: "the card is blocked".into(),
            lifted_by: lifted_by.map(str::to_owned),
        };
        let objections = lifted_by.iter().map(objection).collect();
        explain(&Refusal::MayNot(objections).into())
            .as_ref()
            .and_then(way_out)
    }

    #[test]
    fn every_refusal_must_be_overruled_and_one_that_cannot_stands() {
        let all = told(&[Some("OVERRIDABLE_DUES"), Some("loan-limit")]);
        let expected = "a librarian may overrule it: add --override dues --override loan-limit --reason TEXT --staff NUMBER";
        assert_eq!(all.as_deref(), Some(expected));
        let not_all = told(&[Some("OVERRIDABLE_DUES"), None]);
        let expected = "nobody may overrule it: the card is blocked";
        assert_eq!(not_all.as_deref(), Some(expected));
        assert_eq!(told(&[]), None);
    }
}
