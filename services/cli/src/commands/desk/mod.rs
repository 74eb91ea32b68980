//! The desk: lists of work, scans, and acts that no scan can say. `verbs` chooses.

mod harm;
mod item_acts;
mod report;
mod run_acts;
mod scan;
mod telling;
mod verbs;
mod work;

pub(crate) use verbs::{Arguments, run};
