//! How does a node start, and how does it stop without losing anything?

use crate::catalogue::Catalogue;
use crate::clock::pause;
use crate::config::NodeConfig;
use crate::error::NodeError;
use crate::{grpc, tasks};
use std::future::Future;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Calls under way may take this long after a stop was asked.
const GRACE: Duration = Duration::from_secs(5);

/// A node that is answering.
pub struct RunningNode {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    serving: JoinHandle<Result<(), NodeError>>,
    catalogue: Arc<Catalogue>,
}

/// Runs a node until `shutdown` says so; gives back when it has stopped in order.
pub async fn run(config: NodeConfig, shutdown: impl Future<Output = ()>) -> Result<(), NodeError> {
    let mut node = start(config).await?;
    let stopped_by_itself = tokio::select! {
        () = shutdown => None,
        served = &mut node.serving => Some(served),
    };
    match stopped_by_itself {
        None => node.stop().await,
        Some(served) => {
            node.close().await;
            served.map_err(|error| NodeError::Serving(error.to_string()))?
        }
    }
}

/// Starts a node; it answers when this returns. Wants a tokio runtime with several threads.
pub async fn start(config: NodeConfig) -> Result<RunningNode, NodeError> {
    // First the port: it is the quickest thing to fail.
    let listener = listen(config.listen).await?;
    let address = listener.local_addr().map_err(|source| NodeError::Listen {
        address: config.listen,
        source,
    })?;
    let opening = tasks::blocking(move || Catalogue::open(&config)).await;
    let catalogue = opening.map_err(|error| NodeError::Serving(error.to_string()))??;
    let catalogue = Arc::new(catalogue);
    let (stop, stopping) = watch::channel(false);
    let serving = tasks::spawn(grpc::serve(Arc::clone(&catalogue), listener, stopping));
    tracing::info!(library = %catalogue.identity.library, %address, "the node answers");
    Ok(RunningNode {
        address,
        stop,
        serving,
        catalogue,
    })
}

impl RunningNode {
    /// Gives the address it answers at, with the port it really has.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops: takes no new calls, ends streams, lets calls end, writes the index, closes the store.
    pub async fn stop(mut self) -> Result<(), NodeError> {
        self.stop.send_replace(true);
        let served = tokio::select! {
            served = &mut self.serving => served.map_err(|error| NodeError::Serving(error.to_string())),
            () = pause(GRACE) => {
                tracing::warn!("calls that did not end in time were cut off");
                self.serving.abort();
                Ok(Ok(()))
            }
        };
        self.close().await;
        served?
    }

    /// Waits for an import under way to put down what it has, and closes the catalogue.
    async fn close(self) {
        self.stop.send_replace(true);
        tokio::select! {
            _ = self.catalogue.import_turn.acquire() => {}
            () = pause(GRACE) => tracing::warn!("an import did not end in time"),
        }
        let closing = tasks::blocking(move || self.catalogue.keeper.stop()).await;
        if closing.is_err() {
            tracing::error!("the catalogue could not be closed in order");
        }
        tracing::info!("the node has stopped");
    }
}

async fn listen(address: SocketAddr) -> Result<TcpListener, NodeError> {
    TcpListener::bind(address)
        .await
        .map_err(|source| match source.kind() {
            ErrorKind::AddrInUse => NodeError::PortInUse(address),
            _ => NodeError::Listen { address, source },
        })
}
