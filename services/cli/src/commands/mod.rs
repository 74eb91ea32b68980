//! One verb per file; `dispatch` chooses.

pub(crate) mod completions;
pub(crate) mod demo;
mod dispatch;
pub(crate) mod federator;
pub(crate) mod import;
pub(crate) mod inspect;
pub(crate) mod libraries;
pub(crate) mod node;
pub(crate) mod search;
pub(crate) mod show;

pub(crate) use dispatch::run;
