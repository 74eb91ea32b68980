//! Who has connected, and not shaken hands yet? They wait where they cost next to nothing: whoever speaks gets a turn for the
//! handshake, and whoever stays silent makes room for others.

use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio::time::timeout;

/// Connections that have not shaken hands, at one listener.
const WAITING_MAX: usize = 256;
/// Of these from one address: several libraries may stand behind one.
const OF_ONE_ADDRESS_MAX: usize = 16;
/// Who dials speaks first and at once; a packet that is lost is sent again after a second.
const SILENT_MAX: Duration = Duration::from_secs(3);

/// Where those wait who have connected.
#[derive(Debug)]
pub struct Porch {
    waiting: Arc<Mutex<Waiting>>,
    handshakes: Arc<Semaphore>,
    most: usize,
    most_of_one_address: usize,
}

#[derive(Debug, Default)]
struct Waiting {
    drawn: u64,
    /// Where each has come from, the oldest first.
    from: BTreeMap<u64, IpAddr>,
    /// Those who have not said a word; what is dropped here sends its owner away.
    silent: BTreeMap<u64, oneshot::Sender<()>>,
}

/// A place among those who wait, until it is dropped.
#[derive(Debug)]
pub struct Place {
    number: u64,
    waiting: Arc<Mutex<Waiting>>,
    handshakes: Arc<Semaphore>,
    pushed_out: oneshot::Receiver<()>,
}

impl Porch {
    /// Makes room for those who wait for so many handshakes at once.
    pub fn before(handshakes: usize) -> Self {
        Self {
            waiting: Arc::default(),
            handshakes: Arc::new(Semaphore::new(handshakes)),
            most: WAITING_MAX,
            most_of_one_address: OF_ONE_ADDRESS_MAX,
        }
    }

    /// Takes in whoever has connected from there. Where there is no room, the oldest that is silent goes; nothing where all
    /// have spoken: the connection is to be closed.
    pub fn take_in(&self, from: IpAddr) -> Option<Place> {
        let from = network_of(from);
        let mut waiting = self.waiting.lock();
        let of_address = waiting.from.values().filter(|one| **one == from).count();
        if of_address >= self.most_of_one_address {
            waiting.push_out(|one| one == from)?;
        } else if waiting.from.len() >= self.most {
            waiting.push_out(|_| true)?;
        }
        let (stays, pushed_out) = oneshot::channel();
        waiting.drawn += 1;
        let number = waiting.drawn;
        waiting.from.insert(number, from);
        waiting.silent.insert(number, stays);
        Some(Place {
            number,
            waiting: Arc::clone(&self.waiting),
            handshakes: Arc::clone(&self.handshakes),
            pushed_out,
        })
    }
}

impl Waiting {
    /// Sends the oldest away that is silent and comes from such an address; nothing where there is none.
    fn push_out(&mut self, whose: impl Fn(IpAddr) -> bool) -> Option<()> {
        let comes_from = |number: &u64| self.from.get(number).is_some_and(|from| whose(*from));
        let oldest = self.silent.keys().copied().find(comes_from)?;
        self.silent.remove(&oldest);
        self.from.remove(&oldest);
        Some(())
    }
}

impl Place {
    /// Waits for the first word of whoever has connected, and then for a turn to shake hands; nothing where none came, or where
    /// others needed the room.
    pub async fn turn(&mut self, connection: &TcpStream) -> Option<OwnedSemaphorePermit> {
        let mut first = [0];
        tokio::select! {
            spoken = timeout(SILENT_MAX, connection.peek(&mut first)) => {
                if !matches!(spoken, Ok(Ok(1..))) {
                    return None;
                }
            }
            _ = &mut self.pushed_out => return None,
        }
        // Pushed out at the last moment: somebody has the room already.
        self.waiting.lock().silent.remove(&self.number)?;
        Arc::clone(&self.handshakes).acquire_owned().await.ok()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut waiting = self.waiting.lock();
        waiting.silent.remove(&self.number);
        waiting.from.remove(&self.number);
    }
}

/// Whoever has one address of IPv6 has all that begin with the same 64 bits.
fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let network = u128::from(address) >> 64 << 64;
            IpAddr::V6(Ipv6Addr::from(network))
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use tokio::io::AsyncWriteExt;
    use tokio::net::TcpListener;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));
    const ELSEWHERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 2));

    fn a_porch(most: usize, most_of_one_address: usize) -> Porch {
        Porch {
            most,
            most_of_one_address,
            ..Porch::before(1)
        }
    }

    /// Both ends of a connection: the caller's, and the listener's.
    async fn connected() -> (TcpStream, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let caller = TcpStream::connect(listener.local_addr().unwrap());
        let (caller, accepted) = tokio::join!(caller, listener.accept());
        (caller.unwrap(), accepted.unwrap().0)
    }

    async fn speaks() -> (TcpStream, TcpStream) {
        let (mut caller, connection) = connected().await;
        caller.write_all(b"hello").await.unwrap();
        (caller, connection)
    }

    #[tokio::test]
    async fn whoever_speaks_gets_a_turn_however_many_are_silent() {
        let porch = a_porch(4, 4);
        let silent: Vec<_> = (0..40).map(|_| porch.take_in(HERE)).collect();
        let (_caller, connection) = speaks().await;
        let mut place = porch.take_in(ELSEWHERE).unwrap();
        assert!(place.turn(&connection).await.is_some());
        drop(silent);
    }

    #[tokio::test]
    async fn the_oldest_that_is_silent_makes_room() {
        let porch = a_porch(2, 2);
        let (_first, connection) = connected().await;
        let mut oldest = porch.take_in(HERE).unwrap();
        let _second = porch.take_in(HERE).unwrap();
        let _third = porch.take_in(ELSEWHERE).unwrap();
        assert!(oldest.turn(&connection).await.is_none());
        assert_eq!(porch.waiting.lock().from.len(), 2);
    }

    #[tokio::test]
    async fn one_address_takes_the_room_of_nobody_else() {
        let porch = a_porch(8, 2);
        let (_caller, connection) = speaks().await;
        let mut other = porch.take_in(ELSEWHERE).unwrap();
        let many: Vec<_> = (0..40).map(|_| porch.take_in(HERE)).collect();
        assert_eq!(porch.waiting.lock().from.len(), 3);
        assert!(other.turn(&connection).await.is_some());
        drop(many);
    }

    #[tokio::test]
    async fn whoever_has_spoken_is_sent_away_by_nobody() {
        let porch = a_porch(1, 1);
        let (_caller, connection) = speaks().await;
        let mut inside = porch.take_in(HERE).unwrap();
        let turn = inside.turn(&connection).await;
        assert!(turn.is_some());
        assert!(porch.take_in(HERE).is_none() && porch.take_in(ELSEWHERE).is_none());
        drop((turn, inside));
        assert!(porch.take_in(HERE).is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_says_nothing_is_not_waited_for() {
        let porch = a_porch(1, 1);
        let (_caller, connection) = connected().await;
        let mut silent = porch.take_in(HERE).unwrap();
        assert!(silent.turn(&connection).await.is_none());
        drop(silent);
        assert!(porch.take_in(HERE).is_some());
    }

    #[test]
    fn all_addresses_of_one_network_count_as_one() {
        let parsed = |text: &str| network_of(text.parse().unwrap());
        assert_eq!(parsed("2001:db8:1:2::1"), parsed("2001:db8:1:2:ffff::9"));
        assert_ne!(parsed("2001:db8:1:2::1"), parsed("2001:db8:1:3::1"));
        assert_eq!(parsed("::ffff:192.0.2.1"), HERE);
    }
}
