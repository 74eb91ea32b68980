//! What is a kiosk told when it starts: where it shows its pages, and by which connection it asks its node?

use std::net::SocketAddr;
use std::time::Duration;
use tonic::transport::{Channel, Endpoint};

/// Where a kiosk listens unless told otherwise: its own screen only.
const LISTEN_DEFAULT: ([u8; 4], u16) = ([127, 0, 0, 1], 7_900);
/// A node that takes longer to be reached is away.
const CONNECT_WITHIN: Duration = Duration::from_secs(2);

/// Why a kiosk does not start.
#[derive(Debug, thiserror::Error)]
pub enum KioskError {
    /// Others could open the pages of whoever stands at the kiosk.
    #[error("a kiosk listens at {0}: only its own screen may reach it, at 127.0.0.1")]
    NotThisMachine(SocketAddr),
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

/// What a kiosk is told when it starts.
#[derive(Clone, Debug)]
pub struct KioskConfig {
    /// Where to listen; port 0 takes any free one.
    pub listen: SocketAddr,
    /// The connection to its node. What it proves is who the kiosk is.
    pub node: Channel,
}

impl KioskConfig {
    /// Makes the settings of a kiosk on the machine of a node that trusts it: `http://127.0.0.1:7710`.
    pub fn beside(node: &str) -> Result<Self, KioskError> {
        let node = Endpoint::from_shared(node.to_owned())?.connect_timeout(CONNECT_WITHIN);
        Ok(Self::over(node.connect_lazy()))
    }

    /// Makes the settings of a kiosk that has a line to its node already: one that shows a certificate.
    pub fn over(node: Channel) -> Self {
        Self {
            listen: SocketAddr::from(LISTEN_DEFAULT),
            node,
        }
    }

    /// Refuses what would lay patrons open.
    pub(super) fn check(&self) -> Result<(), KioskError> {
        match self.listen.ip().is_loopback() {
            true => Ok(()),
            false => Err(KioskError::NotThisMachine(self.listen)),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn a_kiosk_shows_its_pages_to_its_own_screen_only() {
        let mut config = KioskConfig::beside("http://127.0.0.1:7710").unwrap();
        assert!(config.check().is_ok());
        config.listen = SocketAddr::from(([0, 0, 0, 0], 7_900));
        let told = config.check().unwrap_err().to_string();
        assert!(told.contains("only its own screen"), "{told}");
    }
}
