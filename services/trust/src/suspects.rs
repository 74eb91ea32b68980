//! Who has taken back too many calls a moment ago? Others from that address are not turned away, since many may stand behind it:
//! they wait a little, a few at a time.

use crate::porch::network_of;
use crate::taken_back::{TAKEN_BACK_MAX, TAKEN_BACK_SUSPECT_MAX, TakenBack};
use parking_lot::Mutex;
use std::collections::VecDeque;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Sleep, sleep};

/// For so long an address is suspected.
pub const SUSPECTED_FOR: Duration = Duration::from_secs(10);
/// For so long a connection from there waits before it is heard.
pub const SUSPECT_WAITS: Duration = Duration::from_secs(1);
/// So many from there wait at once; more are closed.
pub const SUSPECTS_WAITING_MAX: usize = 16;
/// Addresses suspected at once; the oldest is forgotten.
const ADDRESSES_MAX: usize = 1_024;

/// The addresses that are suspected, the oldest first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Suspects(Arc<Mutex<VecDeque<Suspect>>>);

#[derive(Debug)]
struct Suspect {
    network: IpAddr,
    until: Pin<Box<Sleep>>,
    waiting: Arc<Semaphore>,
}

/// A connection that is watched for the calls that it takes back.
#[derive(Debug)]
pub(crate) struct Watched {
    from: IpAddr,
    taken_back: TakenBack,
    waits: Option<(Pin<Box<Sleep>>, OwnedSemaphorePermit)>,
    suspects: Suspects,
}

impl Suspects {
    /// Watches a connection from this address; nothing where too many from there wait.
    pub(crate) fn watch(&self, from: IpAddr, context: &mut Context<'_>) -> Option<Watched> {
        let network = network_of(from);
        let mut suspects = self.0.lock();
        // All are suspected for equally long: behind one that still is, all are.
        while let Some(oldest) = suspects.front_mut()
            && oldest.until.as_mut().poll(context).is_ready()
        {
            suspects.pop_front();
        }
        let suspect = suspects.iter().find(|one| one.network == network);
        let waits = match suspect {
            None => None,
            Some(suspect) => {
                let place = Arc::clone(&suspect.waiting).try_acquire_owned().ok()?;
                Some((Box::pin(sleep(SUSPECT_WAITS)), place))
            }
        };
        let most = match waits {
            None => TAKEN_BACK_MAX,
            Some(_) => TAKEN_BACK_SUSPECT_MAX,
        };
        Some(Watched {
            from: network,
            taken_back: TakenBack::at_most(most),
            waits,
            suspects: self.clone(),
        })
    }

    fn suspect(&self, network: IpAddr) {
        let mut suspects = self.0.lock();
        let known = suspects.iter().position(|one| one.network == network);
        let known = known.and_then(|place| suspects.remove(place));
        let waiting = known.map_or_else(
            || Arc::new(Semaphore::new(SUSPECTS_WAITING_MAX)),
            |known| known.waiting,
        );
        if suspects.len() == ADDRESSES_MAX {
            suspects.pop_front();
        }
        suspects.push_back(Suspect {
            network,
            until: Box::pin(sleep(SUSPECTED_FOR)),
            waiting,
        });
    }
}

impl Watched {
    /// Waits until it may be heard.
    pub(crate) fn poll_turn(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if let Some((wait, _)) = &mut self.waits {
            ready!(wait.as_mut().poll(context));
            self.waits = None;
        }
        Poll::Ready(())
    }

    /// Looks at what has come; says whether it may go on. Where it may not, its address is suspected from now on.
    pub(crate) fn bears(&mut self, came: &[u8], context: &mut Context<'_>) -> bool {
        let bears = self.taken_back.bears(came, context);
        if !bears {
            tracing::warn!("a connection took back too many calls and is closed");
            self.suspects.suspect(self.from);
        }
        bears
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::task::Waker;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));
    const ELSEWHERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 2));

    fn watch(suspects: &Suspects, from: IpAddr) -> Option<Watched> {
        suspects.watch(from, &mut Context::from_waker(Waker::noop()))
    }

    fn is_heard(watched: &mut Watched) -> bool {
        let turn = watched.poll_turn(&mut Context::from_waker(Waker::noop()));
        turn.is_ready()
    }

    #[tokio::test(start_paused = true)]
    async fn those_from_a_suspected_address_wait_and_the_others_do_not() {
        let suspects = Suspects::default();
        suspects.suspect(HERE);
        let mut here = watch(&suspects, HERE).unwrap();
        assert!(!is_heard(&mut here));
        assert!(is_heard(&mut watch(&suspects, ELSEWHERE).unwrap()));
        sleep(SUSPECT_WAITS + Duration::from_millis(2)).await;
        assert!(is_heard(&mut here));
    }

    #[tokio::test(start_paused = true)]
    async fn only_a_few_wait_and_whoever_is_heard_makes_room() {
        let suspects = Suspects::default();
        suspects.suspect(HERE);
        let mut waiting: Vec<_> = (0..SUSPECTS_WAITING_MAX)
            .map(|_| watch(&suspects, HERE).unwrap())
            .collect();
        assert!(watch(&suspects, HERE).is_none());
        // Suspected anew, those who wait still count.
        suspects.suspect(HERE);
        assert!(watch(&suspects, HERE).is_none());
        waiting.pop();
        assert!(watch(&suspects, HERE).is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_is_suspected_for_ever_and_not_everybody_is_remembered() {
        let suspects = Suspects::default();
        suspects.suspect(HERE);
        sleep(SUSPECTED_FOR + Duration::from_millis(2)).await;
        assert!(is_heard(&mut watch(&suspects, HERE).unwrap()));
        assert!(suspects.0.lock().is_empty());
        for number in 0..ADDRESSES_MAX as u32 + 10 {
            suspects.suspect(IpAddr::V4(std::net::Ipv4Addr::from(number)));
        }
        assert_eq!(suspects.0.lock().len(), ADDRESSES_MAX);
    }
}
