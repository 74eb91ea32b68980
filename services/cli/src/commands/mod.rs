//! One verb per file; `dispatch` chooses.

pub(crate) mod backup;
pub(crate) mod completions;
pub(crate) mod demo;
pub(crate) mod desk;
mod dispatch;
pub(crate) mod doctor;
pub(crate) mod federator;
pub(crate) mod import;
pub(crate) mod inspect;
pub(crate) mod join;
pub(crate) mod kiosk;
pub(crate) mod libraries;
pub(crate) mod loan;
pub(crate) mod node;
pub(crate) mod patron;
pub(crate) mod portal;
pub(crate) mod request;
pub(crate) mod restore;
pub(crate) mod round;
pub(crate) mod search;
pub(crate) mod show;
pub(crate) mod sign_in;
pub(crate) mod staff;

pub(crate) use dispatch::run;
