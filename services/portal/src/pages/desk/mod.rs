//! The desk: what the people who work at a library see.

pub(crate) mod account;
pub(crate) mod at_desk;
pub(crate) mod card;
pub(crate) mod csv;
mod days;
pub(crate) mod entrance;
pub(crate) mod erase;
mod fragment;
pub(crate) mod lend;
mod loans;
pub(crate) mod manifest;
mod money;
mod outcome;
pub(crate) mod patron;
pub(crate) mod patron_list;
mod person_form;
pub(crate) mod pick_list;
pub(crate) mod place;
pub(crate) mod register;
pub(crate) mod report;
pub(crate) mod rounds;
pub(crate) mod scan;
pub(crate) mod slip;
pub(crate) mod take_back;
pub(crate) mod work_act;
pub(crate) mod work_list;
