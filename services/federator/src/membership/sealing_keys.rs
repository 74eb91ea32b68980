//! To what are questions to a library sealed? To the key that it published last; one that replaces another is counted.

use super::error::MembershipError;
use crate::ledger::{FederatorState, LedgerChange, SealingKeyRow};
use navette_domain::catalogue::LibraryId;
use navette_domain::membership::VouchedKey;
use navette_domain::time::Timestamp;
use navette_store::ledger::{Commit, Decision};

/// What a publication came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Published {
    /// The library had none.
    First,
    /// The same key, or the same with a newer certificate.
    Same,
    /// Another key than before: its machine was made anew, or somebody poses as it.
    Another,
}

/// Keeps a library's key, once it was found that the library vouches for it.
pub(super) fn publish(
    ledger: &impl Commit<FederatorState>,
    library: LibraryId,
    vouched: VouchedKey,
    now: Timestamp,
) -> Result<Published, MembershipError> {
    ledger.commit(move |state| {
        let before = state.sealing_keys.get(&library);
        let (published, since, changes) = match before {
            None => (Published::First, now, 0),
            Some(row) if row.vouched == vouched => {
                return Ok(Decision::unchanged(Published::Same));
            }
            Some(row) if row.vouched.key == vouched.key => {
                (Published::Same, row.since, row.changes)
            }
            Some(row) => (Published::Another, now, row.changes.saturating_add(1)),
        };
        let row = SealingKeyRow {
            vouched,
            since,
            changes,
        };
        Ok(Decision {
            changes: vec![LedgerChange::SealingKey(library, Box::new(row))],
            reply: published,
        })
    })
}
