//! Lending between libraries: requests, journeys, queues, and which library lends.

mod agreement;
mod candidate;
mod choose_copy;
mod choose_lender;
mod copy;
mod drop_reason;
mod exchange;
mod journey;
pub mod journey_lifecycle;
#[cfg(test)]
mod lender_fixtures;
mod protection;
mod queue;
mod rank;
mod refusal;
mod report;
mod request;
mod request_event;
pub mod request_lifecycle;
mod settlement;
mod view;
mod wait_estimate;
mod watch;
mod who_may_report;
#[cfg(test)]
mod who_may_report_tests;

pub use agreement::{Agreement, AgreementRefusal, Lending, RATIO_PERCENT, permits, ratio_percent};
pub use candidate::{Asked, Candidate, Fairness, MemberStanding, PastRefusal, whole_metres};
pub use choose_copy::{CopyReason, choose_copy_to_commit};
pub use choose_lender::{Choice, Dropped, LAPSES_MAX, Ranked, choose_lender};
pub use copy::{CopyFacts, CopyStatus, Only, same_part};
pub use drop_reason::DropReason;
pub use exchange::{
    ExchangeCounts, ExchangeRefusal, ExchangeSpan, LentEachOther, LibraryExchange, SPAN_DAYS_MAX,
};
pub use journey::{Journey, JourneyState};
pub use protection::{Protection, ProtectionSettings};
pub use queue::{Captured, QUEUE_ENTRIES_MAX, Queue, QueueEntry, QueueRefusal};
pub use rank::{Criterion, RankFacts};
pub use refusal::LendingRefusal;
pub use report::{Report, Scan, ScanKind};
pub use request::{Declined, LoanRequest, Placement, RequestState, SupplyFailure, Target};
pub use request_event::{NextLender, RequestEvent};
pub use request_lifecycle::Telling;
pub use settlement::{
    Debt, LibraryTotal, Movement, MovementKind, PairBalance, Settlement, SettlementRefusal, settle,
};
pub use view::{JourneyStage, JourneyView, RequestView, Served, View};
pub use wait_estimate::{WaitEstimate, WaitFacts, estimate_wait};
pub use watch::{
    Owner, Patience, WatchDays, journey_deadline, journey_owner, request_deadline, request_owner,
};
pub use who_may_report::{
    LibraryPart, may_report, parts_in_item, parts_in_journey, parts_in_request,
};
