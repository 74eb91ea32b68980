//! Whose turn is it? One queue for each work and part, for the whole territory; which library then lends is elsewhere.

use super::copy::{CopyFacts, Only};
use super::protection::{ProtectionSettings, kept_from_everybody, new_until};
use crate::catalogue::LibraryId;
use crate::identity::RequestId;
use crate::time::{Day, Timestamp};

/// Most open requests for one work and part; more than any territory's most wanted novel has ever seen.
pub const QUEUE_ENTRIES_MAX: usize = 5_000;

/// One open request in the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueEntry {
    /// Which request.
    pub request: RequestId,
    /// When it was placed, by the clock of whoever keeps the queue.
    pub placed_at: Timestamp,
    /// What the patron insists on.
    pub only: Only,
    /// Whether the patron has asked to be passed over for now; the place is kept.
    pub suspended: bool,
    /// The library that registered the patron.
    pub home: LibraryId,
    /// Where the patron collects.
    pub pickup: LibraryId,
}

/// The open requests for one work and part, first come first served.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Queue {
    entries: Vec<QueueEntry>,
}

/// Says why a request cannot join a queue.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueueRefusal {
    /// It is as long as it may become.
    #[error("the queue has {0} requests, and no more are taken")]
    Full(usize),
}

/// Which request a cut-off library serves, and whom it overtook; the federator lists them afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Captured {
    /// The request that gets the copy.
    pub request: RequestId,
    /// Earlier requests that could have had it but collect elsewhere, in their order.
    pub overtaken: Vec<RequestId>,
}

impl Queue {
    /// Adds a request at its place; a request that is in the queue already is replaced and keeps its first place.
    pub fn place(&mut self, mut entry: QueueEntry) -> Result<(), QueueRefusal> {
        let known = self
            .entries
            .iter()
            .position(|one| one.request == entry.request);
        if let Some(index) = known {
            let old = self.entries.remove(index);
            entry.placed_at = entry.placed_at.min(old.placed_at);
        } else if self.entries.len() >= QUEUE_ENTRIES_MAX {
            return Err(QueueRefusal::Full(self.entries.len()));
        }
        let place = (entry.placed_at, entry.request);
        let index = self
            .entries
            .partition_point(|one| (one.placed_at, one.request) < place);
        self.entries.insert(index, entry);
        Ok(())
    }

    /// Takes a request out; says whether it was there.
    pub fn remove(&mut self, request: RequestId) -> bool {
        let before = self.entries.len();
        self.entries.retain(|entry| entry.request != request);
        self.entries.len() < before
    }

    /// Gives the requests in their order: by placing, then by id.
    pub fn entries(&self) -> &[QueueEntry] {
        &self.entries
    }

    /// Gives a request's place, 1 for the next: those ahead count that are not suspended and want a copy it could have.
    pub fn position(&self, request: RequestId) -> Option<u32> {
        let index = self.entries.iter().position(|one| one.request == request)?;
        let (ahead, from_here) = self.entries.split_at_checked(index)?;
        let mine = from_here.first()?;
        let competing = |one: &&QueueEntry| !one.suspended && one.only.competes_with(&mine.only);
        let ahead = ahead.iter().filter(competing).count();
        u32::try_from(ahead).ok()?.checked_add(1)
    }

    /// Gives the requests that a copy in hand may serve, the next one first; what its status says does not matter.
    ///
    /// A caller that finds the first one barred by an agreement goes on to the second.
    pub fn in_turn_for<'a>(
        &'a self,
        copy: &'a CopyFacts,
        today: Day,
        settings: &'a ProtectionSettings,
    ) -> impl Iterator<Item = &'a QueueEntry> {
        let lendable = kept_from_everybody(copy).is_none();
        self.entries.iter().filter(move |entry| {
            lendable
                && !entry.suspended
                && entry.only.takes(&copy.item, copy.edition)
                && new_until(copy, &entry.home, &entry.pickup, today, settings).is_none()
        })
    }

    /// Gives the request that a copy in hand serves next.
    pub fn next_for(
        &self,
        copy: &CopyFacts,
        today: Day,
        settings: &ProtectionSettings,
    ) -> Option<RequestId> {
        let mut in_turn = self.in_turn_for(copy, today, settings);
        in_turn.next().map(|entry| entry.request)
    }

    /// Gives the request that a library without a line serves from its copy of the queue: the first that collects here,
    /// because it can be handed over now, and only without one the first of all.
    pub fn next_when_cut_off(
        &self,
        own_library: &LibraryId,
        copy: &CopyFacts,
        today: Day,
        settings: &ProtectionSettings,
    ) -> Option<Captured> {
        let mut overtaken = Vec::new();
        for entry in self.in_turn_for(copy, today, settings) {
            if entry.pickup == *own_library {
                let request = entry.request;
                return Some(Captured { request, overtaken });
            }
            overtaken.push(entry.request);
        }
        let request = overtaken.first().copied()?;
        Some(Captured {
            request,
            overtaken: Vec::new(),
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::catalogue::EditionKey;
    use crate::lending::lender_fixtures::{Chance, a_copy, day, item, library};

    fn a_request(number: u128, placed_at: i64, pickup: &str) -> QueueEntry {
        QueueEntry {
            request: RequestId(number),
            placed_at: Timestamp(placed_at),
            only: Only::AnyCopy,
            suspended: false,
            home: library(pickup),
            pickup: library(pickup),
        }
    }

    impl QueueEntry {
        fn suspended(mut self) -> Self {
            self.suspended = true;
            self
        }

        fn only(mut self, only: Only) -> Self {
            self.only = only;
            self
        }
    }

    fn a_queue(entries: impl IntoIterator<Item = QueueEntry>) -> Queue {
        let mut queue = Queue::default();
        for entry in entries {
            queue.place(entry).unwrap();
        }
        queue
    }

    fn next(queue: &Queue, copy: &CopyFacts) -> Option<u128> {
        let settings = ProtectionSettings::default();
        let next = queue.next_for(copy, day(2026, 11, 24), &settings);
        next.map(|request| request.0)
    }

    #[test]
    fn who_came_first_is_served_first_and_the_id_settles_a_tie() {
        let queue = a_queue([
            a_request(3, 20, "aire"),
            a_request(2, 10, "lumbres"),
            a_request(1, 20, "aire"),
        ]);
        let order: Vec<_> = queue
            .entries()
            .iter()
            .map(|entry| entry.request.0)
            .collect();
        assert_eq!(order, [2, 1, 3]);
        assert_eq!(next(&queue, &a_copy("aire", "000001")), Some(2));
        assert_eq!(queue.position(RequestId(3)), Some(3));
        assert_eq!(queue.position(RequestId(9)), None);
    }

    #[test]
    fn a_suspended_request_is_passed_over_and_keeps_its_place() {
        let first = a_request(1, 10, "aire");
        let second = a_request(2, 20, "lumbres");
        let mut queue = a_queue([first.clone().suspended(), second]);
        assert_eq!(next(&queue, &a_copy("aire", "000001")), Some(2));
        assert_eq!(queue.position(RequestId(2)), Some(1));
        assert_eq!(queue.position(RequestId(1)), Some(1));
        queue
            .place(QueueEntry {
                placed_at: Timestamp(99),
                ..first
            })
            .unwrap();
        assert_eq!(next(&queue, &a_copy("aire", "000001")), Some(1));
        assert_eq!(queue.position(RequestId(2)), Some(2));
    }

    #[test]
    fn a_request_for_one_edition_or_copy_takes_only_what_fits() {
        let translation = Only::Edition(EditionKey(2));
        let signed_copy = Only::Copy {
            item: item("aire", "000007"),
            edition: EditionKey(2),
        };
        let queue = a_queue([
            a_request(1, 10, "aire").only(translation.clone()),
            a_request(2, 20, "aire").only(signed_copy),
            a_request(3, 30, "aire"),
            a_request(4, 40, "aire").only(Only::Edition(EditionKey(1))),
            a_request(5, 50, "aire").only(translation),
        ]);
        let mut copy = a_copy("aire", "000007");
        assert_eq!(
            next(&queue, &copy),
            Some(2),
            "the copy is of edition 1 after all"
        );
        copy.edition = EditionKey(2);
        assert_eq!(next(&queue, &copy), Some(1));
        assert_eq!(next(&queue, &a_copy("lumbres", "000007")), Some(3));
        let positions = [1, 2, 3, 4, 5].map(|id| queue.position(RequestId(id)).unwrap());
        assert_eq!(positions, [1, 2, 3, 2, 4]);
    }

    #[test]
    fn a_copy_that_may_not_be_lent_serves_nobody_and_a_new_one_its_own_patrons() {
        let queue = a_queue([a_request(1, 10, "lumbres"), a_request(2, 20, "aire")]);
        let mut copy = a_copy("aire", "000001");
        copy.acquired = Some(day(2026, 11, 1));
        assert_eq!(next(&queue, &copy), Some(2));
        copy.reference = true;
        assert_eq!(next(&queue, &copy), None);
    }

    #[test]
    fn a_library_that_is_cut_off_serves_who_collects_there_and_says_whom_it_overtook() {
        let copy = a_copy("fauquembergues", "000001");
        let settings = ProtectionSettings::default();
        let captured = |entries: Vec<QueueEntry>| {
            let own = library("fauquembergues");
            a_queue(entries).next_when_cut_off(&own, &copy, day(2026, 11, 24), &settings)
        };
        let (aire, here) = (a_request(1, 10, "aire"), a_request(2, 20, "fauquembergues"));
        let local = captured(vec![aire.clone(), here.clone()]).unwrap();
        assert_eq!(local.request, RequestId(2));
        assert_eq!(local.overtaken, [RequestId(1)]);
        let nobody_here = captured(vec![aire, here.suspended()]).unwrap();
        assert_eq!(nobody_here.request, RequestId(1));
        assert_eq!(nobody_here.overtaken, []);
        assert_eq!(captured(vec![]), None);
    }

    #[test]
    fn a_full_queue_refuses_a_new_request_but_not_one_it_has() {
        let many = 0..QUEUE_ENTRIES_MAX as u128;
        let mut queue = a_queue(many.map(|id| a_request(id, id as i64, "aire")));
        let refusal = queue.place(a_request(u128::MAX, 0, "aire")).unwrap_err();
        assert_eq!(
            refusal.to_string(),
            "the queue has 5000 requests, and no more are taken"
        );
        assert_eq!(queue.place(a_request(7, 0, "aire")), Ok(()));
        assert!(queue.remove(RequestId(7)) && !queue.remove(RequestId(7)));
    }

    #[test]
    fn the_order_of_arrival_of_messages_does_not_change_the_queue() {
        let mut chance = Chance(0x5eed);
        for _ in 0..200 {
            let mut entries: Vec<_> = (0..8)
                .map(|id| a_request(id, chance.below(4) as i64, "aire"))
                .collect();
            let queue = a_queue(entries.clone());
            chance.shuffle(&mut entries);
            assert_eq!(a_queue(entries.clone()), queue);
            let positions: Vec<_> = queue
                .entries()
                .iter()
                .map(|e| queue.position(e.request))
                .collect();
            assert_eq!(positions, (1..=8).map(Some).collect::<Vec<_>>());
        }
    }
}
