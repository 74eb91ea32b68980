//! How long does the disk take to make something safe? Counted by the clock of whoever opens the store: a store has none of its own.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Gives a time that only goes forward.
pub type Steady = fn() -> Duration;

/// The syncs of one journal since it was opened.
#[derive(Debug, Default)]
pub struct SyncTimes {
    steady: Option<Steady>,
    count: AtomicU64,
    nanoseconds: AtomicU64,
}

impl SyncTimes {
    /// Counts by this clock; without one, times are not taken.
    pub(super) fn by(steady: Option<Steady>) -> Self {
        Self {
            steady,
            ..Self::default()
        }
    }

    /// Counts a sync, whatever came of it.
    pub(super) fn taking<R>(&self, sync: impl FnOnce() -> R) -> R {
        let now = || self.steady.map(|steady| steady());
        let begun = now();
        let outcome = sync();
        let took = now()
            .unwrap_or_default()
            .saturating_sub(begun.unwrap_or_default());
        let nanoseconds = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX);
        self.count.fetch_add(1, Ordering::Relaxed);
        self.nanoseconds.fetch_add(nanoseconds, Ordering::Relaxed);
        outcome
    }

    /// Gives how many there were.
    pub fn count(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }

    /// Gives how long they took together.
    pub fn together(&self) -> Duration {
        Duration::from_nanos(self.nanoseconds.load(Ordering::Relaxed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syncs_are_counted_and_their_times_added_up_by_the_clock_given() {
        static CLOCK: AtomicU64 = AtomicU64::new(0);
        let ticking = || Duration::from_millis(CLOCK.fetch_add(5, Ordering::Relaxed));
        let times = SyncTimes::by(Some(ticking));
        for number in 0..3 {
            assert_eq!(times.taking(|| number), number);
        }
        assert_eq!(
            (times.count(), times.together()),
            (3, Duration::from_millis(15))
        );
        let untimed = SyncTimes::default();
        untimed.taking(|| ());
        assert_eq!((untimed.count(), untimed.together()), (1, Duration::ZERO));
    }
}
