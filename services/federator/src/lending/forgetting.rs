//! What is forgotten, and when? Requests and journeys that ended long ago go, with everything that was noted about them.
//!
//! A home library that has not heard of the end yet still hears of it: its view holds no word that it did not say itself.

use super::core::FederatorCore;
use super::error::FlowError;
use crate::ledger::{FederatorState, LedgerChange, ViewKey};
use navette_domain::identity::RequestId;
use navette_domain::time::{DAY_MS, Now, Timestamp};
use navette_store::ledger::{Commit, Decision};
use std::collections::BTreeSet;

/// Requests and journeys forgotten in one command; what is left over goes in the next.
const AT_ONCE_MAX: usize = 500;

/// What was forgotten in one command.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// Requests.
    pub requests: usize,
    /// Journeys.
    pub journeys: usize,
    /// There may be more to forget.
    pub more: bool,
}

impl<L: Commit<FederatorState>> FederatorCore<L> {
    /// Forgets what ended so many days ago as the territory's settings say. What is still to be settled has not ended.
    ///
    /// The rows are gone with it; they leave the disk with the next snapshot of the ledger.
    pub fn forget(&self, now: Now) -> Result<Forgotten, FlowError> {
        let days = i64::from(self.territory().patience.keep_days);
        let before = now.at.plus_ms(-days.saturating_mul(DAY_MS));
        self.ledger().commit(move |state| {
            let (changes, reply) = forget(state, before);
            Ok(Decision { changes, reply })
        })
    }
}

fn forget(state: &FederatorState, before: Timestamp) -> (Vec<LedgerChange>, Forgotten) {
    let mut changes = Vec::new();
    let requests: BTreeSet<RequestId> = state
        .requests()
        .filter(|request| request.state.is_ended() && request.since < before)
        .map(|request| request.placement.id)
        .take(AT_ONCE_MAX)
        .collect();
    for id in &requests {
        changes.push(LedgerChange::RequestForgotten(*id));
        if state.choice(*id).is_some() {
            changes.push(LedgerChange::ChoiceForgotten(*id));
        }
    }
    let untold = state.views.keys().filter(|(to, key)| match key {
        ViewKey::Request(id) => {
            let home = state.request(*id).map(|request| &request.placement.home);
            requests.contains(id) && Some(to) != home
        }
        ViewKey::Journey(_) => false,
    });
    changes.extend(untold.map(|(to, key)| LedgerChange::ViewTaken(to.clone(), *key)));
    let journeys = state
        .journeys()
        .filter(|journey| journey.state.is_ended() && journey.since < before);
    let mut forgotten_journeys = 0;
    for journey in journeys.take(AT_ONCE_MAX) {
        forgotten_journeys += 1;
        changes.push(LedgerChange::JourneyForgotten(journey.id));
        if state.undos.contains_key(&journey.id) {
            changes.push(LedgerChange::UndoGone(journey.id));
        }
    }
    let forgotten = Forgotten {
        requests: requests.len(),
        journeys: forgotten_journeys,
        more: requests.len() == AT_ONCE_MAX || forgotten_journeys == AT_ONCE_MAX,
    };
    (changes, forgotten)
}
