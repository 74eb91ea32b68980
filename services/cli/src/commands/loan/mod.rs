//! The counter: lending out, taking back, renewing. `verbs` chooses.

mod bring_back;
mod lend;
mod list;
mod overrides;
mod renew;
mod verbs;

pub(crate) use verbs::{Arguments, run};
