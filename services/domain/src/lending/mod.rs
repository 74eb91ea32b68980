//! Lending between libraries: requests, journeys, queues, and which library lends.

mod journey;
pub mod journey_lifecycle;
mod refusal;
mod report;
mod request;
mod request_event;
pub mod request_lifecycle;
mod view;
mod watch;

pub use journey::{Journey, JourneyState};
pub use refusal::LendingRefusal;
pub use report::{Report, Scan, ScanKind};
pub use request::{Declined, LoanRequest, Placement, RequestState, SupplyFailure, Target, Wanted};
pub use request_event::{NextLender, RequestEvent};
pub use request_lifecycle::Telling;
pub use view::{JourneyStage, JourneyView, RequestView, Served, View};
pub use watch::{
    Owner, Patience, WatchDays, journey_deadline, journey_owner, request_deadline, request_owner,
};
