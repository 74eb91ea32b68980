//! A node as others meet it: started on loopback over a folder of its own, spoken to over gRPC.
#![allow(clippy::unwrap_used)]

mod fixtures;
mod importing;
mod lifecycle;
mod member;
mod searching;
mod tables;
