//! `navette federator`: one act per file; `verbs` chooses.

mod init;
mod invite;
mod members;
mod revoke;
mod serve;
mod verbs;

pub(crate) use verbs::{Arguments, run};
