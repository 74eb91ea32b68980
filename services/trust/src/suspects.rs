//! Who has taken back too many calls a moment ago? Others from that address are not turned away, since many may stand behind it:
//! they wait a little, a few at a time.

use crate::porch::network_of;
use crate::taken_back::{TAKEN_BACK_MAX, TAKEN_BACK_SUSPECT_MAX, TAKEN_BACK_WINDOW, TakenBack};
use parking_lot::{Mutex, MutexGuard};
use std::collections::VecDeque;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Sleep, sleep};

/// For so long a connection from there waits before it is heard.
pub const SUSPECT_WAITS: Duration = Duration::from_secs(1);
/// So many from there wait at once; more are closed.
pub const SUSPECTS_WAITING_MAX: usize = 16;
/// Addresses counted at once; the oldest is forgotten.
const ADDRESSES_MAX: usize = 1_024;

/// The addresses that have taken back calls within a window, the oldest first. Whoever is suspected is so for one window more.
#[derive(Clone, Debug, Default)]
pub(crate) struct Suspects(Arc<Mutex<VecDeque<Counted>>>);

#[derive(Debug)]
struct Counted {
    network: IpAddr,
    taken_back: u32,
    until: Pin<Box<Sleep>>,
    waiting: Arc<Semaphore>,
}

impl Counted {
    fn is_suspected(&self) -> bool {
        self.taken_back > TAKEN_BACK_MAX
    }
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
        let counted = self.counted_lately(context);
        let mut suspects = counted.iter().filter(|one| one.is_suspected());
        let suspect = suspects.find(|one| one.network == network);
        let (most, waits) = match suspect {
            None => (TAKEN_BACK_MAX, None),
            Some(suspect) => {
                let place = Arc::clone(&suspect.waiting).try_acquire_owned().ok()?;
                let wait = Box::pin(sleep(SUSPECT_WAITS));
                (TAKEN_BACK_SUSPECT_MAX, Some((wait, place)))
            }
        };
        Some(Watched {
            from: network,
            taken_back: TakenBack::at_most(most),
            waits,
            suspects: self.clone(),
        })
    }

    /// Gives those that still count. All do for equally long: behind one that still does, all do.
    fn counted_lately(&self, context: &mut Context<'_>) -> MutexGuard<'_, VecDeque<Counted>> {
        let mut counted = self.0.lock();
        while let Some(oldest) = counted.front_mut()
            && oldest.until.as_mut().poll(context).is_ready()
        {
            counted.pop_front();
        }
        counted
    }

    /// Counts what was taken back from an address; says whether it becomes suspected by that.
    fn become_too_many(&self, network: IpAddr, more: u32, context: &mut Context<'_>) -> bool {
        let mut counted = self.counted_lately(context);
        let place = counted.iter().position(|one| one.network == network);
        if let Some(known) = place.and_then(|place| counted.get_mut(place)) {
            let before = known.is_suspected();
            known.taken_back = known.taken_back.saturating_add(more);
            if before || !known.is_suspected() {
                return false;
            }
        }
        let known = place.and_then(|place| counted.remove(place));
        let (before, waiting) = match known {
            Some(known) => (known.taken_back, known.waiting),
            None => (more, Arc::new(Semaphore::new(SUSPECTS_WAITING_MAX))),
        };
        if counted.len() == ADDRESSES_MAX {
            counted.pop_front();
        }
        let now = Counted {
            network,
            taken_back: before,
            until: Box::pin(sleep(TAKEN_BACK_WINDOW)),
            waiting,
        };
        let is_suspected = now.is_suspected();
        counted.push_back(now);
        is_suspected
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

    /// Looks at what has come; says whether it may go on.
    pub(crate) fn bears(&mut self, came: &[u8], context: &mut Context<'_>) -> bool {
        let more = self.taken_back.resets(came);
        if more == 0 {
            return true;
        }
        let suspected = self.suspects.become_too_many(self.from, more, context);
        if suspected {
            tracing::warn!(
                "one address takes back calls without end: new connections from there wait"
            );
        }
        !suspected && self.taken_back.bears_more(more, context)
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

    /// Takes back so many calls from an address; says whether it becomes suspected by that.
    fn take_back(suspects: &Suspects, from: IpAddr, many: u32) -> bool {
        suspects.become_too_many(from, many, &mut Context::from_waker(Waker::noop()))
    }

    #[tokio::test(start_paused = true)]
    async fn those_from_a_suspected_address_wait_and_the_others_do_not() {
        let suspects = Suspects::default();
        assert!(take_back(&suspects, HERE, TAKEN_BACK_MAX + 1));
        let mut here = watch(&suspects, HERE).unwrap();
        assert!(!is_heard(&mut here));
        assert!(is_heard(&mut watch(&suspects, ELSEWHERE).unwrap()));
        sleep(SUSPECT_WAITS + Duration::from_millis(2)).await;
        assert!(is_heard(&mut here));
    }

    #[tokio::test(start_paused = true)]
    async fn what_many_connections_of_one_address_take_back_is_counted_together() {
        let suspects = Suspects::default();
        for _ in 0..10 {
            assert!(!take_back(&suspects, HERE, TAKEN_BACK_MAX / 10));
        }
        assert!(is_heard(&mut watch(&suspects, HERE).unwrap()));
        assert!(take_back(&suspects, HERE, 1));
        assert!(!is_heard(&mut watch(&suspects, HERE).unwrap()));
        // Whoever is in already has a limit of its own, and is not closed for what others do.
        assert!(!take_back(&suspects, HERE, 1));
    }

    #[tokio::test(start_paused = true)]
    async fn only_a_few_wait_and_whoever_is_heard_makes_room() {
        let suspects = Suspects::default();
        take_back(&suspects, HERE, TAKEN_BACK_MAX + 1);
        let mut waiting: Vec<_> = (0..SUSPECTS_WAITING_MAX)
            .map(|_| watch(&suspects, HERE).unwrap())
            .collect();
        assert!(watch(&suspects, HERE).is_none());
        waiting.pop();
        assert!(watch(&suspects, HERE).is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_is_suspected_for_ever_and_not_everybody_is_remembered() {
        let suspects = Suspects::default();
        take_back(&suspects, HERE, TAKEN_BACK_MAX);
        sleep(TAKEN_BACK_WINDOW / 2).await;
        // Just now, and therefore for a window from here on.
        assert!(take_back(&suspects, HERE, 1));
        sleep(TAKEN_BACK_WINDOW / 2 + Duration::from_secs(1)).await;
        assert!(!is_heard(&mut watch(&suspects, HERE).unwrap()));
        sleep(TAKEN_BACK_WINDOW / 2).await;
        assert!(is_heard(&mut watch(&suspects, HERE).unwrap()));
        assert!(suspects.0.lock().is_empty());
        for number in 0..ADDRESSES_MAX as u32 + 10 {
            take_back(&suspects, IpAddr::V4(std::net::Ipv4Addr::from(number)), 1);
        }
        assert_eq!(suspects.0.lock().len(), ADDRESSES_MAX);
    }
}
