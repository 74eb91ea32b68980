//! May this account set another secret now? Each costs a slow hash, and nobody needs many.

use super::places::{REMEMBERED_MAX, refused};
use navette_domain::access::{Allowance, SECRETS_SET_BY_A_PATRON, SECRETS_SET_BY_STAFF, TryLater};
use navette_domain::identity::{PatronNumber, StaffId};
use navette_domain::time::Timestamp;
use navette_proto::Refusal;
use parking_lot::Mutex;
use std::collections::BTreeMap;

/// Who sets a password or a PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SetBy {
    /// A patron their own.
    Patron(PatronNumber),
    /// Who works here, their own or another's; the operator, who is of no account, without limit.
    Staff(StaffId),
}

impl SetBy {
    fn allowance(self) -> Option<Allowance> {
        match self {
            Self::Patron(_) => Some(SECRETS_SET_BY_A_PATRON),
            Self::Staff(StaffId(0)) => None,
            Self::Staff(_) => Some(SECRETS_SET_BY_STAFF),
        }
    }
}

/// When everything that an account has spent has grown back. It is remembered while the process runs.
#[derive(Default)]
pub(super) struct NewSecrets(Mutex<BTreeMap<SetBy, Timestamp>>);

impl NewSecrets {
    /// Counts one, or says how long to wait.
    pub(super) fn count(&self, by: SetBy, now: Timestamp) -> Result<(), Refusal> {
        let Some(allowance) = by.allowance() else {
            return Ok(());
        };
        let mut spent = self.0.lock();
        if spent.len() >= REMEMBERED_MAX {
            spent.retain(|_, full_again| *full_again > now);
        }
        if spent.len() >= REMEMBERED_MAX && !spent.contains_key(&by) {
            return Err(refused(TryLater(now.plus_ms(60_000)), now));
        }
        let before = spent.get(&by).copied().unwrap_or_default();
        let after = allowance.spend(before, now);
        spent.insert(by, after.map_err(|later| refused(later, now))?);
        Ok(())
    }

    /// Gives one back that was not hashed.
    pub(super) fn give_back(&self, by: SetBy) {
        let Some(allowance) = by.allowance() else {
            return;
        };
        if let Some(full_again) = self.0.lock().get_mut(&by) {
            *full_again = allowance.give_back(*full_again);
        }
    }
}
