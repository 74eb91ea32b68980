//! Requests and journeys at the federator: what is asked of it, what nodes report, what follows, whom to tell.
//!
//! Runtime-free: the gRPC layer and the simulator drive the same core, with the clock and chance handed in.

mod ask;
mod asked_for;
mod choosing;
mod core;
mod draft;
mod error;
mod exchange;
mod forgetting;
mod journeys;
mod looking;
mod manifests;
mod moving;
mod queue_news;
mod reports;
mod requests;
mod retiming;
mod running;
mod shelves;
mod strangers;
mod telling;
mod territories;
mod territory;
mod time_passes;
mod visits;
mod waits;
mod wall;
mod ways;

pub use self::core::{FederatorCore, REPORTS_MAX, ReportsTaken, VIEWS_MAX, ViewsDue};
pub use asked_for::AskedFor;
pub use error::{FlowError, MoveError};
pub use forgetting::Forgotten;
pub use manifests::StopSheet;
pub(crate) use moving::last_day;
pub use moving::{MovePreview, PreviewedChange, RunChanged, RunOrder};
pub(crate) use running::RunningLending;
pub(crate) use shelves::CataloguedShelves;
pub use territory::{Kind, MemberFacts, Shelves, Territory};
pub use waits::Waits;
