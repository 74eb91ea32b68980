//! Requests and journeys at the federator: what is asked of it, what nodes report, what follows, whom to tell.
//!
//! Runtime-free: the gRPC layer and the simulator drive the same core, with the clock and chance handed in.

mod ask;
mod choosing;
mod core;
mod draft;
mod error;
mod journeys;
mod looking;
mod reports;
mod requests;
mod shelves;
mod telling;
mod territory;
mod time_passes;

pub use self::core::{FederatorCore, REPORTS_MAX, ReportsTaken, VIEWS_MAX, ViewsDue};
pub use error::FlowError;
pub(crate) use shelves::CataloguedShelves;
pub use territory::{MemberFacts, Shelves, Territory};
