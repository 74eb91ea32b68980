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
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Counts under way at once; a few others may wait, as some of the calls that are answered at once.
const COUNTS_MAX: usize = 1;
/// Counts that may wait: beyond, whoever asks is refused, so that waiting takes no room from the other calls.
const WAITING_MAX: usize = 8;

/// The one place where it is counted, and the places before it.
pub(super) struct Counting {
    turn: Arc<Semaphore>,
    places: Arc<Semaphore>,
}

/// Leave to count: as long as it is held, nobody else counts.
struct Turn {
    _turn: OwnedSemaphorePermit,
    _place: OwnedSemaphorePermit,
}

impl Default for Counting {
    fn default() -> Self {
        Self {
            turn: Arc::new(Semaphore::new(COUNTS_MAX)),
            places: Arc::new(Semaphore::new(COUNTS_MAX + WAITING_MAX)),
        }
    }
}

impl Counting {
    /// Waits until it may be counted, unless too many wait already.
    async fn turn(&self) -> Result<Turn, Refusal> {
        let place = Arc::clone(&self.places).try_acquire_owned();
        let place = place.map_err(|_| Refusal::Busy)?;
        let turn = Arc::clone(&self.turn).acquire_owned().await;
        Ok(Turn {
            _turn: turn.map_err(|_| Refusal::ShuttingDown)?,
            _place: place,
        })
    }

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
        let now = lending.now();
        let today = now.local.day;
        let span = exchange::span_from_wire(&call.from, &call.until, today)?;
        let kept = i32::from(territory.patience.keep_days);
        let days = wire::ExchangeDays {
            from: span.from().to_string(),
            until: span.until().to_string(),
            today: today.to_string(),
            remembered_from: today.plus(1 - kept).to_string(),
        };
        let turn = self.turn().await?;
        let reading = Arc::clone(lending);
        let counted = on_the_ledger(move || {
            // Held until it is counted, also where the caller has gone.
            let _turn = turn;
            Ok(reading.core.count_exchange(span, of, now)?)
        });
        Ok(exchange::to_wire(&counted.await?, days))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::pin::{Pin, pin};
    use std::task::{Context, Poll, Waker};

    /// Asks once, without waiting.
    fn look<T>(asked: Pin<&mut impl Future<Output = T>>) -> Poll<T> {
        asked.poll(&mut Context::from_waker(Waker::noop()))
    }

    #[tokio::test]
    async fn one_counts_some_wait_and_whoever_else_asks_is_refused_until_it_is_counted() {
        let counting = Counting::default();
        let counts = counting.turn().await.unwrap();
        let mut waiting: Vec<_> = (0..WAITING_MAX)
            .map(|_| Box::pin(counting.turn()))
            .collect();
        for one in &mut waiting {
            assert!(look(one.as_mut()).is_pending());
        }
        assert!(matches!(counting.turn().await, Err(Refusal::Busy)));
        drop(counts);
        let next = waiting.remove(0).await;
        assert!(next.is_ok());
        let mut another = pin!(counting.turn());
        assert!(look(another.as_mut()).is_pending(), "a place is free again");
    }
}
