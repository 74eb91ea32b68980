//! The van's rounds: when it runs, what it carries, and what changes when a run is moved. `verbs` chooses.

mod change;
mod list;
mod manifest;
mod plan;
mod preview;
mod verbs;

pub(crate) use verbs::{Arguments, run};
