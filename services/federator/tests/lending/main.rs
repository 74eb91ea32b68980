//! The federator's part of lending: requests, journeys and what nodes are told, over the real journal on a simulated disk.

#![allow(clippy::unwrap_used, missing_docs)]

mod agreements;
mod coordinating;
mod exchanging;
mod fixtures;
mod refusals;
mod stories;
mod strangers;
mod timetable;
mod visits;
