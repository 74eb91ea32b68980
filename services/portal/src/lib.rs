//! The web pages: what patrons, the desk and the kiosk's glass see.
//!
//! A gRPC client and nothing more: it decides nothing, and keeps nothing but the last acts of each desk, for an hour. Whoever has
//! signed in carries the node's session in a cookie; how somebody likes to read stands in another. What must hold of every page: docs/screens.md.

mod account_routes;
mod answer;
mod asked;
mod assets;
mod at_hand;
mod calendar;
mod came_from;
mod clock;
mod config;
mod cookies;
mod coordinators;
mod desk_routes;
mod feed;
mod form_errors;
mod form_token;
mod frame;
mod headers;
pub mod kiosk;
mod look;
mod pages;
mod papers;
mod places;
mod randomness;
mod round_names;
mod routes;
#[cfg(test)]
mod routes_tests;
mod running;
mod say;
mod serving;
mod session;
mod site_address;
mod tasks;
mod territory;
mod trouble;
mod typed_day;
mod visit;
mod words;

pub use config::{ConfigError, LibraryConfig, PortalConfig};
pub use running::{PortalError, RunningPortal, start, start_on};
