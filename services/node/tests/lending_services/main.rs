//! A node's desk as others meet it: spoken to over gRPC on loopback, with a federator that is a fake.
#![allow(clippy::unwrap_used)]

mod backups;
mod bad_input;
mod counter;
mod exchanging;
mod fake_courier;
mod fake_federator;
mod fake_relay;
mod figures;
mod fixtures;
#[path = "../catalogue/fixtures.rs"]
#[allow(dead_code)]
mod library;
mod lists;
mod notices;
mod patrons;
mod reporting;
mod supplying;
mod van;
mod visitors;
