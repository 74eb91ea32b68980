//! What is done when somebody asks: load, decide, change, answer; in the domain's terms, never the wire's.

pub(crate) mod asking;
pub(crate) mod changes;
pub(crate) mod circulation;
pub(crate) mod delete;
pub(crate) mod desk;
pub(crate) mod erased_again;
pub(crate) mod import;
pub(crate) mod lending;
pub(crate) mod matching;
pub(crate) mod notices;
pub(crate) mod patrons;
pub(crate) mod repeating;
pub(crate) mod requests;
pub(crate) mod retention;
pub(crate) mod search;
pub(crate) mod show;
pub(crate) mod status;
pub(crate) mod suggest;
