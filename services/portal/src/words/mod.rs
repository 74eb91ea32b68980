//! The sentences of the pages, the languages beside each other.

mod account;
mod coordinator;
mod days;
mod desk;
mod desk_counter;
pub(crate) mod desk_lists;
mod desk_patrons;
mod desk_refusal;
mod desk_reports;
pub(crate) mod desk_rounds;
mod medium;
mod refusal;
mod search;
mod site;
mod trouble;
mod work;
