//! The sentences of the pages, the languages beside each other.

mod account;
mod days;
pub(crate) mod guides;
mod kiosk;
mod libraries;
mod medium;
mod refusal;
mod search;
mod site;
mod trouble;
mod work;
