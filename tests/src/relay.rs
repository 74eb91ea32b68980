//! How is a library made to stall in a test? A relay before its node that can be frozen: connections stay open and silent.

use anyhow::Result;
use std::net::SocketAddr;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// Most bytes carried at once.
const CARRIED: usize = 64 << 10;

/// Forwards bytes both ways until it goes.
pub struct Relay {
    address: SocketAddr,
    frozen: watch::Sender<bool>,
    accepting: tokio::task::JoinHandle<()>,
}

impl Relay {
    /// Listens on a free port, before the process at this address.
    pub async fn before(node: SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let (frozen, is_frozen) = watch::channel(false);
        let accepting = tokio::spawn(async move {
            while let Ok((caller, _)) = listener.accept().await {
                tokio::spawn(connect(caller, node, is_frozen.clone()));
            }
        });
        Ok(Self {
            address,
            frozen,
            accepting,
        })
    }

    /// Says where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Carries nothing from now on; what comes waits.
    pub fn freeze(&self) {
        self.frozen.send_replace(true);
    }

    /// Carries what waited, and all that follows.
    pub fn thaw(&self) {
        self.frozen.send_replace(false);
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn connect(caller: TcpStream, node: SocketAddr, frozen: watch::Receiver<bool>) {
    let Ok(node) = TcpStream::connect(node).await else {
        return;
    };
    let (from_caller, to_caller) = caller.into_split();
    let (from_node, to_node) = node.into_split();
    // Where one side has ended, the other has nobody to talk to.
    tokio::select! {
        () = carry(from_caller, to_node, frozen.clone()) => {}
        () = carry(from_node, to_caller, frozen) => {}
    }
}

async fn carry(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut frozen: watch::Receiver<bool>,
) {
    let mut bytes = vec![0; CARRIED];
    while let Ok(count @ 1..) = from.read(&mut bytes).await {
        let thawed = frozen.wait_for(|frozen| !frozen).await.is_ok();
        if !thawed || to.write_all(&bytes[..count]).await.is_err() {
            return;
        }
    }
}
