//! What have the libraries lent each other? Counted in turns: between two of them the ledger does its other work.

use super::core::FederatorCore;
use super::wall;
use crate::ledger::FederatorState;
use navette_domain::catalogue::LibraryId;
use navette_domain::identity::RequestId;
use navette_domain::lending::{ExchangeCounts, ExchangeSpan};
use navette_domain::time::{Day, Now, Timestamp};
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
        now: Now,
    ) -> Result<ExchangeCounts, CommitError> {
        let mut counts = ExchangeCounts::over(span, of);
        let mut after = None;
        loop {
            let turn = move |state: &FederatorState| one_turn(state, counts, after, now);
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
    now: Now,
) -> (ExchangeCounts, Option<RequestId>) {
    let day_of = |at| local_day(at, now);
    let mut last = None;
    let mut looked_at = 0;
    for request in state.requests_after(after).take(TURN_REQUESTS) {
        counts.count(request, &day_of);
        last = Some(request.placement.id);
        looked_at += 1;
    }
    (counts, last.filter(|_| looked_at == TURN_REQUESTS))
}

/// Says on which day of the territory a moment falls.
fn local_day(at: Timestamp, now: Now) -> Day {
    wall::then(at, now).local.day
}

#[cfg(test)]
mod tests {
    use super::*;
    use navette_domain::time::{DAY_MS, LocalMoment};

    #[test]
    fn half_past_eleven_in_utc_is_tomorrow_where_clocks_are_an_hour_ahead() {
        let midnight_utc = Timestamp(101 * DAY_MS);
        let now = Now {
            at: midnight_utc.plus_ms(9 * 3_600_000),
            local: LocalMoment {
                day: Day(101),
                minute: 600,
            },
        };
        for (minutes_before_midnight, day) in [(30, 101), (61, 100), (-30, 101)] {
            let at = midnight_utc.plus_ms(-minutes_before_midnight * 60_000);
            assert_eq!(local_day(at, now), Day(day), "{minutes_before_midnight}");
        }
    }
}
