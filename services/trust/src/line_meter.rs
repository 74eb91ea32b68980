//! How much is said on the lines of a process? Bytes as they are before TLS covers them, by kind of line and direction.

use std::sync::atomic::{AtomicU64, Ordering};

/// What a line is for, as this process sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LineKind {
    /// A library dialled it to be called on it.
    Turned,
    /// This process dialled it to call.
    Dialled,
    /// Others dialled it to call this process, or to join.
    Accepted,
}

/// Counts the bytes of all lines of a process.
#[derive(Debug, Default)]
pub struct LineMeter {
    turned: Carried,
    dialled: Carried,
    accepted: Carried,
}

#[derive(Debug, Default)]
struct Carried {
    received: AtomicU64,
    sent: AtomicU64,
}

impl LineMeter {
    pub(crate) fn received(&self, kind: LineKind, bytes: usize) {
        self.of(kind)
            .received
            .fetch_add(bytes as u64, Ordering::Relaxed);
    }

    pub(crate) fn sent(&self, kind: LineKind, bytes: usize) {
        self.of(kind)
            .sent
            .fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// Gives what was counted: the kind of line, the direction, and how many bytes.
    pub fn counted(&self) -> [(&'static str, &'static str, u64); 6] {
        let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
        [
            ("turned", "in", read(&self.turned.received)),
            ("turned", "out", read(&self.turned.sent)),
            ("dialled", "in", read(&self.dialled.received)),
            ("dialled", "out", read(&self.dialled.sent)),
            ("accepted", "in", read(&self.accepted.received)),
            ("accepted", "out", read(&self.accepted.sent)),
        ]
    }

    fn of(&self, kind: LineKind) -> &Carried {
        match kind {
            LineKind::Turned => &self.turned,
            LineKind::Dialled => &self.dialled,
            LineKind::Accepted => &self.accepted,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_and_direction_is_counted_by_itself() {
        let meter = LineMeter::default();
        meter.received(LineKind::Turned, 7);
        meter.received(LineKind::Turned, 3);
        meter.sent(LineKind::Accepted, 5);
        let counted = meter
            .counted()
            .into_iter()
            .filter(|(_, _, bytes)| *bytes > 0);
        let expected = [("turned", "in", 10), ("accepted", "out", 5)];
        assert_eq!(counted.collect::<Vec<_>>(), expected);
    }
}
