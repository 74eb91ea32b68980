//! What the federator does for each request: one file per question asked of it.

mod answer;
mod arrivals;
mod holdings;
mod libraries;
mod merge;
mod record;
mod rewriting;
mod search;
mod suggest;

pub(crate) use search::SearchFlow;
