//! What have the libraries lent each other? Counted in turns: between two of them the ledger does its other work.

use super::core::FederatorCore;
use crate::ledger::FederatorState;
use navette_domain::catalogue::LibraryId;
use navette_domain::identity::RequestId;
use navette_domain::lending::{ExchangeCounts, ExchangeSpan};
use navette_store::committer::CommitError;
use navette_store::ledger::Commit;

/// Requests that are looked at in one turn of the ledger.
const TURN_REQUESTS: usize = 2_000;

impl<L: Commit<FederatorState>> FederatorCore<L> {
    /// Counts over a span, of one library or of all. What changes meanwhile is counted as it was before, or as it is after.
    pub fn count_exchange(
        &self,
        span: ExchangeSpan,
        of: Option<LibraryId>,
    ) -> Result<ExchangeCounts, CommitError> {
        let mut counts = ExchangeCounts::over(span, of);
        let mut after = None;
        loop {
            let turn = move |state: &FederatorState| one_turn(state, counts, after);
            (counts, after) = self.read(turn)?;
            if after.is_none() {
                return Ok(counts);
            }
        }
    }
}

/// Counts the requests behind the last one that was counted; gives where to go on.
fn one_turn(
    state: &FederatorState,
    mut counts: ExchangeCounts,
    after: Option<RequestId>,
) -> (ExchangeCounts, Option<RequestId>) {
    let mut last = None;
    let mut looked_at = 0;
    for request in state.requests_after(after).take(TURN_REQUESTS) {
        counts.count(request);
        last = Some(request.placement.id);
        looked_at += 1;
    }
    (counts, last.filter(|_| looked_at == TURN_REQUESTS))
}
