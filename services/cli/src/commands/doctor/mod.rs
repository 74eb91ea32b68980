//! `navette doctor`: is everything in order around a node or federator? One file for each thing that is looked at.

mod certificates;
mod clocks;
mod configuration;
mod disk;
mod examined;
mod finding;
mod line;
mod modes;
mod peers;
mod ports;
mod relay;
mod run;
mod stores;
mod versions;

pub(crate) use finding::{Finding, State};
pub(crate) use run::{Arguments, run};
