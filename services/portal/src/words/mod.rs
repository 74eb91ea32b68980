//! The sentences of the pages, the languages beside each other.

mod account;
mod account_access;
mod account_apply;
mod account_loans;
mod account_more;
mod account_pages;
mod account_requests;
mod coordinator;
mod days;
mod desk;
mod desk_applications;
mod desk_counter;
pub(crate) mod desk_lists;
mod desk_patrons;
mod desk_refusal;
mod desk_reports;
pub(crate) mod desk_rounds;
pub(crate) mod guides;
mod kiosk;
mod libraries;
mod medium;
mod refusal;
mod refused_field;
mod search;
mod site;
mod trouble;
mod work;
