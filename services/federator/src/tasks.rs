//! Where is work begun that goes on by itself? Only here, so that everything that runs can be named.

use std::future::Future;
use tokio::task::JoinHandle;

/// Runs something in the background until it ends or the process stops.
#[allow(clippy::disallowed_methods)]
pub(crate) fn in_background<R: Send + 'static>(
    work: impl Future<Output = R> + Send + 'static,
) -> JoinHandle<R> {
    tokio::spawn(work)
}

/// Begins something slow where it delays nobody, and waits for nothing.
#[allow(clippy::disallowed_methods)]
pub(crate) fn begin_aside(work: Box<dyn FnOnce() + Send>) {
    tokio::task::spawn_blocking(work);
}

/// Runs something slow where it delays nobody; nothing where it broke.
#[allow(clippy::disallowed_methods)]
pub(crate) async fn aside<R: Send + 'static>(
    work: impl FnOnce() -> R + Send + 'static,
) -> Option<R> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => Some(done),
        Err(broken) => {
            tracing::error!(%broken, "background work broke");
            None
        }
    }
}
