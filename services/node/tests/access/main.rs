//! Who may do what at a node that believes nobody without proof, over gRPC as everybody else calls it?

#![allow(clippy::unwrap_used)]

mod accounts;
mod applying;
mod browsers;
mod codes_by_mail;
mod every_call;
mod every_role;
#[path = "../lending_services/fake_relay.rs"]
mod fake_relay;
mod fixtures;
#[path = "../catalogue/fixtures.rs"]
#[allow(dead_code)]
mod library;
mod own_affairs;
mod patrons;
mod private_links;
mod signing_in;
mod web_pages;
