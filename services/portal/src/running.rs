//! How does a portal start and stop?

use crate::at_hand::AtHand;
use crate::config::{ConfigError, PortalConfig};
use crate::coordinators::Coordinators;
use crate::places::Places;
use crate::round_names::KnownRounds;
use crate::territory::Territory;
use crate::{routes, serving, tasks};
use jiff::tz::TimeZone;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Why a portal does not start.
#[derive(Debug, thiserror::Error)]
pub enum PortalError {
    /// Settings that cannot be.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The address is taken, or not of this machine.
    #[error("cannot listen at {address}: {source}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// What the system says.
        source: std::io::Error,
    },
    /// An address that nothing can be asked at.
    #[error("cannot ask there: {0}")]
    Address(#[from] tonic::transport::Error),
}

/// What every handler has at hand.
pub(crate) struct Portal {
    pub(crate) config: PortalConfig,
    pub(crate) territory: Territory,
    pub(crate) places: Places,
    pub(crate) rounds: KnownRounds,
    pub(crate) at_hand: AtHand,
    pub(crate) coordinators: Coordinators,
    pub(crate) zone: TimeZone,
}

impl Portal {
    /// Begins with nothing known and nobody at any desk.
    pub(crate) fn of(config: PortalConfig) -> Result<Self, PortalError> {
        Ok(Self {
            territory: Territory::of(&config)?,
            places: Places::default(),
            rounds: KnownRounds::default(),
            at_hand: AtHand::default(),
            coordinators: Coordinators::default(),
            zone: TimeZone::get(&config.time_zone).unwrap_or(TimeZone::UTC),
            config,
        })
    }
}

/// A portal that runs.
pub struct RunningPortal {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    serving: JoinHandle<()>,
}

impl RunningPortal {
    /// Gives the address it listens at.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `shutdown` completes.
    pub async fn serve_until(self, shutdown: impl Future<Output = ()>) {
        shutdown.await;
        self.stop().await;
    }

    /// Stops it: what is under way is finished.
    pub async fn stop(self) {
        // Nobody listening means that it has ended already.
        let _ = self.stop.send(true);
        let _ = self.serving.await;
    }
}

/// Starts a portal where its settings say.
pub async fn start(config: PortalConfig) -> Result<RunningPortal, PortalError> {
    let address = config.listen;
    let listener = TcpListener::bind(address).await;
    let listener = listener.map_err(|source| PortalError::Listen { address, source })?;
    let portal = start_on(listener, config)?;
    tracing::info!(address = %portal.address(), "the portal answers");
    Ok(portal)
}

/// Starts a portal on a socket that listens already.
pub fn start_on(listener: TcpListener, config: PortalConfig) -> Result<RunningPortal, PortalError> {
    config.check()?;
    let at = config.listen;
    let address = listener
        .local_addr()
        .map_err(|source| PortalError::Listen {
            address: at,
            source,
        })?;
    let portal = Arc::new(Portal::of(config)?);
    let (stop, stopping) = watch::channel(false);
    let router = routes::router(portal);
    let serving = tasks::begin(serving::serve(listener, router, stopping));
    Ok(RunningPortal {
        address,
        stop,
        serving,
    })
}
