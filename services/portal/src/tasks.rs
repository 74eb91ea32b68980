//! Where do tasks begin? Only here.

use std::future::Future;
use tokio::task::JoinHandle;

/// Starts a task on the process' runtime.
pub(crate) fn begin(task: impl Future<Output = ()> + Send + 'static) -> JoinHandle<()> {
    tokio::spawn(task)
}
