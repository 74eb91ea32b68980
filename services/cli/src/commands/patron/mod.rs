//! The patrons of one library: registering, their accounts, their PIN, what they were told. `verbs` chooses.

mod account;
mod add;
mod erase;
mod link;
mod list;
mod pin;
mod show;
mod update;
mod verbs;

pub(crate) use verbs::{Arguments, run};
