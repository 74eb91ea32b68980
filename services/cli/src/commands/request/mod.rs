//! Requests: placing, following and ending them. One file per act; `verbs` chooses.

mod change;
mod decide;
mod list;
mod place;
mod report;
mod show;
mod stuck;
mod verbs;
mod wanted;
mod watch;
mod why;

pub(crate) use verbs::{Arguments, run};
