//! How requests and journeys look.

mod choice;
mod exchange;
mod journey;
mod patron_request;
mod request;
mod request_list;
mod stuck;

pub(crate) use choice::Choice;
pub(crate) use exchange::Exchange;
pub(crate) use journey::Journey;
pub(crate) use patron_request::{PatronRequest, PatronRequests};
pub(crate) use request::{Request, RequestInFull};
pub(crate) use request_list::{Requests, watched};
pub(crate) use stuck::StuckList;
