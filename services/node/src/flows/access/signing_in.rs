//! What does signing in come to, once it is proven? A session, and what was used up by it.

use super::accounts::open;
use super::sessions::begin;
use crate::ledger::{NodeState, SessionOwner, SignInLinkRow, StaffAccountRow};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::access::SignedInAt;
use navette_domain::identity::{PatronNumber, StaffId};
use navette_domain::time::Now;
use navette_store::ledger::Commit;

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Begins a session of somebody who works here. A telephone's code counts once: one of a step that was used is refused.
    pub fn staff_signed_in(
        &self,
        id: StaffId,
        totp_step: Option<u64>,
        key: u128,
        now: Now,
    ) -> Result<(), DeskRefusal> {
        self.change(now, move |draft| {
            let account = open(draft, id)?;
            if let Some(step) = totp_step {
                if step <= account.totp_step {
                    return Err(DeskRefusal::CodeUsed);
                }
                draft.put(
                    id,
                    StaffAccountRow {
                        totp_step: step,
                        ..account
                    },
                );
            }
            begin(draft, key, SessionOwner::Staff(id))
        })
    }

    /// Begins a session of a patron.
    pub fn patron_signed_in(
        &self,
        number: PatronNumber,
        at: SignedInAt,
        key: u128,
        now: Now,
    ) -> Result<(), DeskRefusal> {
        self.change(now, move |draft| {
            begin(draft, key, SessionOwner::patron(number, at))
        })
    }

    /// Redeems a one-time code for a session elsewhere; says whose it was, or nobody's where it is over or was used.
    pub fn link_redeemed(
        &self,
        link: u128,
        key: u128,
        now: Now,
    ) -> Result<Option<PatronNumber>, DeskRefusal> {
        self.change(now, move |draft| {
            let row = draft.get::<SignInLinkRow>(&link);
            let Some(row) = row.filter(|row| now.at < row.ends) else {
                return Ok(None);
            };
            draft.remove::<SignInLinkRow>(link);
            begin(draft, key, SessionOwner::PatronElsewhere(row.patron))?;
            Ok(Some(row.patron))
        })
    }
}
