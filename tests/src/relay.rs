//! How is a library made to stall in a test? A relay before its node that can be frozen, or let its connections die: they stay open and
//! silent.

use anyhow::Result;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// Most bytes carried at once.
const CARRIED: usize = 64 << 10;

/// Forwards bytes both ways until it goes.
pub struct Relay {
    address: SocketAddr,
    frozen: watch::Sender<bool>,
    /// Counts how often connections were let die.
    deaths: watch::Sender<u64>,
    /// Each connection holds one, so that those that are open can be counted.
    open: Arc<()>,
    accepting: tokio::task::JoinHandle<()>,
}

impl Relay {
    /// Listens on a free port, before the process at this address.
    pub async fn before(node: SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let (frozen, is_frozen) = watch::channel(false);
        let (deaths, died) = watch::channel(0);
        let open = Arc::new(());
        let held = Arc::clone(&open);
        let accepting = tokio::spawn(async move {
            while let Ok((caller, _)) = listener.accept().await {
                let connection = connect(caller, node, is_frozen.clone());
                tokio::spawn(until_dead(connection, died.clone(), Arc::clone(&held)));
            }
        });
        Ok(Self {
            address,
            frozen,
            deaths,
            open,
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

    /// Lets every open connection die: it stays open, what comes is lost, and nobody is told. New ones are as good as before.
    pub fn let_die(&self) {
        self.deaths.send_modify(|deaths| *deaths += 1);
    }

    /// Counts the connections that are open.
    pub fn connections(&self) -> usize {
        // One is held here, one for those that are to come.
        Arc::strong_count(&self.open).saturating_sub(2)
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

/// Carries a connection until it ends; once it is dead it stays as it is.
async fn until_dead(
    connection: impl Future<Output = ()>,
    mut died: watch::Receiver<u64>,
    _open: Arc<()>,
) {
    let before = *died.borrow();
    let dies = async { drop(died.wait_for(|deaths| *deaths > before).await) };
    tokio::pin!(connection);
    tokio::select! {
        () = &mut connection => return,
        () = dies => {}
    }
    // Neither end is told.
    std::future::pending::<()>().await;
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
