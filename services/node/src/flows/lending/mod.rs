//! Lending between libraries, seen from one library: its outbox, the federator's views, its promises, and agreement after a cut.

mod committing;
mod journey_views;
mod numbering;
mod opening;
mod outbox;
mod reconciling;
mod request_views;
mod restating;
mod returning;
mod settling;
mod views;

pub(crate) use committing::free_copy;
pub(crate) use settling::settle;
pub use views::{ReportNumber, ViewAck};
