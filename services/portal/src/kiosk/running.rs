//! How does a kiosk start and stop?

use super::config::{KioskConfig, KioskError};
use super::routes;
use super::standing::{Kiosk, watch_the_seat};
use crate::{serving, tasks};
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// A kiosk that runs.
pub struct RunningKiosk {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    serving: JoinHandle<()>,
    watching: JoinHandle<()>,
}

impl RunningKiosk {
    /// Gives the address it listens at.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `shutdown` completes.
    pub async fn serve_until(self, shutdown: impl Future<Output = ()>) {
        shutdown.await;
        self.stop().await;
    }

    /// Stops it: whoever has signed in there is signed out.
    pub async fn stop(self) {
        // Nobody listening means that it has ended already.
        let _ = self.stop.send(true);
        let _ = self.serving.await;
        let _ = self.watching.await;
    }
}

/// Starts a kiosk where its settings say.
pub async fn start(config: KioskConfig) -> Result<RunningKiosk, KioskError> {
    config.check()?;
    let address = config.listen;
    let listener = TcpListener::bind(address).await;
    let listener = listener.map_err(|source| KioskError::Listen { address, source })?;
    let kiosk = start_on(listener, config)?;
    tracing::info!(address = %kiosk.address(), "the kiosk shows its pages");
    Ok(kiosk)
}

/// Starts a kiosk on a socket that listens already.
pub fn start_on(listener: TcpListener, config: KioskConfig) -> Result<RunningKiosk, KioskError> {
    config.check()?;
    let at = config.listen;
    let address = listener.local_addr().map_err(|source| KioskError::Listen {
        address: at,
        source,
    })?;
    let kiosk = Arc::new(Kiosk::asking(config.node));
    let (stop, stopping) = watch::channel(false);
    let watching = tasks::begin(watch_the_seat(Arc::clone(&kiosk), stopping.clone()));
    let serving = tasks::begin(serving::serve(listener, routes::router(kiosk), stopping));
    Ok(RunningKiosk {
        address,
        stop,
        serving,
        watching,
    })
}
