//! The kiosk: a process beside its node that shows pages to whoever stands in front of it, and forgets them when they go.

mod config;
mod frame;
mod glass;
mod pages;
mod routes;
mod running;
mod seat;
mod standing;

pub use config::{KioskConfig, KioskError};
pub use running::{RunningKiosk, start, start_on};
