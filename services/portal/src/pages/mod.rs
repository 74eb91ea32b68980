//! The pages, one file each: what was asked, whom to ask, what to show.

pub(crate) mod account;
pub(crate) mod changed_look;
pub(crate) mod coordinator;
pub(crate) mod desk;
pub(crate) mod exchange_days;
pub(crate) mod facets;
pub(crate) mod guides;
pub(crate) mod home;
pub(crate) mod libraries;
mod map;
mod map_names;
mod pickup;
pub(crate) mod request;
pub(crate) mod search;
pub(crate) mod sign_in;
pub(crate) mod suggestions;
pub(crate) mod trouble;
pub(crate) mod wanted;
pub(crate) mod work;
pub(crate) mod works;
