//! How is a line made poor in a test? A relay before a process that carries so many bits a second, so late, and breaks now and then.

use crate::seeded::Seeded;
use anyhow::Result;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

/// Bytes of one packet, as on the lines of the field.
const PACKET: usize = 1_400;
/// Packets under way in one direction; beyond, whoever sends must wait.
const UNDER_WAY: usize = 64;

/// What a line bears.
#[derive(Clone, Copy, Debug)]
pub struct LineQuality {
    /// Kilobits a second in each direction, over all connections together; 0 is no limit.
    pub kbps: u64,
    /// How long a byte takes there and back.
    pub round_trip: Duration,
    /// Of a hundred new connections, so many break before they have carried 8,000 bytes.
    pub broken_percent: u64,
    /// Nothing passes, in neither direction, and no connection is made.
    pub cut: bool,
    /// What is sent to the caller is lost on the way, and nobody is told.
    pub one_way: bool,
}

impl LineQuality {
    /// A line within one machine.
    pub const GOOD: Self = Self {
        kbps: 0,
        round_trip: Duration::ZERO,
        broken_percent: 0,
        cut: false,
        one_way: false,
    };
    /// The worst line of the territory: a modem's speed by way of a satellite.
    pub const POOR: Self = Self {
        kbps: 56,
        round_trip: Duration::from_millis(600),
        broken_percent: 10,
        ..Self::GOOD
    };
    /// A line that the digger went through.
    pub const CUT: Self = Self {
        cut: true,
        ..Self::GOOD
    };
}

/// Carries bytes between callers and a process, as badly as it is told to.
pub struct PoorLine {
    address: SocketAddr,
    quality: watch::Sender<LineQuality>,
    carried: Arc<AtomicU64>,
    accepting: tokio::task::JoinHandle<()>,
}

/// One direction: when it is free again, and whether what is sent that way is lost.
struct Way {
    free: parking_lot::Mutex<Instant>,
    to_caller: bool,
}

impl PoorLine {
    /// Listens on a free port, before the process at this address; the line is good to begin with.
    pub async fn before(process: SocketAddr, seed: u64) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let (quality, line) = watch::channel(LineQuality::GOOD);
        let carried = Arc::new(AtomicU64::new(0));
        let counting = Arc::clone(&carried);
        let ways = [false, true].map(|to_caller| {
            Arc::new(Way {
                free: parking_lot::Mutex::new(Instant::now()),
                to_caller,
            })
        });
        let accepting = tokio::spawn(async move {
            let mut seeded = Seeded::new(seed);
            while let Ok((caller, _)) = listener.accept().await {
                let now = *line.borrow();
                if now.cut {
                    continue;
                }
                let breaks = seeded.next() % 100 < now.broken_percent;
                let allowance = breaks.then(|| seeded.next() % 8_000);
                let carrier = Carrier {
                    line: line.clone(),
                    ways: ways.clone(),
                    carried: Arc::clone(&counting),
                };
                tokio::spawn(carrier.connect(caller, process, allowance));
            }
        });
        Ok(Self {
            address,
            quality,
            carried,
            accepting,
        })
    }

    /// Says where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Changes what the line bears. Open connections go on, at the new pace; a cut ends them.
    pub fn set(&self, quality: LineQuality) {
        self.quality.send_replace(quality);
    }

    /// Ends every open connection, and stays as it is.
    pub fn drop_connections(&self) {
        let now = *self.quality.borrow();
        self.set(LineQuality { cut: true, ..now });
        self.set(now);
    }

    /// Counts the bytes that were carried in both directions.
    pub fn carried_bytes(&self) -> u64 {
        self.carried.load(Ordering::Relaxed)
    }
}

impl Drop for PoorLine {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

struct Carrier {
    line: watch::Receiver<LineQuality>,
    ways: [Arc<Way>; 2],
    carried: Arc<AtomicU64>,
}

impl Carrier {
    async fn connect(self, caller: TcpStream, process: SocketAddr, allowance: Option<u64>) {
        let Ok(process) = TcpStream::connect(process).await else {
            return;
        };
        // What is sent at once goes at once: it is this relay that makes it late.
        let _ = (caller.set_nodelay(true), process.set_nodelay(true));
        let (from_caller, to_caller) = caller.into_split();
        let (from_process, to_process) = process.into_split();
        let [up, down] = &self.ways;
        let left = Arc::new(AtomicU64::new(allowance.unwrap_or(u64::MAX)));
        let mut line = self.line.clone();
        let cut = async {
            // A cut that is over before it was looked at was one all the same.
            while line.changed().await.is_ok() {
                if line.borrow_and_update().cut {
                    return;
                }
            }
        };
        tokio::select! {
            () = self.carry(from_caller, to_process, up, &left) => {}
            () = self.carry(from_process, to_caller, down, &left) => {}
            () = cut => {}
        }
    }

    /// Carries one direction until it ends or breaks.
    async fn carry(
        &self,
        mut from: impl AsyncRead + Unpin,
        mut to: impl AsyncWrite + Unpin,
        way: &Way,
        left: &AtomicU64,
    ) {
        let (sender, mut packets) = mpsc::channel::<(Instant, Vec<u8>)>(UNDER_WAY);
        let sending = async {
            let mut bytes = vec![0; PACKET];
            while let Ok(count @ 1..) = from.read(&mut bytes).await {
                let before = left.fetch_sub(count as u64, Ordering::Relaxed);
                if before < count as u64 {
                    return;
                }
                let arrives = self.arrives(way, count);
                if sender
                    .send((arrives, bytes[..count].to_vec()))
                    .await
                    .is_err()
                {
                    return;
                }
            }
        };
        let arriving = async {
            while let Some((arrives, bytes)) = packets.recv().await {
                tokio::time::sleep_until(arrives).await;
                if way.to_caller && self.line.borrow().one_way {
                    continue;
                }
                self.carried
                    .fetch_add(bytes.len() as u64, Ordering::Relaxed);
                if to.write_all(&bytes).await.is_err() {
                    return;
                }
            }
        };
        tokio::select! {
            () = sending => {}
            () = arriving => {}
        }
    }

    /// Says when so many bytes, sent now, have arrived.
    fn arrives(&self, way: &Way, count: usize) -> Instant {
        let quality = *self.line.borrow();
        let mut free = way.free.lock();
        let begins = (*free).max(Instant::now());
        let takes = match quality.kbps {
            0 => Duration::ZERO,
            kbps => Duration::from_micros(count as u64 * 8_000 / kbps),
        };
        *free = begins + takes;
        *free + quality.round_trip / 2
    }
}
