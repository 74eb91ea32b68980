//! Lending between libraries: requests, journeys, queues, and which library lends.

mod agreement;
mod candidate;
mod choose_copy;
mod choose_lender;
mod copy;
mod drop_reason;
#[cfg(test)]
mod lender_fixtures;
mod protection;
mod queue;
mod rank;
mod settlement;
mod wait_estimate;

pub use agreement::{Agreement, AgreementRefusal, Lending, RATIO_PERCENT, permits, ratio_percent};
pub use candidate::{Asked, Candidate, Fairness, MemberStanding, PastRefusal, whole_metres};
pub use choose_copy::CopyReason;
pub use choose_lender::{Choice, Dropped, LAPSES_MAX, Ranked, choose_lender};
pub use copy::{CopyFacts, CopyStatus, Only, same_part};
pub use drop_reason::{DropReason, RefusedBecause};
pub use protection::{Protection, ProtectionSettings};
pub use queue::{Captured, QUEUE_ENTRIES_MAX, Queue, QueueEntry, QueueRefusal};
pub use rank::{Criterion, RankFacts};
pub use settlement::{
    Debt, LibraryTotal, Movement, MovementKind, PairBalance, Settlement, SettlementRefusal, settle,
};
pub use wait_estimate::{WaitEstimate, WaitFacts, estimate_wait};
