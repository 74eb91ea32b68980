//! Where does a node show its figures, and for how long? On a port of its own, from before its stores are open until it ends.

use crate::error::NodeError;
use crate::figures::NodeFigures;
use crate::running::listen;
use crate::tasks;
use navette_operation::{ObserveConfig, serve_figures};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::task::JoinHandle;

/// A port on which figures are shown, until this is dropped.
pub(crate) struct Showing {
    pub(crate) address: SocketAddr,
    answering: JoinHandle<()>,
}

impl Showing {
    /// Begins, where the settings name an address.
    pub(crate) async fn begin(
        config: ObserveConfig,
        figures: Arc<NodeFigures>,
    ) -> Result<Option<Self>, NodeError> {
        let Some(address) = config.listen else {
            return Ok(None);
        };
        let listener = listen(address).await?;
        let listening = listener.local_addr();
        let address = listening.map_err(|source| NodeError::Listen { address, source })?;
        let answering = tasks::spawn(serve_figures(listener, figures, |task| {
            tasks::spawn(task);
        }));
        tracing::info!(%address, "figures are shown");
        Ok(Some(Self { address, answering }))
    }
}

impl Drop for Showing {
    fn drop(&mut self) {
        self.answering.abort();
    }
}
