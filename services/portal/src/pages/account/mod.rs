//! A patron's account, one page each: what waits, what is asked for, what is lent, what is owed.

pub(crate) mod access;
pub(crate) mod applied;
pub(crate) mod apply;
pub(crate) mod cancelling;
pub(crate) mod code;
pub(crate) mod dues;
pub(crate) mod history;
pub(crate) mod kin;
pub(crate) mod links;
pub(crate) mod loans;
pub(crate) mod me;
pub(crate) mod messages;
mod mine;
pub(crate) mod overview;
pub(crate) mod read_elsewhere;
pub(crate) mod renewing;
pub(crate) mod requested;
pub(crate) mod requests;
pub(crate) mod saved;
mod shown_loan;
mod shown_request;
pub(crate) mod suspending;
mod whose;
