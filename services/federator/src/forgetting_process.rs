//! When is forgotten what ended long ago? Four times a day, and what went is gone from the disk at once.

use crate::lending_process::Lending;
use crate::tasks;
use std::sync::Arc;
use std::time::Duration;

/// How often what ended long ago is forgotten.
const FORGET_EVERY: Duration = Duration::from_hours(6);

/// Forgets what ended long ago, and writes the ledger anew where something went, for as long as the process runs.
pub(crate) async fn forget_the_ended(lending: Arc<Lending>) {
    // An earlier process may have stopped between forgetting and writing anew.
    let mut to_clean = true;
    loop {
        let forgetting = Arc::clone(&lending);
        let forgotten = tasks::aside(move || forget_all(&forgetting, to_clean)).await;
        to_clean = forgotten.unwrap_or(true);
        tokio::time::sleep(FORGET_EVERY).await;
    }
}

/// Gives whether the disk may still hold what was forgotten.
fn forget_all(lending: &Lending, mut to_clean: bool) -> bool {
    loop {
        match lending.core.forget(lending.now()) {
            Ok(forgotten) => {
                to_clean |= forgotten.requests + forgotten.journeys > 0;
                if !forgotten.more {
                    break;
                }
            }
            Err(error) => {
                tracing::warn!(%error, "what ended long ago could not be forgotten");
                break;
            }
        }
    }
    if !to_clean {
        return false;
    }
    match lending.core.ledger().snapshot() {
        Ok(written) => {
            tracing::info!(rows = written.rows, "the ledger was written anew");
            false
        }
        Err(error) => {
            tracing::error!(%error, "what was forgotten is still on disk: it is tried again");
            true
        }
    }
}
