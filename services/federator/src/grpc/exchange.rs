//! What have libraries lent each other? Counted for one caller after another, so that many who ask at once do not fill the ledger's time.

use super::ledger_service::on_the_ledger;
use super::own_library::held_to_own;
use crate::lending_process::Lending;
use navette_domain::access::Caller;
use navette_proto::Refusal;
use navette_proto::convert::identity;
use navette_proto::convert::lending::exchange;
use navette_proto::wire::lending as wire;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Counts under way at once; whoever else asks waits, as one of the calls that are answered at once.
const COUNTS_MAX: usize = 1;

/// The one place where it is counted.
pub(super) struct Counting(Arc<Semaphore>);

impl Default for Counting {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(COUNTS_MAX)))
    }
}

impl Counting {
    /// Counts what the caller may see.
    pub(super) async fn count(
        &self,
        lending: &Arc<Lending>,
        caller: &Caller,
        mut call: wire::CountExchangeRequest,
    ) -> Result<wire::CountExchangeResponse, Refusal> {
        held_to_own(caller, "library", &mut call.library)?;
        let of = identity::optional_library("library", &call.library)?;
        let territory = lending.core.territory();
        if let Some(unknown) = of.iter().find(|id| !territory.members.contains_key(*id)) {
            return Err(Refusal::UnknownLibrary(unknown.to_string()));
        }
        let today = lending.now().local.day;
        let span = exchange::span_from_wire(&call.from, &call.until, today)?;
        let kept = i32::from(territory.patience.keep_days);
        let days = wire::ExchangeDays {
            from: span.from().to_string(),
            until: span.until().to_string(),
            today: today.to_string(),
            remembered_from: today.plus(1 - kept).to_string(),
        };
        let turn = Arc::clone(&self.0).acquire_owned().await;
        let turn = turn.map_err(|_| Refusal::ShuttingDown)?;
        let reading = Arc::clone(lending);
        let counted = on_the_ledger(move || {
            // Held until it is counted, also where the caller has gone.
            let _turn = turn;
            Ok(reading.core.count_exchange(span, of)?)
        });
        Ok(exchange::to_wire(&counted.await?, days))
    }
}
