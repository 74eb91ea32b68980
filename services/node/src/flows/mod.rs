//! What is done when somebody asks: load, decide, change, answer; in the domain's terms, never the wire's.

pub(crate) mod asking;
pub(crate) mod changes;
pub(crate) mod delete;
pub(crate) mod import;
pub(crate) mod matching;
pub(crate) mod search;
pub(crate) mod show;
pub(crate) mod status;
pub(crate) mod suggest;
