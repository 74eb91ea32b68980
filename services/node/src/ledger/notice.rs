//! What is a patron to be told, and how far has that come?

use navette_domain::identity::{PatronNumber, RequestId};
use navette_domain::notices::{Notice, NoticeState};
use navette_domain::time::Day;
use navette_store::stored_struct;

/// One notice to an own patron.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeRow {
    /// To whom.
    pub patron: PatronNumber,
    /// About which request.
    pub request: Option<RequestId>,
    /// About which loan.
    pub loan: Option<u64>,
    /// The day it names: due, promised, or the last of the hold period.
    pub day: Option<Day>,
    /// What it says and how far it is.
    pub notice: Notice,
}

impl NoticeRow {
    /// Says whether nobody has been told yet and somebody should.
    pub fn is_undelivered(&self) -> bool {
        match self.notice.state {
            NoticeState::Waiting
            | NoticeState::Sending { .. }
            | NoticeState::Failed { .. }
            | NoticeState::Desk { .. }
            | NoticeState::Escalated { .. } => true,
            NoticeState::Sent { .. } | NoticeState::Told { .. } | NoticeState::Dropped { .. } => {
                false
            }
        }
    }
}

stored_struct!(NoticeRow {
    patron,
    request,
    loan,
    day,
    notice
});
