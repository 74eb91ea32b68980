//! The counter: lending out, taking back, renewing, and what follows when something is late or lost.

mod check_in;
mod check_out;
mod direction;
mod due_date;
#[cfg(test)]
pub(crate) mod fixtures;
mod hold_period;
mod in_house_use;
mod item_facts;
mod loan;
mod lost_damaged;
mod opening_days;
mod overdue;
mod recall;
mod renew;
mod staff_override;
mod visiting;

pub use check_in::{
    CheckIn, CheckInEffect, CheckInFacts, CheckInRefusal, NextRequest, PutWhere, decide_check_in,
};
pub use check_out::{
    AtTheDesk, CheckOut, CheckOutEffect, CheckOutFacts, CheckOutRefusal, decide_check_out,
};
pub use direction::direction;
pub use due_date::due_date;
pub use hold_period::{HOLD_DAYS, HOLD_OPENINGS, hold_until};
pub use in_house_use::{InHouseRefusal, InHouseUse, decide_in_house_use};
pub use item_facts::{Commitment, Hold, ItemFacts};
pub use loan::{Borrower, Loan, LoanState};
pub use lost_damaged::{CLAIM_DAYS, LossEffect, LossEvent, LossRefusal, LossStep, decide_loss};
pub use opening_days::{
    DAYS_SEARCHED_MAX, IsOpen, after_open_days, next_open_day, open_days_between,
};
pub use overdue::{OVERDUE_DAYS_MAX, OverdueStep, PRESUMED_LOST_DAYS, rung_due, step_due};
pub use recall::{RECALL_DAYS_SINCE_LENT, RECALL_OPEN_DAYS, RecallRefusal, decide_recall};
pub use renew::{RenewRefusal, Renewal, decide_renewal};
pub use staff_override::{Overridable, Override};
pub use visiting::{
    HomeAnswer, Reconciled, SILENT_LOANS_MAX, VisitRefusal, VisitorFacts, may_visit, reconcile,
};
