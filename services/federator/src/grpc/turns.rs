//! How much is answered at once? What is asked beyond is refused at once, so that a flood cannot grow into memory.

use navette_proto::Refusal;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Calls answered at once, all connections together.
const CALLS_MAX: usize = 256;

/// The turns there are.
pub(super) struct Turns(Arc<Semaphore>);

impl Default for Turns {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(CALLS_MAX)))
    }
}

impl Turns {
    /// Takes a turn, held until the last page of the answer is made.
    pub(super) fn take(&self) -> Result<OwnedSemaphorePermit, Refusal> {
        let turns = Arc::clone(&self.0);
        turns.try_acquire_owned().map_err(|_| Refusal::Busy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_beyond_the_limit_is_refused_until_another_ends() {
        let turns = Turns::default();
        let mut taken: Vec<_> = (0..CALLS_MAX).map(|_| turns.take()).collect();
        assert!(taken.iter().all(Result::is_ok));
        assert!(matches!(turns.take(), Err(Refusal::Busy)));
        taken.pop();
        assert!(turns.take().is_ok());
    }
}
