//! How much time has gone by? The only file that asks. What day it is says a node, never the portal.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// Gives a time that only goes forward, from when it was first asked.
pub(crate) fn steady() -> Duration {
    static BEGUN: OnceLock<Instant> = OnceLock::new();
    BEGUN.get_or_init(Instant::now).elapsed()
}

/// Waits for a while.
pub(crate) async fn pause(length: Duration) {
    tokio::time::sleep(length).await;
}
