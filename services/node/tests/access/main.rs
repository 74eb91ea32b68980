//! Who may do what at a node that believes nobody without proof, over gRPC as everybody else calls it?

#![allow(clippy::unwrap_used)]

mod accounts;
mod browsers;
mod every_call;
mod every_role;
mod fixtures;
#[path = "../catalogue/fixtures.rs"]
#[allow(dead_code)]
mod library;
mod patrons;
mod signing_in;
