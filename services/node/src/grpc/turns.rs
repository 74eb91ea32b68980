//! How much is done at once? What is asked beyond is refused at once, so that a flood cannot grow into memory.

use navette_proto::Refusal;
use tokio::sync::{Semaphore, SemaphorePermit};

/// Calls answered at once, all connections together.
const CALLS_MAX: usize = 128;
/// Calls that wait for another library or the federator at once; beyond, a silent one could hold any number.
const REMOTE_MAX: usize = 32;
/// Change streams open at once: one for each federator, and those not yet known to be gone.
const STREAMS_MAX: usize = 16;

/// The turns there are.
pub(crate) struct Turns {
    calls: Semaphore,
    remote: Semaphore,
    streams: std::sync::Arc<Semaphore>,
}

impl Default for Turns {
    fn default() -> Self {
        Self {
            calls: Semaphore::new(CALLS_MAX),
            remote: Semaphore::new(REMOTE_MAX),
            streams: std::sync::Arc::new(Semaphore::new(STREAMS_MAX)),
        }
    }
}

impl Turns {
    /// Takes a turn for one call.
    pub(crate) fn call(&self) -> Result<SemaphorePermit<'_>, Refusal> {
        self.calls.try_acquire().map_err(|_| Refusal::Busy)
    }

    /// Takes a turn for waiting for somebody elsewhere; it takes none from those who need nobody else.
    pub(crate) fn remote(&self) -> Result<SemaphorePermit<'_>, Refusal> {
        self.remote.try_acquire().map_err(|_| Refusal::Busy)
    }

    /// Takes a turn for a stream, held as long as it is open.
    pub(crate) fn stream(&self) -> Result<tokio::sync::OwnedSemaphorePermit, Refusal> {
        let streams = std::sync::Arc::clone(&self.streams);
        streams.try_acquire_owned().map_err(|_| Refusal::Busy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_beyond_the_limit_is_refused_until_another_ends() {
        let turns = Turns::default();
        let mut taken: Vec<_> = (0..CALLS_MAX).map(|_| turns.call()).collect();
        assert!(taken.iter().all(Result::is_ok));
        assert!(matches!(turns.call(), Err(Refusal::Busy)));
        taken.pop();
        assert!(turns.call().is_ok());
    }

    #[test]
    fn those_who_wait_for_a_silent_library_leave_room_for_the_others() {
        let turns = Turns::default();
        let waiting: Vec<_> = (0..REMOTE_MAX).map(|_| turns.remote()).collect();
        assert!(waiting.iter().all(Result::is_ok));
        assert!(matches!(turns.remote(), Err(Refusal::Busy)));
        assert!(turns.call().is_ok());
    }
}
