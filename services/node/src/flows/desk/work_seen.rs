//! What stood on the lists of work when somebody last looked? Kept until something changes: lists are shown and leafed through far
//! more often than they change.

use super::work_entries::{Entry, Line, WorkList, entries, page_of};
use super::work_lists::WorkCount;
use crate::draft::Draft;
use navette_domain::time::Timestamp;
use parking_lot::Mutex;
use std::collections::BTreeMap;

/// What was seen last, by whoever looked: at most a line and a deadline for each item and journey of the ledger.
///
/// Where a committed copy stands is read in the catalogue until the federator's view says it: the order in which such copies are
/// pulled may be that of the first look, until the next change.
#[derive(Default)]
pub(crate) struct WorkSeen(Mutex<Seen>);

#[derive(Default)]
struct Seen {
    /// Up to which change; nothing before somebody has looked.
    revision: Option<u64>,
    lists: BTreeMap<WorkList, Length>,
    /// The lines of those lists that were asked for again, in their order.
    lines: BTreeMap<WorkList, Vec<Line>>,
}

/// How long a list is, and when its lines become late: time passes without a change.
#[derive(Default)]
struct Length {
    lines: usize,
    deadlines: Vec<Timestamp>,
}

impl WorkSeen {
    /// Gives the lines of a list from a place on, at most so many, and the length of every list that is not empty. The draft has no
    /// changes of its own: what is not committed must not be kept.
    pub(super) fn page<'d>(
        &self,
        draft: &'d Draft<'_>,
        list: WorkList,
        from: usize,
        size: usize,
    ) -> (Vec<Entry<'d>>, BTreeMap<WorkList, WorkCount>) {
        debug_assert!(
            draft.changes().is_empty(),
            "what is not committed is looked at"
        );
        let mut seen = self.0.lock();
        let revision = Some(draft.state.revision());
        let page = if seen.revision == revision {
            seen.page_again(draft, list, from, size)
        } else {
            let (now_seen, listed) = Seen::of(draft, list);
            *seen = Seen {
                revision,
                ..now_seen
            };
            page_of(draft, list, listed, from, size)
        };
        (page, seen.counts(draft.now.at))
    }
}

impl Seen {
    /// Looks at everything, and gives the lines of one list as well, in no order.
    fn of<'d>(draft: &'d Draft<'_>, list: WorkList) -> (Self, Vec<Entry<'d>>) {
        let mut seen = Self::default();
        let mut listed = Vec::new();
        for entry in entries(draft) {
            let length = seen.lists.entry(entry.list).or_default();
            length.lines += 1;
            length.deadlines.extend(entry.deadline(draft));
            if entry.list == list {
                listed.push(entry);
            }
        }
        for length in seen.lists.values_mut() {
            length.deadlines.sort_unstable();
        }
        (seen, listed)
    }

    /// Nothing has changed: this is the next page of a list, or the same page for somebody else. The first of them puts the whole list
    /// in order.
    fn page_again<'d>(
        &mut self,
        draft: &'d Draft<'_>,
        list: WorkList,
        from: usize,
        size: usize,
    ) -> Vec<Entry<'d>> {
        if !self.lists.contains_key(&list) {
            return Vec::new();
        }
        let lines = self.lines.entry(list).or_insert_with(|| {
            let listed = entries(draft).filter(|entry| entry.list == list);
            let ordered = page_of(draft, list, listed.collect(), 0, usize::MAX);
            ordered.iter().map(Entry::line).collect()
        });
        let page = lines.iter().skip(from).take(size);
        page.filter_map(|line| line.entry(draft)).collect()
    }

    fn counts(&self, now: Timestamp) -> BTreeMap<WorkList, WorkCount> {
        let counted = self.lists.iter().map(|(list, length)| {
            let late = if *list == WorkList::Late {
                length.lines
            } else {
                length.deadlines.partition_point(|deadline| *deadline < now)
            };
            let lines = length.lines;
            (*list, WorkCount { lines, late })
        });
        counted.collect()
    }
}
