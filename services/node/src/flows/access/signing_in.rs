//! What does signing in come to, once it is proven? A session, and what was used up by it.

use super::accounts::open;
use super::sessions::begin;
use crate::draft::Draft;
use crate::ledger::{
    NodeState, PatronPasswordRow, PersonRow, SessionOwner, SignInLinkRow, StaffAccountRow,
};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::access::SignedInAt;
use navette_domain::identity::{PatronNumber, StaffId};
use navette_domain::privacy::Secret;
use navette_domain::time::Now;
use navette_store::ledger::Commit;

/// The hash against which a patron's secret was compared. Comparing takes its time, in which another may be set.
#[derive(Clone, Debug)]
pub enum ProvenHash {
    /// Of the PIN.
    Pin(Secret<String>),
    /// Of the password.
    Password(Secret<String>),
}

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Begins a session of somebody who works here. A telephone's code counts once: one of a step that was used is refused. So is
    /// an account that has other secrets by now than when it was proven.
    pub fn staff_signed_in(
        &self,
        id: StaffId,
        proven: StaffAccountRow,
        totp_step: Option<u64>,
        key: u128,
        now: Now,
    ) -> Result<(), DeskRefusal> {
        self.change(now, move |draft| {
            let account = open(draft, id)?;
            let same = account.password_hash == proven.password_hash
                && account.totp_secret == proven.totp_secret;
            if !same {
                return Err(DeskRefusal::SecretChanged);
            }
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

    /// Begins a session of a patron, unless they have another secret by now than the one that was proven.
    pub fn patron_signed_in(
        &self,
        number: PatronNumber,
        at: SignedInAt,
        proven: ProvenHash,
        key: u128,
        now: Now,
    ) -> Result<(), DeskRefusal> {
        self.change(now, move |draft| {
            if !still_holds(draft, number, &proven) {
                return Err(DeskRefusal::SecretChanged);
            }
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
            begin(draft, key, SessionOwner::PatronByCode(row.patron))?;
            Ok(Some(row.patron))
        })
    }
}

fn still_holds(draft: &Draft<'_>, number: PatronNumber, proven: &ProvenHash) -> bool {
    match proven {
        ProvenHash::Pin(hash) => {
            let person = draft.see::<PersonRow>(&number);
            person.is_some_and(|person| person.pin_hash.as_ref() == Some(hash))
        }
        ProvenHash::Password(hash) => {
            let row = draft.see::<PatronPasswordRow>(&number);
            row.is_some_and(|row| row.hash == *hash)
        }
    }
}

#[cfg(test)]
#[path = "signing_in_tests.rs"]
mod tests;
