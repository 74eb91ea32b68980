//! Where do tasks and threads begin? Only here, so that a simulator can take their place.

use std::future::Future;
use tokio::task::JoinHandle;

/// Starts a task on the process' runtime.
pub(crate) fn spawn<F>(task: F) -> JoinHandle<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    tokio::spawn(task)
}

/// Runs what blocks (disk, much computing) beside the runtime's own threads.
pub(crate) fn blocking<R: Send + 'static>(
    work: impl FnOnce() -> R + Send + 'static,
) -> JoinHandle<R> {
    tokio::task::spawn_blocking(work)
}

/// Starts a thread that lives as long as the node.
pub(crate) fn thread(
    name: &str,
    work: impl FnOnce() + Send + 'static,
) -> std::io::Result<std::thread::JoinHandle<()>> {
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(work)
}

/// Maps items on as many threads as there are parts, in order.
pub(crate) fn map_parts<T: Send, R: Send>(
    parts: Vec<Vec<T>>,
    map: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    std::thread::scope(|scope| {
        let map = &map;
        let running: Vec<_> = parts
            .into_iter()
            .map(|part| scope.spawn(move || part.into_iter().map(map).collect::<Vec<R>>()))
            .collect();
        running
            .into_iter()
            .flat_map(|thread| match thread.join() {
                Ok(mapped) => mapped,
                Err(panic) => std::panic::resume_unwind(panic),
            })
            .collect()
    })
}
