//! Since when is a library's line up, or away? As far as this process has seen.

use navette_domain::catalogue::LibraryId;
use navette_domain::time::Timestamp;
use parking_lot::Mutex;
use std::collections::BTreeMap;

/// A line that came up or went away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    /// Whether it is up.
    pub(crate) up: bool,
    /// Since when.
    pub(crate) since: Timestamp,
}

/// When each line came up or went away last.
#[derive(Debug, Default)]
pub(crate) struct LineWatch(Mutex<BTreeMap<LibraryId, Seen>>);

impl LineWatch {
    /// Notes how a line stands now; where it stood so before, nothing changes.
    pub(crate) fn note(&self, library: &LibraryId, up: bool, now: Timestamp) {
        let mut seen = self.0.lock();
        let before = seen.get(library);
        if before.is_none_or(|before| before.up != up) {
            seen.insert(library.clone(), Seen { up, since: now });
        }
    }

    /// Says how a line stands; nothing where it was never seen.
    pub(crate) fn of(&self, library: &LibraryId) -> Option<Seen> {
        self.0.lock().get(library).copied()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_line_that_is_replaced_is_up_since_the_first() {
        let (watch, aire) = (LineWatch::default(), LibraryId::parse("aire").unwrap());
        assert_eq!(watch.of(&aire), None);
        for (up, now, since) in [(true, 5, 5), (true, 7, 5), (false, 9, 9), (false, 11, 9)] {
            watch.note(&aire, up, Timestamp(now));
            let since = Timestamp(since);
            assert_eq!(watch.of(&aire), Some(Seen { up, since }));
        }
    }
}
