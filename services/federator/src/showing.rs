//! Where does a federator show its figures, and for how long? On a port of its own, from before its stores are open until it
//! ends.

use crate::error::FederatorError;
use crate::figures::FederatorFigures;
use crate::tasks;
use navette_operation::{ObserveConfig, serve_figures};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
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
        figures: Arc<FederatorFigures>,
    ) -> Result<Option<Self>, FederatorError> {
        let Some(address) = config.listen else {
            return Ok(None);
        };
        let failed = |source| FederatorError::Listen { address, source };
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let answering = tasks::in_background(serve_figures(listener, figures, |task| {
            tasks::in_background(task);
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
