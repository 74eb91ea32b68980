//! What time is it? The only file of the federator that asks.

use navette_domain::time::Timestamp;
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::time::Instant;

/// Gives the time of day, for people and for dating copies.
#[allow(clippy::disallowed_methods)]
pub(crate) fn now() -> Timestamp {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// Gives a moment to measure waiting by.
#[allow(clippy::disallowed_methods)]
pub(crate) fn moment() -> Instant {
    Instant::now()
}
