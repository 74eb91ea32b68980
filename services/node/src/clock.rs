//! What time is it, and when has a while gone by? The only file that asks.

use std::time::{Duration, Instant};

/// Measures how long something takes.
#[derive(Clone, Copy)]
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    pub(crate) fn elapsed(self) -> Duration {
        self.0.elapsed()
    }

    /// Whole milliseconds since the start.
    pub(crate) fn elapsed_ms(self) -> u32 {
        u32::try_from(self.elapsed().as_millis()).unwrap_or(u32::MAX)
    }
}

/// Waits for a while.
pub(crate) async fn pause(length: Duration) {
    tokio::time::sleep(length).await;
}
