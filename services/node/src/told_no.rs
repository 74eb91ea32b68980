//! How often was another library told *no* about a card lately? A desk asks about whoever stands there; whoever asks about one card after
//! the other is told nothing any more.

use crate::sign_in::too_many_tries;
use navette_domain::access::{REFUSED_TO_A_LIBRARY, TryLater};
use navette_domain::catalogue::LibraryId;
use navette_domain::time::Timestamp;
use navette_proto::Refusal;
use parking_lot::Mutex;
use std::collections::BTreeMap;

/// Libraries that are remembered; a territory has far fewer.
const LIBRARIES_MAX: usize = 10_000;

/// What each library has spent: when everything has grown back. It is remembered while the process runs.
#[derive(Default)]
pub(crate) struct ToldNo(Mutex<BTreeMap<LibraryId, Timestamp>>);

impl ToldNo {
    /// Counts a question as one that is told *no*, until it is known to be another: otherwise many at once would count as none.
    pub(crate) fn count(&self, asks: &LibraryId, now: Timestamp) -> Result<(), Refusal> {
        let mut spent = self.0.lock();
        if spent.len() >= LIBRARIES_MAX {
            spent.retain(|_, full_again| *full_again > now);
        }
        if spent.len() >= LIBRARIES_MAX && !spent.contains_key(asks) {
            return Err(too_many_tries(TryLater(now.plus_ms(60_000)), now));
        }
        let before = spent.get(asks).copied().unwrap_or_default();
        let after = REFUSED_TO_A_LIBRARY.spend(before, now);
        let after = after.map_err(|later| too_many_tries(later, now))?;
        spent.insert(asks.clone(), after);
        Ok(())
    }

    /// It was told something else, or nothing.
    pub(crate) fn give_back(&self, asks: &LibraryId) {
        if let Some(full_again) = self.0.lock().get_mut(asks) {
            *full_again = REFUSED_TO_A_LIBRARY.give_back(*full_again);
        }
    }
}
