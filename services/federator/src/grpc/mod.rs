//! What the federator serves: thin services that decode, call a flow and encode.

mod catalogue;
mod courier;
mod courier_pages;
mod courier_read;
mod deadline;
mod not_kept;
mod turns;

pub(crate) use catalogue::Catalogue;
pub(crate) use courier::Courier;
