//! Lending between libraries, wire and domain: requests and journeys, what nodes report and what they are told.

pub mod choice;
pub mod delivery;
mod drop_reason;
pub mod exchange;
pub mod journey;
mod journey_view;
pub mod placement;
pub mod report;
pub mod request;
mod request_view;
pub mod scan;
pub mod states;
pub mod target;
pub mod view;
pub mod vouched_key;

#[cfg(test)]
pub(crate) mod fixtures;
